"""A run that is asked about the sections on screen."""

from __future__ import annotations

from functools import partial
from typing import Any

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from seisviewer.app.background.job_signals import JobSignals
from seisviewer.app.live.live_controller import DWELL
from seisviewer.app.live.prediction_source import PredictionSource
from seisviewer.app.section_state import SectionState
from seisviewer.app.topics import Topic
from seisviewer.jobs.job import Job
from seisviewer.jobs.lanes import Lanes
from seisviewer.jobs.short_turns import in_short_turns
from seisviewer.learning.events import SectionPredicted
from seisviewer.predictions.screen_inbox import ScreenInbox
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import Notice
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.workflows.runs.model_names import run_name
from seisviewer.workflows.runs.run_on_screen import learned_version, run_on_screen


class ShownRun(QObject):
    """run: what is asked; name: what it is called. source: what it says. store: where that is kept. failed: it cannot be
    asked any more, and why is told."""

    failed = pyqtSignal()

    def __init__(self, state: SectionState, lanes: Lanes, lane: str, run: Run) -> None:
        """lane: in which it runs, until it is ended."""
        super().__init__()
        self.run, self.name, self.labels_version = run, run_name(run), learned_version(run)
        self.source = PredictionSource(state, self, self.name)
        project, volume = state.project, state.volume
        self.store = PredictionStore(project.folder, run.number, volume.geometry, read_only=project.read_only)
        self._state, self._inbox = state, ScreenInbox()
        self._dwell = QTimer(self, singleShot=True, interval=DWELL, timeout=self._want_shown)
        for signal in (state.shown_changed, state.position_changed):
            signal.connect(self._wait)
        self._want_shown()
        work = partial(run_on_screen, volume, run, self.store, self._inbox)
        self._job = lanes.start(
            lane, Job(lambda: in_short_turns(work()), tr("asking {run_name}").format(run_name=run.name))
        )
        state.closing.wait_for(self._job)
        self._signals = JobSignals(self._job, self)
        self._signals.arrived.connect(self._take)
        self._signals.ended.connect(self._ended)

    def end(self) -> None:
        """Ask it no more."""
        self._dwell.stop()
        for signal in (self._state.shown_changed, self._state.position_changed):
            signal.disconnect(self._wait)
        self._job.cancel()
        self._signals.stop()
        self.source.clear()
        self.deleteLater()

    def _wait(self, *_: object) -> None:
        self._dwell.start()

    def _want_shown(self) -> None:
        position = self._state.position
        self._inbox.want(self._state.shown, (position.inline, position.crossline))

    def _take(self, event: Any) -> None:
        if isinstance(event, SectionPredicted):
            self._inbox.drop(self.source.put(event.prediction))
        elif isinstance(event, Notice):
            self._state.message.emit(event.text)

    def _ended(self, job: Job) -> None:
        if job.error is not None:
            self._state.report_failure(
                job.error,
                Topic.TRAINING,
                lambda said: tr("{name} cannot be shown, on an unexpected error ({said}).").format(
                    name=self.name, said=said
                ),
            )
        self.failed.emit()
