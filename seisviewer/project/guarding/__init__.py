"""What keeps a project whole while others may delete, move or overwrite its files."""
