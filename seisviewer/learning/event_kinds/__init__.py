"""Learning what kind of event it was, and how well that is known."""
