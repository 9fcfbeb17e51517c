"""The frame around the survey: where its edges, ticks and numbers lie, as the eye stands. Numbers only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.app.scene.scene_space import EXTENT, SceneSpace, nice_ticks
from seisviewer.volumes.geometry import Direction, Geometry
from seisviewer.volumes.section_axes import IndexAxis, section_axes

TICKS = 6  # along an axis, at most
TICK, NUMBER, TITLE = (share * EXTENT for share in (0.015, 0.05, 0.11))  # lengths away from the edge


@dataclass(frozen=True)
class SceneText:
    """Something to be written with its middle at a place of the scene, float (3,)."""

    text: str
    place: np.ndarray = field(repr=False)
    is_title: bool = False


def grid_axes(geometry: Geometry) -> tuple[IndexAxis, IndexAxis, IndexAxis]:
    """What inlines, crosslines and samples count."""
    crosslines, down = section_axes(geometry, Direction.INLINE)
    inlines, _ = section_axes(geometry, Direction.CROSSLINE)
    return inlines, crosslines, down


def edges(space: SceneSpace) -> np.ndarray:
    """The twelve edges of the box, scene coordinates of their ends, float (24, 3)."""
    low, high = np.full(3, -0.5), np.array(space.shape) - 0.5
    ends = []
    for axis in range(3):
        others = [other for other in range(3) if other != axis]
        for one in (low, high):
            for two in (low, high):
                corner = np.empty(3)
                corner[others[0]], corner[others[1]] = one[others[0]], two[others[1]]
                for end in (low, high):
                    corner[axis] = end[axis]
                    ends.append(corner.copy())
    return space.places(np.array(ends))


def numbered_edges(
    space: SceneSpace, axes: tuple[IndexAxis, IndexAxis, IndexAxis], eye: np.ndarray, right: np.ndarray
) -> tuple[np.ndarray, tuple[SceneText, ...]]:
    """Ticks, float (ends, 3), and what is written beside them, where the eye sees them before the box and not through it.

    eye: where it stands, right: a vector to its right, both float (3,) in scene coordinates.
    """
    ticks, texts = [], []
    for axis, index_axis in enumerate(axes):
        corner = _edge(space, axis, eye, right)
        outward = _outward(space, axis, corner, right)
        first, last = index_axis.value(0), index_axis.value(space.shape[axis] - 1)
        for value in nice_ticks(min(first, last), max(first, last), TICKS):
            at = corner.copy()
            at[axis] = index_axis.index(float(value))
            place = space.places(at[None])[0]
            ticks += [place, place + TICK * outward]
            texts.append(SceneText(f"{value:g}".replace("-", "−"), place + NUMBER * outward))
        texts.append(SceneText(index_axis.name, _title_place(space, axis, corner, outward), is_title=True))
    return np.array(ticks), tuple(texts)


def _edge(space: SceneSpace, axis: int, eye: np.ndarray, right: np.ndarray) -> np.ndarray:
    """A corner, as a grid position, of the edge along an axis that is numbered: the upright one farthest to the left,
    of the others the nearest at the bottom, or at the top for who looks from below."""
    low, high = np.full(3, -0.5), np.array(space.shape) - 0.5
    middle = np.zeros(3)
    if axis == 2:
        corners = [np.array([one, two, high[2]]) for one in (low[0], high[0]) for two in (low[1], high[1])]
        return min(corners, key=lambda corner: float(space.places(corner[None])[0] @ right))
    other = 1 - axis
    middle[axis] = (space.shape[axis] - 1) / 2
    middle[2] = high[2] if eye[2] >= 0 else low[2]
    corners = []
    for end in (low[other], high[other]):
        corner = middle.copy()
        corner[other] = end
        corners.append(corner)
    return min(corners, key=lambda corner: float(np.linalg.norm(space.places(corner[None])[0] - eye)))


def _title_place(space: SceneSpace, axis: int, corner: np.ndarray, outward: np.ndarray) -> np.ndarray:
    """Beside the middle of an edge, or above the upright one, whose numbers take all the room beside it."""
    at = corner.copy()
    if axis == 2:
        at[2] = -0.5
        return space.places(at[None])[0] + [0.0, 0.0, NUMBER]
    at[axis] = (space.shape[axis] - 1) / 2
    return space.places(at[None])[0] + TITLE * outward


def _outward(space: SceneSpace, axis: int, corner: np.ndarray, right: np.ndarray) -> np.ndarray:
    """A unit vector from an edge away from the box, float (3,)."""
    if axis == 2:
        return -right / np.linalg.norm(right)
    other = 1 - axis
    vector = space.matrix[:3, other] * (1 if corner[other] > 0 else -1)
    return vector / np.linalg.norm(vector)
