"""Review mode: what a model says is accepted, rejected or mended. What both desks share; `regions` is that of sections."""
