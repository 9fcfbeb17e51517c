"""Pickers side by side on labelled windows and on noise."""
