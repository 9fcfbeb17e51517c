"""Work on records: opening, downloading, picking, detecting, teaching, scoring."""
