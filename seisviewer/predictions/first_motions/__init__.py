"""First motions of P waves: the stretch around an onset, and what a network says of it."""
