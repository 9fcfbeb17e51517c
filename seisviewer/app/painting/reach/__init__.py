"""Strokes that reach to the lines beside their own: how far, what says so, and who carries them there."""
