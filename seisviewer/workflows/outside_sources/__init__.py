"""Projects that were handed over, and read files that did not come with them."""
