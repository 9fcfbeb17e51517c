"""Horizons: surfaces along one event of a survey, however they were made."""
