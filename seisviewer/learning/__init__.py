"""ST++ and its tasks: augmentation, losses, reliability, held-back scores, the live model. Touches no file."""
