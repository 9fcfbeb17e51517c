"""Station terms: by how much the arrivals at a station are late everywhere, which a model of depth alone cannot know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from seisviewer.picks.located.location import Location

FEWEST_ARRIVALS = 7  # of an event whose residuals say more than its own misplacement
FEWEST_EVENTS = 8


def _useful(locations: Iterable[Location]) -> list[Location]:
    return [location for location in locations if len(location.counted) >= FEWEST_ARRIVALS]


def enough_for_terms(locations: Iterable[Location]) -> bool:
    return len(_useful(locations)) >= FEWEST_EVENTS


def station_terms(
    locations: Iterable[Location], before: Mapping[tuple[str, str], float]
) -> dict[tuple[str, str], float]:
    """Seconds by (station, phase): the terms before and the median of what is left, where enough events have it."""
    residuals: dict[tuple[str, str], list[float]] = {}
    for location in _useful(locations):
        for arrival in location.counted:
            residuals.setdefault((arrival.station, arrival.phase), []).append(arrival.residual)
    return {
        key: before.get(key, 0.0) + (float(np.median(values)) if len(values) >= FEWEST_EVENTS else 0.0)
        for key, values in residuals.items()
    }
