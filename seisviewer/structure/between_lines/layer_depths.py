"""Where the samples of one line lie on another one, by the boundaries between layers on both."""

from __future__ import annotations

import numpy as np


def depths_by_layers(here: np.ndarray, there: np.ndarray, samples: int) -> np.ndarray:
    """Float32 (traces, samples): for each sample `here`, the depth in samples at which it lies `there`: at the same place
    between the same two boundaries; above the first and below the last one it moves as that does.

    here, there: (boundaries, traces), depths in samples from top to base on the same traces, NaN where there is no trace;
    there everything stays at its depth.
    """
    known = np.isfinite(here).all(axis=0) & np.isfinite(there).all(axis=0)
    at = np.arange(samples, dtype=np.float32)
    found = np.broadcast_to(at, (here.shape[1], samples)).copy()
    own, other = (np.maximum.accumulate(depths, axis=0) for depths in (here, there))
    for trace in np.flatnonzero(known):
        # Beyond the outermost boundaries two knots far away, moved as they are.
        first, last = own[0, trace], own[-1, trace]
        ends = first - samples, last + samples
        moved = ends[0] + other[0, trace] - first, ends[1] + other[-1, trace] - last
        knots = np.concatenate([[ends[0]], own[:, trace], [ends[1]]])
        found[trace] = np.interp(at, knots, np.concatenate([[moved[0]], other[:, trace], [moved[1]]]))
    return found
