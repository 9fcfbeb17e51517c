"""How badly a place explains the arrival times: a likelihood, with the origin time solved for.

Laplace errors (the L1 norm; origin time: the weighted median of observed minus travel times), or equal differential times
(EDT; Zhou, 1994; Lomax, 2005): every pair of arrivals votes, so that a false pick costs its pairs and no more.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Likelihood = Callable[[np.ndarray, np.ndarray], np.ndarray]


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
    count = len(origins)
    votes = np.zeros(origins.shape[1])
    for first in range(count - 1):
        spread = errors[first] ** 2 + errors[first + 1 :] ** 2
        height = 1.0 / np.sqrt(spread)
        votes += np.sum(height * np.exp(-((origins[first] - origins[first + 1 :]) ** 2) / spread), axis=0)
    return count * np.log(np.maximum(votes, 1e-30))


MISFITS: dict[str, Likelihood] = {"l1": laplace, "edt": equal_differential_times}
