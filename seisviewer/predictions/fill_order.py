"""Which lines tie what is on screen: those that cross it, by blocks outwards from the crosshair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

import numpy as np

from seisviewer.predictions.passes.two_passes import chosen_passes
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

BLOCK = 16  # neighbouring lines that are predicted one after the other: what is tied grows, and has no stripes


class FillOrder:
    """Orders the lines of a survey that have a say in their traces (`chosen_passes`)."""

    def __init__(self, geometry: Geometry) -> None:
        self._geometry = geometry
        self._by_inline, self._by_crossline = chosen_passes(geometry)

    def around(self, shown: Sequence[SectionId], crosshair: tuple[int, int]) -> list[SectionId]:
        """The lines that cross the sections on screen, each once: a block for the first section, one for the second, …

        shown: the most wanted first. crosshair: indices of its inline and crossline; the nearest to it come first. A time
        slice is crossed by all lines.
        """
        across = (lines for section in shown for lines in self._across(section, crosshair))
        blocks = [[lines[start : start + BLOCK] for start in range(0, len(lines), BLOCK)] for lines in across]
        turns = zip_longest(*blocks, fillvalue=())
        return list(dict.fromkeys(section for turn in turns for block in turn for section in block))

    def _across(self, section: SectionId, crosshair: tuple[int, int]) -> Iterator[list[SectionId]]:
        """The inlines that cross a section, and the crosslines, the nearest to the crosshair first."""
        index, in_slice = self._geometry.index(section), section.direction is Direction.TIME
        if section.direction is not Direction.INLINE:
            has_say = self._by_inline.any(axis=1) if in_slice else self._by_inline[:, index]
            yield self._outwards(Direction.INLINE, has_say, crosshair[0])
        if section.direction is not Direction.CROSSLINE:
            has_say = self._by_crossline.any(axis=0) if in_slice else self._by_crossline[index]
            yield self._outwards(Direction.CROSSLINE, has_say, crosshair[1])

    def _outwards(self, direction: Direction, has_say: np.ndarray, centre: int) -> list[SectionId]:
        lines = np.flatnonzero(has_say)
        nearest = lines[np.argsort(np.abs(lines - centre), kind="stable")]
        return [self._geometry.section(direction, index) for index in nearest]
