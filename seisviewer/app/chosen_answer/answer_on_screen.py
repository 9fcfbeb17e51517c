"""Whose answer lies over the sections: the live one, or an earlier run; and another one to compare it with."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from cachetools import LRUCache
from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.chosen_answer.shown_run import ShownRun
from seisviewer.app.live.filling.stored_source import StoredSource
from seisviewer.app.live.prediction_source import KEPT_SECTIONS, PredictionSource
from seisviewer.app.live.shown_prediction import ShownPrediction
from seisviewer.app.section_state import Position, SectionState
from seisviewer.errors import SeisviewerError
from seisviewer.jobs.lanes import COMPARED, RUNS, Lanes
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.predictions.passes.passes_apart import PassesApart
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.predictions.voxel_answer import VoxelAnswer
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.workflows.runs.model_names import live_name, run_name

Answering = Callable[[SectionState, Lanes, str, Run], ShownRun]


class AnswerOnScreen(QObject):
    """Two answers at most, each a ShownRun or None for the live one; the first lies on top until they are flipped.

    changed: another one lies on top, or they are compared otherwise. A run that is in use in the project comes on screen
    with it, and is compared with the live answer.
    """

    changed = pyqtSignal()

    def __init__(
        self,
        state: SectionState,
        lanes: Lanes,
        live: PredictionSource,
        stored: StoredSource,
        answering: Answering = ShownRun,
    ) -> None:
        super().__init__()
        self._state, self._lanes, self._live, self._stored = state, lanes, live, stored
        self._answering = answering
        self._pair: tuple[ShownRun | None, ShownRun | None] = (None, None)
        self._same: LRUCache[SectionId, tuple[ShownPrediction, ShownPrediction, np.ndarray]] = LRUCache(KEPT_SECTIONS)
        self.only_differences = False
        state.closing.on_stop(self._end)
        state.volume_changed.connect(lambda _: self._end())
        state.project_changed.connect(lambda _: self._follow_project())
        live.speaker_changed.connect(lambda _: self.changed.emit())

    # Which

    @property
    def is_chosen(self) -> bool:
        """Whether anything but the live answer is there."""
        return self._pair != (None, None)

    @property
    def shown(self) -> ShownRun | None:
        """What lies on top."""
        return self._pair[0]

    @property
    def other(self) -> ShownRun | None:
        """What lies under it."""
        return self._pair[1]

    def name_of(self, answer: ShownRun | None) -> str:
        """In words, beginning with a capital letter."""
        name = live_name(self._live.speaker) if answer is None else answer.name
        return f"{name[:1].upper()}{name[1:]}"

    def use(self, run: Run) -> None:
        """Show a finished run from now on, after a restart too, and let it answer wherever none is named."""
        remembered = self._choose(run.number)
        self._show(run, None)
        then = tr("; export and report use it, too") if remembered else tr(", until the window is closed")
        self._state.message.emit(
            tr("{shown} is shown over the sections{then}.").format(shown=self.name_of(self.shown), then=then)
        )

    def compare(self, one: Run, other: Run | None) -> None:
        """Put two answers on screen; None: the live one."""
        self._show(one, other)
        self._state.message.emit(
            tr("{shown} is shown; Q flips to {other}, Shift+Q leaves only what differs.").format(
                shown=self.name_of(self.shown), other=self.name_of(self.other)
            )
        )

    def back(self) -> None:
        """The live answer again."""
        self._choose(None)
        self._end()
        self._renew()
        self._state.message.emit(tr("The live answer is shown again."))

    def flip(self) -> None:
        """Show the other one of the two; does nothing without two."""
        if self.is_chosen:
            self._pair = self._pair[::-1]
            self._renew()
            self._state.message.emit(tr("{shown} is shown.").format(shown=self.name_of(self.shown)))

    def set_only_differences(self, on: bool) -> None:
        """Draw an answer only where the other one names another class."""
        if on != self.only_differences and self.is_chosen:
            self.only_differences = on
            self._renew()

    def drop(self, number: int) -> None:
        """A run is about to be deleted."""
        if any(each is not None and each.run.number == number for each in self._pair):
            self.back()

    def _choose(self, number: int | None) -> bool:
        """Have the project remember; returns whether it does."""
        project = self._state.project
        if project is None or project.read_only:
            return False
        try:
            project.choose_run(number)
        except SeisviewerError as error:
            self._state.message.emit(str(error))
            return False
        return True

    def _follow_project(self) -> None:
        """Show the run that was in use when the project was left."""
        self._end()
        project = self._state.project
        if project is None or self._state.volume is None:
            return
        try:
            run = project.chosen_run
        except SeisviewerError as error:
            self._state.message.emit(str(error))
            return
        if run is not None:
            self._show(run, None)
            self._state.message.emit(
                tr("{run_name} is in use and shown over the sections.").format(run_name=run_name(run).capitalize())
            )

    def _show(self, one: Run, other: Run | None) -> None:
        self._end()
        self._pair = self._asked(RUNS, one), None if other is None else self._asked(COMPARED, other)
        self._renew()

    def _asked(self, lane: str, run: Run) -> ShownRun:
        shown = self._answering(self._state, self._lanes, lane, run)
        shown.setParent(self)
        shown.failed.connect(self._fail)
        return shown

    def _fail(self) -> None:
        self._end()
        self._renew()

    def _end(self) -> None:
        ended, self._pair = self._pair, (None, None)
        self.only_differences = False
        self._same.clear()
        for each in ended:
            if each is not None:
                each.end()
        self._stored.show(None)
        self.changed.emit()

    def _renew(self) -> None:
        """Have everything on screen drawn again."""
        self._stored.show(self.shown.store if self.shown is not None else None)
        self.changed.emit()
        for section in self._state.shown:
            self._state.prediction_changed.emit(section)

    # What it says, as a PredictionSource does

    @property
    def _source(self) -> PredictionSource:
        return self._source_of(self.shown)

    def _source_of(self, answer: ShownRun | None) -> PredictionSource:
        return self._live if answer is None else answer.source

    def get(self, section: SectionId) -> ShownPrediction | None:
        return self._source.get(section)

    def apart(self, section: SectionId) -> PassesApart | None:
        return self._source.apart(section)

    def at(self, section: SectionId, position: Position) -> tuple[Speaker, VoxelAnswer | None]:
        return self._source.at(section, position)

    def waits(self, section: SectionId) -> bool:
        return self._source.waits(section)

    def classes_of(self, section: SectionId) -> np.ndarray | None:
        return self._source.classes_of(section)

    def strokes_behind(self, shown: ShownPrediction) -> int:
        """How many changes of the labels what is shown does not know of."""
        project = self._state.project
        if self.shown is None or project is None:
            return self._live.strokes_behind(shown)
        return max(0, project.labels_version - self.shown.labels_version)

    def other_at(self, section: SectionId, position: Position) -> tuple[str, VoxelAnswer | None] | None:
        """What the other one of the two is called and says of a voxel; None without two."""
        if not self.is_chosen:
            return None
        return self.name_of(self.other), self._source_of(self.other).at(section, position)[1]

    def same(self, section: SectionId) -> np.ndarray | None:
        """Bool in the shape of a section: where both name the same class, or one of them none. None where all is to be
        drawn."""
        if not self.only_differences:
            return None
        one, other = self.get(section), self._source_of(self.other).get(section)
        if one is None or other is None:
            return None
        ours, theirs, same = self._same.get(section, (None, None, None))
        # Either way round: where they are flipped it holds.
        if not ((ours is one and theirs is other) or (ours is other and theirs is one)):
            same = (one.classes == other.classes) | (one.classes == NO_CLASS) | (other.classes == NO_CLASS)
            self._same[section] = one, other, same
        return same
