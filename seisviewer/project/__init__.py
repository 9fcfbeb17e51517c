"""The project folder: one SQLite file for everything small, folders for runs and predictions."""
