"""What a picker found is accepted, rejected or given another phase, pick by pick."""
