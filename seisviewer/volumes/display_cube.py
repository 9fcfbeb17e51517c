"""A survey in 8 bits in memory, for display only: any section of it is there at once."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from seisviewer.memory import available_memory
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.volume import Volume

MISSING, ZERO, LEVELS = 0, 128, 127


class DisplayCube:
    """uint8 (inlines, crosslines, samples): 0 missing, 128 zero, 1 and 255 the amplitudes -limit and +limit.

    One thread fills it, any thread reads it; a line is read only after it was filled.
    """

    def __init__(self, shape: tuple[int, int, int]) -> None:
        self.limit = 1.0
        # Empty, not zeros: the system hands out the pages while the cube is filled.
        self._values = np.empty(shape, np.uint8)
        self._filled = np.zeros(shape[0], bool)

    @staticmethod
    def fits(shape: tuple[int, int, int], most: int | None = None) -> bool:
        """Whether a cube of this shape takes at most a quarter of the memory that is free now, and at most `most` bytes."""
        room = available_memory() // 4
        return int(np.prod(shape, dtype=np.int64)) <= (room if most is None else min(room, most))

    @property
    def complete(self) -> bool:
        return bool(self._filled.all())

    def section(self, section: SectionId, geometry: Geometry) -> np.ndarray | None:
        """Levels of a section in the shape `Volume.section` has, or None while it is not filled. Not to be changed."""
        index = geometry.index(section)
        if section.direction is Direction.INLINE:
            return self._values[index] if self._filled[index] else None
        if not self.complete:
            return None
        return self._values[:, index] if section.direction is Direction.CROSSLINE else self._values[:, :, index]

    def put(self, index: int, amplitudes: np.ndarray) -> None:
        """Fill one inline, float32 (crosslines, samples), NaN where there is no trace."""
        self._values[index] = to_levels(amplitudes, self.limit)
        self._filled[index] = True


def fill(volume: Volume, limit: float, cube: DisplayCube, first: int | None = None) -> Generator[Progress, None, None]:
    """Fill the cube from the inline `first` (an index; the middle when None) outwards. limit: amplitude of level 255."""
    geometry = volume.geometry
    count = geometry.inlines.count
    cube.limit = limit
    middle = count // 2 if first is None else first
    for done, index in enumerate(sorted(range(count), key=lambda index: abs(index - middle))):
        yield Progress(done, count, tr("Loading the survey for display"))
        cube.put(index, volume.section(geometry.section(Direction.INLINE, index)))
    yield Progress(count, count, tr("Loading the survey for display"))


def to_levels(amplitudes: np.ndarray, limit: float) -> np.ndarray:
    """Amplitudes of any shape as uint8 levels of the cube; NaN becomes 0."""
    levels = np.clip(amplitudes * (LEVELS / limit), -LEVELS, LEVELS)
    # Rounding and the offset in one: the cast cuts off. NaN takes no part and is set afterwards.
    levels += ZERO + 0.5
    np.nan_to_num(levels, copy=False, nan=float(MISSING))
    return levels.astype(np.uint8)


def to_amplitudes(levels: np.ndarray, limit: float) -> np.ndarray:
    """Levels of the cube as float32 amplitudes, NaN where there is no trace."""
    amplitudes = (levels.astype(np.float32) - ZERO) * np.float32(limit / LEVELS)
    amplitudes[levels == MISSING] = np.nan
    return amplitudes
