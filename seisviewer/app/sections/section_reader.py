"""Brings sections to the views: from memory at once, else read in the background; the GUI thread touches no file."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from seisviewer.app.section_state import Display, SectionState
from seisviewer.app.topics import Topic
from seisviewer.byte_cache import ByteCache
from seisviewer.errors import BadRequest, SeisviewerError
from seisviewer.jobs.job import Job, State
from seisviewer.jobs.lanes import Lane
from seisviewer.jobs.newest_first import NewestFirst
from seisviewer.memory import total_memory
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.adjacent_slices import MOST_SLICES
from seisviewer.volumes.display_cube import DisplayCube, fill
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.statistics import FAR_CELLS, AmplitudeStatistics, statistics_steps
from seisviewer.volumes.store.display_store import DisplayStore
from seisviewer.volumes.store.store_volume import StoreVolume
from seisviewer.volumes.volume import Volume

CACHE_BYTES = 256 << 20
CACHE_SHARE = 4  # of the memory that the user gives, the part that sections take at most
POLL_MS = 100
SETTLE_MS = (
    200  # longer than notches of a wheel lie apart: exact amplitudes would keep the next steps from the processor
)
GIVE_WAY_SECONDS = 0.02
LIMIT_SAMPLES = 50_000


@dataclass(frozen=True)
class Reading:
    """A section as it is read. level: of the store's levels; None for exact amplitudes."""

    section: SectionId
    level: int | None = None


@dataclass(frozen=True)
class Picture:
    """A section in the indices of `rendering`, made with a limit. step: cells of the section along each side of a pixel."""

    values: np.ndarray = field(repr=False)
    limit: float
    step: int = 1


class SectionReader(QObject):
    """Sections of the survey on the desk. Everything here is used on the GUI thread; the signals arrive there too.

    section_ready: a SectionId and its float32 amplitudes. picture_ready: a SectionId of which `picture` has a level now. failed: a SectionId that a view wants and that cannot be read;
    the desk is told why. cube_progress: 0–1, how far the display cube is filled.
    """

    section_ready = pyqtSignal(object, object)
    picture_ready = pyqtSignal(object)
    failed = pyqtSignal(object)
    cube_progress = pyqtSignal(float)
    _answered = pyqtSignal(object, object, object)

    def __init__(self, state: SectionState, *, cube: bool = True, memory: Callable[[], int] | None = None) -> None:
        """memory: how many bytes of sections and cube the user allows."""
        super().__init__()
        self._state, self._with_cube = state, cube
        self._memory = memory or (lambda: total_memory() // 4)
        self.statistics: AmplitudeStatistics | None = None
        self._limit_known = False
        self._volume: Volume | None = None
        self._reads: NewestFirst[Reading, np.ndarray] | None = None
        self._settled: NewestFirst[Reading, np.ndarray] | None = None  # exact amplitudes of what is shown already
        self._across: dict[Direction, NewestFirst[Reading, np.ndarray]] = {}  # what may take seconds of a large survey
        self._cache: ByteCache[Reading] = ByteCache(CACHE_BYTES)
        self._store: DisplayStore | None = None
        self._exact: Volume | None = None
        self._cube: DisplayCube | None = None
        self._lane: Lane | None = None
        self._job: Job[None] | None = None
        self._wants: dict[Hashable, SectionId] = {}
        self._settling: dict[Hashable, SectionId] = {}
        self._held: dict[Hashable, SectionId] = {}  # until the survey is sure, and it is known whether it has a store
        self.expects_store = False  # whether somebody looks for the store of every survey, and says what came of it
        self._awaits_store = False
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._look_at_job)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._read_settled)
        self._answered.connect(self._take)
        state.closing.on_stop(self.close)
        state.volume_changed.connect(self._open)
        state.volume_sure.connect(self._become_sure)
        state.display_changed.connect(self._set_limit)
        self._open(state.volume)

    def want(
        self, client: Hashable, section: SectionId, ahead: Iterable[SectionId] = (), level: int = 0
    ) -> np.ndarray | None:
        """The amplitudes if they are in memory; else None, and `picture_ready` or `section_ready` brings something, unless
        this client wants another section before it is read. ahead: sections that may be wanted next, nearest first. level:
        of the store that is fine enough."""
        if self._reads is None:
            return None
        self._forget_reading(client)
        self._wants[client] = section
        amplitudes = self._cache.get(Reading(section))
        next_ones = [] if self.cube_complete else self._not_read(ahead, level)
        if amplitudes is not None:
            self._reads.look_ahead(next_ones)
        elif self.picture(section, level) is not None:
            # It is shown already: the exact amplitudes can wait until stepping has come to rest.
            self._reads.look_ahead(next_ones)
            self._settle_on(client, section)
        else:
            self._ask(client, self._quickest(section, level), next_ones)
        return amplitudes

    def _ask(self, client: Hashable, reading: Reading, ahead: Iterable[Reading] = ()) -> None:
        """Read it in the thread where it keeps nobody waiting who steps through something quicker."""
        direction = reading.section.direction
        if reading.level is not None or direction not in self._across:
            self._reads.want(client, reading, ahead)
        elif direction is Direction.TIME and (not self._volume.is_sure or self._awaits_store):
            # A pass over the file: beside the one that reads its headers, or where a store has it.
            self._held[client] = reading.section
        else:
            self._across[direction].want(client, reading)

    def _become_sure(self, volume: Volume) -> None:
        self._await_store(volume)  # it is looked for anew, now that it can be told to be of this survey
        self._read_held()

    def _await_store(self, volume: Volume) -> None:
        self._awaits_store = self.expects_store and self._store is None and not volume.geometry.is_2d

    def _read_held(self) -> None:
        held, self._held = self._held, {}
        for client, section in held.items():  # those that have to wait longer are held again
            self._ask(client, self._quickest(section, 0))

    def _forget_reading(self, client: Hashable) -> None:
        for waiting in (self._wants, self._settling, self._held):
            waiting.pop(client, None)
        for reads in self._all_reads:
            reads.forget(client)

    @property
    def _all_reads(self) -> list[NewestFirst[Reading, np.ndarray]]:
        return [reads for reads in (self._reads, self._settled, *self._across.values()) if reads is not None]

    def picture(self, section: SectionId, level: int = 0) -> Picture | None:
        """The section in 8 bits, if it is in memory at that level or a finer one."""
        if self._volume is None:
            return None
        if self._cube is not None:
            values = self._cube.section(section, self._volume.geometry)
            if values is not None:
                return Picture(values, self._cube.limit)
        if self._store is not None:
            for finer in range(level, -1, -1):
                values = self._cache.get(Reading(section, finer))
                if values is not None:
                    return Picture(values, self._store.limit, 1 << finer)
        return None

    def levels(self, section: SectionId) -> tuple[np.ndarray, float] | None:
        """The whole section as indices of `rendering` with the limit they were made with, if it is in memory."""
        picture = self.picture(section)
        return None if picture is None else (picture.values, picture.limit)

    def use_store(self, display: DisplayStore | None, exact: Volume | None) -> None:
        """Read from a store of the survey from now on, as far as it is whole. exact: its exact samples, None where it has
        none yet."""
        self._store, self._exact, self._awaits_store = display, exact, False
        self._read_held()

    def go_without_store(self) -> None:
        """The survey has none: read from its file what was held back for one."""
        self._awaits_store = False
        self._read_held()

    def _quickest(self, section: SectionId, level: int) -> Reading:
        """How a section comes on screen soonest."""
        index = self._volume.geometry.index(section)
        in_store = self._store is not None and self._store.has(section.direction, index)
        return Reading(section, level if in_store else None)

    def _not_read(self, sections: Iterable[SectionId], level: int) -> list[Reading]:
        readings = [self._quickest(section, level) for section in sections if Reading(section) not in self._cache]
        quick = [
            reading
            for reading in readings
            if reading.level is not None or reading.section.direction not in self._across
        ]
        return [reading for reading in quick if reading not in self._cache]

    def _settle_on(self, client: Hashable, section: SectionId) -> None:
        self._settling[client] = section
        self._settle.start()

    def _read(self, reading: Reading) -> np.ndarray:
        """In a reading thread."""
        volume, store = self._volume, self._store
        if volume is None:
            raise BadRequest(tr("The survey was closed."))
        section = reading.section
        if reading.level is not None and store is not None:
            levels = store.section(section.direction, volume.geometry.index(section), reading.level)
            # As it lies on screen: turning it is nothing for the thread of the window.
            return levels if section.direction is Direction.TIME else np.asfortranarray(levels)
        # A file has its inlines together mostly; the store has columns, which serve crosslines as well.
        source = self._exact if self._exact is not None and section.direction is Direction.CROSSLINE else volume
        return source.section(section)

    @property
    def _is_far(self) -> bool:
        """Whether a time slice of exact amplitudes would be a pass over more than memory holds."""
        return int(np.prod(self._volume.geometry.shape, dtype=np.int64)) > FAR_CELLS

    def forget(self, client: Hashable) -> None:
        """A view is hidden: what it wanted need not be read."""
        self._forget_reading(client)

    def close(self) -> None:
        """Bring no more sections. Does not wait for the threads: the survey stays open until they have let go of it."""
        self._poll.stop()
        self._settle.stop()
        if self._lane is not None:
            self._lane.close()
        for reads in self._all_reads:
            reads.close()
        self._across = {}
        self._reads = self._settled = self._lane = self._job = self._cube = self._volume = self._store = self._exact = (
            None
        )
        for waiting in (self._wants, self._settling, self._held):
            waiting.clear()
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
        self._store = volume.display if isinstance(volume, StoreVolume) else None
        self._await_store(volume)
        self._cache = ByteCache(min(CACHE_BYTES, self._memory() // CACHE_SHARE))

        def reads_of_its_own() -> NewestFirst[Reading, np.ndarray]:
            def deliver(reading: Reading, answer: np.ndarray | Exception) -> None:
                self._answered.emit(volume, reading, answer)

            return NewestFirst(self._read, deliver, serves=_serves)

        # What takes long must not stand in the way of the next step.
        self._reads, self._settled = reads_of_its_own(), reads_of_its_own()
        if self._is_far or not volume.is_sure:
            self._across = {direction: reads_of_its_own() for direction in (Direction.CROSSLINE, Direction.TIME)}
        reads = self._reads
        first = self._state.position.inline
        self._lane = Lane("survey")
        self._job = self._lane.start(
            Job(lambda: look_through(volume, lambda: reads.busy, first, self._with_cube, self._cube_room), "survey")
        )
        self._state.closing.wait_for(*self._all_reads, self._lane)
        self._poll.start()

    @property
    def _cube_room(self) -> int:
        return self._memory() - self._memory() // CACHE_SHARE

    @property
    def busy(self) -> bool:
        """Whether a view waits for a section."""
        reads = self._reads
        return reads is not None and reads.busy

    def _take(self, volume: Volume, reading: Reading, answer: np.ndarray | Exception) -> None:
        if volume is not self._volume:
            return
        section = reading.section
        clients = [client for client, wanted in self._wants.items() if wanted == section]
        if isinstance(answer, Exception):
            self._take_failure(reading, answer, clients)
            return
        self._cache[reading] = answer
        if reading.level is not None:
            for client in clients:
                self._settle_on(client, section)
            self.picture_ready.emit(section)
            return
        if not self._limit_known:
            # Good enough to look at until the statistics of the whole survey are known.
            self._limit_known = True
            self._state.set_display(limit=first_limit(answer))
        self.section_ready.emit(section, answer)

    def _take_failure(self, reading: Reading, error: Exception, clients: list[Hashable]) -> None:
        if reading.level is not None:
            # The survey itself is still there.
            self._store = self._exact = None
            self._state.message.emit(tr("The store is no longer read from: {error}").format(error=error))
            for client in clients:
                self._ask(client, Reading(reading.section))
        elif clients:  # what was only read ahead may never be asked for
            self._report(reading.section, error)

    def _report(self, section: SectionId, error: Exception) -> None:
        known = isinstance(error, SeisviewerError)
        self.failed.emit(section)
        self._state.report(
            str(error) if known else tr("{section} cannot be read: {error}.").format(section=section, error=error),
            Topic.SECTIONS,
        )

    def _set_limit(self, display: Display) -> None:
        """The clip is kept in percent; the limit follows from what is known about the survey."""
        if self.statistics is not None:
            self._state.set_display(limit=self.statistics.limit_for(display.clip))

    def _read_settled(self) -> None:
        for client, section in self._settling.items():
            if section.direction is Direction.TIME and (self._is_far or self._volume.is_far):
                if self.picture(section) is None:
                    self._ask(client, self._quickest(section, 0))
            else:
                self._settled.want(client, Reading(section))
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
                self._state.message.emit(
                    tr("The survey is not kept in memory for display: {error}").format(error=job.error)
                )

    def _hear(self, event: Any) -> None:
        if isinstance(event, AmplitudeStatistics):
            self.statistics, self._limit_known = event, True
            self._set_limit(self._state.display)
        elif isinstance(event, DisplayCube):
            self._cube = event
        elif isinstance(event, Progress) and self._cube is not None:
            self.cube_progress.emit(event.done / max(event.total, 1))


def _serves(read: Reading, wanted: Reading) -> bool:
    """Whether reading one section brings another one too: a pass over the file brings time slices near by."""
    if read == wanted or read.level is not None or wanted.level is not None:
        return read == wanted
    one, other = read.section, wanted.section
    return one.direction is other.direction is Direction.TIME and abs(one.number - other.number) < MOST_SLICES // 2


def first_limit(amplitudes: np.ndarray) -> float:
    """A clip for the first section on screen: what 99.5 % of its samples stay below."""
    some = amplitudes.reshape(-1)[:: max(1, amplitudes.size // LIMIT_SAMPLES)]  # all of a large section takes too long
    finite = np.abs(some[np.isfinite(some)])
    return float(np.percentile(finite, 99.5)) or 1.0 if len(finite) else 1.0


def look_through(
    volume: Volume, reading: Callable[[], bool], first: int, with_cube: bool, room: int | None = None
) -> Generator[AmplitudeStatistics | DisplayCube | Progress, None, None]:
    """Estimate the amplitudes of a survey, then fill a display cube where it fits, from an inline index outwards.

    reading: whether somebody waits for a section; this work then gives way. room: bytes that the cube may take.
    """
    statistics = yield from statistics_steps(volume)
    yield statistics
    shape = volume.geometry.shape
    if not with_cube or not volume.may_be_read_whole or volume.geometry.is_2d or not DisplayCube.fits(shape, room):
        return
    cube = DisplayCube(shape)
    yield cube
    for progress in fill(volume, statistics.limit, cube, first):
        while reading():
            yield progress
            time.sleep(GIVE_WAY_SECONDS)
        yield progress
