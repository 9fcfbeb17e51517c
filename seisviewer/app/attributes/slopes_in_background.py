"""Slopes of the whole survey on the desk, worked out while nobody wants the processor."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from seisviewer.app.background.job_signals import JobSignals
from seisviewer.app.section_state import SectionState
from seisviewer.errors import SeisviewerError
from seisviewer.jobs.job import Job, State
from seisviewer.jobs.lanes import Lane
from seisviewer.jobs.short_turns import in_short_turns
from seisviewer.progress import Progress
from seisviewer.structure.slope_grid import SlopeGrid
from seisviewer.translation import tr
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.survey_slopes import kept_slopes, suits_slopes, work_out_slopes

AFTER_OPENING = 1000  # ms: the sections come first
FIRST_GUESS = 3.0  # seconds after which it is told how long it will take


@dataclass(frozen=True)
class SlopesStatus:
    """share: of the survey that is done, 0–1, None while nothing is worked out. left: seconds that it will still take,
    None where nobody knows yet. stopped: the user ended it."""

    share: float | None = None
    left: float | None = None
    stopped: bool = False


class BackgroundSlopes(QObject):
    """Reads the slopes of a dense survey where they were kept, else works them out; `stop` and `start` are the user's.

    grid: once they are known. found: then. status_changed: the new `SlopesStatus`.
    """

    found = pyqtSignal()
    status_changed = pyqtSignal(object)

    def __init__(self, state: SectionState) -> None:
        super().__init__()
        self.grid: SlopeGrid | None = None
        self.status = SlopesStatus()
        self._state = state
        self._lane: Lane | None = None
        self._signals: JobSignals | None = None
        self._began = 0.0
        self._opening = QTimer(self, singleShot=True, interval=AFTER_OPENING, timeout=self.start)
        state.closing.on_stop(self.abandon)
        state.volume_changed.connect(self._set_volume)
        state.volume_sure.connect(self._set_volume)
        self._set_volume(state.volume)

    def start(self) -> None:
        """Work them out, unless that is done or going on already."""
        volume = self._state.volume
        if volume is None or self.grid is not None or self._lane is not None or not suits_slopes(volume.geometry):
            return
        lane = self._lane = Lane("slopes")
        job = lane.start(Job(lambda: in_short_turns(_slopes(volume)), tr("dips of the survey")))
        self._state.closing.wait_for(lane)
        self._signals = JobSignals(job, self)
        self._signals.arrived.connect(self._hear)
        self._signals.ended.connect(self._end)

    def stop(self) -> None:
        """Give it up for now; nothing of it is kept."""
        if self._lane is not None:
            self.abandon()
            self._set_status(SlopesStatus(stopped=True))

    def abandon(self) -> None:
        """Tell it to end and hear no more of it."""
        self._opening.stop()
        if self._lane is not None:
            self._lane.close()
        if self._signals is not None:
            self._signals.stop()
            self._signals.deleteLater()
        self._lane = self._signals = None
        self._set_status(SlopesStatus())

    def _set_volume(self, volume: Volume | None) -> None:
        self.abandon()
        self.grid = None
        if volume is not None and volume.may_be_read_whole and volume.is_sure:
            self._opening.start()

    def _hear(self, event: Progress) -> None:
        if self.status.share is None:
            self._began = time.monotonic()
        passed, share = time.monotonic() - self._began, event.done / max(event.total, 1)
        left = passed * (1 - share) / share if share > 0 and passed > FIRST_GUESS else None
        self._set_status(SlopesStatus(share, left))

    def _end(self, job: Job[SlopeGrid | None]) -> None:
        self.abandon()
        if job.state is State.FINISHED and job.result is not None:
            self.grid = job.result
            self.found.emit()
        elif job.error is not None:
            # Everything else goes on without it: a sentence that passes is enough.
            said = str(job.error) if isinstance(job.error, (SeisviewerError, OSError)) else repr(job.error)
            self._set_status(SlopesStatus(stopped=True))
            self._state.message.emit(tr("Dips of the whole survey were not worked out: {said}").format(said=said))

    def _set_status(self, status: SlopesStatus) -> None:
        if status != self.status:
            self.status = status
            self.status_changed.emit(status)


def _slopes(volume: Volume) -> Generator[Progress, None, SlopeGrid | None]:
    kept = kept_slopes(volume)
    return kept if kept is not None else (yield from work_out_slopes(volume))
