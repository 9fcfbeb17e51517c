"""What the list of progress knows of one piece of long work, and where it finds all of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from seisviewer.app.attributes.slopes_in_background import BackgroundSlopes
from seisviewer.app.background.background_jobs import Background
from seisviewer.app.background.time_left import TimeLeft
from seisviewer.app.live.live_controller import LiveController
from seisviewer.app.live.training_status import Phase
from seisviewer.app.stores.store_keeper import StoreKeeper
from seisviewer.app.traces.picker_engine import PickerEngine
from seisviewer.progress import Progress
from seisviewer.translation import tr

ROUND = tr("Self-training round")
LIVE = tr("Live training")
SLOPES = tr("Dips of the survey")
STORE = tr("Store of the survey")


@dataclass(frozen=True)
class LongWork:
    """name: the same for as long as it goes on. detail: what it is at, "" where it does not say. share: of it that is done,
    0–1, None where nobody knows. left: seconds that it will still take, None where nobody knows. stop: ends it."""

    name: str
    detail: str
    share: float | None
    left: float | None
    stop: Callable[[], None]


class LongWorks:
    """Asked anew each time: the parts that work know how far they are, and nothing is told twice."""

    def __init__(
        self,
        background: Background,
        store: StoreKeeper,
        slopes: BackgroundSlopes,
        live: LiveController,
        pickers: PickerEngine,
    ) -> None:
        self._background, self._store, self._slopes, self._live, self._pickers = (
            background,
            store,
            slopes,
            live,
            pickers,
        )
        self._stored: Progress | None = None
        self._left_of_store, self._store_seconds = TimeLeft(), None
        store.progressed.connect(self._hear_store)

    def now(self) -> tuple[LongWork, ...]:
        """What goes on, what the user asked for first."""
        return (*self._jobs(), *self._picking(), *self._training(), *self._storing(), *self._sloping())

    def _hear_store(self, progress: Progress | None) -> None:
        self._stored = progress
        if progress is None:
            self._left_of_store = TimeLeft()
        self._store_seconds = None if progress is None else self._left_of_store.seconds(progress, time.monotonic())

    def _jobs(self) -> tuple[LongWork, ...]:
        """Opening, importing and exporting: one at a time, the others wait for it."""
        found = []
        for place, job in enumerate(self._background.jobs):
            progress = self._background.progress if place == 0 else None
            total = progress.total if progress is not None else 0
            detail = (
                (progress.message if progress is not None else "") if place == 0 else tr("waits for the one before")
            )
            share = progress.done / total if total else None
            left = self._background.seconds_left if place == 0 else None
            found.append(LongWork(job.name, "" if detail == job.name else detail, share, left, job.cancel))
        return tuple(found)

    def _picking(self) -> tuple[LongWork, ...]:
        engine = self._pickers
        if not engine.busy:
            return ()
        progress = engine.progress
        share = progress.done / progress.total if progress.total else None
        detail = "" if progress.message == engine.busy else progress.message
        return (LongWork(engine.busy, detail, share, engine.seconds_left, engine.stop),)

    def _training(self) -> tuple[LongWork, ...]:
        status = self._live.status
        if not status.is_on or status.phase is Phase.PAUSED:
            return ()
        share = status.step / status.steps if status.steps else None
        name = ROUND if status.in_round else LIVE
        detail = status.stage if status.in_round else tr("goes on until it is stopped")
        return (LongWork(name, detail, share, status.seconds_left, self._live.stop),)

    def _storing(self) -> tuple[LongWork, ...]:
        if self._stored is None:
            return ()
        share = self._stored.done / self._stored.total
        if self._store.is_paused:
            return (LongWork(STORE, "paused", share, None, self._store.stop),)
        return (LongWork(STORE, "", share, self._store_seconds, self._store.stop),)

    def _sloping(self) -> tuple[LongWork, ...]:
        status = self._slopes.status
        if status.share is None:
            return ()
        return (LongWork(SLOPES, "", status.share, status.left, self._slopes.stop),)
