"""What can be done with the runs of a project: told, repeated, compared."""
