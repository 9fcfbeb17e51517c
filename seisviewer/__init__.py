"""seisviewer: label a few sections of a seismic survey, and watch the rest being learned."""

__version__ = "0.1.0"
