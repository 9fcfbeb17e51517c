"""Slopes along a surface, from sections whose slopes were found or from the grid of a whole survey."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy import ndimage

from seisviewer.structure.followed_line import COHERENCE_POWER, SMOOTH
from seisviewer.structure.slope_grid import SlopeGrid
from seisviewer.structure.slopes import Slopes
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

Along = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


class LineSlopes:
    """Of lone lines: nothing is known between them."""

    def __init__(self, geometry: Geometry, slopes: Mapping[SectionId, Slopes]) -> None:
        self._geometry = geometry
        self._lines = {section: _weighed(each) for section, each in slopes.items()}

    def along(self, depths: np.ndarray, *, smooth: bool) -> Along:
        shape = depths.shape
        found = [np.zeros(shape) for _ in range(4)]
        for section, (slope, smoothed, weight) in self._lines.items():
            index = self._geometry.index(section)
            on_inline = section.direction is Direction.INLINE
            depth = depths[index] if on_inline else depths[:, index]
            known = np.isfinite(depth)
            for values, place in ((smoothed if smooth else slope, 2 * on_inline), (weight, 2 * on_inline + 1)):
                on_line = np.zeros(len(depth))
                on_line[known] = _between(values, np.flatnonzero(known), depth[known])
                if on_inline:
                    found[place][index] = on_line
                else:
                    found[place][:, index] = on_line
        return tuple(found)


class GridSlopes:
    """Of a whole survey, read a time slice at a time."""

    def __init__(self, grid: SlopeGrid) -> None:
        self._grid = grid

    def along(self, depths: np.ndarray, *, smooth: bool) -> Along:
        """smooth: makes no difference, they are smooth as they are."""
        found = tuple(np.zeros(depths.shape) for _ in range(4))
        last = self._grid.shape[2] - 1
        near = np.clip(np.rint(np.nan_to_num(depths, nan=-1.0)), -1, last).astype(int)
        near[~np.isfinite(depths)] = -1
        for sample in np.unique(near[near >= 0]).tolist():
            here = near == sample
            for grid, values in zip(found, self._grid.slopes_at_sample(sample), strict=True):
                grid[here] = values[here]
        found[1][...] **= COHERENCE_POWER
        found[3][...] **= COHERENCE_POWER
        return found


def _weighed(slopes: Slopes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Slope, smooth slope and weight, (traces, samples) each."""
    weight = slopes.coherence**COHERENCE_POWER
    weighted = ndimage.gaussian_filter(slopes.slope * weight, SMOOTH)
    return slopes.slope, weighted / (ndimage.gaussian_filter(weight, SMOOTH) + 1e-3), weight


def _between(values: np.ndarray, rows: np.ndarray, depths: np.ndarray) -> np.ndarray:
    """Values of a section at a depth on some of its traces, between samples."""
    depths = np.clip(depths, 0, values.shape[1] - 1.01)
    above = depths.astype(int)
    share = depths - above
    return values[rows, above] * (1 - share) + values[rows, above + 1] * share
