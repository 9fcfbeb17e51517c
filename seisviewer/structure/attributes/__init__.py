"""Attributes of single traces: envelope, phase, frequency and what follows from them. No torch."""
