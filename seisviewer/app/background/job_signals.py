"""From a job's queue to Qt: a timer takes the events out at the pace of a screen and gives them on as signals."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from seisviewer.jobs.job import Job
from seisviewer.learning.events import SectionPredicted
from seisviewer.progress import Progress

INTERVAL = 33  # ms; 30 Hz is all a screen needs
BUDGET = 0.012  # seconds of each tick for whoever listens; what is left comes with the next tick


def coalesced(events: Iterable[Any]) -> list[Any]:
    """The events without those that a later one makes useless.

    Only the newest `Progress` and, of each section, the newest `SectionPredicted` are kept; all else stays, in order.
    """
    newest: dict[Any, int] = {}
    kept: list[Any] = []
    for event in events:
        key = _replaced_by(event)
        if key is not None:
            if key in newest:
                kept[newest[key]] = None
            newest[key] = len(kept)
        kept.append(event)
    return [event for event in kept if event is not None]


def _replaced_by(event: Any) -> Any:
    if isinstance(event, Progress):
        return Progress
    if isinstance(event, SectionPredicted):
        return event.prediction.section
    return None


class JobSignals(QObject):
    """Watches one job. `arrived` gives its events one by one, then `ended` gives the job itself, once."""

    arrived = pyqtSignal(object)
    ended = pyqtSignal(object)

    def __init__(self, job: Job, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self._waiting: list[Any] = []
        self._timer = QTimer(self, interval=INTERVAL, timeout=self._tick)
        self._timer.start()

    def stop(self) -> None:
        """Say nothing more, whatever the job still does."""
        self._timer.stop()
        self._waiting.clear()

    def _tick(self) -> None:
        done = self._job.done  # before draining, so that the last event cannot be missed
        self._waiting = coalesced([*self._waiting, *self._job.drain()])
        began = time.perf_counter()
        while self._waiting and time.perf_counter() - began < BUDGET:
            self.arrived.emit(self._waiting.pop(0))
        if done and not self._waiting and self._timer.isActive():
            self._timer.stop()
            self.ended.emit(self._job)
