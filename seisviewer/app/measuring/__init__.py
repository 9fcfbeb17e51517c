"""Measuring on sections, and how long a length is there."""
