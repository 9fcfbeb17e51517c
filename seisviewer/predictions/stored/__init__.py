"""What models said about a survey, kept in its project."""
