"""Learning to pick phases in three-component windows."""
