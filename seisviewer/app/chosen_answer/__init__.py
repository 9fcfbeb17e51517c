"""An earlier run over the sections in place of the live answer, and two answers beside each other."""
