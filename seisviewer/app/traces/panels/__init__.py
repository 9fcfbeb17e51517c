"""The panels around the trace page."""
