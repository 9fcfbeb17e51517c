"""Line numbers of traces turned into regular axes."""

from __future__ import annotations

import numpy as np

from seisviewer.volumes.geometry import LineAxis


def line_axis(numbers: np.ndarray) -> LineAxis:
    """The smallest regular axis that holds every number; step 1 where all are the same."""
    different = np.unique(numbers).astype(np.int64)
    if len(different) == 1:
        return LineAxis(int(different[0]), 1, 1)
    step = int(np.gcd.reduce(np.diff(different)))
    return LineAxis(int(different[0]), step, int((different[-1] - different[0]) // step + 1))


def follows_path(inline: np.ndarray, crossline: np.ndarray) -> bool:
    """Whether traces, in the order of the file, walk over the grid as an arbitrary line does.

    A walk meets at most about as many positions as there are lines, each a few steps from the one before. A sparse
    survey of complete lines also has few traces, but it jumps from line to line.
    """
    different = [np.unique(inline), np.unique(crossline)]
    if len(inline) > len(different[0]) + len(different[1]):
        return False
    for numbers, unique in zip((inline, crossline), different, strict=True):
        usual = np.median(np.diff(unique)) if len(unique) > 1 else 1
        if np.abs(np.diff(numbers.astype(np.int64))).max(initial=0) > 4 * usual:
            return False
    return True
