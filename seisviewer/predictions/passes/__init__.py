"""Passes of a model along inlines and crosslines, and what they say together."""
