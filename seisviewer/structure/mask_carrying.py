"""A mask on one line of a survey as it lies on the lines to its sides: followed from line to line along the dips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    traces, samples = np.indices(mask.shape)
    depths = samples.astype(np.float32)
    for here, there in zip(slopes[:-1], slopes[1:]):
        # Backwards, so that every sample of a line comes from somewhere and no hole is left; half of the way at the dip of
        # either line.
        before = _at(here, traces, samples - there)
        came_from = samples - (there + before) / 2
        inside = (came_from >= 0) & (came_from <= mask.shape[1] - 1)
        depths = np.where(inside, _at(depths, traces, came_from), np.nan)
        known = np.isfinite(depths)
        nearest = np.clip(np.rint(np.where(known, depths, 0)), 0, mask.shape[1] - 1).astype(int)
        yield known & mask[traces, nearest], depths


def _at(values: np.ndarray, traces: np.ndarray, samples: np.ndarray) -> np.ndarray:
    """Values (traces, samples) between their samples."""
    return ndimage.map_coordinates(values, [traces, samples], order=1, mode="nearest")
