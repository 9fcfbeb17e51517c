"""Work that goes on beside the window, and how its results come back to it."""
