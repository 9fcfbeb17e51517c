"""Horizons in the window: the list, the lines over sections, picking and tracking, the flattened section."""
