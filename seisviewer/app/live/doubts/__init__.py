"""Strokes that the answer does not honour: marked, listed, and judged by the user."""
