"""Facies classes, strokes, and the sparse volume of painted labels."""
