"""Where grid positions lie in the 3D scene, and which one a ray from the eye meets. Numbers only, nothing is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from seisviewer.volumes.geometry import Direction, Geometry
from seisviewer.volumes.section_lengths import grid_places, length_unit, sample_metres

EXTENT = 10.0  # of the longer horizontal side, in units of the scene
DIRECTIONS = tuple(Direction)
PARALLEL = 1e-9


@dataclass(frozen=True)
class SceneSpace:
    """The box of a survey around the origin of the scene: x to the east, y to the north, z upward; lines by their numbers
    where the survey has no coordinates.

    shape: (inlines, crosslines, samples). matrix: float64 (4, 4), takes (inline, crossline, sample, 1), as indices, to the
    scene. exaggeration: how many times longer a metre downward is than one across, None where nobody knows.
    """

    shape: tuple[int, int, int]
    matrix: np.ndarray = field(repr=False, compare=False)
    exaggeration: float | None = None

    def places(self, positions: np.ndarray) -> np.ndarray:
        """Scene coordinates of grid positions, float (points, 3) both."""
        return np.asarray(positions, float) @ self.matrix[:3, :3].T + self.matrix[:3, 3]

    def positions(self, places: np.ndarray) -> np.ndarray:
        """Grid positions of scene coordinates, float (points, 3) both."""
        return np.linalg.solve(self.matrix[:3, :3], (np.asarray(places, float) - self.matrix[:3, 3]).T).T

    def corners(self) -> np.ndarray:
        """Scene coordinates of the corners of the box, float (8, 3)."""
        ends = [(-0.5, count - 0.5) for count in self.shape]
        return self.places(np.array(np.meshgrid(*ends, indexing="ij")).reshape(3, -1).T)

    def slice_matrix(self, direction: Direction, index: float, across: tuple[int, int]) -> np.ndarray:
        """Float (4, 4), takes (x, y, 0, 1) of a picture, its lower left corner at 0, to where the slice lies. across: the
        pixels of the picture along the rows and along the columns of the section."""
        axis = DIRECTIONS.index(direction)
        rows, columns = (other for other in range(3) if other != axis)
        start = np.full(3, -0.5)
        start[axis] = index
        found = np.eye(4)
        found[:3, 0] = self.matrix[:3, rows] * (self.shape[rows] / across[0])
        found[:3, 1] = self.matrix[:3, columns] * (self.shape[columns] / across[1])
        found[:3, 2] = self.matrix[:3, axis]
        found[:3, 3] = self.places(start[None])[0]
        return found

    def outline(self, direction: Direction, index: float) -> np.ndarray:
        """The closed line around a slice in scene coordinates, float (5, 3)."""
        axis = DIRECTIONS.index(direction)
        rows, columns = (other for other in range(3) if other != axis)
        found = np.full((5, 3), float(index))
        found[:, rows] = np.array([0, 1, 1, 0, 0]) * self.shape[rows] - 0.5
        found[:, columns] = np.array([0, 0, 1, 1, 0]) * self.shape[columns] - 0.5
        return self.places(found)


@dataclass(frozen=True)
class Ray:
    """A line of sight in scene coordinates: where it begins, and a vector along it, both float (3,)."""

    start: np.ndarray
    along: np.ndarray


def scene_space(geometry: Geometry, height: float, velocity: float = 0.0) -> SceneSpace:
    """height: of the box, in lengths of its longer horizontal side. velocity: m/s, 0 where it is not stated."""
    inlines, crosslines, samples = geometry.shape
    across = _horizontal(geometry)
    ends = np.array([(i, j) for i in (0, inlines) for j in (0, crosslines)], float) @ across.T
    longer = float(np.ptp(ends, axis=0).max())
    scale = EXTENT / longer
    matrix = np.eye(4)
    matrix[:2, :2] = across * scale
    matrix[2, 2] = -height * EXTENT / samples
    matrix[:3, 3] = -matrix[:3, :3] @ ((np.array(geometry.shape) - 1) / 2)
    unit, down = length_unit(geometry), sample_metres(geometry, velocity)
    true = None if unit.metres is None or down is None else down / unit.metres * scale
    return SceneSpace(geometry.shape, matrix, None if true is None else -matrix[2, 2] / true)


def _horizontal(geometry: Geometry) -> np.ndarray:
    """Float (2, 2): the step from inline to inline and from crossline to crossline, as columns (east, north)."""
    corner, inline, crossline = grid_places(geometry, np.array([0, 1, 0]), np.array([0, 0, 1]))
    steps = np.stack([inline - corner, crossline - corner], axis=1)
    lengths = np.linalg.norm(steps, axis=0)
    if not np.isfinite(steps).all() or abs(np.linalg.det(steps)) <= 1e-6 * lengths.prod() or not lengths.all():
        return np.array([[0.0, 1.0], [1.0, 0.0]])
    return steps


def met_slice(
    space: SceneSpace, ray: Ray, slices: dict[Direction, float]
) -> tuple[Direction, tuple[float, float, float]] | None:
    """The slice that a ray meets first, and the grid position there; None where it passes all of them by.

    slices: by direction, the index at which the slice stands.
    """
    start = space.positions(ray.start[None])[0]
    along = space.positions((ray.start + ray.along)[None])[0] - start
    nearest, found = math.inf, None
    for direction, index in slices.items():
        axis = DIRECTIONS.index(direction)
        if abs(along[axis]) < PARALLEL:
            continue
        far = (index - start[axis]) / along[axis]
        point = start + far * along
        if 0 < far < nearest and all(
            -0.5 <= point[each] <= space.shape[each] - 0.5 for each in range(3) if each != axis
        ):
            nearest, found = far, (direction, tuple(float(at) for at in point))
    return found


def dragged_index(space: SceneSpace, direction: Direction, held: tuple[float, float, float], ray: Ray) -> float | None:
    """Where along its direction a slice is drawn to that was taken hold of at a grid position, when the pointer is now on
    `ray`: the place on the line through `held` that lies nearest to the ray. None where that line runs along the ray."""
    axis = DIRECTIONS.index(direction)
    line = space.matrix[:3, axis]
    gap = space.places(np.array([held]))[0] - ray.start
    line2, mixed, ray2 = line @ line, line @ ray.along, ray.along @ ray.along
    bottom = line2 * ray2 - mixed**2
    if bottom <= 1e-4 * line2 * ray2:
        return None
    moved = (mixed * (ray.along @ gap) - ray2 * (line @ gap)) / bottom
    return float(np.clip(held[axis] + moved, 0, space.shape[axis] - 1))


def nice_ticks(low: float, high: float, most: int) -> np.ndarray:
    """Round numbers from `low` to `high`, `most` at most."""
    step = 10.0 ** math.floor(math.log10(max((high - low) / most, 1e-12)))
    step *= next(factor for factor in (1, 2, 5, 10) if (high - low) / (step * factor) <= most)
    return np.arange(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1) * step
