"""Which line of a survey to predict next, until all are stored."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np

from seisviewer.predictions.fill_order import BLOCK
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.volumes.geometry import LINES, Direction, Geometry, SectionId

VIEWED = 8  # places that count as lately viewed
AGO = 8  # lines that a place viewed before another counts farther off
GRID = 16  # lines apart
TIMED = 32  # lines whose time says how long the rest takes


class SurveyFill:
    """Lines near those lately viewed first, a block of neighbours at a time.

    alternating: a block of inlines, a block of crosslines; else all of the direction with fewer lines come first, and
    those of the other one as a grid that grows finer, since they only tell where both directions disagree.
    """

    def __init__(self, geometry: Geometry, alternating: bool) -> None:
        self._geometry = geometry
        self._alternating = alternating
        self._directions = deque(sorted(LINES, key=geometry.count))
        self._viewed: list[tuple[int, int]] = []
        self._queue: deque[SectionId] = deque()
        self._seconds: deque[float] = deque(maxlen=TIMED)

    def look_at(self, crosshair: tuple[int, int]) -> None:
        """The user looks at this place, indices of inline and crossline."""
        if self._viewed[:1] != [crosshair]:
            self._viewed = [crosshair, *(place for place in self._viewed if place != crosshair)][:VIEWED]
            self._queue.clear()

    def next(self, store: PredictionStore, key: str) -> SectionId | None:
        """A line that the model of this key has not predicted, or None where none is left."""
        while True:
            while self._queue:
                section = self._queue.popleft()
                if not store.is_current(section, key):
                    return section
            self._queue.extend(self._block(store, key))
            if not self._queue:
                return None

    def took(self, seconds: float) -> None:
        """A line took so long."""
        self._seconds.append(seconds)

    def seconds_left(self, lines: int) -> float | None:
        """How long so many lines take, None where nothing tells."""
        return lines * float(np.mean(self._seconds)) if self._seconds else None

    def _block(self, store: PredictionStore, key: str) -> Sequence[SectionId]:
        """Neighbouring lines of one direction that are missing, the nearest to what was viewed first."""
        for direction in tuple(self._directions):
            coverage = store.coverage(direction)
            missing = np.flatnonzero(coverage.wanted & ~coverage.current(key))
            if self._alternating:
                self._directions.rotate(-1)
            if len(missing):
                is_grid = not self._alternating and direction is self._directions[-1]
                spread = _spread(missing) if is_grid else np.zeros(len(missing))
                nearest = missing[np.lexsort((self._distance(direction, missing), spread))]
                return [self._geometry.section(direction, index) for index in nearest[:BLOCK].tolist()]
        return ()

    def _distance(self, direction: Direction, lines: np.ndarray) -> np.ndarray:
        """How far lines, by index, lie off what was viewed, in lines."""
        if not self._viewed:
            return np.zeros(len(lines))
        places = np.array([place[LINES.index(direction)] for place in self._viewed])
        return (np.abs(lines[:, None] - places) + AGO * np.arange(len(places))).min(axis=1)


def _spread(lines: np.ndarray) -> np.ndarray:
    """0 for every line of the coarsest grid, GRID lines apart, 1 for those halfway between them, and so on."""
    return np.log2(GRID / np.gcd(lines, GRID))


def filled(store: PredictionStore, key: str) -> tuple[int, int]:
    """How many lines the model of this key has predicted, and how many there are to predict."""
    coverages = [store.coverage(direction) for direction in LINES]
    done = sum(int((coverage.wanted & coverage.current(key)).sum()) for coverage in coverages)
    return done, sum(int(coverage.wanted.sum()) for coverage in coverages)
