"""What a vertical tells about the kind of its event."""
