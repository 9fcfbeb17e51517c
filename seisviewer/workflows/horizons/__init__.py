"""Horizons in a survey: tracked from picks, in and out as files, and what lies between two of them."""
