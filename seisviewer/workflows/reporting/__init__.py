"""A report of a project that stands alone: what was surveyed, painted, predicted and scored."""
