"""Runs pickers over the records and teaches them, in a lane of their own, one job at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.background.job_signals import JobSignals
from seisviewer.app.main_window.closing_stages import Unfinished
from seisviewer.app.topics import Topic
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.errors import ModelError, SeisviewerError
from seisviewer.jobs.job import Job, State
from seisviewer.jobs.lanes import PICKERS, Lanes
from seisviewer.learning.events import Loss
from seisviewer.learning.phases.phase_ranking import RankedWindow
from seisviewer.learning.phases.picker_settings import PickerSettings
from seisviewer.networks.loading import load_libraries
from seisviewer.networks.picker_names import PickerName, available
from seisviewer.picks.pick import Pick
from seisviewer.progress import Notice, Pace, Progress
from seisviewer.project.trace_project import TraceProject
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.workflows.traces.kept_probabilities import keeping_probabilities
from seisviewer.workflows.traces.picker_teaching import suggestions, taught_pickers, teach_from_project
from seisviewer.workflows.traces.picking import RecordPicked, loaded, pick_archive

TEACHING, PICKING, FETCHING = tr("Teaching a picker"), tr("Picking"), tr("Fetching weights")


class PickerEngine(QObject):
    """What picks, what learns, what fetches weights. status_changed: something began, moved on or ended. happened: an
    event of the job that runs. pickers_changed: there are other pickers to choose from. suggested: windows to look at
    next."""

    status_changed = pyqtSignal()
    happened = pyqtSignal(object)
    pickers_changed = pyqtSignal()
    suggested = pyqtSignal(object)

    def __init__(self, state: TraceState, editor: PickEditor, lanes: Lanes) -> None:
        super().__init__()
        self._state = state
        self._editor = editor
        self._lanes = lanes
        self._job: Job | None = None
        self._signals: JobSignals | None = None
        self._then: Callable[[Any], None] = lambda result: None
        self._pace = Pace()
        self._archive: Archive | None = None
        self._span: tuple[float, float] | None = None
        self.progress = Progress(0, 0)
        self.seconds_left: float | None = None
        self._ranking: tuple[RankedWindow, ...] = ()
        state.closing.on_ask(self._unfinished)
        state.closing.on_stop(self.abandon)
        state.archive_changed.connect(lambda _: self._forget())
        state.project_changed.connect(lambda _: self._new_project())

    @property
    def busy(self) -> str:
        """What runs, "" while nothing does."""
        return self._job.name if self._job is not None else ""

    @property
    def pickers(self) -> dict[str, str]:
        """What to call each picker: what to load. Those taught in the project come first, the latest at the top."""
        project = self._state.project
        own = taught_pickers(project) if project is not None else {}
        return {name: str(path) for name, path in own.items()} | {str(name): str(name) for name in available()}

    @property
    def ranking(self) -> tuple[RankedWindow, ...]:
        """The windows to look at next, the most instructive first, as the latest teaching said."""
        return self._ranking

    def pick(
        self,
        title: str,
        picker: str,
        keys: Sequence[str],
        span: tuple[float, float] | None = None,
        filters: Sequence[str] = (),
    ) -> None:
        """Pick the records of these keys, all of their time or a span of it. title: what the picks say picked them.

        filters: names from `predictions.filter_averaging`, whose probabilities are averaged.
        """
        archive = self._state.archive
        if archive is None or self._is_busy():
            return
        if not keys:
            self._state.message.emit(tr("No record is shown: show one in the list of stations first."))
            return
        project = self._project()
        if project is None:
            return
        self._span = span
        label = title if title != picker else ""
        options = {"span": span, "label": label, "test_time_filters": tuple(filters)}

        def work() -> Generator[Any, None, tuple[Pick, ...]]:
            picking = pick_archive(archive, list(keys), picker, **options)
            return keeping_probabilities(
                picking, project.folder, archive, span, lambda key: self._state.probabilities.get(key)
            )

        self._start(PICKING, work, self._picked)

    def fetch(self, name: str) -> None:
        """Bring the weights of a picker from SeisBench's server into its cache."""
        if self._is_busy():
            return

        def work() -> Generator[Any, None, str]:
            if PickerName.parse(name) is None:
                raise ModelError(
                    tr("“{name}” names no weights: write NETWORK:WEIGHTS, such as phasenet:original.").format(name=name)
                )
            load_libraries()  # first, so that the window does not stand still
            yield from loaded(name, device="cpu", download=True)
            return name

        self._start(FETCHING, work, self._fetched)

    def teach(self, settings: PickerSettings) -> None:
        """Teach a picker the picks that were set or accepted here."""
        archive = self._state.archive
        if archive is None or self._is_busy():
            return
        project = self._project()
        if project is None:
            return

        def work() -> Generator[Any, None, Any]:
            load_libraries()  # first, so that the window does not stand still
            return (yield from teach_from_project(project, archive, settings))

        self._start(TEACHING, work, self._taught)

    def stop(self) -> None:
        """Ask what runs to end; what was finished before stays."""
        if self._job is not None:
            self._job.cancel()

    def abandon(self) -> None:
        """Tell what runs to end and hear no more of it: the records go. What was finished before stays."""
        if self._job is None:
            return
        self._job.cancel()
        self._signals.stop()
        self._leave()

    def _unfinished(self) -> Unfinished | None:
        if not self.busy:
            return None
        return Unfinished(
            self.busy, tr("{busy} has not ended; every pick that was found is already saved.").format(busy=self.busy)
        )

    def _project(self) -> TraceProject | None:
        """Where results are kept; None, and said, where there cannot be any."""
        try:
            return self._editor.ensure_project()
        except SeisviewerError as error:
            self._state.report(str(error), Topic.PICKING)
            return None

    def _is_busy(self) -> bool:
        if self._job is not None:
            self._state.message.emit(
                tr("{job_name} goes on: wait for it, or stop it first.").format(job_name=self._job.name)
            )
        return self._job is not None

    def _start(self, name: str, work: Callable[[], Generator[Any, None, Any]], then: Callable[[Any], None]) -> None:
        self._job = Job(work, name)
        self._archive = self._state.archive
        self._then = then
        self._pace = Pace()
        self.progress, self.seconds_left = Progress(0, 0, name), None
        self._signals = JobSignals(self._job, self)
        self._signals.arrived.connect(self._take)
        self._signals.ended.connect(self._end)
        self._lanes.start(PICKERS, self._job)
        self._state.closing.wait_for(self._job)
        self.status_changed.emit()

    def _take(self, event: Any) -> None:
        if isinstance(event, Progress):
            self.progress = event
            self.seconds_left = self._pace.seconds_left(event, time.monotonic())
            self.status_changed.emit()
        elif isinstance(event, Loss):
            self.progress = Progress(event.step, event.steps, event.stage)
            self.seconds_left = event.seconds_left
            self.status_changed.emit()
        elif isinstance(event, Notice):
            # What was not picked must not be overlooked; how a training goes may pass.
            (self._state.problem if self.busy == PICKING else self._state.message).emit(event.text)
        elif isinstance(event, RecordPicked):
            self._show(event)
        self.happened.emit(event)

    def _show(self, found: RecordPicked) -> None:
        """A record is finished: draw its curves and store its picks."""
        if self._state.archive is not self._archive:
            return  # other records were opened meanwhile
        self._state.set_probabilities(found.probabilities)
        self._editor.add_automatic(
            found.probabilities.model, [found.probabilities.record], found.picks, span=self._span
        )

    def _picked(self, picks: tuple[Pick, ...]) -> None:
        self._state.message.emit(
            tr("{count} picks found; the thresholds say which of them are shown.").format(count=len(picks))
        )

    def _fetched(self, name: str) -> None:
        self._state.message.emit(tr("The weights of {name} are at hand now.").format(name=name))
        self.pickers_changed.emit()

    def _taught(self, result: tuple[Any, tuple[RankedWindow, ...]]) -> None:
        if self._state.archive is not self._archive:
            return  # other records were opened meanwhile
        run, ranking = result
        self._ranking = ranking
        self._state.message.emit(
            tr("The picker of {run_name} is ready: choose it and press Pick.").format(run_name=run.name)
        )
        self.pickers_changed.emit()
        self.suggested.emit(ranking)

    def _leave(self) -> None:
        self._signals.deleteLater()
        self._job = self._signals = None
        self.seconds_left = None
        self.status_changed.emit()

    def _end(self, job: Job) -> None:
        self._leave()
        if job.state is State.FINISHED:
            self._state.solved.emit(Topic.PICKING)
            self._then(job.result)
        elif job.state is State.CANCELLED:
            self._state.message.emit(
                tr("{job_name}: stopped; what was finished before stays.").format(job_name=job.name)
            )
        elif isinstance(job.error, SeisviewerError):
            self._state.report(str(job.error), Topic.PICKING)
        else:
            raise job.error

    def _forget(self) -> None:
        """Other records lie on the desk: what runs was meant for the old ones."""
        self.abandon()
        self._ranking = ()
        self.suggested.emit(())

    def _new_project(self) -> None:
        project = self._state.project
        if project is not None and not self._ranking:
            runs = [run for run in project.runs() if run.metrics.get("suggestions")]
            self._ranking = suggestions(runs[-1]) if runs else ()
            self.suggested.emit(self._ranking)
        self.pickers_changed.emit()
