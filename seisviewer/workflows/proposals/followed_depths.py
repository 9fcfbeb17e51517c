"""Where the samples of one line of a survey lie on another line, along the dips between them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from seisviewer.structure.mask_carrying import carried_depths, steady_slopes
from seisviewer.structure.slope_grid import SlopeGrid
from seisviewer.structure.volume_slopes import MARGIN
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.reach.dips_between_lines import dips_found

STEPS = 12  # at most so many from line to line
BLOCK = 128  # traces that dips are found of at once


def depths_along_dips(
    volume: Volume, direction: Direction, source: int, target: int, grid: SlopeGrid | None = None
) -> np.ndarray:
    """Float32 (traces, samples) of the line at `target`: the depth in samples from which each sample comes on the line at
    `source`; NaN where it comes from beyond the line. grid: the dips of the whole survey where they are known."""
    ways = max(1, math.ceil(abs(target - source) / STEPS))
    lines = [*range(source, target, ways if target > source else -ways), target]
    if grid is not None:
        return _carried(lines, [steady_slopes(grid.across(direction, line)) for line in lines])
    traces = volume.geometry.section_shape(direction)[0]
    return np.concatenate([
        _found(volume, direction, lines, slice(first, first + BLOCK)) for first in range(0, traces, BLOCK)
    ])  # fmt: skip


def _carried(lines: Sequence[int], slopes: Sequence[np.ndarray]) -> np.ndarray:
    """Depths on the first line, of the samples of the last one. slopes: on each, from one line to the next of the survey."""
    steps = np.diff(lines)
    drops = ((here * step, there * step) for here, there, step in zip(slopes[:-1], slopes[1:], steps))
    *_, depths = carried_depths(drops)
    return depths


def _found(volume: Volume, direction: Direction, lines: Sequence[int], traces: slice) -> np.ndarray:
    """As `depths_along_dips` for some traces, of dips found between the lines."""
    begin = max(0, traces.start - MARGIN)
    slopes = dips_found(volume, direction, lines, slice(begin, traces.stop + MARGIN))
    return _carried(lines, slopes)[traces.start - begin : traces.stop - begin]
