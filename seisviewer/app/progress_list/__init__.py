"""All long work of the window in one list, and a notice when some of it ends while nobody looks."""
