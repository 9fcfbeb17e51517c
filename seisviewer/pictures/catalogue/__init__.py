"""Pictures of a catalogue for print: map, magnitudes, residuals, focal sphere, comparison."""
