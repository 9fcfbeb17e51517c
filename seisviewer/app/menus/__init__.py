"""Everything the user can ask of the window: the table of actions, what they do, and the menus, keys and cheat sheet
made of it."""
