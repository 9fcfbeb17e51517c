"""Finds the store of the survey on the desk, has it made where the survey is larger than memory, and lends it out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from seisviewer.app.background.job_signals import JobSignals
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.section_reader import SectionReader
from seisviewer.app.topics import Topic
from seisviewer.errors import SeisviewerError
from seisviewer.jobs.job import Job, State
from seisviewer.jobs.lanes import Lane
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.store.building import BlockStored
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.stores.keeping import StoreReady, is_worth_a_store, kept_store, offer_of_store

AFTER_OPENING = 500  # ms: the first sections come first


class StoreKeeper(QObject):
    """progressed: how far the store is (`Progress`), None when nothing is made or all of it is. paused_changed: bool."""

    progressed = pyqtSignal(object)
    paused_changed = pyqtSignal(bool)

    def __init__(self, state: SectionState, reader: SectionReader, memory: Callable[[], int]) -> None:
        super().__init__()
        self._state, self._reader, self._memory = state, reader, memory
        reader.expects_store = True
        self._ready: StoreReady | None = None
        self._lane: Lane | None = None
        self._signals: JobSignals | None = None
        self._paused = threading.Event()
        self._is_looking = False  # whether there is a store, and makes none yet
        self._opening = QTimer(self, singleShot=True, interval=AFTER_OPENING, timeout=lambda: self._begin(False))
        state.closing.on_stop(self._abandon)
        state.volume_changed.connect(self._set_volume)
        state.volume_sure.connect(self._set_volume)
        self._set_volume(state.volume)

    @property
    def is_making(self) -> bool:
        return self._lane is not None

    @property
    def is_paused(self) -> bool:
        return self._paused.is_set()

    def make_or_pause(self) -> None:
        """Begin the store or go on with it; pause it while it is made."""
        volume = self._state.volume
        if volume is None:
            return
        if volume.unsure:
            self._state.message.emit(volume.unsure)
        elif self.is_making and not self._is_looking:
            self.pause(not self.is_paused)
        elif self._ready is not None and self._ready.exact is not None:
            self._state.message.emit(tr("The store is whole: {folder}.").format(folder=self._ready.folder))
        else:
            self._end_lane()
            self._begin(True)

    def pause(self, wanted: bool) -> None:
        (self._paused.set if wanted else self._paused.clear)()
        self.paused_changed.emit(wanted)

    def stop(self) -> None:
        """Give it up for now; the blocks that are whole stay, and are gone on with another time."""
        if self.is_making:
            self._end_lane()
            self._reader.go_without_store()
            self._state.message.emit(tr("The store was stopped: what is whole is kept, and gone on with another time."))

    def _set_volume(self, volume: Volume | None) -> None:
        self._abandon()
        if volume is not None and not volume.geometry.is_2d:
            self._opening.start()

    def _begin(self, asked: bool) -> None:
        volume, project = self._state.volume, self._state.project
        if volume is None or self.is_making:
            return
        self.pause(False)
        self._is_looking = not asked
        memory, reader = self._memory(), self._reader
        folder = project.folder if project is not None else None

        def make(begun: bool) -> bool:
            return asked or (begun or folder is not None) and is_worth_a_store(volume, memory)

        lane = self._lane = Lane("store")
        job = Job(
            lambda: kept_store(volume, folder, make, self._paused.is_set, lambda: reader.busy),
            "store",
        )
        lane.start(job)
        self._state.closing.wait_for(lane)
        self._signals = JobSignals(job, self)
        self._signals.arrived.connect(self._hear)
        self._signals.ended.connect(self._end)

    def _hear(self, event: Any) -> None:
        if isinstance(event, StoreReady):
            self._take(event)
        elif isinstance(event, BlockStored):
            if self._ready is not None and self._ready.display is not None:
                self._ready.display.add(event.block)
        elif isinstance(event, Progress) and event.total:
            self._is_looking = False
            self.progressed.emit(event)

    def _take(self, ready: StoreReady) -> None:
        self._ready = ready  # whoever still reads the one before keeps its files open
        self._reader.use_store(ready.display, ready.exact)

    def _end(self, job: Job[None]) -> None:
        self._end_lane()
        if self._ready is None:
            self._reader.go_without_store()
        if job.state is State.FAILED:
            known = isinstance(job.error, SeisviewerError)
            self._state.report(
                str(job.error) if known else tr("The store was not made: {error}.").format(error=job.error), Topic.STORE
            )
        elif job.state is State.FINISHED:
            self._state.solved.emit(Topic.STORE)
            if self._ready is None and (offer := offer_of_store(self._state.volume, self._memory())):
                self._state.report(offer, Topic.STORE)

    def _end_lane(self) -> None:
        if self._lane is not None:
            self._lane.close()
        if self._signals is not None:
            self._signals.stop()
            self._signals.deleteLater()
        self._lane = self._signals = None
        self.progressed.emit(None)

    def _abandon(self) -> None:
        """The survey leaves the desk."""
        self._opening.stop()
        self._end_lane()
        self._ready = None
