"""Surveys and 2D lines: geometry, sections, files in and out."""
