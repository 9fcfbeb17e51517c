"""Random lines: drawn on the map, kept in the project, and shown as sections in a window of their own."""
