"""Weights against imbalance: rare windows are drawn more often."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seisviewer.datasets.phase_sample import PhaseSample, signal_to_noise

SNR_STEP = 5.0  # dB
MAGNITUDE_STEP = 0.5
LIMIT = 5.0  # times the average share, about: a window that is drawn too often is learned by heart


def by_snr(samples: Sequence[PhaseSample]) -> np.ndarray:
    """Weights by bins of 5 dB, float64 (samples,), mean 1; the ratio is computed where a sample does not bring it."""
    ratios = [
        sample.snr if sample.snr is not None else signal_to_noise(sample.array, sample.p, sample.rate)
        for sample in samples
    ]
    return balanced(ratios, SNR_STEP)


def by_magnitude(samples: Sequence[PhaseSample]) -> np.ndarray:
    """Weights by bins of half a magnitude, float64 (samples,), mean 1."""
    return balanced([sample.magnitude for sample in samples], MAGNITUDE_STEP)


def balanced(values: Sequence[float | None], step: float) -> np.ndarray:
    """Every bin of width `step` that has members gets the same weight in all, shared evenly by its members; LIMIT
    bounds what one gets. Where the value is not known the weight is 1."""
    known = np.array([value is not None and np.isfinite(value) for value in values], bool)
    weights = np.ones(len(values))
    if known.any():
        bins = np.floor(np.array([value for value, is_known in zip(values, known, strict=True) if is_known]) / step)
        _, bin_of, counts = np.unique(bins, return_inverse=True, return_counts=True)
        shares = known.sum() / (len(counts) * counts[bin_of])
        shares = np.minimum(shares, LIMIT)
        weights[known] = shares / shares.mean()
    return weights
