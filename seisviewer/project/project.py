"""A project: the labels of one survey with their history, the classes, the runs, and how the user left the desk."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.errors import LabelsError, ProjectError
from seisviewer.labels.classes import ClassTable, default_table
from seisviewer.labels.label_volume import LabelSnapshot, LabelVolume
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.progress import Notice, Progress, drive
from seisviewer.project import history
from seisviewer.project.base import BaseProject, in_turn
from seisviewer.project.creation import make_folder
from seisviewer.project.database import Database
from seisviewer.project.kind import SURVEY
from seisviewer.project.label_steps import NewAction, Pace, packed_blocks
from seisviewer.project.stored_values import checked, whole
from seisviewer.project.survey import SurveyRecord, record
from seisviewer.project.survey_rows import (
    BlockRow,
    check_labels,
    read_blocks,
    read_classes,
    read_setting,
    write_blocks,
    write_classes,
    write_setting,
)
from seisviewer.volumes.geometry import Geometry, SectionId


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
    def commit(self, strokes: Sequence[Stroke]) -> tuple[Stroke, ...]:
        """Paint the strokes, in order, as one action that is undone at once; what could be redone is gone.

        Returns them as stored: with id and action, `before` as it was when each was painted, and whether it is held
        back. A class that the table lacks is added to it. Raises ProjectError, LabelsError for a stroke that does not
        fit, BadRequest for a section that the survey does not have.
        """
        return drive(self.commit_steps(strokes)) if strokes else ()

    def commit_steps(
        self, strokes: Iterable[Stroke | Progress | Notice]
    ) -> Generator[Progress | Notice, None, tuple[Stroke, ...]]:
        """`commit` in steps, with the events that come between the strokes; while it runs nothing else changes the labels.

        The labels change at once, with the last step. One that is closed or killed before leaves the project as it was.
        """
        with self._changing_labels() as labels:
            with self._turn:
                numbers = history.next_numbers(self._database)
                action = NewAction(labels, self._classes, history.holding_back(self._database), *numbers)
            for stroke in strokes:
                if not isinstance(stroke, Stroke):
                    yield stroke
                    continue
                action.add(stroke)
                if action.must_write:
                    with self._turn, self._database.transaction() as connection:
                        action.write(connection, whole=False)
            if not action.strokes:
                return ()
            blocks = yield from packed_blocks(labels, action.changed)
            with self._turn:
                with self._database.transaction() as connection:
                    action.write(connection, whole=True)
                    if action.classes is not self._classes:
                        write_classes(connection, action.classes)
                    self._write_labels(connection, blocks)
                self._adopt(labels, action.classes)
        return tuple(action.strokes)

    @in_turn
    def undo(self) -> tuple[Stroke, ...]:
        """Take back the last action, also one of an earlier day; returns its strokes, () when there is none."""
        return drive(self.undo_steps())

    @in_turn
    def redo(self) -> tuple[Stroke, ...]:
        """Bring back the action that was undone last; returns its strokes, () when there is none."""
        return drive(self.redo_steps())

    def undo_steps(self) -> Generator[Progress, None, tuple[Stroke, ...]]:
        """`undo` in steps, as `commit_steps`; what is quickly taken back is taken back in the first."""
        return (yield from self._step(history.action_to_undo, history.UNDONE))

    def redo_steps(self) -> Generator[Progress, None, tuple[Stroke, ...]]:
        """`redo` in steps, as `undo_steps`."""
        return (yield from self._step(history.action_to_redo, history.DONE))

    # Classes

    @property
    def classes(self) -> ClassTable:
        return self._classes

    @in_turn
    def set_classes(self, table: ClassTable) -> None:
        """Replace the class table; raises LabelsError when a class that strokes use is missing from it."""
        self._check_editable()
        for number in sorted(history.labels_in_history(self._database)):
            if number not in table:
                name = self._classes.by_number(number).name
                raise LabelsError(f"Class “{name}” has strokes: say first what their labels become.")
        with self._database.transaction() as connection:
            write_classes(connection, table)
        self._classes, self._snapshot = table, None

    @in_turn
    def relabel(self, old: int, new: int) -> None:
        """Turn every label `old` into `new` (a class number or UNLABELLED), as if it had been painted so.

        The strokes, what they covered and the labels change together, so that undo and redo go on as before; the
        relabelling itself is not undone. Raises LabelsError when there is no class `new`.
        """
        self._check_editable()
        if new != UNLABELLED:
            self._classes.by_number(new)
        self._relabel(old, new, self._classes)

    @in_turn
    def remove_class(self, number: int, labels_become: int = UNLABELLED) -> None:
        """Delete a class; its labels become those of another class, or unlabelled. One transaction."""
        self._check_editable()
        table = self._classes.remove(number)
        if labels_become != UNLABELLED:
            table.by_number(labels_become)
        self._relabel(number, labels_become, table)

    # Survey

    @property
    def survey(self) -> SurveyRecord:
        return self._survey

    @in_turn
    def set_survey(self, survey: SurveyRecord) -> None:
        """Remember where the survey is now; its grid must be the one that the labels lie on."""
        self._survey.check_grid(survey.geometry, self.folder)
        with self._database.transaction() as connection:
            write_setting(connection, "survey", survey.to_json())
        self._survey = survey

    # Inside

    def _load(self) -> None:
        with self._database.reading(), checked(self._database):
            self._survey = SurveyRecord.from_json(read_setting(self._database, "survey"))
            self._version = whole(read_setting(self._database, "labels_version"))
            self._classes = read_classes(self._database)
            blocks, drawn = read_blocks(self._database), history.drawn_boxes(self._database)
            check_labels(self.geometry, blocks, drawn)
            self._labels = LabelVolume(self.geometry, blocks, drawn)
        self._snapshot: LabelSnapshot | None = None

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
            raise ProjectError("Labels are still being imported, undone or redone: try again when that has ended.")

    def _step(
        self, find: Callable[[Database], int | None], state: int
    ) -> Generator[Progress, None, tuple[Stroke, ...]]:
        """Take the action that `find` gives back (state: UNDONE), or bring it back (DONE)."""
        with self._turn:
            number = find(self._database)
            ids = () if number is None else history.stroke_ids(self._database, number)
        if number is None:
            return ()
        undone, pace, strokes, changed = state == history.UNDONE, Pace(), [], set()
        with self._changing_labels() as labels:
            for each in reversed(ids) if undone else ids:
                with self._turn:
                    stroke = history.stroke(self._database, each)
                changed |= labels.revert(stroke) if undone else labels.apply(stroke)
                strokes.append(stroke)
                if pace.is_due(stroke.mask.size):
                    yield Progress(len(strokes), len(ids), "Undoing" if undone else "Redoing")
            blocks = yield from packed_blocks(labels, changed)
            with self._turn:
                with self._database.transaction() as connection:
                    history.mark(connection, number, undone=undone)
                    self._write_labels(connection, blocks)
                self._adopt(labels, self._classes)
        return tuple(reversed(strokes) if undone else strokes)

    def _relabel(self, old: int, new: int, table: ClassTable) -> None:
        labels = self._labels.copy()
        blocks = drive(packed_blocks(labels, labels.relabel(old, new)))
        with self._database.transaction() as connection:
            history.rewrite_label(connection, old, new)
            self._write_labels(connection, blocks)
            write_classes(connection, table)
            labels.drawn = history.drawn_boxes(self._database)
        self._adopt(labels, table)

    def _write_labels(self, connection: sqlite3.Connection, blocks: Sequence[BlockRow]) -> None:
        write_blocks(connection, blocks)
        write_setting(connection, "labels_version", self._version + 1)

    def _adopt(self, labels: LabelVolume, classes: ClassTable) -> None:
        """What was stored becomes what is shown."""
        self._labels, self._classes = labels, classes
        self._version += 1
        self._snapshot = None
