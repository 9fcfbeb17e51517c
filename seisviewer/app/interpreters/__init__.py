"""The labels of another interpreter beside one's own."""
