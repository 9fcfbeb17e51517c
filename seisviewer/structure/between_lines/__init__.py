"""What lies on two lines of a survey, brought to a line between them."""
