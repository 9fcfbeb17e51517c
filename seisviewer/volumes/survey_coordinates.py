"""X and Y of the grid, from the coordinates in the trace headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from seisviewer.volumes.geometry import Geometry

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


def places_of(geometry: Geometry, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Inline and crossline index of coordinates, float, far outside where a 2D line does not pass; None where the
    survey has no coordinates."""
    if geometry.trace_xy is not None:
        from scipy.spatial import cKDTree  # every command would wait for it

        away, nearest = cKDTree(geometry.trace_xy).query(np.stack([x, y], axis=1))
        apart = np.linalg.norm(np.diff(geometry.trace_xy, axis=0), axis=1)
        near = away <= (np.median(apart) / 2 if apart.size else 0.0)
        return np.zeros(len(x)), np.where(near, nearest, -1.0)
    if geometry.affine is None:
        return None
    target = np.stack([x, y]) - geometry.affine[:, 2:]
    inline, crossline = np.linalg.solve(geometry.affine[:, :2], target)
    return inline, crossline


def line_coordinates(place: np.ndarray, x: np.ndarray, y: np.ndarray, count: int) -> np.ndarray | None:
    """X, Y (count, 2) of a 2D line; positions without a trace lie between their neighbours; None where missing."""
    if np.ptp(x) == 0 and np.ptp(y) == 0:
        return None
    order = np.argsort(place)
    positions = np.arange(count)
    return np.stack([np.interp(positions, place[order], values[order]) for values in (x, y)], axis=1)
