"""Attributes of a survey: of a section, of a time slice, or by blocks of the whole of it."""
