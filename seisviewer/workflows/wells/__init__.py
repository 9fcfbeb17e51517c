"""Wells in a project: in and out as files, facies logs as labels and as a check."""
