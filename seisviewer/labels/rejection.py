"""Where the user says that a class is not: no model's answer is that class there, whatever it learned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from seisviewer.errors import LabelsError
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId


@dataclass(frozen=True)
class Rejection:
    """Class `label` is rejected where `mask` is True.

    row, column, mask: as in `Stroke`. id and action are 0 until the project has stored it.
    """

    section: SectionId
    label: int
    row: int
    column: int
    mask: np.ndarray = field(repr=False, compare=False)
    id: int = 0
    action: int = 0


def check_rejection(geometry: Geometry, rejection: Rejection) -> None:
    """Raises BadRequest when the survey has no such section, LabelsError when the place does not lie inside it."""
    geometry.index(rejection.section)
    rows, columns = geometry.section_shape(rejection.section.direction)
    fits = rejection.row + rejection.mask.shape[0] <= rows and rejection.column + rejection.mask.shape[1] <= columns
    if not fits or min(rejection.row, rejection.column) < 0:
        raise LabelsError(
            tr("A rejected region on {section} reaches beyond the section: reject it anew.").format(
                section=rejection.section
            )
        )


def rejected_on(
    rejections: Iterable[Rejection], geometry: Geometry, direction: Direction, index: int
) -> dict[int, np.ndarray]:
    """For each class number that is rejected somewhere on the section at a position: bool in the section's shape.

    A rejection counts in its own plane, and along the line in which another plane crosses it.
    """
    axes = list(Direction)
    axis, shape = axes.index(direction), geometry.section_shape(direction)
    found: dict[int, np.ndarray] = {}
    for each in rejections:
        where = _part_of(each, axes.index(each.section.direction), geometry.index(each.section), axis, index)
        if where is None:
            continue
        place, mask = where
        if mask.any():
            found.setdefault(each.label, np.zeros(shape, bool))[place] |= mask
    return found


def rejected_at(
    rejections: Iterable[Rejection], geometry: Geometry, inline: int, crossline: int, sample: int
) -> frozenset[int]:
    """The class numbers that are rejected at a voxel, given by its grid indices."""
    voxel, axes = (inline, crossline, sample), list(Direction)
    found = set()
    for each in rejections:
        axis = axes.index(each.section.direction)
        row, column = (
            voxel[other] - start for other, start in zip(_without(axis), (each.row, each.column), strict=True)
        )
        inside = 0 <= row < each.mask.shape[0] and 0 <= column < each.mask.shape[1]
        if inside and each.mask[row, column] and geometry.index(each.section) == voxel[axis]:
            found.add(each.label)
    return frozenset(found)


def _part_of(
    each: Rejection, axis: int, index: int, other: int, position: int
) -> tuple[tuple[slice, slice], np.ndarray] | None:
    """What a rejection on the plane `index` of `axis` says on the plane `position` of the axis `other`."""
    box = {
        one: slice(start, start + count)
        for one, start, count in zip(_without(axis), (each.row, each.column), each.mask.shape, strict=True)
    }
    mask = np.expand_dims(each.mask, axis)
    box[axis] = slice(index, index + 1)
    if not box[other].start <= position < box[other].stop:
        return None
    rows, columns = (box[one] for one in _without(other))
    return (rows, columns), mask.take(position - box[other].start, axis=other)


def _without(axis: int) -> tuple[int, int]:
    first, second = (one for one in range(3) if one != axis)
    return first, second
