"""How long a round of self-training would take, timed before anything is trained."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from typing import Any

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from seisviewer.app.background.job_signals import JobSignals
from seisviewer.app.section_state import SectionState
from seisviewer.jobs.job import Job, State
from seisviewer.jobs.lanes import GPU, Lanes
from seisviewer.jobs.short_turns import in_short_turns
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.translation import tr
from seisviewer.volumes.volume import Volume

QUIET = 6000  # ms without a stroke before steps are timed: strokes are answered first

Timing = Callable[[Volume, LabelSnapshot], Generator[Any, None, float | None]]


class RoundTiming(QObject):
    """Used on the GUI thread. found: the seconds. A timing that is given up, or fails, says nothing."""

    found = pyqtSignal(float)

    def __init__(
        self,
        state: SectionState,
        lanes: Lanes,
        timing: Timing,
        asked: Callable[[], tuple[Volume, LabelSnapshot] | None],
    ) -> None:
        """asked: what to time steps on, None where nobody need know."""
        super().__init__()
        self._state = state
        self._lanes, self._timing, self._asked = lanes, timing, asked
        self._job: Job | None = None
        self._signals: JobSignals | None = None
        self._soon = QTimer(self, singleShot=True, interval=QUIET, timeout=self._begin)

    def wait(self) -> None:
        """Time steps once no stroke has come for a while; a timing that runs makes way for the stroke."""
        self.give_up()
        self._soon.start()

    def give_up(self) -> None:
        """Let go of the lane."""
        self._soon.stop()
        if self._job is not None:
            self._job.cancel()
            self._leave()

    def _begin(self) -> None:
        asked = self._asked()
        if asked is None or self._job is not None:
            return
        work = partial(self._timing, *asked)
        self._job = self._lanes.start(GPU, Job(lambda: in_short_turns(work()), tr("timing a step")))
        self._state.closing.wait_for(self._job)
        self._signals = JobSignals(self._job, self)
        self._signals.ended.connect(self._ended)

    def _ended(self, job: Job) -> None:
        self._leave()
        if job.state is State.FINISHED and job.result:
            self.found.emit(job.result)

    def _leave(self) -> None:
        self._signals.stop()
        self._signals.deleteLater()
        self._job = self._signals = None
