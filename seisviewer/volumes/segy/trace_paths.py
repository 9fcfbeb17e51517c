"""How traces lie on the map in the order of their numbers: along one line, along several, or over an area."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FAR = 10  # times the usual step: further apart, two traces are no neighbours on one line
NEIGHBOURS = 5  # traces on either side that tell which way a line goes
STRAIGHT_ON = 0.8  # cosine: a leap in the direction of the line is a hole in it
LARGE_STEP = 0.05  # of the whole extent: coordinates that always step so far follow nothing


@dataclass(frozen=True)
class TracePath:
    """leaps: positions of traces that lie far from the one before, in another direction than the line's.

    winding: length of the path in extents of the area it covers; a line has 1 to 3. strays: length of the leaps as a
    share of the path. random: neighbours are as far apart as any two traces.
    """

    leaps: np.ndarray
    winding: float
    strays: float
    random: bool

    @property
    def is_line(self) -> bool:
        return not self.random and self.winding < 4 and self.strays < 0.2 and not len(self.leaps)


def trace_path(number: np.ndarray, x: np.ndarray, y: np.ndarray, *, shared: bool = False) -> TracePath | None:
    """The path of traces (in the order given) whose numbers differ; None where they have no coordinates.

    number, x, y: (traces,). Traces with X = Y = 0 have none and are passed over. shared: neighbours may have those of one
    shot point, of which the first counts.
    """
    placed = np.flatnonzero((x != 0) | (y != 0))
    if shared:
        placed = placed[np.r_[True, (np.diff(x[placed]) != 0) | (np.diff(y[placed]) != 0)][: len(placed)]]
    if len(placed) < 3 or np.ptp(x[placed]) == 0 and np.ptp(y[placed]) == 0:
        return None
    points = np.stack([x[placed], y[placed]], axis=1).astype(np.float64)
    apart = np.maximum(np.abs(np.diff(number[placed].astype(np.float64))), 1)
    moves = np.diff(points, axis=0)
    lengths = _lengths(moves)
    steps = lengths / apart
    usual = np.median(steps) or steps[steps > 0].mean()
    far = np.flatnonzero(steps > FAR * usual)
    leaps = far[~_goes_on(points, far)]
    extent = float(np.linalg.norm(np.ptp(points, axis=0)))
    length = float(usual * apart.sum())
    return TracePath(
        leaps=placed[leaps + 1],
        winding=length / extent,
        strays=float(lengths[leaps].sum() / length),
        random=len(placed) > 2 / LARGE_STEP and usual > LARGE_STEP * extent,
    )


def is_scattered(x: np.ndarray, y: np.ndarray) -> bool:
    """Whether most traces, in the order of the file, lie as far from the one before as from any other."""
    there = (x != 0) | (y != 0)
    points = np.stack([x[there], y[there]], axis=1).astype(np.float64)
    if len(points) <= 2 / LARGE_STEP:
        return False
    extent = float(np.linalg.norm(np.ptp(points, axis=0)))
    return bool(np.median(_lengths(np.diff(points, axis=0))) > LARGE_STEP * extent)


def _goes_on(points: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Bool (places,): the step from a place to the next point leads on in the direction of the line before and behind
    it."""
    steps = points[places + 1] - points[places]
    before = points[places] - points[np.maximum(0, places - NEIGHBOURS)]
    behind = points[np.minimum(len(points) - 1, places + 1 + NEIGHBOURS)] - points[places + 1]
    on = [(steps * way).sum(axis=1) >= STRAIGHT_ON * _lengths(steps) * _lengths(way) for way in (before, behind)]
    return on[0] & on[1]


def _lengths(vectors: np.ndarray) -> np.ndarray:
    return np.linalg.norm(vectors, axis=1)
