"""Slopes that were worked out over a whole survey, and how they are read for one section of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from seisviewer.structure.slopes import Slopes
from seisviewer.structure.volume_slopes import CELL, LEVELS, Thinning
from seisviewer.volumes.geometry import Direction

MOST_BYTES = 256 << 20  # of the grid of one survey; a larger one is thinned more
FINEST, COARSEST = 2, 16  # lines between two places of the grid
DOWN = 2  # samples between two


class Cells(Protocol):
    """Three axes of values on the disk or in memory."""

    shape: tuple[int, ...]

    def plane(self, axis: int, index: int) -> np.ndarray:
        """The values at an index of one axis, over the other two."""


@dataclass(frozen=True)
class SlopeGrid:
    """cells: of type CELL, every so many inlines, crosslines and samples of the survey one. shape: of the survey, (inlines,
    crosslines, samples)."""

    cells: Cells = field(repr=False, compare=False)
    shape: tuple[int, int, int]
    thinning: Thinning

    def line(self, direction: Direction, index: int) -> Slopes:
        """Slopes along an inline or crossline, (traces, samples)."""
        across = "crossline" if direction is Direction.INLINE else "inline"
        return Slopes(
            self._section(direction, index, f"per_{across}"),
            self._section(direction, index, f"{across}_coherence") / np.float32(LEVELS),
        )

    def across(self, direction: Direction, index: int) -> Slopes:
        """Slopes on an inline or crossline from it to the next one, (traces, samples)."""
        line = "inline" if direction is Direction.INLINE else "crossline"
        return Slopes(
            self._section(direction, index, f"per_{line}"),
            self._section(direction, index, f"{line}_coherence") / np.float32(LEVELS),
        )

    def continuity(self, direction: Direction, index: int) -> np.ndarray:
        """How well reflectors go on, 0–1: float32 of a section's shape."""
        return self._section(direction, index, "continuity") / np.float32(LEVELS)

    def at_sample(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        """Slopes on a time slice, samples down from one inline to the next and from one crossline to the next, float32
        (inlines, crosslines) each."""
        per_inline, per_crossline = (
            self._section(Direction.TIME, index, f"per_{across}") for across in ("inline", "crossline")
        )
        return per_inline, per_crossline

    def slopes_at_sample(self, index: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """As `at_sample`, each slope followed by how far it is to be trusted, 0–1."""
        per_inline, per_crossline = self.at_sample(index)
        along_inlines, along_crosslines = (
            self._section(Direction.TIME, index, f"{across}_coherence") / np.float32(LEVELS)
            for across in ("inline", "crossline")
        )
        return per_inline, along_inlines, per_crossline, along_crosslines

    def _section(self, direction: Direction, index: int, name: str) -> np.ndarray:
        """One of the values of a section, interpolated between the places of the grid, float32."""
        cut = list(Direction).index(direction)
        first, share = divmod(index, self.thinning[cut])
        near = [min(first + step, self.cells.shape[cut] - 1) for step in (0, 1)]
        low, high = (self.cells.plane(cut, place)[name].astype(np.float32) for place in near)
        values = low + (high - low) * np.float32(share / self.thinning[cut])
        for axis, of_survey in enumerate(place for place in range(3) if place != cut):
            values = _stretched(values, axis, self.shape[of_survey], self.thinning[of_survey])
        return values


def thinning_of(shape: tuple[int, int, int]) -> Thinning | None:
    """How a survey of this shape is thinned, or None where its grid would be too large however coarse."""
    lines = FINEST
    while lines <= COARSEST:
        thinning = lines, lines, DOWN
        if int(np.prod(grid_shape(shape, thinning), dtype=np.int64)) * CELL.itemsize <= MOST_BYTES:
            return thinning
        lines *= 2
    return None


def grid_shape(shape: tuple[int, int, int], thinning: Thinning) -> tuple[int, int, int]:
    inlines, crosslines, samples = (-(-count // every) for count, every in zip(shape, thinning, strict=True))
    return inlines, crosslines, samples


def _stretched(values: np.ndarray, axis: int, count: int, every: int) -> np.ndarray:
    """Linear interpolation along an axis whose values lie `every` places apart; beyond the last one it stays as it is."""
    low, share = np.divmod(np.arange(count), every)
    high = np.minimum(low + 1, values.shape[axis] - 1)
    share = (share / np.float32(every)).astype(np.float32).reshape((-1, 1) if axis == 0 else (1, -1))
    below = values.take(low, axis)
    return below + (values.take(high, axis) - below) * share
