"""How badly a place explains the arrival times: a likelihood, with the origin time solved for.

Laplace errors (the L1 norm; origin time: the weighted median of observed minus travel times), or equal differential times
(EDT; Zhou, 1994; Lomax, 2005): every pair of arrivals votes, so that a false pick costs its pairs and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np

Likelihood = Callable[[np.ndarray, np.ndarray], np.ndarray]
AT_ONCE = 20_000  # pairs at places that are reckoned together: more no longer fit the processor's cache


def weighted_median(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Of values and weights (arrivals, places): one a place."""
    order = np.argsort(values, axis=0)
    ordered = np.take_along_axis(values, order, axis=0)
    grown = np.cumsum(np.take_along_axis(weights, order, axis=0), axis=0)
    middle = np.argmax(grown >= 0.5 * grown[-1], axis=0)
    return np.take_along_axis(ordered, middle[None], axis=0)[0]


def laplace(origins: np.ndarray, errors: np.ndarray) -> np.ndarray:
    """Log likelihood (places,) of origin times (arrivals, places: observed minus travel time) with errors (seconds, one
    standard deviation, same shape)."""
    scales = errors / np.sqrt(2.0)
    middle = weighted_median(origins, 1.0 / scales)
    return -np.sum(np.abs(origins - middle) / scales + np.log(scales), axis=0)


def equal_differential_times(origins: np.ndarray, errors: np.ndarray) -> np.ndarray:
    """The same, after Lomax (2005), equation 4: the logarithm of the mean vote of all pairs, times the arrivals."""
    count, places = origins.shape
    votes = np.zeros(places)
    for first, second in _pairs(count, at_once=places <= AT_ONCE // count**2):
        spread = errors[first] ** 2 + errors[second] ** 2
        height = 1.0 / np.sqrt(spread)
        votes += np.sum(height * np.exp(-((origins[first] - origins[second]) ** 2) / spread), axis=0)
    return count * np.log(np.maximum(votes, 1e-30))


def _pairs(count: int, *, at_once: bool) -> Iterable[tuple[np.ndarray | int, np.ndarray | slice]]:
    """Indices of all pairs of arrivals: at once, which is quicker for few places, or the pairs of one after another."""
    if at_once:
        return [_every_pair(count)]
    return ((first, slice(first + 1, None)) for first in range(count - 1))


@lru_cache(maxsize=64)
def _every_pair(count: int) -> tuple[np.ndarray, np.ndarray]:
    return np.triu_indices(count, 1)


MISFITS: dict[str, Likelihood] = {"l1": laplace, "edt": equal_differential_times}
