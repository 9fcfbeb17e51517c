"""A line drawn along a fault on a section, a fault stick: what it says, and how sticks are drawn over and erased."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

import numpy as np

from seisviewer.errors import LabelsError
from seisviewer.labels.boundary_stroke import LineErasure, Point
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

HIGHEST_FAULT = 9999
FEWEST_SAMPLES = 2


@dataclass(frozen=True)
class FaultStick:
    """Where a fault lies on an inline or crossline.

    fault: its number, 1 … HIGHEST_FAULT; sticks of one number are one fault. column: the first sample. traces: float32
    (samples,), from there downward; trace 3 lies at 3.0. id and action are 0 until the project has stored it.
    """

    section: SectionId
    fault: int
    column: int
    traces: np.ndarray = field(repr=False, compare=False)
    id: int = 0
    action: int = 0

    def __post_init__(self) -> None:
        self.traces.setflags(write=False)

    @property
    def columns(self) -> np.ndarray:
        """(samples,): the samples that it lies on."""
        return self.column + np.arange(len(self.traces))


def stick_through(section: SectionId, points: Sequence[Point], fault: int, shape: tuple[int, int]) -> FaultStick | None:
    """The stick through points, one place a sample: where they go up again, the later ones count.

    shape: (traces, samples) of the section, which the stick is cut to; None where less than two samples of it lie inside.
    Raises LabelsError for a time slice, for a point that is no number, and for a number that no fault can have.
    """
    if section.direction is Direction.TIME:
        raise LabelsError(
            tr("A fault is drawn on an inline or a crossline: a time slice does not show how deep it goes.")
        )
    if not 1 <= fault <= HIGHEST_FAULT:
        raise LabelsError(
            tr("A fault cannot have the number {fault}: use 1 to {highest_fault}.").format(
                fault=fault, highest_fault=HIGHEST_FAULT
            )
        )
    if not np.isfinite(points).all():
        raise LabelsError(tr("A point of the fault is no number: give numbers of lines and depths."))
    traces = np.full(shape[1], np.nan)
    for start, end in zip(points[:-1], points[1:]):
        (upper, at_upper), (lower, at_lower) = sorted(((start[1], start[0]), (end[1], end[0])))
        columns = np.arange(max(0, round(upper)), min(shape[1] - 1, round(lower)) + 1)
        share = np.clip((columns - upper) / (lower - upper), 0.0, 1.0) if lower > upper else np.ones(len(columns))
        traces[columns] = at_upper + share * (at_lower - at_upper) if lower > upper else end[0]
    inside = np.flatnonzero((traces >= -0.5) & (traces <= shape[0] - 0.5))
    if len(inside) < FEWEST_SAMPLES:
        return None
    columns = np.arange(inside[0], inside[-1] + 1)
    return FaultStick(
        section, int(fault), int(inside[0]), np.interp(columns, inside, traces[inside]).astype(np.float32)
    )


def sticks_drawn_over(there: Iterable[FaultStick], new: FaultStick) -> Iterator[tuple[FaultStick, list[FaultStick]]]:
    """The sticks of the same fault on the same section that a new one takes the place of at some samples, each with
    what is left of it: a fault has one place at a sample, and the stick drawn later is right."""
    for old in there:
        if (old.section, old.fault) == (new.section, new.fault):
            met = np.isin(old.columns, new.columns)
            if met.any():
                yield old, _pieces(old, ~met)


def sticks_erased(there: Iterable[FaultStick], erasure: LineErasure) -> Iterator[tuple[FaultStick, list[FaultStick]]]:
    """The sticks that pass through the mask, each with what is left of it."""
    rows, columns = erasure.mask.shape
    for old in there:
        if old.section != erasure.section:
            continue
        at_row, at_column = np.rint(old.traces).astype(int) - erasure.row, old.columns - erasure.column
        inside = (at_row >= 0) & (at_row < rows) & (at_column >= 0) & (at_column < columns)
        met = inside.copy()
        met[inside] = erasure.mask[at_row[inside], at_column[inside]]
        if met.any():
            yield old, _pieces(old, ~met)


def check_stick(geometry: Geometry, stick: FaultStick) -> None:
    """Raises BadRequest when the survey has no such section, LabelsError when the stick does not lie inside it."""
    geometry.index(stick.section)
    rows, columns = geometry.section_shape(stick.section.direction)
    inside = np.isfinite(stick.traces).all() and (stick.traces >= -0.5).all() and (stick.traces <= rows - 0.5).all()
    fits = stick.section.direction is not Direction.TIME and stick.column >= 0
    if not (inside and fits and 0 < len(stick.traces) <= columns - stick.column):
        raise LabelsError(
            tr("A fault on {section} reaches beyond the section: draw inside it.").format(section=stick.section)
        )


def unused_fault(sticks: Iterable[FaultStick]) -> int:
    """The number that a new fault gets."""
    taken = {stick.fault for stick in sticks}
    after = max(taken, default=0) + 1
    return after if after <= HIGHEST_FAULT else next(number for number in count(1) if number not in taken)


def _pieces(stick: FaultStick, kept: np.ndarray) -> list[FaultStick]:
    """The parts of a stick at the samples that are kept, without an id; a single sample is not kept."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]]).astype(np.int8)))
    return [
        replace(stick, column=stick.column + int(first), traces=stick.traces[first:past].copy(), id=0)
        for first, past in zip(edges[::2], edges[1::2])
        if past - first >= FEWEST_SAMPLES
    ]
