"""Painted places that training does not see, so that models can be compared on them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

CELL = 32


@dataclass(frozen=True)
class HeldBack:
    """Which paint is held back: that in about `share` of the cells of 32 × 32 × 32 voxels that the survey is divided into.

    Which cells these are depends on their place alone. So a voxel is held back on every section that meets it, and a new
    stroke moves no paint out of training or into it. Classes in `spared` are learned whole.
    """

    geometry: Geometry
    share: float
    seed: int
    spared: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls, snapshot: LabelSnapshot, lines: Iterable[SectionId], geometry: Geometry, share: float, seed: int
    ) -> HeldBack:
        """Spares every class of which less than half of the paint on `lines` would be left to learn."""
        everything = cls(geometry, share, seed)
        painted, held = np.zeros(256, np.int64), np.zeros(256, np.int64)
        for section in lines if share else ():
            labels = snapshot.section(section.direction, geometry.index(section)).T.astype(np.uint8)
            painted += np.bincount(labels.ravel(), minlength=256)
            held += np.bincount(labels[everything.cells(section)], minlength=256)
        return cls(geometry, share, seed, frozenset(np.flatnonzero(2 * held > painted).tolist()))

    def cells(self, section: SectionId) -> np.ndarray:
        """Bool (samples, traces) of an inline or crossline: True in the cells that are held back."""
        traces, samples = self.geometry.section_shape(section.direction)
        across = self.geometry.index(section) // CELL
        is_inline = section.direction is Direction.INLINE
        drawn = np.array(
            [
                [
                    self._drawn((across, along) if is_inline else (along, across), deep)
                    for along in range(_cells(traces))
                ]
                for deep in range(_cells(samples))
            ]
        )
        return np.kron(drawn, np.ones((CELL, CELL), bool))[:samples, :traces]

    def paint(self, section: SectionId, paint: np.ndarray, classes: Sequence[int]) -> np.ndarray:
        """What of `paint` (uint8 output channels (samples, traces)) is held back; IGNORE elsewhere.

        classes: the class number of each output channel.
        """
        if not self.share:
            return np.full_like(paint, IGNORE)
        held = np.where(self.cells(section), paint, np.uint8(IGNORE))
        for channel, number in enumerate(classes):
            if number in self.spared:
                held[held == channel] = IGNORE
        return held

    def _drawn(self, column: tuple[int, int], deep: int) -> bool:
        place = f"{self.seed} {column[0]} {column[1]} {deep}"
        return zlib.crc32(place.encode()) % 1000 < self.share * 1000


def _cells(length: int) -> int:
    return -(-length // CELL)
