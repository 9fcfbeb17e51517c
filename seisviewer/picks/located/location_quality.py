"""How good a location is, in one letter."""

from __future__ import annotations

from seisviewer.picks.located.location import Location

LETTERS = "ABCD"
# rms (s), horizontal error (km), depth error (km) of A, B and C; and gap (degrees), nearest station (km, or so many times
# the depth).
ERRORS = ((0.15, 1.0, 2.0), (0.30, 2.5, 5.0), (0.50, 5.0, float("inf")))
STATIONS = ((90.0, 5.0, 1.0), (135.0, 10.0, 2.0), (180.0, 50.0, float("inf")))
FEWEST = 6  # arrivals; with fewer D


def quality(location: Location) -> str:
    """A to D as HYPO71 has it (Lee & Lahr, 1975, p. 23): the mean of a letter for the errors and one for where the stations
    stand, the worse one of two neighbours."""
    low, high = location.depth_range
    deep = (high - low) / 2
    errors = next(
        (
            letter
            for letter, (rms, wide, depth) in enumerate(ERRORS)
            if location.rms < rms and location.ellipse.longer <= wide and deep <= depth
        ),
        3,
    )
    stations = next(
        (
            letter
            for letter, (gap, near, times) in enumerate(STATIONS)
            if location.gap <= gap and location.nearest <= max(near, min(times, 1e3) * abs(location.depth))
        ),
        3,
    )
    if len(location.counted) < FEWEST:
        stations = 3
    return LETTERS[-(-(errors + stations) // 2)]
