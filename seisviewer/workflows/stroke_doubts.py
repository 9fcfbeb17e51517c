"""The strokes that the answer does not honour, found again in the labels, with what the user says of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache

import numpy as np

from seisviewer.labels.boundary_stroke import BoundaryStroke
from seisviewer.labels.label_edits import pieces
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.stroke_verdict import StrokeVerdict, Verdict
from seisviewer.labels.strokes_apart import drawn_labels
from seisviewer.structure.doubted_strokes import DoubtedStroke
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

Judged = StrokeVerdict | BoundaryStroke


class Standing(Enum):
    """LEFT_OUT: newer strokes contradict it, and it does not count until the user decides. ELSEWHERE: it counts, and the
    boundaries lie elsewhere all the same. KEPT: the user keeps it, and it is honoured. ASIDE: the user set it aside."""

    LEFT_OUT = "left out"
    ELSEWHERE = "passed over"
    KEPT = "kept"
    ASIDE = "set aside"


@dataclass(frozen=True)
class StrokePlace:
    """Where a stroke lies in its section, trace by trace. row: the first trace. tops, bases: (traces,) samples, the
    middle of sample 7 at 7.0; NaN where it has nothing."""

    section: SectionId
    row: int
    tops: np.ndarray = field(repr=False, compare=False)
    bases: np.ndarray = field(repr=False, compare=False)

    @property
    def rows(self) -> np.ndarray:
        return self.row + np.arange(len(self.tops))

    @property
    def middle(self) -> tuple[float, float]:
        """Row and column of the middle of its middle trace."""
        there = np.flatnonzero(np.isfinite(self.tops))
        at = int(there[len(there) // 2])
        return float(self.row + at), float(self.tops[at] + self.bases[at]) / 2

    def seen_on(self, section: SectionId, geometry: Geometry) -> Iterator[StrokePlace]:
        """It, or the part of it in another section, each piece of it at a time."""
        own, here = geometry.index(self.section), geometry.index(section)
        if section == self.section:
            yield self
        elif section.direction is Direction.TIME:
            met = np.flatnonzero((self.tops <= here + 0.5) & (self.bases >= here - 0.5))
            for run in np.split(met, np.flatnonzero(np.diff(met) > 1) + 1) if met.size else ():
                first, last = self.row + int(run[0]), self.row + int(run[-1])
                if self.section.direction is Direction.INLINE:
                    yield StrokePlace(section, own, np.array([first - 0.5]), np.array([last + 0.5]))
                else:
                    yield StrokePlace(section, first, np.full(len(run), own - 0.5), np.full(len(run), own + 0.5))
        elif section.direction is not self.section.direction and 0 <= here - self.row < len(self.tops):
            at = slice(here - self.row, here - self.row + 1)
            if np.isfinite(self.tops[at]).all():
                yield StrokePlace(section, own, self.tops[at], self.bases[at])


@dataclass(frozen=True)
class Doubt:
    """A stroke, or a drawn line, that is doubted or judged. classes: its class, or those above and below a line.
    stroke: with what the user says of it; `judged` gives what to store."""

    classes: tuple[int, ...]
    standing: Standing
    place: StrokePlace
    stroke: Judged = field(repr=False, compare=False)

    @property
    def verdict(self) -> Verdict:
        return self.stroke.verdict

    def is_same(self, other: Doubt) -> bool:
        """Whether both are of one stroke, or of what is left of it, or of one drawn line."""
        one, two = self.stroke, other.stroke
        if isinstance(one, BoundaryStroke) and isinstance(two, BoundaryStroke):
            return (one.section, one.row, one.classes) == (two.section, two.row, two.classes)
        return _are_one(one, two)

    def judged(self, verdict: Verdict) -> Judged:
        """What a project takes for the verdict."""
        return replace(self.stroke, verdict=verdict, id=0, action=0)


def stroke_doubts(snapshot: LabelSnapshot, doubted: Sequence[DoubtedStroke]) -> tuple[Doubt, ...]:
    """Those that a solution doubts and that are still there, then those that the user keeps or has set aside."""
    labels = cache(lambda section: drawn_labels(snapshot, section))
    found: list[Doubt] = []
    for told in doubted:
        section = SectionId.parse(told.line)
        stroke = _line(snapshot, told) if len(told.classes) > 1 else _piece(labels(section), section, told)
        if stroke is not None:
            doubt = _doubt(stroke, Standing.LEFT_OUT if told.set_aside else Standing.ELSEWHERE)
            if not any(_are_one(doubt.stroke, each.stroke) for each in found):
                found.append(doubt)
    for verdict in _judged(snapshot):
        if isinstance(verdict, StrokeVerdict) and verdict.verdict is Verdict.KEPT:
            shape = snapshot.geometry.section_shape(verdict.section.direction)
            if not (verdict.on(shape) & (labels(verdict.section) == verdict.label)).any():
                continue  # it was painted over, or erased
        known = next((at for at, each in enumerate(found) if _are_one(verdict, each.stroke)), None)
        if known is not None:
            found[known] = replace(found[known], stroke=verdict)  # kept, and doubted all the same
        else:
            found.append(_doubt(verdict, Standing.KEPT if verdict.verdict is Verdict.KEPT else Standing.ASIDE))
    return tuple(found)


def _judged(snapshot: LabelSnapshot) -> Iterable[Judged]:
    return (
        *snapshot.verdicts,
        *(line for line in snapshot.boundaries if line.verdict is not Verdict.OPEN),
    )


def _doubt(stroke: Judged, standing: Standing) -> Doubt:
    if isinstance(stroke, BoundaryStroke):
        depths = stroke.depths.astype(float)
        return Doubt(stroke.classes, standing, StrokePlace(stroke.section, stroke.row, depths, depths), stroke)
    there, columns = stroke.mask.any(axis=1), stroke.mask.shape[1]
    tops = np.where(there, stroke.column + stroke.mask.argmax(axis=1) - 0.5, np.nan)
    bases = np.where(there, stroke.column + columns - stroke.mask[:, ::-1].argmax(axis=1) - 0.5, np.nan)
    return Doubt((stroke.label,), standing, StrokePlace(stroke.section, stroke.row, tops, bases), stroke)


def _are_one(one: Judged, other: Judged) -> bool:
    if isinstance(one, StrokeVerdict) and isinstance(other, StrokeVerdict):
        return one.meets(other)
    return one is other


def _line(snapshot: LabelSnapshot, told: DoubtedStroke) -> BoundaryStroke | None:
    for line in snapshot.boundaries_that_count:
        if (str(line.section), line.classes, line.row) == (told.line, told.classes, told.first):
            return line
    return None


def _piece(labels: np.ndarray, section: SectionId, told: DoubtedStroke) -> StrokeVerdict | None:
    """The connected piece of the class that lies where the doubted stroke did; None where there is none any more."""
    best, found = np.inf, None
    for rows, columns, mask in pieces(labels == told.classes[0]):
        first, last = rows.start, rows.stop - 1
        middle = columns.start + np.nonzero(mask)[1].mean() + 0.5
        away = abs(first - told.first) + abs(last - told.last) + abs(middle - told.depth)
        meets = first <= told.last and last >= told.first and columns.start <= told.depth <= columns.stop
        if meets and away < best:
            best = away
            found = StrokeVerdict(section, told.classes[0], rows.start, columns.start, mask, Verdict.OPEN)
    return found
