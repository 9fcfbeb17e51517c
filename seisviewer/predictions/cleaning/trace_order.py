"""Classes that lie one below the other in one order on every trace."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seisviewer.predictions.cleaning.section_classes import SectionClasses
from seisviewer.structure.horizon_tracking import best_paths

LEAST = 0.01  # what a sample counts of which nothing is sure
FORBIDDEN = 1e9  # cost of a class below one that it lies above


def in_order(now: SectionClasses, order: Sequence[int]) -> np.ndarray:
    """The classes, int16 (traces, samples), of which each trace meets those in `order` from top to base and none twice.

    As much as possible stays, the surer the more of it, and the rest gets the nearest that does; classes that are not in the order, and samples without a class,
    stay as they are. What is not free weighs more than all that is.
    """
    ranks = np.full(now.classes.shape, -1)
    for rank, number in enumerate(order):
        ranks[now.classes == number] = rank
    traces = np.flatnonzero(_breaches(ranks))
    found = now.classes.copy()
    if not traces.size:
        return found
    ranks, free = ranks[traces], now.free[traces]
    weights = np.where(free, np.maximum(now.sure[traces], LEAST), ranks.shape[1] + 1.0)
    scores = (ranks[:, :, None] == np.arange(len(order))) * weights[:, :, None]
    upward = np.where(np.tril(np.ones((len(order), len(order)), bool), -1), FORBIDDEN, 0.0)
    paths = best_paths(scores.astype(np.float32), upward[None].astype(np.float32))
    kept = (paths == ranks) & (ranks >= 0)
    ordered = np.take_along_axis(found[traces], _nearest(kept), axis=1)
    found[traces] = np.where(ranks >= 0, ordered, found[traces])
    return found


def _nearest(kept: np.ndarray) -> np.ndarray:
    """For each sample (traces, samples) the nearest one on its trace that is kept. What lies in order still does then."""
    samples = np.arange(kept.shape[1])
    above = np.maximum.accumulate(np.where(kept, samples, -1), axis=1)
    below = np.minimum.accumulate(np.where(kept, samples, 2 * len(samples))[:, ::-1], axis=1)[:, ::-1]
    is_above = (above >= 0) & ((samples - above <= below - samples) | (below >= len(samples)))
    return np.where(is_above, above, below)


def _breaches(ranks: np.ndarray) -> np.ndarray:
    """Bool (traces,): whether a class lies below one that should lie below it. ranks: -1 for those that do not count."""
    return ((ranks >= 0) & (ranks < np.maximum.accumulate(ranks, axis=1))).any(axis=1)
