"""The trace page: rows of traces, picks and what else is drawn, and the gestures on them."""
