"""How surveys, projects and labels come into the window and out of it."""
