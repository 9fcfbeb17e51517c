"""Wells: where they run, what was found along them, and where that lies in a survey."""
