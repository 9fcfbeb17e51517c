"""What was learned, painted and drawn, written for other programs."""
