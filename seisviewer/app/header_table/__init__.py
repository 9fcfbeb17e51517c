"""The window with the headers of a SEG-Y file."""
