"""Where to label, or to look, next: one list, panel and key for both desks."""
