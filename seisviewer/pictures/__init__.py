"""Pictures for print: sections and traces with axes, legend, colour bar and scale bar, as vectors or pixels."""
