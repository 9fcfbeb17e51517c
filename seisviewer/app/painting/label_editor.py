"""The one door through which the window changes labels and classes: strokes, undo, redo, the class table.

The project is made at the first stroke or the first change of the classes, so that looking at a survey leaves nothing
behind on disk. Until then the class table is kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from PyQt6.QtCore import QObject

from seisviewer.app.main_window.closing_stages import Unfinished
from seisviewer.app.painting.reach.reach_here import in_words, why_no_reach
from seisviewer.app.painting.show_strokes import show_action
from seisviewer.app.painting.sliced_work import SlicedWork
from seisviewer.app.report_errors import reports_errors
from seisviewer.app.section_state import SectionState
from seisviewer.app.topics import Topic
from seisviewer.errors import SeisviewerError, UnclearLabels
from seisviewer.labels.boundary_stroke import BoundaryStroke, LineErasure, erased
from seisviewer.labels.classes import ClassTable, default_table
from seisviewer.labels.fault_stick import FaultStick, sticks_erased
from seisviewer.labels.provenance import Origin
from seisviewer.labels.shown_counts import shown_counts, shown_counts_not_painted
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.progress import Notice, Progress
from seisviewer.project.history import Action
from seisviewer.project.project import Mark, Project
from seisviewer.structure.horizons.horizon import Horizon
from seisviewer.structure.wells.well import Well
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry, SectionId
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout
from seisviewer.volumes.section_names import section_title
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.fault_exchange import import_faults
from seisviewer.workflows.label_exchange import import_labels
from seisviewer.workflows.project_places import unusual_place
from seisviewer.workflows.reach.stroke_copies import FARTHEST
from seisviewer.workflows.survey_opening import project_for

Answer = TypeVar("Answer")
LARGEST_BRUSH = 400
ACCEPTED, REJECTED = "accepted", "rejected"
ON_SECTIONS = {
    "": tr("{count} strokes on {sections} sections"),
    ACCEPTED: tr("{count} accepted regions on {sections} sections"),
    REJECTED: tr("{count} rejected regions on {sections} sections"),
}
ON_ONE = {
    ACCEPTED: (tr("an accepted region on {place}"), tr("{count} accepted regions on {place}")),
    REJECTED: (tr("a rejected region on {place}"), tr("{count} rejected regions on {place}")),
}
NAMED = 3  # sections that a message names


class LabelEditor(QObject):
    """Labels and classes of the survey on the desk. Used on the GUI thread only."""

    topic = Topic.LABELS

    def __init__(self, state: SectionState) -> None:
        super().__init__()
        self.state = state
        self._classes = default_table()
        self._work = SlicedWork(state)
        state.closing.on_ask(self._unfinished)
        state.closing.on_stop(self._work.stop)
        state.volume_changed.connect(self._start_afresh)
        state.project_changed.connect(self._show_project)
        self._choose_a_class()

    # Labels

    def labels(self, section: SectionId) -> np.ndarray:
        """Painted labels of a section, int8 in its shape, UNLABELLED where nothing was painted."""
        if self.state.project is not None:
            return self.state.project.label_section(section)
        return np.full(self.state.volume.geometry.section_shape(section.direction), UNLABELLED, np.int8)

    def counts(self) -> dict[int, int]:
        """Labelled samples of each class number that has any."""
        return {} if self.state.project is None else self.state.project.snapshot().counts()

    def counts_by_origin(self) -> tuple[dict[int, int], dict[int, int]]:
        """The same of what a person painted, and of what was accepted or carried, without lines that were removed."""
        if self.state.project is None:
            return {}, {}
        snapshot = self.state.project.snapshot()
        labelled, others = shown_counts(snapshot), shown_counts_not_painted(snapshot)
        painted = {number: count - others.get(number, 0) for number, count in labelled.items()}
        return {number: count for number, count in painted.items() if count}, others

    def meets_line(self, erasure: LineErasure) -> bool:
        """Whether any boundary or fault would be erased."""
        return any(erased(self.boundaries(erasure.section), erasure)) or any(sticks_erased(self.faults(), erasure))

    def faults(self) -> tuple[FaultStick, ...]:
        """The fault sticks of the survey, oldest first."""
        return () if self.state.project is None else self.state.project.snapshot().faults

    def boundaries(self, section: SectionId) -> tuple[BoundaryStroke, ...]:
        """The boundaries drawn on a section, oldest first."""
        if self.state.project is None:
            return ()
        return tuple(line for line in self.state.project.snapshot().boundaries if line.section == section)

    def refusal(self, label: int) -> str:
        """Why nothing can be painted with this label just now, in a sentence; "" when it can."""
        if self.state.volume is not None and self.state.volume.unsure:
            return self.state.volume.unsure
        if self.state.project is not None and not self.state.project.can_edit:
            return tr("These labels can only be looked at: their folder is read-only, or open in another program.")
        if self.state.project is not None and self.state.project.is_changing:
            return tr("Labels are being imported, undone or redone: paint when that has ended.")
        if label != UNLABELLED and label not in self.classes:
            return tr("Choose a class first: the list has none that is chosen.")
        if label != UNLABELLED and self.classes.by_number(label).locked:
            return tr("“{name}” is locked: unlock it to paint with it.").format(name=self.classes.by_number(label).name)
        return ""

    @reports_errors
    def commit(self, strokes: Sequence[Mark]) -> None:
        """Store strokes, boundaries and faults, drawn or erased, as one action; makes the project at the first one."""
        self._work.finish()  # a stroke may have been begun before an undo was asked for, and is stored at once all the same
        stored = self.ensure_project().commit(strokes)
        self.state.labels_changed.emit()
        if any(stroke.held for stroke in stored if isinstance(stroke, Stroke)):
            self.state.message.emit(tr("This stroke is held back: models are scored on it and do not learn it."))

    @reports_errors
    def carry(self, stroke: Stroke, copies: Sequence[Stroke], *, last: bool) -> bool:
        """Store copies of a stroke on lines near by as part of its action, and show them with the last of them; None where
        that failed."""
        self.state.project.carry(stroke, copies, all_of_them=last)
        if last:
            self.state.labels_changed.emit()
        return True

    @reports_errors
    def set_for_checking(self, sections: Collection[SectionId], *, marked: bool) -> None:
        """Mark sections as for checking only, or let them be learned again; one undo takes that back."""
        geometry = self.state.volume.geometry

        def done(changed: tuple[SectionId, ...]) -> None:
            if changed:
                self.state.labels_changed.emit()
                what = tr("now") if marked else tr("no longer")
                self.state.message.emit(
                    tr("{what} for checking only: {listed}.").format(
                        what=what.capitalize(), listed=listed(geometry, changed)
                    )
                )

        self._work.run(self.ensure_project().set_for_checking_steps(tuple(sections), marked=marked), done)

    @reports_errors
    def undo(self) -> None:
        """Take the last action back, on whatever section it was drawn."""
        self._step_history("undo", tr("Undone"))

    @reports_errors
    def redo(self) -> None:
        """Bring back the action that was undone last."""
        self._step_history("redo", tr("Redone"))

    @reports_errors
    def import_labels(
        self,
        path: Path,
        also_unlabelled: Collection[int] | None = None,
        unclear: Callable[[UnclearLabels], None] | None = None,
    ) -> None:
        """Take the labels of an .npz file over as strokes, all of them one action.

        also_unlabelled: values that mean “unlabelled”; where it is not said and has to be asked, `unclear` is called.
        """

        def failed(error: SeisviewerError) -> bool:
            if unclear is None or not isinstance(error, UnclearLabels):
                return False
            unclear(error)
            return True

        work = import_labels(self.ensure_project(), self.state.volume, path, also_unlabelled)
        self._work.run(work, lambda _: self._imported(path), failed)

    @reports_errors
    def import_faults(self, path: Path, layout: HorizonLayout) -> None:
        """Draw the fault sticks of a text file, all of them one action."""
        self._work.run(import_faults(self.ensure_project(), path, layout), lambda _: self._imported(path, "faults"))

    def settle(self) -> None:
        """Bring what is still being changed to its end."""
        self._work.finish()

    @reports_errors
    def change_horizons(
        self,
        put: Sequence[Horizon] = (),
        removed: Sequence[Horizon] = (),
        then: Callable[[tuple[Horizon, ...]], None] = lambda stored: None,
    ) -> None:
        """Store horizons, new or changed, and take others away, as one action. then: gets those that were stored."""

        def done(stored: tuple[Horizon, ...]) -> None:
            self.state.horizons_changed.emit()
            then(stored)

        self._work.run(self.ensure_project().change_horizons_steps(put, removed), done)

    @reports_errors
    def change_wells(
        self,
        put: Sequence[Well] = (),
        removed: Sequence[Well] = (),
        then: Callable[[tuple[Well, ...]], None] = lambda stored: None,
    ) -> None:
        """Store wells, new or changed, and take others away, as one action. then: gets those that were stored."""

        def done(stored: tuple[Well, ...]) -> None:
            self.state.wells_changed.emit()
            then(stored)

        self._work.run(self.ensure_project().change_wells_steps(put, removed), done)

    @reports_errors
    def run_on_labels(
        self, steps: Callable[[Project], Generator[Progress | Notice, None, Answer]], then: Callable[[Answer], None]
    ) -> None:
        """Change labels by what `steps` makes of the project, as one action, and hand its result to `then`."""

        def done(answer: Answer) -> None:
            self.state.labels_changed.emit()
            then(answer)

        self._work.run(steps(self.ensure_project()), done)

    # Classes

    @property
    def classes(self) -> ClassTable:
        """The class table of the project, or the one a new project will start with."""
        return self._classes if self.state.project is None else self.state.project.classes

    @reports_errors
    def set_classes(self, table: ClassTable) -> None:
        """Change names, colours, locks or the order, or add classes; labels stay as they are."""
        if self.state.volume is None:
            self._classes = table
        else:
            self.ensure_project().set_classes(table)
        self._announce_classes()

    @reports_errors
    def replace_classes(self, table: ClassTable) -> None:
        """Take another table over; painted classes that it lacks are kept behind its own."""
        if self.state.volume is None:
            self._classes = table
        else:
            self.ensure_project().replace_classes(table)
        self._announce_classes()

    @reports_errors
    def change_classes(self, change: Callable[[ClassTable], ClassTable]) -> None:
        """Put what `change` makes of the class table in its place; a table it refuses to make is told to the user."""
        self.set_classes(change(self.classes))

    @reports_errors
    def remove_class(self, number: int, labels_become: int = UNLABELLED) -> None:
        """Delete a class; its labels go to another class, or back to unlabelled."""
        if self.state.volume is None:
            self._classes = self._classes.remove(number)
            self._announce_classes()
            return
        steps = self.ensure_project().remove_class_steps(number, labels_become)
        self._work.run(steps, lambda _: self._announce_all())

    # Brush

    def choose_digit(self, digit: int) -> None:
        """Paint with the class whose number is `digit`; says so when the table has none."""
        if digit in self.classes:
            self.state.set_brush(label=digit)
        else:
            self.state.message.emit(tr("No class has the number {digit}.").format(digit=digit))

    def grow_brush(self, larger: bool) -> None:
        """Make the brush about a fifth larger or smaller, at least by one sample."""
        size = self.state.brush.size
        step = max(1, round(size / 5))
        self.state.set_brush(size=min(max(size + (step if larger else -step), 1), LARGEST_BRUSH))

    def stretch_reach(self, farther: bool) -> None:
        """Have strokes reach one line more, or less, to each side; says why where they cannot."""
        if refusal := why_no_reach(self.state):
            self.state.message.emit(refusal)
            return
        reach = min(max(self.state.brush.reach + (1 if farther else -1), 0), FARTHEST)
        self.state.set_brush(reach=reach)
        self.state.message.emit(
            tr("Strokes reach {reach}.").format(reach=in_words(reach))
            if reach
            else tr("Strokes stay on their own line.")
        )

    # Inside

    def ensure_project(self) -> Project:
        """The project of the survey on the desk, made where there is none yet."""
        if self.state.project is None:
            project = project_for(self.state.volume, self._classes)
            self.state.set_project(project)
            if place := unusual_place(project.folder, self.state.volume.path):
                self.state.message.emit(place)
        return self.state.project

    def _unfinished(self) -> Unfinished | None:
        if not self._work.busy:
            return None
        sentence = tr("Labels are still being imported, undone or redone, and would be left as they were before.")
        return Unfinished(tr("Changing labels"), sentence)

    def _step_history(self, name: str, done: str) -> None:
        project, nothing = self.state.project, tr("There is nothing to {name}.").format(name=name)
        if project is None:
            self.state.message.emit(nothing)
            return
        steps = project.undo_steps() if name == "undo" else project.redo_steps()
        self._work.run(steps, lambda action: self._stepped(action, done, nothing))

    def _stepped(self, action: Action | None, done: str, nothing: str) -> None:
        if action is None:
            self.state.message.emit(nothing)
            return
        if action.classes is not None:
            self._announce_classes()
        if action.horizons:
            self.state.horizons_changed.emit()
        elif action.wells:
            self.state.wells_changed.emit()
        else:
            self.state.labels_changed.emit()
        self.state.message.emit(f"{done}: {self._in_words(action)}.")
        show_action(self.state, action)

    def _in_words(self, action: Action) -> str:
        if action.checking:
            return tr("what is for checking only: {listed}").format(
                listed=listed(self.state.volume.geometry, action.checking)
            )
        if action.horizons:
            return tr("a change of {quoted}").format(quoted=_quoted(action.horizons))
        if action.wells:
            return tr("a change of {quoted}").format(quoted=_quoted(action.wells, (tr("well"), tr("wells"))))
        strokes = action.verdicts or (*action.strokes, *action.boundaries, *action.faults, *action.rejections)
        if not strokes:
            return str(action.classes)
        copies = {stroke.section for stroke in action.strokes if stroke.origin is Origin.CARRIED}
        own = tuple(stroke for stroke in action.strokes if stroke.origin is not Origin.CARRIED)
        if copies and own:
            others = tr("{count} other{value}").format(count=len(copies), value="s" * (len(copies) > 1))
            return tr("{in_words} and its copies on {others}").format(
                in_words=self._in_words(replace(action, strokes=own)), others=others
            )
        sections = {stroke.section for stroke in strokes}
        if all(stroke.along for stroke in action.strokes) and len(strokes) == len(action.strokes):
            return tr("a stroke along a random line ({count} lines)").format(count=len(sections))
        if len(sections) > 1:
            many = ON_SECTIONS[_reviewed(action)]
            return many.format(count=len(strokes), sections=len(sections))
        place = section_title(self.state.volume.geometry, strokes[0].section)
        place = place[:1].lower() + place[1:]
        if reviewed := _reviewed(action):
            one, many = ON_ONE[reviewed]
            return one.format(place=place) if len(strokes) == 1 else many.format(count=len(strokes), place=place)
        if action.verdicts:
            return tr("what you said of a stroke on {place}").format(place=place)
        if not action.strokes and not action.boundaries:
            return tr("{words} on {place}").format(
                words=tr("a fault") if len(strokes) == 1 else tr("{count} pieces of faults").format(count=len(strokes)),
                place=place,
            )
        if not action.strokes:
            return tr("{words} on {place}").format(
                words=tr("a boundary")
                if len(strokes) == 1
                else tr("{count} pieces of boundaries").format(count=len(strokes)),
                place=place,
            )
        return tr("{words} on {place}").format(
            words=tr("a stroke") if len(strokes) == 1 else tr("{count} strokes").format(count=len(strokes)), place=place
        )

    def _imported(self, path: Path, what: str = "labels") -> None:
        self._announce_all()
        self.state.message.emit(
            tr("The {what} of {path_name} are in the project; one undo takes them all back.").format(
                what=what, path_name=path.name
            )
        )

    def _announce_all(self) -> None:
        self._announce_classes()
        self.state.labels_changed.emit()

    def _announce_classes(self) -> None:
        self.state.classes_changed.emit(self.classes)
        self._choose_a_class()

    def _choose_a_class(self) -> None:
        if len(self.classes) and self.state.brush.label not in self.classes:
            self.state.set_brush(label=self.classes.numbers[0])

    def _start_afresh(self, volume: Volume | None) -> None:
        self._work.stop()
        self._classes = default_table()

    def _show_project(self, project: Project | None) -> None:
        self._announce_all()


def _reviewed(action: Action) -> str:
    """What review made of regions, ACCEPTED or REJECTED; "" where something else was done."""
    if action.rejections and not (action.strokes or action.boundaries or action.faults):
        return REJECTED
    accepted = bool(action.strokes) and all(stroke.origin is Origin.ACCEPTED for stroke in action.strokes)
    return ACCEPTED if accepted and not (action.boundaries or action.faults or action.rejections) else ""


def _quoted(names: Sequence[str], what: tuple[str, str] = (tr("horizon"), tr("horizons"))) -> str:
    """Horizons, or others, in words, the first few by name."""
    more = tr(" and {count} more").format(count=len(names) - NAMED) if len(names) > NAMED else ""
    return f"{what[len(names) > 1]} {', '.join(f'“{name}”' for name in names[:NAMED])}{more}"


def listed(geometry: Geometry, sections: Sequence[SectionId]) -> str:
    """Sections in words, the first few by name."""
    names = [section_title(geometry, section) for section in sections[:NAMED]]
    return ", ".join(names) + (
        tr(" and {count} more").format(count=len(sections) - NAMED) if len(sections) > NAMED else ""
    )
