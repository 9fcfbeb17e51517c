"""A plugin of every kind for seisviewer."""
