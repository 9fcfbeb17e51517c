"""Spectrum and histogram of what is on screen."""
