"""What a model said: class, confidence and stability of a section or a volume."""
