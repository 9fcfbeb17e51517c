"""The main window: its parts, where they stand, how it is dressed and how it closes."""
