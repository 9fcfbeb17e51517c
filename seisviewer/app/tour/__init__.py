"""A guided tour of each desk: a frame round a real control, and a card that says what it is for."""
