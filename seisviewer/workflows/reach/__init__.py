"""Strokes that reach to the lines beside their own."""
