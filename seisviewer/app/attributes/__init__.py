"""What sections show in place of amplitudes: dip, coherence, layer coordinate."""
