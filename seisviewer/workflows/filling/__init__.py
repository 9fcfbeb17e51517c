"""Keeping what models say, and predicting the rest of the survey in the background."""
