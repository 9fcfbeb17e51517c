"""The kind of events: learned from events whose kind is known, and suggested for others."""
