"""Learning facies on sections of a survey."""
