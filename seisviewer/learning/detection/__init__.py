"""Learning to find events in continuous records."""
