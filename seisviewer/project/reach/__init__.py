"""Strokes that reach to lines near by: what is still to be carried there, and how the copies join their stroke's action."""
