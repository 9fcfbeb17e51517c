"""Horizons, fault sticks and other points in text files."""
