"""What a project keeps of its events beyond the columns of a row."""
