"""Which line comes next: on a sparse survey the lines with few live traces are stepped over."""

from __future__ import annotations

import numpy as np

from seisviewer.volumes.geometry import Direction, Geometry

WELL_COVERED = 0.5


def well_covered(geometry: Geometry, direction: Direction) -> np.ndarray:
    """Bool (sections,): at least half as many live traces as the best section of this direction has."""
    if direction is Direction.TIME:
        return np.ones(geometry.samples.count, bool)
    if geometry.lines and direction is Direction.INLINE:  # a short line is a line
        return geometry.live.any(axis=1)
    live = geometry.live.sum(axis=1 if direction is Direction.INLINE else 0)
    return live >= max(1.0, WELL_COVERED * live.max(initial=0))


def next_index(covered: np.ndarray, index: int, lines: int) -> int:
    """The index `lines` stops on (or back, when negative) among those that are covered; at the end the last of them."""
    stops = np.flatnonzero(covered)
    stops = stops[stops > index] if lines > 0 else stops[stops < index][::-1]
    if not lines or not len(stops):
        return index
    return int(stops[min(abs(lines), len(stops)) - 1])


def nearest_index(covered: np.ndarray, index: int) -> int:
    """The covered index that lies nearest; `index` itself when none is covered."""
    stops = np.flatnonzero(covered)
    return int(stops[np.abs(stops - index).argmin()]) if len(stops) else index
