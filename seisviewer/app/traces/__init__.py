"""The trace desk: records, picks and events on screen."""
