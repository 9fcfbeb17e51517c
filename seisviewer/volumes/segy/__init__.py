"""What the bytes of a SEG-Y file mean, weighed from all that the file holds."""
