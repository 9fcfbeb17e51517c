"""What lies at a horizon: amplitudes between samples, classes at the nearest sample, on lines that cover it."""

from __future__ import annotations

import numpy as np

from seisviewer.volumes.geometry import Direction, Geometry, SectionId


def amplitudes_at(amplitudes: np.ndarray, depths: np.ndarray) -> np.ndarray:
    """Amplitudes at one depth on each trace, float32 (traces,), by the cubic through the four samples around it (Lagrange);
    at the first and the last sample by the line between two. NaN where the depth is NaN or outside, or there is no trace.
    amplitudes: (traces, samples). depths: (traces,), in samples."""
    count = amplitudes.shape[1]
    inside = np.isfinite(depths) & (depths >= 0) & (depths <= count - 1)
    at = np.where(inside, depths, 0.0)
    above = np.clip(np.floor(at).astype(int), 0, max(count - 2, 0))
    share = at - above
    rows = np.arange(len(amplitudes))
    below = np.minimum(above + 1, count - 1)
    straight = amplitudes[rows, above] * (1 - share) + amplitudes[rows, below] * share
    around = [amplitudes[rows, np.clip(above + step, 0, count - 1)].astype(float) for step in (-1, 0, 1, 2)]
    weights = (
        -share * (share - 1) * (share - 2) / 6,
        (share + 1) * (share - 1) * (share - 2) / 2,
        -(share + 1) * share * (share - 2) / 2,
        (share + 1) * share * (share - 1) / 6,
    )
    bent = sum(weight * values for weight, values in zip(weights, around, strict=True))
    found = np.where((above >= 1) & (above + 2 < count), bent, straight)
    return np.where(inside, found, np.nan).astype(np.float32)


def classes_at(classes: np.ndarray, depths: np.ndarray, nothing: int) -> np.ndarray:
    """Class numbers at the sample nearest to one depth on each trace, int16 (traces,), -1 outside or where the class is
    `nothing`. classes: (traces, samples). depths: (traces,), in samples."""
    nearest = np.rint(np.nan_to_num(depths, nan=-1.0)).astype(int)
    inside = (nearest >= 0) & (nearest < classes.shape[1])
    found = classes[np.arange(len(classes)), np.where(inside, nearest, 0)].astype(np.int16)
    return np.where(inside & (found != nothing), found, -1).astype(np.int16)


def covering_lines(geometry: Geometry, wanted: np.ndarray) -> tuple[SectionId, ...]:
    """The lines to read so that every wanted place lies on one: inlines, and where few places are left on each, as between
    the lone lines of a sparse survey, whichever line has most. wanted: bool (inlines, crosslines)."""
    if not geometry.is_sparse:
        return tuple(geometry.section(Direction.INLINE, index) for index in np.flatnonzero(wanted.any(axis=1)).tolist())
    left, found = wanted.copy(), []
    while left.any():
        along, across = left.sum(axis=1), left.sum(axis=0)
        if along.max() >= across.max():
            index = int(along.argmax())
            left[index] = False
            found.append(geometry.section(Direction.INLINE, index))
        else:
            index = int(across.argmax())
            left[:, index] = False
            found.append(geometry.section(Direction.CROSSLINE, index))
    return tuple(found)
