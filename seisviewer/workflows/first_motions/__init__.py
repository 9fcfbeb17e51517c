"""First motions of picks found by a network."""
