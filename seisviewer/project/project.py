"""A project: the labels of one survey with their history, the classes, the runs, and how the user left the desk."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.errors import LabelsError, ProjectError
from seisviewer.labels.boundary_stroke import BoundaryStroke, LineErasure, without_class
from seisviewer.labels.class_changes import ClassChange, brought_back
from seisviewer.labels.class_replacement import replaced
from seisviewer.labels.classes import ClassTable, default_table
from seisviewer.labels.fault_stick import FaultStick
from seisviewer.labels.holding_back import HoldingBack
from seisviewer.labels.label_volume import LabelSnapshot, LabelVolume
from seisviewer.labels.rejection import Rejection
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.labels.stroke_verdict import StrokeVerdict, verdicts_without_class
from seisviewer.progress import Notice, Progress, drive
from seisviewer.project import class_history, history
from seisviewer.project.base import BaseProject, in_turn
from seisviewer.project.boundary_history import boundaries_of, live_boundaries
from seisviewer.project.checking_history import (
    CheckingMark,
    add_marks,
    hold_marked,
    marks_of,
    sections_for_checking,
)
from seisviewer.project.creation import make_folder
from seisviewer.project.database import Database
from seisviewer.project.fault_history import faults_of, live_faults
from seisviewer.project.guarding.restating import marks_again
from seisviewer.project.history import Action
from seisviewer.project.horizons.horizon_rows import (
    live_horizons,
    names_of,
    next_numbers,
    packed_depths,
    record_horizons,
    row_of_depths,
    widen_horizons,
)
from seisviewer.project.kind import SURVEY
from seisviewer.project.label_steps import NewAction, packed_blocks, relabelled
from seisviewer.project.past_action import PastAction
from seisviewer.project.reach.copies_history import add_copies, end_carrying, strokes_to_carry
from seisviewer.project.rejection_history import live_rejections, rejections_of
from seisviewer.project.sources import relative_path
from seisviewer.project.stored_values import checked, whole
from seisviewer.project.survey import SurveyRecord, record
from seisviewer.project.survey_rows import (
    BlockRow,
    block_row,
    check_labels,
    read_blocks,
    read_classes,
    read_setting,
    write_blocks,
    write_classes,
    write_setting,
)
from seisviewer.project.verdict_history import live_verdicts, verdicts_of
from seisviewer.project.wells.well_rows import live_wells, packed_logs, put_wells, well_names_of
from seisviewer.structure.horizons.horizon import Horizon, check_horizon
from seisviewer.structure.wells.well import Well, check_well
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry, SectionId

Line = BoundaryStroke | FaultStick  # what is drawn, not painted
Mark = Stroke | Line | LineErasure | StrokeVerdict | Rejection  # what can be stored as part of an action


class Project(BaseProject):
    """An open project of a survey. By the design of the program only the window's thread (or a command) changes labels,
    and everyone else works with `snapshot()`.
    """

    kind = SURVEY
    holds = "labels"
    _is_changing = False

    @classmethod
    def create(
        cls,
        folder: str | Path,
        survey: str | Path,
        geometry: Geometry,
        *,
        choices: dict[str, Any] | None = None,
        classes: ClassTable | None = None,
    ) -> Project:
        """Make a project folder for the survey file and open it.

        geometry: the survey's grid. choices: how the file was opened, JSON-able. classes: the table to start with.
        The folder appears at once when it is whole. Raises ProjectError when it exists or cannot be made.
        """
        folder = Path(folder).expanduser().absolute()
        place = record(folder, Path(survey), geometry, choices or {})

        def fill(connection: sqlite3.Connection) -> None:
            write_setting(connection, "survey", place.to_json())
            write_setting(connection, "labels_version", 0)
            write_classes(connection, classes or default_table())

        make_folder(folder, fill)
        return cls.open(folder)

    # Labels

    @property
    def is_changing(self) -> bool:
        """Whether an import, undo or redo runs in steps just now, so that nothing else may change the labels."""
        return self._is_changing

    @property
    def geometry(self) -> Geometry:
        """The grid that the labels lie on."""
        return self._survey.geometry

    @property
    def checking(self) -> frozenset[SectionId]:
        """The sections that are for checking only."""
        return self._labels.checking

    @property
    def labels_version(self) -> int:
        """Grows with every change of the labels; never repeats in a project."""
        return self._version

    @property
    @in_turn
    def painted_at(self) -> float | None:
        """When the labels became what they are, in seconds since 1970; None where that is not known (nothing was
        painted, or something was undone since)."""
        return history.last_made(self._database)

    @in_turn
    def label_section(self, section: SectionId) -> np.ndarray:
        """Labels of a section, int8 in its shape, UNLABELLED where nothing was painted; raises BadRequest."""
        return self._labels.section(section.direction, self.geometry.index(section))

    @in_turn
    def snapshot(self) -> LabelSnapshot:
        """The labels and classes as they are now, for any thread; the same object until something changes."""
        if self._snapshot is None:
            self._snapshot = self._labels.snapshot(self._version, self._classes)
        return self._snapshot

    @in_turn
    def commit(self, strokes: Sequence[Mark]) -> tuple[Stroke | Line, ...]:
        """Paint the strokes, draw or erase boundaries and faults, and take verdicts, in order, as one action that is
        undone at once; what could be redone is gone.

        Returns what was stored, strokes before boundaries before faults: with id and action, `before` as it was when
        each was painted, and whether it is held back. A class that the table lacks is added to it. Raises ProjectError,
        LabelsError for a stroke that does not fit, BadRequest for a section that the survey does not have.
        """
        return drive(self.commit_steps(strokes)) if strokes else ()

    def commit_steps(
        self, strokes: Iterable[Mark | Progress | Notice]
    ) -> Generator[Progress | Notice, None, tuple[Stroke | Line, ...]]:
        """`commit` in steps, with the events that come between the strokes; while it runs nothing else changes the labels.

        The labels change at once, with the last step. One that is closed or killed before leaves the project as it was.
        """
        with self._changing_labels() as labels:
            with self._turn:
                numbers = history.next_numbers(self._database)
                action = NewAction(labels, self._classes, history.holding_back(self._database), *numbers)
            for stroke in strokes:
                match stroke:
                    case Stroke():
                        action.add(stroke)
                    case BoundaryStroke():
                        action.add_boundary(stroke)
                    case FaultStick():
                        action.add_fault(stroke)
                    case LineErasure():
                        action.erase_lines(stroke)
                    case StrokeVerdict():
                        action.judge(stroke)
                    case Rejection():
                        action.reject(stroke)
                    case _:
                        yield stroke
                if action.must_write:
                    with self._turn, self._database.transaction() as connection:
                        action.write(connection, whole=False)
            if action.is_empty:
                return ()
            blocks = yield from packed_blocks(labels, action.changed)
            with self._turn:
                with self._database.transaction() as connection:
                    action.write(connection, whole=True)
                    if action.classes is not self._classes:
                        change = ClassChange(self._classes, action.classes)
                        class_history.add_change(connection, action.number, change)
                        write_classes(connection, action.classes)
                    drawn = {number for line in action.boundaries for number in line.classes}
                    painted = self._painted | ({stroke.label for stroke in action.strokes} | drawn) - {UNLABELLED}
                    if painted != self._painted:
                        write_setting(connection, "painted_classes", sorted(painted))
                    self._write_labels(connection, labels, blocks)
                self._painted = painted
                self._adopt(labels, action.classes)
        return (*action.strokes, *action.boundaries, *action.faults)

    @in_turn
    def strokes_to_carry(self) -> tuple[Stroke, ...]:
        """The strokes that reach to lines near by and have no copies there yet, oldest first: those of an earlier day too."""
        return strokes_to_carry(self._database)

    @in_turn
    def carry(self, stroke: Stroke, copies: Iterable[Stroke], *, all_of_them: bool = True) -> tuple[Stroke, ...]:
        """Paint copies of a stroke that was to be carried on lines near by, as part of its action, whatever was painted
        since; one undo takes both back. Returns the copies that were stored, and what is left of each where nobody painted
        or accepted anything: none where the stroke was undone meanwhile. all_of_them: nothing is left to carry then; a
        kill before that has the stroke carried again, which changes nothing that was. Raises as `commit`.
        """
        with self._changing_labels() as labels:
            if stroke.id not in {each.id for each in self.strokes_to_carry()}:
                return ()
            _, *others = history.next_numbers(self._database)
            action = NewAction(labels, self._classes, HoldingBack(), stroke.action, *others)
            add_copies(action, stroke, copies, self._database)
            blocks = drive(packed_blocks(labels, action.changed))
            with self._database.transaction() as connection:
                action.write_beside(connection)
                if all_of_them:
                    end_carrying(connection, stroke)
                if action.strokes:
                    self._write_labels(connection, labels, blocks)
            self._adopt(labels, self._classes, new_version=bool(action.strokes))
        return tuple(action.strokes)

    @in_turn
    def set_for_checking(self, sections: Iterable[SectionId], *, marked: bool) -> tuple[SectionId, ...]:
        """Mark sections as for checking only, or no longer, as one action: what is painted there is held back, now and
        when it is painted later. Returns those that were not so before. Raises BadRequest, ProjectError."""
        return drive(self.set_for_checking_steps(sections, marked=marked))

    def set_for_checking_steps(
        self, sections: Iterable[SectionId], *, marked: bool
    ) -> Generator[Progress, None, tuple[SectionId, ...]]:
        """`set_for_checking` in steps, as `commit_steps`."""
        with self._changing_labels() as labels:
            named = [section for section in dict.fromkeys(sections) if self.geometry.index(section) >= 0]
            marks = [CheckingMark(section, marked) for section in named if (section in labels.checking) is not marked]
            if not marks:
                return ()
            changed = yield from hold_marked(labels, marks, self._database, self._turn)
            blocks = yield from packed_blocks(labels, changed)
            with self._turn:
                with self._database.transaction() as connection:
                    action = history.new_action(connection)
                    add_marks(connection, action, marks)
                    class_history.keep_blocks(connection, action, changed)
                    self._write_labels(connection, labels, blocks)
                    labels.checking = sections_for_checking(self._database)
                self._adopt(labels, self._classes)
        return tuple(mark.section for mark in marks)

    @in_turn
    def undo(self) -> Action | None:
        """Take back the last action, also one of an earlier day; returns it, None when there is none."""
        return drive(self.undo_steps())

    @in_turn
    def redo(self) -> Action | None:
        """Bring back the action that was undone last; returns it, None when there is none."""
        return drive(self.redo_steps())

    def undo_steps(self) -> Generator[Progress, None, Action | None]:
        """`undo` in steps, as `commit_steps`; what is quickly taken back is taken back in the first."""
        return (yield from self._step(history.action_to_undo, history.UNDONE))

    def redo_steps(self) -> Generator[Progress, None, Action | None]:
        """`redo` in steps, as `undo_steps`."""
        return (yield from self._step(history.action_to_redo, history.DONE))

    # Classes

    @property
    def classes(self) -> ClassTable:
        return self._classes

    @in_turn
    def set_classes(self, table: ClassTable) -> None:
        """Change the class table, as one action (but for locks); a class that it lacks is deleted.

        Raises LabelsError when it lacks a class that has labels, or gives the number of a class that was painted and
        deleted to another class.
        """
        self._set_classes(table.after(self._classes))

    @in_turn
    def replace_classes(self, table: ClassTable) -> None:
        """Take another table over, as one action; see `labels.class_replacement`. Raises LabelsError."""
        self._set_classes(replaced(self._classes, table, self._painted, self.snapshot().classes_in_use))

    @in_turn
    def remove_class(self, number: int, labels_become: int = UNLABELLED) -> None:
        """Delete a class, as one action; its labels become those of another class, or unlabelled. Raises LabelsError."""
        drive(self.remove_class_steps(number, labels_become))

    def remove_class_steps(self, number: int, labels_become: int = UNLABELLED) -> Generator[Progress, None, None]:
        """`remove_class` in steps, as `commit_steps`."""
        with self._changing_labels() as labels:
            before, after = self._classes, self._classes.remove(number)
            if labels_become != UNLABELLED:
                after.by_number(labels_become)
            change = ClassChange(before, after, number, labels_become, labels.strokes_of(number))
            lines = labels.boundaries
            labels.boundaries = without_class(lines, number, labels_become)
            labels.verdicts = verdicts_without_class(labels.verdicts, number, labels_become)
            kept = tuple(each for each in labels.rejections if each.label != number)
            rejected, labels.rejections = labels.rejections, kept
            changed = yield from relabelled(labels, number, labels_become)
            blocks = yield from packed_blocks(labels, changed)
            with self._turn:
                with self._database.transaction() as connection:
                    action = history.new_action(connection)
                    class_history.add_change(connection, action, change)
                    class_history.keep_blocks(connection, action, changed)
                    write_classes(connection, after)
                    new_version = bool(changed) or (labels.boundaries, labels.rejections) != (lines, rejected)
                    if new_version:
                        self._write_labels(connection, labels, blocks)
                self._adopt(labels, after, new_version=new_version)

    # Horizons

    @property
    def horizons(self) -> tuple[Horizon, ...]:
        """Those there are, in the order in which they were made; for any thread. Not part of the labels and their version."""
        return self._horizons

    @in_turn
    def change_horizons(self, put: Sequence[Horizon] = (), removed: Iterable[Horizon] = ()) -> tuple[Horizon, ...]:
        """Store horizons, as one action: new ones (number 0) beside the others, changed ones in the place of those of the
        same number. removed: those to take away. Returns what was stored. Raises LabelsError for one that does not fit
        the survey, ProjectError."""
        return drive(self.change_horizons_steps(put, removed))

    def change_horizons_steps(
        self, put: Sequence[Horizon] = (), removed: Iterable[Horizon] = ()
    ) -> Generator[Progress, None, tuple[Horizon, ...]]:
        """`change_horizons` in steps, as `commit_steps`."""
        for horizon in put:
            check_horizon(self.geometry, horizon)
        with self._changing_labels():  # nobody undoes anything meanwhile
            held = {each.number: each for each in self._horizons}
            gone = {held[each.number].id for each in (*removed, *put) if each.number in held}
            if not put and not gone:
                return ()
            packed: list[bytes | None] = []  # None where only the looks are changed
            for horizon in put:
                before = held.get(horizon.number)
                same = before is not None and before.depths is horizon.depths
                packed.append(None if same else (yield from packed_depths(horizon.depths)))
            with self._turn, self._database.transaction() as connection:
                action, (row, number) = history.new_action(connection), next_numbers(self._database)
                added = []
                for row, (horizon, content) in enumerate(zip(put, packed, strict=True), row):
                    own = horizon.number or number
                    number += horizon.number == 0
                    place = row_of_depths(self._database, held[own].id) if content is None else None
                    added.append((replace(horizon, number=own, id=row, action=action), place, content))
                record_horizons(connection, action, added, gone)
            stored = tuple(horizon for horizon, *_ in added)
            left = [each for each in self._horizons if each.id not in gone]
            self._horizons = tuple(sorted((*left, *stored), key=lambda each: each.number))
        return stored

    # Wells

    @property
    def wells(self) -> tuple[Well, ...]:
        """Those there are, in the order in which they were made; for any thread. Not part of the labels and their version."""
        return self._wells

    @in_turn
    def change_wells(self, put: Sequence[Well] = (), removed: Iterable[Well] = ()) -> tuple[Well, ...]:
        """Store wells, as one action: new ones (number 0) beside the others, changed ones in the place of those of the same
        number. removed: those to take away. Returns what was stored. Raises LabelsError for one that can be none,
        ProjectError."""
        return drive(self.change_wells_steps(put, removed))

    def change_wells_steps(
        self, put: Sequence[Well] = (), removed: Iterable[Well] = ()
    ) -> Generator[Progress, None, tuple[Well, ...]]:
        """`change_wells` in steps, as `commit_steps`."""
        for well in put:
            check_well(well)
        with self._changing_labels():  # nobody undoes anything meanwhile
            held = {each.number: each for each in self._wells}
            gone = {held[each.number].id for each in (*removed, *put) if each.number in held}
            if not put and not gone:
                return ()
            packed = []
            for well in put:
                packed.append((well, (yield from packed_logs(held, well))))
            with self._turn, self._database.transaction() as connection:
                action = history.new_action(connection)
                stored = put_wells(self._database, connection, action, held, packed, gone)
            left = [each for each in self._wells if each.id not in gone]
            self._wells = tuple(sorted((*left, *stored), key=lambda each: each.number))
        return stored

    # Survey

    @property
    def survey(self) -> SurveyRecord:
        return self._survey

    @in_turn
    def set_survey(self, survey: SurveyRecord) -> None:
        """Remember where the survey is now; its grid must be the one that the labels lie on, or that with more 2D lines."""
        self._check_editable()
        self._survey.check_grid(survey.geometry, self.folder)
        before, now = self.geometry.shape, survey.geometry.shape
        same_traces = before == now and np.array_equal(self.geometry.live, survey.geometry.live)
        with self._database.transaction() as connection:
            write_setting(connection, "survey", survey.to_json())
            if before != now:
                with checked(self._database):
                    widen_horizons(connection, before[:2], now[:2])
        self._survey = survey
        if not same_traces:  # labels are kept, and count for nothing, where there is no trace any more
            self._load()

    # Inside

    def _places_from(self, folder: Path) -> dict[str, Any]:
        try:
            place = self._survey.found(self.folder)
        except ProjectError:  # it is gone too; the copy asks for it where it was
            place = Path(self._survey.absolute)
        moved = replace(self._survey, relative=relative_path(folder, place), absolute=str(place))
        return {"survey": moved.to_json()}

    def _store_anew(self, folder: Path) -> None:
        place, version = self._survey, self._version

        def fill(connection: sqlite3.Connection) -> None:
            write_setting(connection, "survey", place.to_json())
            write_setting(connection, "labels_version", version)
            write_classes(connection, self._classes)

        make_folder(folder, fill)
        with Project.open(folder) as copy:
            copy.commit(tuple(marks_again(self._labels, self.snapshot())))
            copy.set_for_checking(self._labels.checking, marked=True)
            copy.change_horizons([replace(each, number=0) for each in self._horizons])
            copy.change_wells([replace(each, number=0) for each in self._wells])

    def _load(self) -> None:
        with self._database.reading(), checked(self._database):
            self._survey = SurveyRecord.from_json(read_setting(self._database, "survey"))
            self._version = whole(read_setting(self._database, "labels_version"))
            self._classes = read_classes(self._database)
            self._painted = frozenset(map(whole, read_setting(self._database, "painted_classes", [])))
            blocks, drawn = read_blocks(self._database), history.drawn_boxes(self._database)
            removals = class_history.removals(self._database)
            lines = live_boundaries(self._database, removals), live_verdicts(self._database, removals)
            faults, rejected = live_faults(self._database), live_rejections(self._database, removals)
            accepted, checking = read_blocks(self._database, "accepted_blocks"), sections_for_checking(self._database)
            check_labels(self.geometry, blocks, drawn, *lines, faults, rejected, checking)
            check_labels(self.geometry, accepted, {})
            self._horizons = live_horizons(self._database, self.geometry, {})
            self._wells = live_wells(self._database, {})
            self._labels = LabelVolume(self.geometry, blocks, drawn, *lines, faults, accepted, rejected, checking)
        self._snapshot: LabelSnapshot | None = None

    def _set_classes(self, table: ClassTable) -> None:
        self._check_editable()
        for number in sorted(self.snapshot().classes_in_use):
            if number not in table:
                raise LabelsError(
                    tr("Class “{number}” has labels: say first what they become.").format(
                        number=self._classes.name_of(number)
                    )
                )
        for deleted in self._classes.retired:
            number, name = deleted.number, deleted.name
            if number in self._painted and number in table and table.name_of(number) != name:
                raise LabelsError(
                    tr("Number {number} belongs to the {number2}: give “{number3}” another.").format(
                        number=number, number2=self._classes.name_of(number), number3=table.name_of(number)
                    )
                )
        change = ClassChange(self._classes, table)
        with self._database.transaction() as connection:
            if not change.changes_nothing:
                class_history.add_change(connection, history.new_action(connection), change)
            write_classes(connection, table)
        self._classes, self._snapshot = table, None

    @contextmanager
    def _changing_labels(self) -> Iterator[LabelVolume]:
        """A copy of the labels to change, which nobody else can do meanwhile."""
        self._check_editable()
        self._is_changing = True
        try:
            yield self._labels.copy()
        finally:
            self._is_changing = False

    def _check_editable(self) -> None:
        super()._check_editable()
        if self._is_changing:
            raise ProjectError(tr("Labels are still being imported, undone or redone: try again when that has ended."))

    def _step(self, find: Callable[[Database], int | None], state: int) -> Generator[Progress, None, Action | None]:
        """Take the action that `find` gives back (state: UNDONE), or bring it back (DONE)."""
        with self._turn:
            number = find(self._database)
            if number is None:
                return None
            change = class_history.change_of(self._database, number)
            drawn = tuple(
                read(self._database, number) for read in (boundaries_of, verdicts_of, faults_of, rejections_of)
            )
            marks, horizons = marks_of(self._database, number), names_of(self._database, number)
            wells = well_names_of(self._database, number)
        undone = state == history.UNDONE
        with self._changing_labels() as labels:
            past = PastAction(number, labels, self._database, self._turn)
            strokes, changed = yield from past.strokes(undone=undone)
            if change is not None and change.removed is not None:
                changed |= yield from past.removal(change, undone=undone)
            if marks:
                changed |= yield from past.marks(marks, undone=undone)
            blocks = yield from packed_blocks(labels, changed)
            classes = self._classes
            if change is not None:
                classes = brought_back(change.before if undone else change.after, classes)
            with self._turn:
                with self._database.transaction() as connection:
                    history.mark(connection, number, undone=undone)
                    before, removals = _drawn(labels), class_history.removals(self._database)
                    labels.boundaries = live_boundaries(self._database, removals)
                    labels.verdicts = live_verdicts(self._database, removals)
                    labels.faults = live_faults(self._database)
                    labels.rejections = live_rejections(self._database, removals)
                    labels.checking = sections_for_checking(self._database)
                    known = {each.id: each for each in self._horizons}
                    surfaces = live_horizons(self._database, self.geometry, known) if horizons else self._horizons
                    drilled = (
                        live_wells(self._database, {each.id: each for each in self._wells}) if wells else self._wells
                    )
                    new_version = bool(changed) or _drawn(labels) != before
                    if classes is not self._classes:
                        write_classes(connection, classes)
                    if new_version:
                        self._write_labels(connection, labels, blocks)
                self._adopt(labels, classes, new_version=new_version)
                self._horizons, self._wells = surfaces, drilled
        return Action(strokes, change, *drawn, tuple(mark.section for mark in marks), horizons, wells)

    def _write_labels(self, connection: sqlite3.Connection, labels: LabelVolume, blocks: Sequence[BlockRow]) -> None:
        write_blocks(connection, blocks)
        accepted = labels.accepted.blocks
        rows = [block_row(key, accepted.get(key)) for key in labels.accepted.changed]
        write_blocks(connection, rows, "accepted_blocks")
        write_setting(connection, "labels_version", self._version + 1)

    def _adopt(self, labels: LabelVolume, classes: ClassTable, *, new_version: bool = True) -> None:
        """What was stored becomes what is shown."""
        self._labels, self._classes = labels, classes
        self._version += new_version
        self._snapshot = None


def _drawn(labels: LabelVolume) -> tuple[object, ...]:
    """What is there beside paint."""
    return labels.boundaries, labels.verdicts, labels.faults, labels.rejections, labels.checking
