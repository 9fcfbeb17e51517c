"""Pictures of a catalogue: where, how large, how often, how the faults slipped."""
