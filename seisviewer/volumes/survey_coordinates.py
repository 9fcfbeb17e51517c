"""X and Y of the grid, from the coordinates in the trace headers."""

from __future__ import annotations

import numpy as np

FITTED_TRACES = 200_000


def fit_affine(inline: np.ndarray, crossline: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray | None:
    """The (2, 3) float64 that takes (inline index, crossline index, 1) to X, Y, by least squares.

    None where coordinates are missing, or lie further from the fit than two bins (root mean square), so that they do
    not belong to this grid.
    """
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    every = slice(None, None, max(1, len(x) // FITTED_TRACES))
    indices = np.stack([inline[every], crossline[every], np.ones(len(inline[every]))], axis=1).astype(np.float64)
    # Coordinates are millions of metres: fit what is left after the mean, or the small terms drown.
    target = np.stack([x[every], y[every]], axis=1)
    mean = target.mean(axis=0)
    solution, _, rank, _ = np.linalg.lstsq(indices, target - mean, rcond=None)
    if rank < 3:
        return None
    misfit = np.sqrt(np.mean((indices @ solution + mean - target) ** 2))
    affine = solution.T.copy()
    bin_size = np.linalg.norm(affine[:, :2], axis=0).max()
    if misfit > 2 * bin_size:
        return None
    affine[:, 2] += mean
    return affine


def line_coordinates(place: np.ndarray, x: np.ndarray, y: np.ndarray, count: int) -> np.ndarray | None:
    """X, Y (count, 2) of a 2D line; positions without a trace lie between their neighbours; None where missing."""
    if np.ptp(x) == 0 and np.ptp(y) == 0:
        return None
    order = np.argsort(place)
    positions = np.arange(count)
    return np.stack([np.interp(positions, place[order], values[order]) for values in (x, y)], axis=1)
