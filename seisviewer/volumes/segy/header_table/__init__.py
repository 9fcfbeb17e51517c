"""Every word that the headers of a SEG-Y file hold, with its name in plain language."""
