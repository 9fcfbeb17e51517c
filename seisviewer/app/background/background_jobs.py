"""Opening, importing and exporting in the background, with one bar in the status bar that can stop them."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from seisviewer.app.background.job_signals import JobSignals
from seisviewer.app.background.time_left import TimeLeft
from seisviewer.app.main_window.closing_stages import Unfinished
from seisviewer.app.section_state import SectionState
from seisviewer.app.widgets.controls import tool_button
from seisviewer.app.widgets.elided_label import ElidedLabel
from seisviewer.errors import SeisviewerError
from seisviewer.jobs.job import Job, State
from seisviewer.jobs.lanes import WORK, Lanes
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr

BAR_STEPS = 1000


class Background(QWidget):
    """Runs generators one after another off the GUI thread and shows the one that runs."""

    def __init__(self, state: SectionState, lanes: Lanes) -> None:
        super().__init__()
        self._state = state
        self._lanes = lanes
        self._jobs: dict[Job, JobSignals] = {}
        self._awaited: set[Job] = set()
        self._topics: dict[Job, str] = {}
        self._time_left = TimeLeft()
        self.progress: Progress | None = None  # of the job that runs, once it has said how far it is
        self.seconds_left: float | None = None  # that it will still take, where that is known
        self._noticed: set[Job] = set()  # said something that is to stay when they have succeeded
        self._text = ElidedLabel()
        self._text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._bar = QProgressBar()
        self._bar.setFixedWidth(160)
        self._bar.setTextVisible(False)
        self.cancel = tool_button(tr("Cancel"), tr("Stop what runs; what was finished before stays"))
        self.cancel.clicked.connect(self._cancel_running)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.addWidget(self._text)
        layout.addWidget(self._bar)
        layout.addWidget(self.cancel)
        self.hide()

    @property
    def busy(self) -> bool:
        return bool(self._jobs)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The one that runs, then those that wait."""
        return tuple(self._jobs)

    def unfinished(self) -> Unfinished | None:
        """The first job whose result the user waits for."""
        name = next((job.name for job in self._jobs if job in self._awaited), "")
        return (
            Unfinished(name, tr("{name} has not ended; stopped now, it leaves no file.").format(name=name))
            if name
            else None
        )

    def run(
        self,
        name: str,
        work: Callable[[], Generator[Any, None, Any]],
        then: Callable[[Any], None] = lambda result: None,
        failed: Callable[[BaseException], bool] = lambda error: False,
        awaited: bool = False,
        topic: str = "",
        heard: Callable[[Any], None] = lambda event: None,
    ) -> Job:
        """Run `work` and hand its result to `then`, on the GUI thread.

        name: what the user is told, “Opening f3.sgy”. failed: sees an error first and returns whether it dealt with it;
        otherwise a SeisviewerError or OSError is shown as its sentence and any other goes to sys.excepthook. awaited: the
        window asks before it closes in the middle of it. topic: what it is about, its name where nothing is said; when it
        succeeds, problems of that topic go. heard: is given every event, on the GUI thread.
        """
        job = Job(work, name)
        signals = JobSignals(job, self)
        self._jobs[job] = signals
        self._topics[job] = topic or name
        if awaited:
            self._awaited.add(job)
        signals.arrived.connect(lambda event: self._show_event(job, event))
        signals.arrived.connect(heard)
        signals.ended.connect(lambda ended: self._end(ended, then, failed))
        self._lanes.start(WORK, job)
        self._show_running()
        return job

    def stop(self) -> None:
        """Cancel everything and say nothing more."""
        for job, signals in self._jobs.items():
            job.cancel()
            signals.stop()
        for kept in (self._jobs, self._awaited, self._topics, self._noticed):
            kept.clear()
        self.hide()

    def _show_event(self, job: Job, event: Any) -> None:
        if isinstance(event, Progress):
            self._bar.setRange(0, BAR_STEPS if event.total else 0)
            self._bar.setValue(BAR_STEPS * event.done // event.total if event.total else 0)
            now = time.monotonic()
            left = self._time_left.after(event, now)
            self.progress, self.seconds_left = event, self._time_left.seconds(event, now)
            self._text.setText(f"{event.message or self._running.name}{left}")
        elif isinstance(event, Notice):
            if job not in self._noticed:
                self._noticed.add(job)
                self._state.solved.emit(self._topics[job])  # what was said before it
            self._state.report(event.text, self._topics[job])

    def _end(self, job: Job, then: Callable[[Any], None], failed: Callable[[BaseException], bool]) -> None:
        self._jobs.pop(job).deleteLater()
        self._awaited.discard(job)
        topic, noticed = self._topics.pop(job), job in self._noticed
        self._noticed.discard(job)
        self._show_running()
        if job.state is State.FINISHED:
            if not noticed:
                self._state.solved.emit(topic)
            then(job.result)
        elif job.state is State.CANCELLED:
            self._state.message.emit(tr("{job_name}: stopped.").format(job_name=job.name))
        elif not failed(job.error):
            self._show_error(job, topic)

    def _show_error(self, job: Job, topic: str) -> None:
        error = job.error
        if isinstance(error, SeisviewerError):
            self._state.report(str(error), topic)
        elif isinstance(error, OSError):
            self._state.report(f"{job.name}: {error.filename or 'a file'}: {error.strerror or error}.", topic)
        else:
            raise error

    @property
    def _running(self) -> Job:
        return next(iter(self._jobs))

    def _show_running(self) -> None:
        self._time_left, self.progress, self.seconds_left = TimeLeft(), None, None
        self.setVisible(self.busy)
        if self.busy:
            self._text.setText(self._running.name)
            self._bar.setRange(0, 0)

    def _cancel_running(self) -> None:
        if self.busy:
            self._running.cancel()
