"""The wells of a project."""
