"""The horizons of a project."""
