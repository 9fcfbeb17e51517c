"""Sections from an array in a Zarr store."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.volume import Volume, finite
from seisviewer.volumes.zarr_surveys.chunked_array import ChunkedArray
from seisviewer.volumes.zarr_surveys.store_axes import StoredLines
from seisviewer.volumes.zarr_surveys.store_objects import StoreObjects

DIRECTIONS = (Direction.INLINE, Direction.CROSSLINE, Direction.TIME)
NONE_IN_WHOLE_NUMBERS = -1.0  # where classes are stored; other values that stand for none are no amplitudes


class ZarrVolume(Volume):
    """An array of any real type whose axes are inlines, crosslines and samples, in any order.

    variable: its name in the store. objects: where the store is read from; the volume closes them.
    """

    def __init__(
        self,
        path: Path,
        objects: StoreObjects,
        array: ChunkedArray,
        axes: tuple[int, int, int],
        geometry: Geometry,
        lines: tuple[StoredLines, StoredLines],
    ) -> None:
        self.path, self.name, self.geometry = path, stem_of(path.name), geometry
        self.variable, self.version = array.member.name, array.member.version
        self.dtype, self.dimensions = array.member.kind, array.member.dimensions
        self._objects, self._array, self._axes = objects, array, axes
        self._places = tuple(each.places for each in lines)
        self._as_stored = all(np.array_equal(places, np.arange(len(places))) for places in self._places)
        self._scale = _scale(array.member.attributes)

    def section(self, section: SectionId) -> np.ndarray:
        direction = DIRECTIONS.index(section.direction)
        live = self.geometry.section_live(section)
        index = self.geometry.index(section)
        stored = index if direction == 2 else int(self._places[direction][index])
        if stored < 0 or not live.any():
            return np.full(self.geometry.section_shape(section.direction), np.nan, np.float32)
        found = self._plane(direction, stored)
        if not self._as_stored:
            # A line that is not stored takes any other one here: none of its traces is live.
            for axis, along in enumerate(place for place in (0, 1, 2) if place != direction):
                if along < 2:
                    found = found.take(np.maximum(self._places[along], 0), axis=axis)
        amplitudes = self._amplitudes(found)
        amplitudes[~live] = np.nan
        return amplitudes

    def close(self) -> None:
        self._array.close()
        self._objects.close()

    def _plane(self, direction: int, stored: int) -> np.ndarray:
        """The stored values over the other two of (inlines, crosslines, samples)."""
        axis = self._axes[direction]
        left = [self._axes[place] for place in (0, 1, 2) if place != direction]
        if axis < 0:  # the one inline of a 2D line
            found = self._array.whole()
            return found if left[0] < left[1] else found.T
        found = self._array.plane(axis, stored)
        if -1 in left:
            return found[None]
        return found if left[0] < left[1] else found.T

    def _amplitudes(self, stored: np.ndarray) -> np.ndarray:
        with np.errstate(over="ignore", invalid="ignore"):
            amplitudes = np.array(stored, np.float32, order="C")
        missing = self._array.member.missing
        if missing is not None and (stored.dtype.kind == "f" or missing != NONE_IN_WHOLE_NUMBERS):
            amplitudes[stored == missing] = 0
        if self._scale != (1.0, 0.0):
            amplitudes = amplitudes * np.float32(self._scale[0]) + np.float32(self._scale[1])
        return finite(amplitudes)


def stem_of(name: str) -> str:
    """F3 of F3.zarr and of F3.zarr.zip."""
    return Path(name.removesuffix(".zip")).stem or name


def _scale(attributes: Mapping[str, object]) -> tuple[float, float]:
    """What packed values are multiplied by and what is added, as the CF conventions have it."""
    found = (attributes.get(key, usual) for key, usual in (("scale_factor", 1.0), ("add_offset", 0.0)))
    factor, offset = (float(each) if isinstance(each, int | float) else None for each in found)
    if factor is None or offset is None or not math.isfinite(factor) or not math.isfinite(offset) or not factor:
        return 1.0, 0.0
    return factor, offset
