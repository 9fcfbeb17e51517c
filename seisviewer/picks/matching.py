"""Which times of two sets belong together: one to one, within a tolerance, nearest first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def pick_f1(a: Sequence[float] | np.ndarray, b: Sequence[float] | np.ndarray, tolerance: float) -> float:
    """F1 of two sets of times (seconds, in any order), matched one to one within the tolerance.

    The same both ways round; 1.0 where both are empty and 0.0 where only one is.
    """
    if not len(a) and not len(b):
        return 1.0
    first, second, apart = near_pairs(np.asarray(a, float), np.asarray(b, float), tolerance)
    return 2 * len(nearest_first(first, second, apart)) / (len(a) + len(b))


def near_pairs(a: np.ndarray, b: np.ndarray, tolerance: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every pair within the tolerance: indices into `a`, indices into `b`, and a − b in seconds.

    Times of today have steps of 0.24 µs, so a pair that is one microsecond too far apart still counts.
    """
    order = np.argsort(b, kind="stable")
    low = np.searchsorted(b[order], a - tolerance - 1e-6, "left")
    high = np.searchsorted(b[order], a + tolerance + 1e-6, "right")
    counts = high - low
    first = np.repeat(np.arange(len(a)), counts)
    places = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(low, counts)
    second = order[places]
    return first, second, a[first] - b[second]


def nearest_first(first: np.ndarray, second: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Which of the pairs are kept so that nobody is in two of them: the nearest one first, then the nearest of the rest.

    Of two picks near one arrival, the nearer one gets it. Returns indices into the pairs.
    """
    taken_first: set[int] = set()
    taken_second: set[int] = set()
    kept = []
    for index in np.argsort(np.abs(apart), kind="stable").tolist():
        one, other = int(first[index]), int(second[index])
        if one not in taken_first and other not in taken_second:
            taken_first.add(one)
            taken_second.add(other)
            kept.append(index)
    return np.array(kept, dtype=np.intp)
