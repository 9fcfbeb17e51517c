"""What was predicted is stored, and the rest of the survey is predicted in the background."""
