"""Long changes of labels in steps of some milliseconds each, so that whoever drives them can do other things between."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from seisviewer.labels.accepted_voxels import CARRIED
from seisviewer.labels.blocks import Key
from seisviewer.labels.boundary_stroke import (
    BoundaryStroke,
    LineErasure,
    check_boundary,
    drawn_over,
    erased,
)
from seisviewer.labels.classes import ClassTable
from seisviewer.labels.fault_stick import FaultStick, check_stick, sticks_drawn_over, sticks_erased
from seisviewer.labels.holding_back import HoldingBack
from seisviewer.labels.label_volume import DrawnBox, LabelVolume
from seisviewer.labels.provenance import Origin
from seisviewer.labels.rejection import Rejection, check_rejection
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.labels.stroke_verdict import StrokeVerdict, Verdict, check_verdict
from seisviewer.labels.voxel_codes import are_held, classes_of
from seisviewer.progress import Progress
from seisviewer.project import history
from seisviewer.project.boundary_history import add_boundaries
from seisviewer.project.fault_history import add_faults
from seisviewer.project.rejection_history import add_rejections
from seisviewer.project.survey_rows import BlockRow, block_row
from seisviewer.project.verdict_history import add_verdicts
from seisviewer.translation import tr

STEP = 1 << 18  # voxels that are worked on between two events: some milliseconds
LEAST = 1 << 12  # voxels that take as long as storing the smallest stroke
MOST_WAITING = 1 << 17  # bytes of packed strokes that are held until they are written
Drawn = TypeVar("Drawn", BoundaryStroke, FaultStick)


class Pace:
    """Says when enough was done for an event; little work is then done without any."""

    def __init__(self) -> None:
        self._done = 0

    def is_due(self, voxels: int) -> bool:
        self._done += max(voxels, LEAST)
        if self._done < STEP:
            return False
        self._done = 0
        return True


def packed_blocks(labels: LabelVolume, changed: Iterable[Key]) -> Generator[Progress, None, list[BlockRow]]:
    """The changed blocks as they are stored. What a window asks of a block is computed here too, and kept by it."""
    pace, rows, changed = Pace(), [], list(changed)
    for key in changed:
        block = labels.block(key)
        rows.append(block_row(key, block))
        if block is not None:
            block.counts, block.lines  # noqa: B018, both are cached
        if pace.is_due(0 if block is None else block.values.size):
            yield Progress(len(rows), len(changed), tr("Storing the labels"))
    return rows


def relabelled(labels: LabelVolume, old: int, new: int) -> Generator[Progress, None, list[Key]]:
    """Turn every label `old` into `new` (UNLABELLED: none); returns the keys of the blocks that changed."""
    labels.relabel_drawn(old, new)
    pace, keys = Pace(), labels.holding(old)
    for done, key in enumerate(keys, 1):
        voxels = labels.blocks[key].values.size
        labels.relabel(key, old, new)
        if pace.is_due(voxels):
            yield Progress(done, len(keys), tr("Changing the labels"))
    return keys


@dataclass
class NewAction:
    """Strokes, boundaries, faults, verdicts and rejections on their way into a project as one action.

    labels: a copy of the project's, with every stroke that was added. classes: the table, with a class for each of
    them. holding_back: decides which of them are held back. number, next_stroke, next_boundary, next_verdict,
    next_fault, next_rejection: what the action and its next stroke, boundary, verdict, fault stick and rejection are called. removed, recalled,
    healed: ids of the boundaries, verdicts and fault sticks that it takes away. Many strokes are written while the
    action is still outside the history, where nobody sees it.
    """

    labels: LabelVolume
    classes: ClassTable
    holding_back: HoldingBack
    number: int
    next_stroke: int
    next_boundary: int
    next_verdict: int
    next_fault: int
    next_rejection: int
    strokes: list[Stroke] = field(default_factory=list)
    changed: set[Key] = field(default_factory=set)
    boundaries: list[BoundaryStroke] = field(default_factory=list)
    removed: set[int] = field(default_factory=set)
    verdicts: list[StrokeVerdict] = field(default_factory=list)
    recalled: set[int] = field(default_factory=set)
    faults: list[FaultStick] = field(default_factory=list)
    healed: set[int] = field(default_factory=set)
    rejections: list[Rejection] = field(default_factory=list)
    _rows: list[tuple] = field(default_factory=list)
    _along: dict[int, bool] = field(default_factory=dict)  # by class, whether its gesture along a random line is held back
    _waiting: int = 0

    def add(self, stroke: Stroke, held: bool | None = None) -> None:
        """Paint a stroke. held: whether it is held back, None to have that decided; on a section that is for checking only
        it is in any case. Raises BadRequest or LabelsError for one that does not fit. What is accepted or carried never covers
        what a person painted, and what is carried nothing that a person accepted either. What is accepted is held back on
        such a section alone, what is carried with the stroke of this action that it is a copy of. Of what is drawn along a random
        line it is decided once, with the first stroke of its class."""
        if stroke.origin is not Origin.PAINTED:
            held = self._is_held_with_its_stroke(stroke) if held is None else held
            stroke = self._beside_paint(stroke)
            if not stroke.mask.any():
                return
        if stroke.label != UNLABELLED and stroke.label not in self.classes:
            self.classes = self.classes.with_numbers([stroke.label])
        for_checking = stroke.label != UNLABELLED and (stroke.section in self.labels.checking or stroke.for_checking)
        if held is None and not for_checking:
            held = self._along.get(stroke.label) if stroke.along else None
        if held is None and not for_checking:
            held = self.holding_back.decide(stroke.label, self.labels)
            if stroke.along:
                self._along[stroke.label] = held
        before, held = self.labels.under(stroke), held or for_checking
        made = {"id": self.next_stroke, "action": self.number, "held": held, "for_checking": for_checking}
        stroke = replace(stroke, before=before, origins_before=self.labels.origins_under(stroke), **made)
        self.changed |= self.labels.apply(stroke)
        self.strokes.append(stroke)
        self.next_stroke += 1
        row = history.stroke_row(stroke)
        self._rows.append(row)
        self._waiting += LEAST // 8 + sum(len(value) for value in row[-2:])

    def _is_held_with_its_stroke(self, copy: Stroke) -> bool:
        """Whether a stroke of this action is held back that this one is a copy of."""
        if copy.origin is not Origin.CARRIED:
            return False
        alike = (each for each in self.strokes if each.held and each.section.direction is copy.section.direction)
        return any(DrawnBox.of(each).meets(copy, down=False) for each in alike if each.origin is Origin.PAINTED)

    def _beside_paint(self, stroke: Stroke) -> Stroke:
        """The stroke without what a person painted; one that is carried, also without what a person accepted. An eraser that
        is carried takes away what is carried alone."""
        carries, origins = stroke.origin is Origin.CARRIED, self.labels.origins_under(stroke)
        free = self.labels.under(stroke) == UNLABELLED
        if origins is not None:
            free |= origins == CARRIED if carries else origins != UNLABELLED
        return replace(stroke, mask=stroke.mask & free)

    def reject(self, rejection: Rejection) -> None:
        """Say where a class is not. Raises as `add`."""
        check_rejection(self.labels.geometry, rejection)
        if rejection.label not in self.classes:
            self.classes = self.classes.with_numbers([rejection.label])
        if rejection.mask.any():
            stored = replace(rejection, id=self.next_rejection, action=self.number)
            self.labels.rejections += (stored,)
            self.rejections.append(stored)
            self.next_rejection += 1

    def add_boundary(self, line: BoundaryStroke) -> None:
        """Draw a boundary, in the place of what was drawn between the two classes at its traces. Raises as `add`."""
        check_boundary(self.labels.geometry, line)
        missing = {number for number in line.classes if number != UNLABELLED and number not in self.classes}
        self.classes = self.classes.with_numbers(missing) if missing else self.classes
        self._cut(drawn_over(self.labels.boundaries, line))
        self._put(line)

    def add_fault(self, stick: FaultStick) -> None:
        """Draw a fault stick, in the place of what was drawn of the fault at its samples. Raises as `add`."""
        check_stick(self.labels.geometry, stick)
        self._cut_faults(sticks_drawn_over(self.labels.faults, stick))
        self._put_fault(stick)

    def erase_lines(self, erasure: LineErasure) -> None:
        """Take away the boundaries and faults that pass through a mask."""
        self._cut(erased(self.labels.boundaries, erasure))
        self._cut_faults(sticks_erased(self.labels.faults, erasure))

    def judge(self, verdict: StrokeVerdict) -> None:
        """Take a verdict on a stroke, in place of an earlier one: paint that is set aside is taken away, and comes back
        with another verdict where nothing was painted since. It is said of what is still there of the stroke. Raises as
        `add`."""
        check_verdict(self.labels.geometry, verdict)
        for earlier in [each for each in self.labels.verdicts if each.meets(verdict)]:
            self.labels.verdicts = tuple(each for each in self.labels.verdicts if each is not earlier)
            self.recalled.add(earlier.id)
            if earlier.verdict is Verdict.ASIDE:
                self._paint(earlier, earlier.label, where=UNLABELLED, held=earlier.held)
        codes = self.labels.under(_stroke_of(verdict))
        there = verdict.mask & (classes_of(codes) == verdict.label)
        if verdict.verdict is Verdict.OPEN or not there.any():
            return
        held = verdict.verdict is Verdict.ASIDE and bool(are_held(codes)[there].mean() > 0.5)
        stored = replace(verdict, mask=there, held=held, id=self.next_verdict, action=self.number)
        if verdict.verdict is Verdict.ASIDE:
            self._paint(stored, UNLABELLED, where=verdict.label, held=False)
        self.labels.verdicts += (stored,)
        self.verdicts.append(stored)
        self.next_verdict += 1

    def _paint(self, verdict: StrokeVerdict, label: int, where: int, held: bool) -> None:
        """Paint a label over what has the label `where` of a stroke."""
        stroke = _stroke_of(verdict)
        mask = verdict.mask & (classes_of(self.labels.under(stroke)) == where)
        if mask.any():
            self.add(replace(stroke, label=label, mask=mask), held)

    def _cut(self, cuts: Iterable[tuple[BoundaryStroke, list[BoundaryStroke]]]) -> None:
        for old, left in tuple(cuts):
            self.labels.boundaries = _without(old, self.labels.boundaries, self.boundaries, self.removed)
            for piece in left:
                self._put(piece)

    def _put(self, line: BoundaryStroke) -> None:
        stored = replace(line, id=self.next_boundary, action=self.number)
        self.labels.boundaries += (stored,)
        self.boundaries.append(stored)
        self.next_boundary += 1

    def _cut_faults(self, cuts: Iterable[tuple[FaultStick, list[FaultStick]]]) -> None:
        for old, left in tuple(cuts):
            self.labels.faults = _without(old, self.labels.faults, self.faults, self.healed)
            for piece in left:
                self._put_fault(piece)

    def _put_fault(self, stick: FaultStick) -> None:
        stored = replace(stick, id=self.next_fault, action=self.number)
        self.labels.faults += (stored,)
        self.faults.append(stored)
        self.next_fault += 1

    @property
    def is_empty(self) -> bool:
        added = self.strokes or self.boundaries or self.verdicts or self.faults or self.rejections
        return not (added or self.removed or self.recalled or self.healed)

    @property
    def must_write(self) -> bool:
        """Whether so much is waiting that it should be written before the action is whole."""
        return self._waiting >= MOST_WAITING

    def write_beside(self, connection: sqlite3.Connection) -> None:
        """Write the strokes that wait into their action, which is there."""
        history.add_strokes(connection, self._rows)
        self._rows, self._waiting = [], 0

    def write(self, connection: sqlite3.Connection, *, whole: bool) -> None:
        """Write the strokes that wait. whole: the action becomes the newest, and nothing can be redone any more."""
        if whole:
            history.end_redo(connection)
        history.put_action(connection, self.number, history.DONE if whole else history.OUTSIDE)
        self.write_beside(connection)
        if whole:
            add_boundaries(connection, self.number, self.boundaries, self.removed)
            add_verdicts(connection, self.number, self.verdicts, self.recalled)
            add_faults(connection, self.number, self.faults, self.healed)
            add_rejections(connection, self.number, self.rejections)


def _without(old: Drawn, drawn: Iterable[Drawn], added: list[Drawn], removed: set[int]) -> tuple[Drawn, ...]:
    """What is drawn without one line of it. added, removed: by the action, which adds a line of its own no more, and
    removes one that was there."""
    if old in added:
        added.remove(old)
    else:
        removed.add(old.id)
    return tuple(each for each in drawn if each is not old)


def _stroke_of(verdict: StrokeVerdict) -> Stroke:
    before = np.full(verdict.mask.shape, UNLABELLED, np.int8)
    return Stroke(verdict.section, verdict.label, verdict.row, verdict.column, verdict.mask, before)
