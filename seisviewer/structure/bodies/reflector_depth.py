"""Depth counted along the reflectors: on a flat-lying section the depth itself, one value on each reflector of a folded
one.

With z + s(x, z) constant along reflectors of slope p, s_x + p (1 + s_z) = 0; solved by least squares, weighted by how far
slopes can be trusted, with s kept smooth down the traces (in the manner of Lomask et al. 2006, doi:10.1190/1.2210848).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.structure.bodies.texture_grid import BLOCK, Grid
from seisviewer.structure.boundary_solution import factorised
from seisviewer.structure.followed_line import FollowedLine

COARSE = 2  # points of the grid to an unknown, either way
STRETCH = 0.02  # weight of first differences down a trace, against a slope of full trust
BEND = 0.1  # and of second ones
LEAST_TRUST = 1e-3
MOST_BAND = 1 << 24  # values of a band matrix, 8 bytes each


def reflector_depth(followed: FollowedLine, grid: Grid) -> np.ndarray:
    """Float32 (rows, columns) at the points of the grid, in samples; its mean shift against depth is 0."""
    weight = _coarse(grid.mean(followed.weight))
    slope = _coarse(grid.mean(followed.weight * followed.slope)) / (weight + LEAST_TRUST)
    rows, columns = weight.shape
    if rows < 2 or columns < 3:
        return np.broadcast_to(grid.samples, grid.size).astype(np.float32)
    trust = np.sqrt((weight[1:] + weight[:-1]) / 2 + LEAST_TRUST).ravel()
    dip = ((slope[1:] + slope[:-1]) / 2).ravel()
    forward, sloping, smooth = _operators(rows, columns)
    level = scipy.sparse.diags(trust) @ (forward + scipy.sparse.diags(dip) @ sloping)
    shift = _solved(level.T @ level + smooth, level.T @ (-trust * dip), columns + 2).reshape(rows, columns)
    places = [np.clip((np.arange(size) - 0.5) / COARSE, 0, None) for size in grid.size]
    return (grid.samples + _spread(shift - shift.mean(), *places)).astype(np.float32)


def _solved(normal: scipy.sparse.spmatrix, right: np.ndarray, width: int) -> np.ndarray:
    """Solve normal equations (symmetric) whose values all lie within `width` of the diagonal: as a band, in a quarter of the
    time that a sparse matrix takes, where that has room."""
    if width * len(right) > MOST_BAND:
        return factorised(normal).solve(right)
    entries = normal.tocoo()
    lower = entries.row >= entries.col
    band = np.zeros((width + 1, len(right)))
    band[(entries.row - entries.col)[lower], entries.col[lower]] = entries.data[lower]
    return scipy.linalg.solveh_banded(band, right, overwrite_ab=True, lower=True, check_finite=False)


@lru_cache(maxsize=4)  # the two directions of a survey
def _operators(rows: int, columns: int) -> tuple[scipy.sparse.csr_matrix, ...]:
    """Of a grid of so many unknowns: the change of s to the next row, its change down a trace halfway there, and the
    squares of what keeps it smooth."""
    along, down = BLOCK[0] * COARSE, BLOCK[1] * COARSE
    forward = scipy.sparse.kron(_differences(rows), scipy.sparse.eye(columns)) / along
    halfway = scipy.sparse.kron(abs(_differences(rows)) / 2, scipy.sparse.eye(columns))
    sloping = halfway @ scipy.sparse.kron(scipy.sparse.eye(rows), _gradient(columns) / down)
    each = scipy.sparse.eye(rows)
    stretch = scipy.sparse.kron(each, _differences(columns)) * (STRETCH / down)
    bend = scipy.sparse.kron(each, _differences(columns - 1) @ _differences(columns)) * BEND
    smooth = stretch.T @ stretch + bend.T @ bend + 1e-8 * scipy.sparse.eye(rows * columns)
    return forward.tocsr(), sloping.tocsr(), smooth.tocsr()


def _coarse(values: np.ndarray) -> np.ndarray:
    """Means over blocks of points."""
    more = [(0, -size % COARSE) for size in values.shape]
    padded = np.pad(values, more, mode="edge")
    return padded.reshape(padded.shape[0] // COARSE, COARSE, -1, COARSE).mean(axis=(1, 3))


def _spread(values: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Values at fractional rows and columns, linear between them."""
    down = np.stack([np.interp(rows, np.arange(len(values)), column) for column in values.T], axis=1)
    return np.stack([np.interp(columns, np.arange(values.shape[1]), row) for row in down])


def _differences(count: int) -> scipy.sparse.dia_matrix:
    return scipy.sparse.diags([-np.ones(count - 1), np.ones(count - 1)], [0, 1], (count - 1, count))


def _gradient(count: int) -> scipy.sparse.csr_matrix:
    """Central differences, one-sided at the ends."""
    ends = np.clip(np.arange(count)[:, None] + (-1, 1), 0, count - 1)
    span = (ends[:, 1] - ends[:, 0]).astype(float)
    rows, values = np.tile(np.arange(count), 2), np.concatenate([-1 / span, 1 / span])
    return scipy.sparse.csr_matrix((values, (rows, ends.T.ravel())), (count, count))
