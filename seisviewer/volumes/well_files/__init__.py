"""Wells in text files: paths, time–depth tables, markers, LAS logs."""
