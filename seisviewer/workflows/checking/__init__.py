"""How good an answer is on strokes and lines that were held out, and whether those are enough to tell."""
