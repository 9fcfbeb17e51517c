"""Where grid positions lie on the map, and which grid position lies nearest to a spot on it."""

from __future__ import annotations

import math

import numpy as np

from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry


class MapGrid:
    """The survey's grid in map coordinates: X and Y, or crossline and inline numbers where the file has none.

    affine: (2, 3), takes (inline index, crossline index, 1) to the map. axis_names: of the horizontal and the vertical
    axis. bounds: (2,) lower left and upper right corner.
    """

    def __init__(self, geometry: Geometry) -> None:
        self._shape = geometry.inlines.count, geometry.crosslines.count
        self._trace_xy = geometry.trace_xy
        known = geometry.affine is not None and abs(np.linalg.det(geometry.affine[:, :2])) > 0
        numbered = (tr("Trace (CDP)"), "") if geometry.is_2d else (tr("Crossline"), tr("Inline"))
        self.axis_names = geometry.reference.axis_names if known or self._trace_xy is not None else numbered
        self._geographic = geometry.reference.is_geographic and (known or self._trace_xy is not None)
        inlines, crosslines = geometry.inlines, geometry.crosslines
        numbers = np.array([[0.0, crosslines.step, crosslines.start], [inlines.step, 0.0, inlines.start]])
        self.affine = np.asarray(geometry.affine) if known else numbers

    @property
    def east_to_north(self) -> float:
        """How long a unit to the east is, in units to the north: 1, but for degrees."""
        if not self._geographic:
            return 1.0
        low, high = self.bounds
        return max(math.cos(math.radians((low[1] + high[1]) / 2)), 0.01)

    @property
    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        if self._trace_xy is not None:
            corners = self._trace_xy[np.isfinite(self._trace_xy).all(axis=-1)]
        else:
            inlines, crosslines = self._shape
            corners = np.array([self.place(i, j) for i in (-0.5, inlines - 0.5) for j in (-0.5, crosslines - 0.5)])
        low, high = corners.min(axis=0), corners.max(axis=0)
        # A straight line along an axis has no extent across it.
        room = float((high - low).max()) * 0.05 or 1.0
        return np.where(high - low < room, low - room, low), np.where(high - low < room, high + room, high)

    def place(self, inline: float, crossline: float) -> tuple[float, float]:
        """Map coordinates of a grid position."""
        if self._trace_xy is not None:
            places = zip((inline, crossline), self._shape, strict=True)
            x, y = self._trace_xy[tuple(int(np.clip(round(place), 0, count - 1)) for place, count in places)]
        else:
            x, y = self.affine @ (inline, crossline, 1.0)
        return float(x), float(y)

    def line(self, direction: Direction, index: int) -> tuple[np.ndarray, np.ndarray]:
        """x, y of the points of an inline or a crossline: its two ends, or every trace of a 2D line."""
        if self._trace_xy is not None:
            return tuple(self._trace_xy[index if direction is Direction.INLINE else 0].T)
        inlines, crosslines = self._shape
        if direction is Direction.INLINE:
            ends = [self.place(index, 0), self.place(index, crosslines - 1)]
        else:
            ends = [self.place(0, index), self.place(inlines - 1, index)]
        return tuple(np.array(ends).T)

    def nearest(self, x: float, y: float) -> tuple[int, int]:
        """Indices of the inline and the crossline nearest to a spot, inside the survey."""
        if self._trace_xy is not None:
            distance = np.square(self._trace_xy - (x, y)).sum(axis=-1)
            return tuple(int(place) for place in np.unravel_index(np.nanargmin(distance), distance.shape))
        spot = np.linalg.solve(self.affine[:, :2], np.array([x, y]) - self.affine[:, 2])
        return tuple(int(np.clip(round(index), 0, count - 1)) for index, count in zip(spot, self._shape, strict=True))
