"""Several 2D lines in one project: adding them, and what they say of one another where they cross."""
