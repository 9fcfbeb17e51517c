"""Reflectors that carry the strokes, and the desk: labels and wishes go in, sections come out, without Train being
pressed."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from PyQt6.QtCore import QObject, QSettings, QTimer, pyqtSignal

from seisviewer.app.background.job_signals import JobSignals
from seisviewer.app.live.filling.stored_source import StoredSource
from seisviewer.app.live.live_controller import DWELL
from seisviewer.app.live.prediction_source import PredictionSource
from seisviewer.app.section_state import Overlays, SectionState
from seisviewer.app.topics import Topic
from seisviewer.jobs.job import Job
from seisviewer.jobs.lanes import LAYERS, Lanes
from seisviewer.jobs.short_turns import in_short_turns
from seisviewer.labels.class_kind import ClassKind
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.learning.events import SectionPredicted
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.predictions.section_boundaries import SectionBoundaries
from seisviewer.predictions.stored.survey_filling import SurveyFilled
from seisviewer.progress import Notice, Progress
from seisviewer.structure.held_out_answers import HeldOutAnswers
from seisviewer.translation import tr
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.live_layers import LayerInbox, LayersApart, LayersGone, LayersSolved, live_layers

CARRY = "layers/carry"
AFTER_OPENING = 300  # ms from a project's opening until its strokes are carried: the sections come first

Carrying = Callable[[Volume, LayerInbox], Generator[Any, None, None]]


@dataclass(frozen=True)
class LayerStatus:
    """solved: what was solved last, None while there are no layers. whole: what was last solved over the whole survey;
    apart: likewise without the strokes that are held back. progress: of what follows a first word, else None. line_scores: of `solved` on the
    lines for checking, as `LineScores.as_json` gives them, {} where there are none; None before they were asked for."""

    solved: LayersSolved | None = None
    whole: LayersSolved | None = field(default=None, repr=False)
    apart: LayersApart | None = field(default=None, repr=False)
    progress: Progress | None = None
    line_scores: Mapping[str, Any] | None = field(default=None, repr=False)

    @property
    def kinds(self) -> Mapping[int, ClassKind]:
        """What the classes were taken for when the whole survey was last solved."""
        return self.whole.kinds if self.whole is not None else {}

    @property
    def right(self) -> Mapping[int, float]:
        """By class number, the share of held-out strokes that was answered right then."""
        return self.whole.right if self.whole is not None else {}

    @property
    def checked(self) -> HeldOutAnswers | None:
        """What was answered then where strokes were held out; None where nothing tells."""
        return self.whole.checked if self.whole is not None else None


class LayerController(QObject):
    """Carries the strokes of the project on the desk along the reflectors, from the first one on, for as long as it is on.

    status: what was solved. status_changed: the new `LayerStatus`. boundaries_found: the `SectionBoundaries` of a
    section, or None once those of all sections are gone. on_changed: whether strokes are carried. An error ends it
    until the next stroke and becomes one sentence, `state.problem`.
    """

    status_changed = pyqtSignal(object)
    boundaries_found = pyqtSignal(object)
    on_changed = pyqtSignal(bool)

    def __init__(
        self,
        state: SectionState,
        lanes: Lanes,
        predictions: PredictionSource,
        settings: QSettings | None = None,
        carrying: Carrying = live_layers,
        stored: StoredSource | None = None,
    ) -> None:
        super().__init__()
        self.status = LayerStatus()
        self._state, self._lanes, self._predictions = state, lanes, predictions
        self._settings = settings or QSettings()
        self._carrying = carrying
        self._stored = stored
        self._is_shared = False
        self._inbox: LayerInbox | None = None
        self._sent: LabelSnapshot | None = None
        self._teaching = False
        self._job: Job | None = None
        self._signals: JobSignals | None = None
        self._dwell = QTimer(self, singleShot=True, interval=DWELL, timeout=self._want_shown)
        self._opening = QTimer(self, singleShot=True, interval=AFTER_OPENING, timeout=self._send_labels)
        state.closing.on_stop(self.abandon)
        state.volume_changed.connect(lambda volume: self.abandon())
        state.project_changed.connect(lambda project: self._opening.start())
        for signal in (state.labels_changed, state.classes_changed):
            signal.connect(self._send_labels)
        for signal in (state.shown_changed, state.position_changed):
            signal.connect(lambda where: self._dwell.start())
        state.overlays_changed.connect(self._tell_comparing)
        predictions.speaker_changed.connect(self._rest)
        if stored is not None:
            stored.filling_changed.connect(self._tell_filling)
        self._opening.start()

    @property
    def on(self) -> bool:
        """Whether strokes are carried."""
        return self._settings.value(CARRY, True, bool)

    def set_on(self, on: bool) -> None:
        """Carry strokes from now on, or take what reflectors said off the screen; remembered."""
        if on == self.on:
            return
        self._settings.setValue(CARRY, on)
        if on:
            self._send_labels()
        else:
            self.abandon()
            self._predictions.forget(Speaker.LAYERS)
            self.boundaries_found.emit(None)
        self.on_changed.emit(on)

    def teach(self, on: bool) -> None:
        """Whether a network learns from the layers from now on."""
        self._teaching = on
        if self._inbox is not None and self._inbox.teaching.get() is not on:
            self._inbox.teaching.put(on)

    def note_line_scores(self, solved: LayersSolved, scores: Mapping[str, Any]) -> None:
        """Take what `solved` is worth on the lines for checking; of no use once others are solved."""
        if self.status.solved is solved:
            self._set_status(replace(self.status, line_scores=scores))

    def share(self, is_shared: bool) -> None:
        """Whether something else computes for the user, so that the survey is filled with half of the time only."""
        self._is_shared = is_shared
        if self._inbox is not None:
            self._inbox.sharing.put(is_shared)

    def abandon(self) -> None:
        """Tell it to end and hear no more of it: the survey goes. It takes some tenths of a second to let go of it."""
        self._opening.stop()
        if self._job is not None:
            self._job.cancel()
        self._leave()

    def _send_labels(self, *_: object) -> None:
        project = self._state.project
        if project is None or not self.on:
            return
        snapshot = project.snapshot()
        if snapshot is self._sent:
            return  # told again, it would give up what it is solving
        if self._inbox is not None and self._stored is not None and self._inbox.store is not self._stored.layers:
            self.abandon()  # the project was saved as another one
        # With one class there is nothing to carry, and PyTorch is being loaded meanwhile: both at once hold the window up.
        if self._inbox is None and (len(snapshot.classes_in_use) >= 2 or snapshot.boundaries):
            self._start()
        if self._inbox is not None:
            self._inbox.put_labels(snapshot)
            self._sent = snapshot

    def _start(self) -> None:
        inbox = self._inbox = LayerInbox()
        inbox.store = self._stored.layers if self._stored is not None else None
        inbox.sharing.put(self._is_shared)
        self._tell_filling()
        self._tell_comparing(self._state.overlays)
        self.teach(self._teaching)
        self._want_shown()
        self._rest(self._predictions.speaker)
        begin = partial(self._carrying, self._state.volume, inbox)
        self._job = self._lanes.start(LAYERS, Job(lambda: in_short_turns(begin()), tr("carrying strokes")))
        self._state.closing.wait_for(self._job)
        self._signals = JobSignals(self._job, self)
        self._signals.arrived.connect(self._take)
        self._signals.ended.connect(self._ended)

    def _want_shown(self) -> None:
        if self._inbox is not None:
            position = self._state.position
            self._inbox.want(self._state.shown, (position.inline, position.crossline))

    def _rest(self, speaker: Speaker) -> None:
        """While the network speaks, only what is on screen is kept up to date."""
        if self._inbox is not None:
            self._inbox.resting.put(speaker is Speaker.NETWORK)
        self._tell_filling()

    def _tell_filling(self, *_: object) -> None:
        """Who does not speak does not fill the survey."""
        if self._inbox is not None and self._stored is not None:
            self._inbox.filling.put(self._stored.filling and self._predictions.speaker is Speaker.LAYERS)

    def _tell_comparing(self, overlays: Overlays) -> None:
        """Whether the disagreement of inlines and crosslines is on screen."""
        if self._inbox is not None:
            self._inbox.comparing.put(overlays.disagreement)

    def _take(self, event: Any) -> None:
        match event:
            case SectionPredicted():
                dropped = self._predictions.put(event.prediction)
                if self._inbox is not None:
                    self._inbox.drop(dropped)
            case SectionBoundaries():
                self.boundaries_found.emit(event)
            case LayersSolved():
                self._state.solved.emit(Topic.LAYERS)
                if event.alike is not None:
                    self._predictions.note_carried_alike(event.alike, event.labels_version)
                whole = event if event.whole else self.status.whole
                if not event.whole and self._stored is not None and self._predictions.speaker is Speaker.LAYERS:
                    self._stored.note(None)  # what was stored is of older strokes
                self._set_status(LayerStatus(event, whole, self.status.apart))
            case SurveyFilled() if self._stored is not None and self._predictions.speaker is Speaker.LAYERS:
                self._stored.note(event)
            case Notice():
                self._state.message.emit(event.text)
            case LayersApart():
                self._set_status(replace(self.status, apart=event))
            case LayersGone():
                self._predictions.forget(Speaker.LAYERS)
                self.boundaries_found.emit(None)
                self._set_status(LayerStatus())
            case Progress() if self.status.solved is not None and not self.status.solved.whole:
                self._set_status(replace(self.status, progress=event))

    def _ended(self, job: Job) -> None:
        self._leave()
        if job.error is not None:
            self._state.report_failure(
                job.error,
                Topic.LAYERS,
                lambda said: tr(
                    "Carrying the strokes along reflectors stopped on an unexpected error ({said}); every "
                    "stroke is saved, and the next one starts it again."
                ).format(said=said),
            )

    def _leave(self) -> None:
        if self._signals is not None:
            self._signals.stop()
            self._signals.deleteLater()
        self._signals = self._job = self._inbox = self._sent = None
        self._set_status(LayerStatus())

    def _set_status(self, status: LayerStatus) -> None:
        if status != self.status:
            self.status = status
            self.status_changed.emit(status)
