"""From picks to a catalogue of located events with magnitudes, step by step."""
