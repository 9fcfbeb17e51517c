"""Several 2D lines as one survey: the file that lists them, the volume, and where they cross."""
