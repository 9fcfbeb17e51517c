"""First motions learned from those that a person gave."""
