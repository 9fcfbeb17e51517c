"""Brings sections to the views: from memory at once, else read in the background; the GUI thread touches no file."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Hashable, Iterable
from typing import Any

import numpy as np
from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from seisviewer.app.section_state import Display, SectionState
from seisviewer.app.topics import Topic
from seisviewer.byte_cache import ByteCache
from seisviewer.errors import SeisviewerError
from seisviewer.jobs.job import Job, State
from seisviewer.jobs.lanes import Lane
from seisviewer.jobs.newest_first import NewestFirst
from seisviewer.progress import Progress
from seisviewer.volumes.display_cube import DisplayCube, fill
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.statistics import AmplitudeStatistics, statistics_steps
from seisviewer.volumes.volume import Volume

CACHE_BYTES = 256 << 20
POLL_MS = 100
SETTLE_MS = 60
GIVE_WAY_SECONDS = 0.02


class SectionReader(QObject):
    """Sections of the survey on the desk. Everything here is used on the GUI thread; the signals arrive there too.

    section_ready: a SectionId and its float32 amplitudes. failed: a SectionId that a view wants and that cannot be read;
    the desk is told why. cube_progress: 0–1, how far the display cube is filled.
    """

    section_ready = pyqtSignal(object, object)
    failed = pyqtSignal(object)
    cube_progress = pyqtSignal(float)
    _answered = pyqtSignal(object, object, object)

    def __init__(self, state: SectionState, *, cube: bool = True) -> None:
        super().__init__()
        self._state, self._with_cube = state, cube
        self.statistics: AmplitudeStatistics | None = None
        self._limit_known = False
        self._volume: Volume | None = None
        self._reads: NewestFirst[SectionId, np.ndarray] | None = None
        self._cache: ByteCache[SectionId] = ByteCache(CACHE_BYTES)
        self._cube: DisplayCube | None = None
        self._lane: Lane | None = None
        self._job: Job[None] | None = None
        self._wants: dict[Hashable, SectionId] = {}
        self._settling: dict[Hashable, SectionId] = {}
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._look_at_job)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._read_settled)
        self._answered.connect(self._take)
        state.closing.on_stop(self.close)
        state.volume_changed.connect(self._open)
        state.display_changed.connect(self._set_limit)
        self._open(state.volume)

    def want(self, client: Hashable, section: SectionId, ahead: Iterable[SectionId] = ()) -> np.ndarray | None:
        """The amplitudes if they are in memory; else None, and `section_ready` brings them, unless this client wants
        another section before they are read. ahead: sections that may be wanted next, nearest first."""
        if self._reads is None:
            return None
        self._wants[client] = section
        self._settling.pop(client, None)
        amplitudes = self._cache.get(section)
        ahead = [] if self.cube_complete else [other for other in ahead if other not in self._cache]
        if amplitudes is not None:
            self._reads.forget(client)
            self._reads.look_ahead(ahead)
        elif self.levels(section) is not None:
            # The cube already shows it: the exact amplitudes can wait until stepping has come to rest.
            self._reads.forget(client)
            self._settling[client] = section
            self._settle.start()
        else:
            self._reads.want(client, section, ahead)
        return amplitudes

    def levels(self, section: SectionId) -> tuple[np.ndarray, float] | None:
        """The section as indices of `rendering` with the limit they were made with, if the display cube has it."""
        if self._cube is None or self._volume is None:
            return None
        levels = self._cube.section(section, self._volume.geometry)
        return None if levels is None else (levels, self._cube.limit)

    def forget(self, client: Hashable) -> None:
        """A view is hidden: what it wanted need not be read."""
        self._wants.pop(client, None)
        self._settling.pop(client, None)
        if self._reads is not None:
            self._reads.forget(client)

    def close(self) -> None:
        """Bring no more sections. Does not wait for the threads: the survey stays open until they have let go of it."""
        self._poll.stop()
        self._settle.stop()
        if self._lane is not None:
            self._lane.close()
        if self._reads is not None:
            self._reads.close()
        self._reads = self._lane = self._job = self._cube = self._volume = None
        self._wants.clear()
        self._settling.clear()
        self._cache.clear()

    @property
    def cube_complete(self) -> bool:
        """Whether every section can be shown from the display cube."""
        return self._cube is not None and self._cube.complete

    def _open(self, volume: Volume | None) -> None:
        self.close()
        self.statistics, self._limit_known = None, False
        if volume is None:
            return
        self._volume = volume
        self._reads = NewestFirst(volume.section, lambda key, answer: self._answered.emit(volume, key, answer))
        reads = self._reads
        first = self._state.position.inline
        self._lane = Lane("survey")
        self._job = self._lane.start(
            Job(lambda: look_through(volume, lambda: reads.busy, first, self._with_cube), "survey")
        )
        self._state.closing.wait_for(reads, self._lane)
        self._poll.start()

    def _take(self, volume: Volume, section: SectionId, answer: np.ndarray | Exception) -> None:
        if volume is not self._volume:
            return
        if isinstance(answer, Exception):
            # What was only read ahead may never be asked for.
            if section in self._wants.values():
                self._report(section, answer)
            return
        self._cache[section] = answer
        if not self._limit_known:
            # Good enough to look at until the statistics of the whole survey are known.
            self._limit_known = True
            self._state.set_display(limit=first_limit(answer))
        self.section_ready.emit(section, answer)

    def _report(self, section: SectionId, error: Exception) -> None:
        known = isinstance(error, SeisviewerError)
        self.failed.emit(section)
        self._state.report(str(error) if known else f"{section} cannot be read: {error}.", Topic.SECTIONS)

    def _set_limit(self, display: Display) -> None:
        """The clip is kept in percent; the limit follows from what is known about the survey."""
        if self.statistics is not None:
            self._state.set_display(limit=self.statistics.limit_for(display.clip))

    def _read_settled(self) -> None:
        for client, section in self._settling.items():
            self._reads.want(client, section)
        self._settling.clear()

    def _look_at_job(self) -> None:
        job = self._job
        ended = job.done
        for event in job.drain():
            self._hear(event)
        if ended:
            self._poll.stop()
            if job.state is State.FAILED:
                # Sections are still read one by one, and one that cannot be read says so when it is asked for.
                self._state.message.emit(f"The survey is not kept in memory for display: {job.error}")

    def _hear(self, event: Any) -> None:
        if isinstance(event, AmplitudeStatistics):
            self.statistics, self._limit_known = event, True
            self._set_limit(self._state.display)
        elif isinstance(event, DisplayCube):
            self._cube = event
        elif isinstance(event, Progress) and self._cube is not None:
            self.cube_progress.emit(event.done / max(event.total, 1))


def first_limit(amplitudes: np.ndarray) -> float:
    """A clip for the first section on screen: what 99.5 % of its samples stay below."""
    finite = np.abs(amplitudes[np.isfinite(amplitudes)])
    return float(np.percentile(finite, 99.5)) or 1.0 if len(finite) else 1.0


def look_through(
    volume: Volume, reading: Callable[[], bool], first: int, with_cube: bool
) -> Generator[AmplitudeStatistics | DisplayCube | Progress, None, None]:
    """Estimate the amplitudes of a survey, then fill a display cube where it fits, from an inline index outwards.

    reading: whether somebody waits for a section; this work then gives way.
    """
    statistics = yield from statistics_steps(volume)
    yield statistics
    shape = volume.geometry.shape
    if not with_cube or volume.geometry.is_2d or not DisplayCube.fits(shape):
        return
    cube = DisplayCube(shape)
    yield cube
    for progress in fill(volume, statistics.limit, cube, first):
        while reading():
            yield progress
            time.sleep(GIVE_WAY_SECONDS)
        yield progress
