"""The store of the survey on the desk, and how much memory surveys may take."""
