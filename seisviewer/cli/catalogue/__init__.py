"""The steps from picks to a catalogue, as commands."""
