"""Finds the places to label next in the background, whenever a model says something new, and goes to them."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial

import numpy as np
from PyQt6.QtCore import QObject, QTimer

from seisviewer.app.background.job_signals import JobSignals
from seisviewer.app.live.layer_controller import LayerController, LayerStatus
from seisviewer.app.live.live_controller import LiveController
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.pointer_reading import position_at
from seisviewer.app.suggestions.place_rows import WORTH, place_row
from seisviewer.app.suggestions.suggestion_list import Suggested, SuggestionList
from seisviewer.errors import ProjectError
from seisviewer.jobs.job import Job, State
from seisviewer.jobs.lanes import PLACES, Lanes
from seisviewer.jobs.short_turns import in_short_turns
from seisviewer.labels.classes import ClassTable
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.predictions.section_prediction import SectionPrediction
from seisviewer.project.project import Project
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.workflows.suggestions.answered_places import Answer, answered_places, lines_to_look_at, spread_lines
from seisviewer.workflows.suggestions.dismissed_places import dismissed_places, keep_dismissed
from seisviewer.workflows.suggestions.first_lines import first_places
from seisviewer.workflows.suggestions.place_ranking import Place
from seisviewer.workflows.suggestions.place_words import depths_in_words

SOON, LATER = 700, 4000  # ms after the layers were solved, and after a network said something about a line
NO_SURVEY = tr("Open a survey first: it is then said where to begin, and where a label would tell most.")
LOOKING = tr("Looking where a label would tell most…")
BEGIN = tr("Nothing is labelled yet. Lines to begin on:")
WAITS = tr("Where to label next is said as soon as two classes are painted and a model has answered.")
RANKED = tr(
    "Where a label would tell most, the best first. J goes to the next one; what is labelled or dismissed drops out."
)
NONE = tr("There is no place left where a label would tell anything new.")
log = logging.getLogger(__name__)


class PlaceFinder(QObject):
    """places: the list, which the panel, the marks and the map show. Used on the GUI thread; what takes time runs in a lane
    of its own."""

    def __init__(self, state: SectionState, lanes: Lanes, layers: LayerController, live: LiveController) -> None:
        super().__init__()
        self.places = SuggestionList(NO_SURVEY, WORTH)
        self._state, self._lanes, self._layers, self._live = state, lanes, layers, live
        self._job: Job | None = None
        self._signals: JobSignals | None = None
        self._solved: LayerPredictor | None = None
        self._dismissed: tuple[Place, ...] = ()
        self._go_when_found = False
        self._soon = QTimer(self, singleShot=True, interval=SOON, timeout=self._look)
        self._later = QTimer(self, singleShot=True, interval=LATER, timeout=self._look)
        self._dropping = QTimer(self, singleShot=True, interval=150, timeout=self._drop_labelled)
        state.closing.on_stop(self._leave)
        state.volume_changed.connect(self._start_afresh)
        state.project_changed.connect(self._take_project)
        state.labels_changed.connect(self._dropping.start)
        state.prediction_changed.connect(self._heard)
        layers.status_changed.connect(self._take_layers)
        self.places.chosen.connect(self._go_there)
        self.places.wanted.connect(self._wanted)
        self.places.dismissed.connect(lambda row: self._set_dismissed((*self._dismissed, row.place)))
        self.places.brought_back.connect(self._bring_back)
        self._start_afresh()

    def _start_afresh(self, *_: object) -> None:
        self._leave()
        self._solved = None
        self._dismissed = ()
        self.places.show_left_out(0)
        self.places.start_afresh(NO_SURVEY if self._state.volume is None else LOOKING)
        if self._state.volume is not None:
            self._soon.start()

    def _take_project(self, project: Project | None) -> None:
        """Leave out what was dismissed in an earlier session, and keep what was before the project was made."""
        if project is not None:
            stored = dismissed_places(project)
            self._dismissed, fresh = (*stored, *self._dismissed), self._dismissed
            self.places.show_left_out(len(self._dismissed))
            if fresh:
                self._set_dismissed(self._dismissed)
        self._soon.start()

    def _set_dismissed(self, places: tuple[Place, ...]) -> None:
        self._dismissed, project = places, self._state.project
        self.places.show_left_out(len(places))
        if project is None:
            return
        try:
            keep_dismissed(project, places)
        except ProjectError as error:
            self._state.message.emit(
                tr("What is dismissed is forgotten when the survey is closed: {error}").format(error=error)
            )

    def _bring_back(self) -> None:
        self._set_dismissed(())
        self._look()

    def _take_layers(self, status: LayerStatus) -> None:
        solved = status.whole.predictor if status.whole is not None else None
        if solved is not self._solved:
            self._solved = solved
            self._soon.start()

    def _heard(self, _: object) -> None:
        """A network says something about a line; what the layers say is heard of when they are solved."""
        if self._live.predictions.speaker is not Speaker.LAYERS and not self._later.isActive():
            self._later.start()

    def _wanted(self) -> None:
        if self._state.volume is None:
            self._state.message.emit(NO_SURVEY)
            return
        self._go_when_found = True
        self._state.message.emit(self.places.said if self._job is None else LOOKING)
        if self._job is None:
            self._look()

    def _look(self) -> None:
        """Look anew; what is looked for still is given up."""
        volume, project = self._state.volume, self._state.project
        if volume is None:
            return
        self._leave()
        snapshot = project.snapshot() if project is not None else None
        if snapshot is None or not (snapshot.counts() or snapshot.boundaries):
            work = partial(first_places, volume)
        else:
            lines, answer = self._answers()
            if not lines:
                self._go_when_found = False
                self.places.show((), WAITS)
                return
            work = partial(answered_places, snapshot, lines, answer, self._dismissed)
        self._job = self._lanes.start(PLACES, Job(lambda: in_short_turns(work()), tr("looking where to label")))
        self._state.closing.wait_for(self._job)
        self._signals = JobSignals(self._job, self)
        self._signals.ended.connect(self._ended)

    def _answers(self) -> tuple[list[SectionId], Answer]:
        """The lines about which something is said, and what: by the layers on those that they solved, else by the passes
        at hand of the one that speaks."""
        volume, geometry, speaks = self._state.volume, self._state.volume.geometry, self._live.predictions
        stability = {ranked.unit: ranked.stability for ranked in self._live.status.ranking}
        if self._solved is not None and speaks.speaker is Speaker.LAYERS:
            predictor = self._solved
            lines = [SectionId.parse(line.name) for line in predictor.model.lines]

            def solved(section: SectionId) -> SectionPrediction:
                return _stable(predictor.predict(section, volume.section(section)), stability.get(section))

            return lines_to_look_at(geometry, lines), solved
        passes = {each.section: each for each in speaks.passes_at_hand()}
        return (
            spread_lines(geometry, list(passes)),
            lambda section: _stable(passes[section].said, stability.get(section)),
        )

    def _ended(self, job: Job) -> None:
        self._leave()
        if job.state is not State.FINISHED:
            if job.error is not None:
                log.warning("the places to label were not found", exc_info=job.error)
                self.places.show((), tr("The places to label were not found ({error}).").format(error=job.error))
            return
        geometry, project = self._state.volume.geometry, self._state.project
        classes = project.classes if project is not None else ClassTable()
        found = [place for place in job.result if not any(place.meets(gone) for gone in self._dismissed)]
        begins = bool(found) and bool(found[0].first)
        self.places.show(
            [place_row(place, geometry, classes) for place in found], BEGIN if begins else RANKED if found else NONE
        )
        self._drop_labelled()
        if self._go_when_found:
            self._go_when_found = False
            if self.places.rows:
                self.places.next()

    def _drop_labelled(self) -> None:
        """Leave out the places where something is painted by now."""
        project = self._state.project
        if project is None:
            return
        snapshot, geometry = project.snapshot(), project.geometry
        if not (snapshot.counts() or snapshot.boundaries):
            self._soon.start()
        painted = set(snapshot.labelled_sections)
        left = []
        for row in self.places.rows:
            place = row.place
            labelled = False
            if place.section in painted:
                labels = snapshot.section(place.section.direction, geometry.index(place.section))
                window = np.s_[place.rows[0] : place.rows[1] + 1, place.columns[0] : place.columns[1] + 1]
                labelled = bool((labels[window] != UNLABELLED).any())
            if not labelled:
                left.append(row)
        if len(left) < len(self.places.rows):
            self.places.show(left, self.places.said)

    def _go_there(self, row: Suggested) -> None:
        if self._state.volume is None:
            return
        place = row.place
        self._state.set_position(position_at(self._state.volume.geometry, place.section, *place.middle))
        self._state.message.emit(
            f"{row.cells[0]}, {depths_in_words(row.place, self._state.volume.geometry)}: {row.reason}"
        )

    def _leave(self) -> None:
        """Give up what is looked for, and hear no more of it."""
        self._soon.stop()
        self._later.stop()
        if self._job is not None:
            self._job.cancel()
            self._signals.stop()
            self._signals.deleteLater()
        self._job = self._signals = None


def _stable(said: SectionPrediction, stability: float | None) -> SectionPrediction:
    """What is said, with the stability of its section in the last round where that of its samples is not known."""
    if stability is None or said.stability is not None:
        return said
    return replace(said, stability=np.where(np.isnan(said.confidence), np.nan, stability).astype(np.float16))
