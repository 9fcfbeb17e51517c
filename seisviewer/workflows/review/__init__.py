"""Accepting and rejecting what a model says."""
