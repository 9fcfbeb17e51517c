"""The window that lists runs and painted sections: what was learned, from what, and what it is worth."""
