"""A line drawn where one class ends and the next begins: what it says, and how lines are drawn over and erased."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from seisviewer.errors import LabelsError
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.labels.stroke_verdict import Verdict
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

Point = tuple[float, float]  # row and column: trace 3 lies at row 3.0, the middle of sample 7 at column 7.0


@dataclass(frozen=True)
class BoundaryStroke:
    """Where class `above` ends and class `below` begins on an inline or crossline.

    above, below: class numbers, UNLABELLED where it is not known which. row: the first trace. depths: float32
    (traces,), in samples; the middle of sample 7 lies at 7.0. id and action are 0 until the project has stored it.
    verdict: what the user says of it where the answer does not honour it.
    """

    section: SectionId
    above: int
    below: int
    row: int
    depths: np.ndarray = field(repr=False, compare=False)
    id: int = 0
    action: int = 0
    verdict: Verdict = Verdict.OPEN

    def __post_init__(self) -> None:
        self.depths.setflags(write=False)

    @property
    def rows(self) -> np.ndarray:
        """(traces,): the traces that it lies on."""
        return self.row + np.arange(len(self.depths))

    @property
    def classes(self) -> tuple[int, int]:
        return self.above, self.below


@dataclass(frozen=True)
class LineErasure:
    """Takes lines away where they pass through a mask. row, column: where the mask begins in the section. locked:
    numbers of classes whose lines stay."""

    section: SectionId
    row: int
    column: int
    mask: np.ndarray = field(repr=False, compare=False)
    locked: frozenset[int] = frozenset()


def boundary_through(
    section: SectionId, points: Sequence[Point], above: int, below: int, shape: tuple[int, int]
) -> BoundaryStroke | None:
    """The line through points, one depth a trace: where they go back along the section, the later ones count.

    shape: (traces, samples) of the section, which the line is cut to; None where nothing of it lies inside. Raises
    LabelsError for two times the same class, and for a time slice.
    """
    if section.direction is Direction.TIME:
        raise LabelsError(
            tr("A boundary is drawn on an inline or a crossline: a time slice does not show which class is above.")
        )
    if above == below != UNLABELLED:
        raise LabelsError(tr("A boundary lies between two classes: give two different ones."))
    if not np.isfinite(points).all():
        raise LabelsError(tr("A point of the boundary is no number: give numbers of lines and depths."))
    depths = np.full(shape[0], np.nan)
    path = [*points, points[-1]] if len(points) == 1 else points
    for start, end in zip(path[:-1], path[1:]):
        (left, at_left), (right, at_right) = sorted((start, end))
        rows = np.arange(max(0, round(left)), min(shape[0] - 1, round(right)) + 1)
        share = np.clip((rows - left) / (right - left), 0.0, 1.0) if right > left else np.ones(len(rows))
        if right > left:
            depths[rows] = at_left + share * (at_right - at_left)
        else:
            depths[rows] = end[1]
    inside = np.flatnonzero((depths >= -0.5) & (depths <= shape[1] - 0.5))
    if not inside.size:
        return None
    first, last = int(inside[0]), int(inside[-1])
    rows = np.arange(first, last + 1)
    return BoundaryStroke(
        section, int(above), int(below), first, np.interp(rows, inside, depths[inside]).astype(np.float32)
    )


def drawn_over(there: Iterable[BoundaryStroke], new: BoundaryStroke) -> Iterator[tuple[BoundaryStroke, list]]:
    """The lines between the same two classes that a new one takes the place of at some traces, each with what is left
    of it: one boundary has one depth at a trace, and the line drawn later is right."""
    for old in there:
        if old.section == new.section and old.classes == new.classes:
            met = np.isin(old.rows, new.rows)
            if met.any():
                yield old, _pieces(old, ~met)


def erased(there: Iterable[BoundaryStroke], erasure: LineErasure) -> Iterator[tuple[BoundaryStroke, list]]:
    """The lines that pass through the mask, each with what is left of it."""
    rows, columns = erasure.mask.shape
    for old in there:
        if old.section != erasure.section or erasure.locked & set(old.classes):
            continue
        at_row, at_column = old.rows - erasure.row, np.rint(old.depths).astype(int) - erasure.column
        inside = (at_row >= 0) & (at_row < rows) & (at_column >= 0) & (at_column < columns)
        met = inside.copy()
        met[inside] = erasure.mask[at_row[inside], at_column[inside]]
        if met.any():
            yield old, _pieces(old, ~met)


def without_class(there: Iterable[BoundaryStroke], number: int, became: int) -> tuple[BoundaryStroke, ...]:
    """The lines once a class has become another, or unlabelled; a line between two that are one class now is gone."""
    changed = []
    for line in there:
        above, below = (became if each == number else each for each in line.classes)
        if above != below or above == UNLABELLED:
            changed.append(line if (above, below) == line.classes else replace(line, above=above, below=below))
    return tuple(changed)


def check_boundary(geometry: Geometry, line: BoundaryStroke) -> None:
    """Raises BadRequest when the survey has no such section, LabelsError when the line does not lie inside it."""
    geometry.index(line.section)
    rows, columns = geometry.section_shape(line.section.direction)
    inside = np.isfinite(line.depths).all() and (line.depths >= -0.5).all() and (line.depths <= columns - 0.5).all()
    fits = line.section.direction is not Direction.TIME and line.row >= 0 and line.row + len(line.depths) <= rows
    if not (inside and fits and len(line.depths)):
        raise LabelsError(
            tr("A boundary on {section} reaches beyond the section: draw inside it.").format(section=line.section)
        )


def _pieces(line: BoundaryStroke, kept: np.ndarray) -> list[BoundaryStroke]:
    """The parts of a line at the traces that are kept, without an id: they are not stored yet."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]]).astype(np.int8)))
    return [
        replace(line, row=line.row + int(first), depths=line.depths[first:past].copy(), id=0)
        for first, past in zip(edges[::2], edges[1::2])
    ]
