"""Surfaces of bodies and horizons as triangles, in grid positions. Numbers only, nothing is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from pyqtgraph.functions import isosurface
from scipy.ndimage import gaussian_filter

SMOOTH = 0.6  # places of the grid, against the steps of a surface between voxels
AROUND = 3  # places about a body that its smoothing looks at
MOST_ALONG = 200  # places of a horizon along an axis


@dataclass(frozen=True)
class Surface:
    """vertices: float32 (points, 3), as (inline, crossline, sample) indices. faces: uint32 (triangles, 3). normals: float32
    (points, 3), of length 1, in the same space."""

    vertices: np.ndarray = field(repr=False)
    faces: np.ndarray = field(repr=False)
    normals: np.ndarray = field(repr=False)


def body_surface(inside: np.ndarray, steps: tuple[int, int, int]) -> Surface | None:
    """The surface around what is True, closed at the ends of the survey (marching cubes); None where nothing is.

    inside: bool (inlines, crosslines, samples), every `steps`-th of the survey. What is one place thick stays.
    """
    if not inside.any():
        return None
    # Only around it: walking through an empty survey takes seconds.
    others = ((1, 2), (0, 2), (0, 1))
    ends = [np.flatnonzero(inside.any(axis=other))[[0, -1]].tolist() for other in others]
    corner = np.array([max(first - AROUND, 0) for first, _ in ends])
    inside = inside[tuple(slice(start, last + AROUND + 1) for start, (_, last) in zip(corner.tolist(), ends, strict=True))]
    filled = np.pad(inside, 1).astype(np.float32)
    smooth = np.maximum(gaussian_filter(filled, SMOOTH), 0.51 * filled)  # no thin body is smoothed away
    vertices, faces = isosurface(smooth, 0.5)
    if not len(faces):
        return None
    return _surface((vertices - 1 + corner) * np.array(steps), faces)


def horizon_surface(depths: np.ndarray) -> Surface | None:
    """depths: float (inlines, crosslines) in samples, NaN where there are none. None where it has no area."""
    steps = tuple(math.ceil(count / MOST_ALONG) for count in depths.shape)
    rows, columns = (np.arange(0, count, step) for count, step in zip(depths.shape, steps, strict=True))
    thin = depths[np.ix_(rows, columns)]
    number = np.arange(thin.size).reshape(thin.shape)
    corners = [number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]]
    known = np.isfinite(thin).ravel()
    whole = np.logical_and.reduce([known[corner] for corner in corners])
    one, two, three, four = (corner[whole] for corner in corners)
    faces = np.concatenate([np.stack([one, two, three], 1), np.stack([one, three, four], 1)])
    if not len(faces):
        return None
    places = np.meshgrid(rows, columns, indexing="ij")
    vertices = np.stack([*(place.ravel() for place in places), np.nan_to_num(thin).ravel()], axis=1)
    return _surface(vertices, faces)


def _surface(vertices: np.ndarray, faces: np.ndarray) -> Surface:
    vertices, faces = np.ascontiguousarray(vertices, np.float32), np.ascontiguousarray(faces, np.uint32)
    corners = vertices[faces]
    of_face = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.stack(
        [np.bincount(faces.ravel(), np.repeat(of_face[:, axis], 3), minlength=len(vertices)) for axis in range(3)],
        axis=1,
    )
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    return Surface(vertices, faces, np.ascontiguousarray((normals / np.where(lengths > 0, lengths, 1)), np.float32))
