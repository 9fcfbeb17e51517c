"""Which lines tie what is on screen: those that cross it, by blocks outwards from the crosshair, and all of a time slice's."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import numpy as np

from seisviewer.learning.sections.section_samples import LINES
from seisviewer.predictions.two_passes import chosen_passes
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

BLOCK = 16  # neighbouring lines that are predicted one after the other, so that what is tied grows without stripes


class FillOrder:
    """Orders the lines of a survey that have a say in their traces (`chosen_passes`)."""

    def __init__(self, geometry: Geometry) -> None:
        self._geometry = geometry
        self._by_inline, self._by_crossline = chosen_passes(geometry)
        inlines = _coarse_to_fine(np.flatnonzero(self._by_inline.any(axis=1)), geometry.shape[0])
        crosslines = _coarse_to_fine(np.flatnonzero(self._by_crossline.any(axis=0)), geometry.shape[1])
        self._all = self._sections(Direction.INLINE, inlines) + self._sections(Direction.CROSSLINE, crosslines)

    def whole(self) -> list[SectionId]:
        """All of them, for a time slice: inlines before crosslines and coarse before fine, so that it is soon known."""
        return self._all

    def crossing(self, shown: Sequence[SectionId], crosshair: tuple[int, int]) -> list[SectionId]:
        """The lines that cross those on screen: a block for the first of these, one for the second, and so on.

        shown: the most wanted first. crosshair: indices of its inline and crossline; the nearest to it come first.
        """
        blocks = [_blocks(self._across(section, crosshair)) for section in shown if section.direction in LINES]
        taken = (section for turn in zip_longest(*blocks, fillvalue=()) for block in turn for section in block)
        return list(dict.fromkeys(taken))

    def _across(self, section: SectionId, crosshair: tuple[int, int]) -> list[SectionId]:
        index = self._geometry.index(section)
        if section.direction is Direction.INLINE:
            return self._sections(Direction.CROSSLINE, _outwards(self._by_crossline[index], crosshair[1]))
        return self._sections(Direction.INLINE, _outwards(self._by_inline[:, index], crosshair[0]))

    def _sections(self, direction: Direction, indices: Sequence[int] | np.ndarray) -> list[SectionId]:
        return [self._geometry.section(direction, index) for index in indices]


def _blocks(lines: list[SectionId]) -> list[list[SectionId]]:
    return [lines[start : start + BLOCK] for start in range(0, len(lines), BLOCK)]


def _outwards(has_say: np.ndarray, centre: int) -> np.ndarray:
    """Indices of the lines with a say, the nearest to `centre` first."""
    lines = np.flatnonzero(has_say)
    return lines[np.argsort(np.abs(lines - centre), kind="stable")]


def _coarse_to_fine(lines: np.ndarray, count: int) -> list[int]:
    """The first of `count` lines, then the middle one, the quarters, the eighths, …; of these, the ones in `lines`."""
    bits = max(1, (count - 1).bit_length())
    return sorted(lines.tolist(), key=lambda index: int(f"{index:0{bits}b}"[::-1], 2))
