"""Several 2D lines on the desk: adding lines, and showing where they cross."""
