"""X and Y of the grid, from the coordinates in the trace headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from seisviewer.volumes.geometry import Geometry

FITTED_TRACES = 200_000
MOST_OFF = 0.1  # share of traces whose coordinates may lie anywhere
END_TRACES = 10  # that give the direction of a line at its ends
DRAWN, TRIES = 8, 40  # traces of a sample, and samples


def fit_affine(inline: np.ndarray, crossline: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray | None:
    """The (2, 3) float64 that takes (inline index, crossline index, 1) to X, Y, by least squares.

    x, y: NaN where a trace states none. None where coordinates are missing, or lie further from the fit than two bins
    (root mean square), so that they do not belong to this grid; a tenth of the traces may lie anywhere.
    """
    known = np.isfinite(x) & np.isfinite(y)
    inline, crossline, x, y = (values[known] for values in (inline, crossline, x, y))
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    every = slice(None, None, max(1, len(x) // FITTED_TRACES))
    indices = np.stack([inline[every], crossline[every], np.ones(len(inline[every]))], axis=1).astype(np.float64)
    target = np.stack([x[every], y[every]], axis=1)
    found = _least_squares(indices, target)
    if found is None:
        return None
    away = _distances(found, indices, target)
    if np.sqrt(np.mean(away**2) / 2) > 2:  # of one coordinate
        return _fit_most(indices, target)
    far = away > 1
    if 0 < far.mean() <= MOST_OFF:  # a few that lie elsewhere draw the others along
        near = _least_squares(indices[~far], target[~far])
        return found if near is None else near
    return found


def _least_squares(indices: np.ndarray, target: np.ndarray) -> np.ndarray | None:
    """(2, 3) of indices (traces, 3) to coordinates (traces, 2); None where the traces lie on one line of the grid."""
    # Coordinates are millions of metres: fit what is left after the mean, or the small terms drown.
    mean = target.mean(axis=0)
    solution, _, rank, _ = np.linalg.lstsq(indices, target - mean, rcond=None)
    if rank < 3:
        return None
    affine = solution.T.copy()
    affine[:, 2] += mean
    return affine


def _distances(affine: np.ndarray, indices: np.ndarray, target: np.ndarray) -> np.ndarray:
    """How far traces lie from where an affine has them, in bins: the longer side of one."""
    bin_size = np.linalg.norm(affine[:, :2], axis=0).max()
    return np.linalg.norm(indices @ affine.T - target, axis=1) / max(bin_size, np.finfo(float).tiny)


def _fit_most(indices: np.ndarray, target: np.ndarray) -> np.ndarray | None:
    """The fit of all but a few traces whose coordinates lie elsewhere, found from small samples of them."""
    random = np.random.default_rng(0)
    best, most = None, MOST_OFF
    for _ in range(TRIES):
        drawn = random.choice(len(indices), min(len(indices), DRAWN), replace=False)
        affine = _least_squares(indices[drawn], target[drawn])
        if affine is None or not np.abs(affine[:, :2]).max() > 0:
            continue
        off = (_distances(affine, indices, target) > 1).mean()
        if off < most:
            best, most = affine, off
    if best is None:
        return None
    near = _distances(best, indices, target) <= 1
    return _least_squares(indices[near], target[near])


def places_of(geometry: Geometry, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Inline and crossline index of coordinates, float, far outside where a 2D line does not pass; None where the
    survey has no coordinates."""
    if geometry.trace_xy is not None:
        from scipy.spatial import cKDTree  # every command would wait for it

        inline, crossline = np.nonzero(geometry.inside)
        away, nearest = cKDTree(geometry.trace_xy[inline, crossline]).query(np.stack([x, y], axis=1))
        apart = np.linalg.norm(np.diff(geometry.trace_xy, axis=1), axis=-1)[geometry.inside[:, 1:]]
        near = away <= (np.median(apart) / 2 if apart.size else 0.0)
        return inline[nearest].astype(float), np.where(near, crossline[nearest], -1.0)
    if geometry.affine is None:
        return None
    target = np.stack([x, y]) - geometry.affine[:, 2:]
    inline, crossline = np.linalg.solve(geometry.affine[:, :2], target)
    return inline, crossline


def line_coordinates(place: np.ndarray, x: np.ndarray, y: np.ndarray, count: int) -> np.ndarray | None:
    """X, Y (count, 2) of a 2D line; positions without a trace lie between their neighbours, or beyond the ends as the
    line goes on there; None where they are missing. x, y: NaN where a trace states none."""
    known = np.isfinite(x) & np.isfinite(y)
    place, x, y = place[known], x[known], y[known]
    if len(x) < 2 or np.ptp(x) == 0 and np.ptp(y) == 0:
        return None
    order = np.argsort(place, kind="stable")
    positions = np.arange(count)
    return np.stack([_along(positions, place[order], values[order]) for values in (x, y)], axis=1)


def _along(positions: np.ndarray, place: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Interpolation that goes on beyond both ends with the slope it has there."""
    found = np.interp(positions, place, values)
    few = min(len(place), END_TRACES)
    for end, outside in ((slice(None, few), positions < place[0]), (slice(-few, None), positions > place[-1])):
        if outside.any() and np.ptp(place[end]):
            slope = (values[end][-1] - values[end][0]) / (place[end][-1] - place[end][0])
            at = 0 if end.start is None else -1
            found[outside] = values[at] + slope * (positions[outside] - place[at])
    return found
