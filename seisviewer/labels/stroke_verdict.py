"""What the user says of a stroke that the answer does not honour: it counts always, or it is set aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from seisviewer.errors import LabelsError
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

ALWAYS = 1 << 52  # in place of when a stroke was painted: it counts as newer than any other, and is never left out


class Verdict(StrEnum):
    """OPEN: the user has said nothing, or took it back. KEPT: it always counts. ASIDE: nothing learns it; it stays on
    screen."""

    OPEN = "open"
    KEPT = "kept"
    ASIDE = "aside"


@dataclass(frozen=True)
class StrokeVerdict:
    """What was said of a stroke, a connected piece of class `label` in the plane of a section.

    row, column, mask: as in `Stroke`. held: most of a stroke that was set aside is held back. id and action are 0 until the
    project has stored it.
    """

    section: SectionId
    label: int
    row: int
    column: int
    mask: np.ndarray = field(repr=False, compare=False)
    verdict: Verdict
    held: bool = False
    id: int = 0
    action: int = 0

    def on(self, shape: tuple[int, int]) -> np.ndarray:
        """Bool in the shape of the section: where the stroke lies."""
        found = np.zeros(shape, bool)
        rows, columns = self.mask.shape
        found[self.row : self.row + rows, self.column : self.column + columns] = self.mask
        return found

    def meets(self, other: StrokeVerdict) -> bool:
        """Whether both are of one stroke, or of what is left of it."""
        if (self.section, self.label) != (other.section, other.label):
            return False
        rows, columns = (
            slice(max(a, b), min(a + count, b + others))
            for a, b, count, others in zip(
                (self.row, self.column), (other.row, other.column), self.mask.shape, other.mask.shape, strict=True
            )
        )
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return False
        mine, theirs = (
            each.mask[
                rows.start - each.row : rows.stop - each.row, columns.start - each.column : columns.stop - each.column
            ]
            for each in (self, other)
        )
        return bool((mine & theirs).any())


def verdicts_without_class(there: Iterable[StrokeVerdict], number: int, became: int) -> tuple[StrokeVerdict, ...]:
    """The verdicts once a class has become another; gone where it became unlabelled."""
    changed = (replace(each, label=became) if each.label == number else each for each in there)
    return tuple(each for each in changed if each.label != UNLABELLED)


def check_verdict(geometry: Geometry, verdict: StrokeVerdict) -> None:
    """Raises BadRequest when the survey has no such section, LabelsError when the stroke does not lie inside it, or on
    a time slice, whose strokes are not carried and hence never doubted."""
    geometry.index(verdict.section)
    if verdict.section.direction is Direction.TIME:
        raise LabelsError(
            tr("Nothing is said of strokes on time slices: set aside or keep those on inlines and crosslines.")
        )
    rows, columns = geometry.section_shape(verdict.section.direction)
    fits = verdict.row + verdict.mask.shape[0] <= rows and verdict.column + verdict.mask.shape[1] <= columns
    if not fits or min(verdict.row, verdict.column) < 0:
        raise LabelsError(
            tr("A stroke on {section} reaches beyond the section: nothing can be said of it.").format(
                section=verdict.section
            )
        )
