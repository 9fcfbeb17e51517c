"""The store of a survey: where it lies, whether it still fits, and how it is made."""
