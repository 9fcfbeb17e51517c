"""Live training and the desk: labels and wishes go in, what the model says comes out."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PyQt6.QtCore import QObject, QSettings, QTimer, pyqtSignal

from seisviewer.app.background.job_signals import JobSignals
from seisviewer.app.live.paint_versions import PaintVersions
from seisviewer.app.live.prediction_source import PredictionSource
from seisviewer.app.live.round_timing import RoundTiming
from seisviewer.app.live.steady_time import SteadyLeft, SteadyOutlook
from seisviewer.app.live.training_status import LiveStatus, PaintNow, Phase, after, ended
from seisviewer.app.main_window.closing_stages import Unfinished
from seisviewer.app.section_state import Overlays, SectionState
from seisviewer.app.topics import Topic
from seisviewer.errors import ProjectError
from seisviewer.jobs.job import Job, State
from seisviewer.jobs.lanes import GPU, Lanes
from seisviewer.jobs.short_turns import in_short_turns
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.shown_counts import shown_counts
from seisviewer.learning.events import FusionJudged, RoundOutlook, RoundStarted, RoundTimeLeft, SectionPredicted
from seisviewer.learning.sections.live_inbox import LayersAtHand, LiveInbox
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.progress import Notice
from seisviewer.translation import tr
from seisviewer.volumes.volume import Volume
from seisviewer.workflows import live_training
from seisviewer.workflows.runs.model_names import round_name

if TYPE_CHECKING:
    from seisviewer.project.project import Project

AUTO_START = "live/auto_start"
AUTO_ROUNDS = "live/auto_rounds"
OUTLOOK = "live/round_seconds"  # what a round would have taken when it was last known, on this computer
DWELL = 60  # ms a section must stay on screen before it is asked for; those only scrolled past are not
RESUME_AFTER = 1000  # ms from a project's opening until its model is fetched: the sections come first
KEPT = "live"  # the kind of run in which live training keeps its model
log = logging.getLogger(__name__)


class Engine(Protocol):
    """What the controller needs of `workflows.live_training`; a test gives it a small one that learns nothing."""

    def warm_up(self) -> Generator[Any, None, None]: ...
    def round_seconds(self, volume: Volume, snapshot: LabelSnapshot) -> Generator[Any, None, float | None]: ...
    def start_live(
        self, volume: Volume, inbox: LiveInbox, *, project: Callable[[], Project | None]
    ) -> Generator[Any, None, None]: ...


class LiveController(QObject):
    """Starts, steers and stops live training for the survey on the desk.

    status: what training does now. predictions: what it has said. status_changed: the new `LiveStatus`. happened: every
    event of training but predictions. An error stops training and becomes one sentence, `desk.problem`.
    """

    status_changed = pyqtSignal(object)
    happened = pyqtSignal(object)
    auto_start_changed = pyqtSignal(bool)

    def __init__(
        self, state: SectionState, lanes: Lanes, settings: QSettings | None = None, engine: Engine = live_training
    ) -> None:
        super().__init__()
        self.state = state
        self._settings = settings or QSettings()
        self.status = LiveStatus(outlook=self._known_outlook())
        self.predictions = PredictionSource(state, self)
        self._lanes = lanes
        self._engine = engine
        self._inbox: LiveInbox | None = None
        self._layers: LayersAtHand | None = None
        self._job: Job | None = None
        self._signals: JobSignals | None = None
        self._warm = False
        self._filling = False
        self._outlook = SteadyOutlook()
        self._left: SteadyLeft | None = None  # of the round that runs
        self._project: Project | None = None  # the one whose labels were seen last
        self._classes_painted = 0
        self._versions = PaintVersions()
        self._timing = RoundTiming(state, lanes, engine.round_seconds, self._to_time)
        self._timing.setParent(self)
        self._timing.found.connect(lambda seconds: self._take(RoundOutlook(seconds)))
        self._dwell = QTimer(self, singleShot=True, interval=DWELL, timeout=self._want_shown)
        self._resume = QTimer(self, singleShot=True, interval=RESUME_AFTER, timeout=self._predict_again)
        self.predictions.speaker_changed.connect(self._tell_filling)
        state.closing.on_ask(self._unfinished)
        state.closing.on_stop(self.abandon)
        state.volume_changed.connect(self._start_afresh)
        state.project_changed.connect(self._send_labels)
        state.project_changed.connect(lambda project: self._resume.start())
        state.classes_changed.connect(self._send_labels)
        state.labels_changed.connect(self._labels_changed)
        state.overlays_changed.connect(self._want_stability)
        for signal in (state.shown_changed, state.position_changed):
            signal.connect(lambda where: self._dwell.start())
        self._send_labels()

    def _known_outlook(self) -> float | None:
        return self._settings.value(OUTLOOK, 0.0, float) or None

    @property
    def auto_start(self) -> bool:
        """Whether training starts by itself when a second class is painted."""
        return self._settings.value(AUTO_START, False, bool)

    def set_auto_start(self, on: bool) -> None:
        if on != self.auto_start:
            self._settings.setValue(AUTO_START, on)
            self.auto_start_changed.emit(on)

    @property
    def auto_rounds(self) -> bool:
        """Whether rounds of self-training start by themselves when no stroke has come for a while."""
        return self._settings.value(AUTO_ROUNDS, True, bool)

    def set_auto_rounds(self, on: bool) -> None:
        self._settings.setValue(AUTO_ROUNDS, on)
        if self._inbox is not None:
            self._inbox.set_auto_rounds(on)

    def set_filling(self, on: bool) -> None:
        """Whether the whole survey should be predicted and stored while nothing is learned."""
        self._filling = on
        self._tell_filling()

    def _tell_filling(self, *_: object) -> None:
        """Who does not speak does not fill the survey."""
        if self._inbox is not None:
            self._inbox.fill(self._filling and self.predictions.speaker is not Speaker.LAYERS)

    def set_layers(self, layers: LayersAtHand | None) -> None:
        """What reflectors that carry the strokes say of late, for the network to learn from and to answer with; None
        where nothing is carried."""
        self._layers = layers
        if self._inbox is not None:
            self._inbox.put_layers(layers)
        if layers is None:
            self.predictions.forget(Speaker.BOTH)

    def start(self, *, paused: bool = False) -> None:
        """Begin to learn from the labels as they are; does nothing while training is on or without a survey.

        paused: only predict for now, with the model that the project's last live training ended with.
        """
        volume = self.state.volume
        if self.status.is_on or volume is None:
            return
        self._timing.give_up()
        inbox = self._inbox = LiveInbox()
        inbox.pause(paused)
        inbox.set_auto_rounds(self.auto_rounds)
        inbox.want_stability(self.state.overlays.stability)
        inbox.put_layers(self._layers)
        self._tell_filling()
        self._send_labels()
        self._want_shown()
        begin = partial(self._engine.start_live, volume, inbox, project=lambda: self._project_of(volume))
        self._job = self._lanes.start(GPU, Job(lambda: in_short_turns(begin()), tr("live training")))
        self.state.closing.wait_for(self._job)
        self._signals = JobSignals(self._job, self)
        self._signals.arrived.connect(self._take)
        self._signals.ended.connect(self._ended)
        # Paused, it goes on from what is on screen.
        before = self.status
        begun = LiveStatus(
            Phase.STARTING,
            last_round=before.last_round,
            cut_off=before.cut_off,
            paint=before.paint,
            outlook=before.outlook,
        )
        self._set_status(replace(self.status, phase=Phase.PAUSED) if paused else begun)

    def stop(self) -> None:
        """Ask training to stop; it does so between two events, within about half a second."""
        if self._job is not None:
            self._job.cancel()
            self._set_status(replace(self.status, phase=Phase.STOPPING, waiting="", progress=""))

    def toggle(self) -> None:
        """Start, go on, or stop."""
        if self.status.phase is Phase.PAUSED:
            self.set_paused(False)
        elif self.status.is_on:
            self.stop()
        else:
            self.start()

    def set_paused(self, paused: bool) -> None:
        """Learn nothing and only predict, or let training go on."""
        if self._inbox is not None and self.status.can_pause:
            self._inbox.pause(paused)
            self._set_status(replace(self.status, phase=Phase.PAUSED if paused else Phase.RUNNING, waiting=""))

    def improve(self) -> None:
        """Start an ST++ round on the labels as they are, or go on with one that was cut off, and live training with it
        where it is off or paused."""
        self.start()
        self.set_paused(False)
        if self._inbox is not None:
            self._inbox.improve()

    def finish_round(self) -> None:
        """Learn nothing new, bring the ST++ round to its end, then only predict. Does nothing without a round."""
        if self._inbox is not None and self.status.can_finish:
            self._inbox.finish_round()
            self._inbox.pause(False)
            self._set_status(replace(self.status, phase=Phase.FINISHING))

    def drop_round(self) -> None:
        """Give up the ST++ round that runs or waits to be taken up, unasked; does nothing without one."""
        if self._inbox is not None and self.status.can_drop:
            self._inbox.stop_round()

    def abandon(self) -> None:
        """Tell training to end and hear no more of it: the survey goes. It takes 0.1 to 0.5 seconds to let go of it."""
        self._resume.stop()
        self._timing.give_up()
        if self._job is not None:
            self._job.cancel()
        self._leave()

    def _unfinished(self) -> Unfinished | None:
        """A round that runs, and whatever a project that cannot be written to will not keep; a live model is kept."""
        status, project = self.status, self.state.project
        kept = project is not None and not project.read_only
        if not status.in_round and (kept or not status.is_learning):
            return None
        if not status.in_round:
            name = tr("Training")
        else:
            name = tr("The round") if status.round is None else round_name(status.round.name)
        then = (
            tr(": it goes on where it was the next time")
            if kept
            else tr(" and would be lost: the project can only be read")
        )
        return Unfinished(
            tr("Training is on"), tr("{name} has not ended{then}.").format(name=name.capitalize(), then=then)
        )

    def _project_of(self, volume: Volume) -> Project | None:
        """The project of a survey while that is on the desk; the training thread asks."""
        return self.state.project if self.state.volume is volume else None

    def _ended(self, job: Job) -> None:
        finished = self.status.phase is Phase.FINISHING and job.state is State.FINISHED
        self._leave()
        if job.error is not None:
            self._fail(job.error)
        elif finished:
            self.start(paused=True)

    def _predict_again(self) -> None:
        """Where the project keeps a model or a round of an earlier day, predict with it and offer to go on."""
        project = self.state.project
        if project is None or self._classes_painted < 2:
            return
        try:
            live = [run for run in project.runs() if run.kind == KEPT]
            kept = any(run.state == "finished" or "round" in run.metrics for run in live)
        except ProjectError as error:
            log.info("the runs were not read: %s", error)
            return
        if kept:
            self.start(paused=True)

    def _start_afresh(self, *_: object) -> None:
        """Another survey is on the desk: whatever is still learned about the one before is of no use."""
        self.abandon()
        self._set_status(LiveStatus(outlook=self._known_outlook()))
        self._outlook, self._left = SteadyOutlook(), None
        self._classes_painted = 0
        self._versions = PaintVersions()
        self._project = None

    def _leave(self) -> None:
        if self._signals is not None:
            self._signals.stop()
            self._signals.deleteLater()
        self._signals = self._job = self._inbox = None
        self._set_status(ended(self.status))

    def _take(self, event: Any) -> None:
        if isinstance(event, SectionPredicted):
            dropped = self.predictions.put(event.prediction)
            if self._inbox is not None:
                self._inbox.drop(dropped)
            return
        if isinstance(event, FusionJudged):
            self.predictions.note_judgement(event.can_tell and event.network > event.layers)
        event = self._steady(event)
        if isinstance(event, RoundOutlook):
            self._settings.setValue(OUTLOOK, event.seconds)
        if isinstance(event, Notice):
            self.state.message.emit(event.text)
        if self.status.phase is not Phase.STOPPING:
            self._set_status(after(self.status, event))
        self.happened.emit(event)

    def _steady(self, event: Any) -> Any:
        """Of how long a round takes, what many timings tell together."""
        match event:
            case RoundStarted():
                self._left = SteadyLeft(self.status.outlook if self.status.cut_off is None else None)
                self._set_status(replace(self.status, slower=False))
            case RoundOutlook(seconds):
                told = self._outlook.of(seconds)
                self._set_status(replace(self.status, slower=told.slower))
                return RoundOutlook(told.seconds)
            case RoundTimeLeft(seconds) if self._left is not None:
                told = self._left.of(seconds)
                self._set_status(replace(self.status, slower=told.slower))
                return RoundTimeLeft(told.seconds)
        return event

    def _labels_changed(self) -> None:
        before, opened = self._classes_painted, self.state.project is not self._project
        self._send_labels()
        if self.auto_start and not opened and before < 2 <= self._classes_painted:
            self.start()

    def _send_labels(self, *_: object) -> None:
        project = self.state.project
        if project is None:
            return
        snapshot = project.snapshot()
        painted = tuple(number for number in shown_counts(snapshot) if number >= 0)
        self._classes_painted = len(painted)
        self._set_status(replace(self.status, paint=PaintNow(snapshot.version, painted)))
        # Labels of an earlier day are as old as the project says, others change just now.
        made = time.time() if project is self._project else project.painted_at
        self.predictions.labels_changed(snapshot.version, made, self._versions.note(snapshot))
        self._project = project
        if self._inbox is not None:
            self._inbox.put_labels(snapshot)
        if self._classes_painted and not self._warm:
            # Long before the first prediction is wanted; an error will show when training starts.
            self._warm = True
            self._lanes.start(GPU, Job(self._engine.warm_up, tr("loading PyTorch")))

        if self._to_time() is not None:
            self._timing.wait()

    def _to_time(self) -> tuple[Volume, LabelSnapshot] | None:
        """What steps are timed on: the survey on the desk and its labels, where nothing tells yet how long a round takes."""
        project, volume = self.state.project, self.state.volume
        known = self.status.is_on or self.status.outlook is not None
        if known or volume is None or project is None or self._classes_painted < 2:
            return None
        return volume, project.snapshot()

    def _want_shown(self) -> None:
        if self._inbox is not None:
            position = self.state.position
            self._inbox.want(self.state.shown, (position.inline, position.crossline))

    def _want_stability(self, overlays: Overlays) -> None:
        if self._inbox is not None:
            self._inbox.want_stability(overlays.stability)

    def _fail(self, error: BaseException) -> None:
        self.state.report_failure(
            error,
            Topic.TRAINING,
            lambda said: tr(
                "Training stopped on an unexpected error ({said}); every stroke is saved, start it again."
            ).format(said=said),
        )

    def _set_status(self, status: LiveStatus) -> None:
        if status != self.status:
            if status.phase is Phase.RUNNING and self.status.phase is Phase.STARTING:
                self.state.solved.emit(Topic.TRAINING)
            self.status = status
            self.status_changed.emit(status)
