"""Which section to predict next: what is on screen first, then the lines that a time slice on screen is made of."""

from __future__ import annotations

from collections import deque

import numpy as np

from seisviewer.learning.sections.section_samples import LINES, is_half_live
from seisviewer.predictions.section_prediction import SectionPrediction
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

HISTORY = 3
REMEMBERED = 24


class Screen:
    """Keeps which model version last predicted each section."""

    def __init__(self, geometry: Geometry) -> None:
        self._geometry = geometry
        self._versions: dict[SectionId, int] = {}
        self._wanted: tuple[SectionId, ...] = ()
        self._fill_order = _fill_order(geometry)
        self._earlier: dict[SectionId, deque[np.ndarray]] = {}

    def want(self, sections: tuple[SectionId, ...]) -> None:
        self._wanted = sections

    def next_on_screen(self, version: int) -> SectionId | None:
        """The most wanted line that `version` has not predicted, or None."""
        for section in self._wanted:
            if section.direction in LINES and self._versions.get(section) != version:
                return section
        return None

    def next_to_fill(self, version: int) -> SectionId | None:
        """A line for the time slice on screen: one never predicted first, else the one longest out of date; or None."""
        if not any(section.direction is Direction.TIME for section in self._wanted):
            return None
        outdated = [section for section in self._fill_order if self._versions.get(section, 0) != version]
        return min(outdated, key=lambda section: self._versions.get(section, 0), default=None)

    def done(self, prediction: SectionPrediction) -> np.ndarray | None:
        """Note a prediction; returns its stability: float16 (traces, samples), the share of the model's last versions
        (three at most) that gave the same class, or None for the first one. Kept for the sections seen last."""
        section = prediction.section
        self._versions[section] = prediction.model_version
        earlier = self._earlier.pop(section, deque(maxlen=HISTORY))
        same = [answer == prediction.classes for answer in earlier]
        earlier.append(prediction.classes)
        self._earlier[section] = earlier
        while len(self._earlier) > REMEMBERED:
            del self._earlier[next(iter(self._earlier))]
        return np.mean(same, axis=0).astype(np.float16) if same else None


def _fill_order(geometry: Geometry) -> list[SectionId]:
    """The lines that a time slice is assembled from: inlines at least half live, and crosslines where these miss traces."""
    inlines = _coarse_to_fine(geometry, Direction.INLINE)
    missed = geometry.live.copy()
    missed[[geometry.index(section) for section in inlines]] = False
    return inlines + (_coarse_to_fine(geometry, Direction.CROSSLINE) if missed.any() else [])


def _coarse_to_fine(geometry: Geometry, direction: Direction) -> list[SectionId]:
    """The first line, then the middle one, the quarters, the eighths, … so that a slice fills evenly."""
    count = geometry.count(direction)
    bits = max(1, (count - 1).bit_length())
    order = sorted(range(count), key=lambda index: int(f"{index:0{bits}b}"[::-1], 2))
    sections = (geometry.section(direction, index) for index in order)
    return [section for section in sections if is_half_live(geometry, section)]
