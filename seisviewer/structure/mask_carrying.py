"""A mask on one line of a survey as it lies on the lines to its sides: followed from line to line along the dips."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from scipy import ndimage

from seisviewer.structure.followed_line import COHERENCE_POWER, SMOOTH
from seisviewer.structure.slopes import Slopes


def steady_slopes(slopes: Slopes) -> np.ndarray:
    """Float32 (traces, samples): slopes averaged near by, most where reflectors are coherent, so that noise tears no mask
    apart."""
    weight = slopes.coherence**COHERENCE_POWER
    weighted = ndimage.gaussian_filter(slopes.slope * weight, SMOOTH)
    return weighted / (ndimage.gaussian_filter(weight, SMOOTH) + np.float32(1e-3))


def carried_masks(mask: np.ndarray, slopes: Sequence[np.ndarray]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The mask on each line after the first, and the depth on the first line from which each of its samples comes.

    mask: bool (traces, samples), on the first line. slopes: on each of the lines, the first among them, samples down from
    that line to the next one; float (traces, samples).
    """
    traces = np.arange(len(mask))[:, None]
    for depths in carried_depths(pairwise(slopes)):
        known = np.isfinite(depths)
        nearest = np.clip(np.rint(np.where(known, depths, 0)), 0, mask.shape[1] - 1).astype(int)
        yield known & mask[traces, nearest], depths


def carried_depths(drops: Iterable[tuple[np.ndarray, np.ndarray]]) -> Iterator[np.ndarray]:
    """For each line after the first, the depth on the first one from which each of its samples comes, NaN where that is
    beyond the line.

    drops: for each step to another line, samples down over that step, by the dips on the line before and on the line after;
    float (traces, samples) each.
    """
    depths: np.ndarray | None = None
    for here, there in drops:
        traces, samples = np.indices(here.shape)
        # Backwards, so that every sample of a line comes from somewhere and no hole is left; half of the way at the dip of
        # either line.
        before = _at(here, traces, samples - there)
        came_from = samples - (there + before) / 2
        inside = (came_from >= 0) & (came_from <= here.shape[1] - 1)
        depths = samples.astype(np.float32) if depths is None else depths
        depths = np.where(inside, _at(depths, traces, came_from), np.nan)
        yield depths


def _at(values: np.ndarray, traces: np.ndarray, samples: np.ndarray) -> np.ndarray:
    """Values (traces, samples) between their samples."""
    return ndimage.map_coordinates(values, [traces, samples], order=1, mode="nearest")
