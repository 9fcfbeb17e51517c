"""Writes passes into a store while nothing more urgent is to be done."""

from __future__ import annotations

from collections.abc import Callable, Generator

from seisviewer.errors import SeisviewerError
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import Notice
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId

MOST_WAITING = 64  # passes that wait to be written; the oldest are not kept then, they are predicted again


class PassWriter:
    """For one thread. store: gives where to write once there is such a place.

    Of a line only the newest pass is written. Where the disk fails or is full nothing more is written, which is said
    once; what was predicted is on screen all the same.
    """

    def __init__(self, store: Callable[[], PredictionStore | None]) -> None:
        self._ask_store = store
        self._waiting: dict[SectionId, SectionPass] = {}
        self.has_failed = False

    def note(self, made: SectionPass) -> None:
        """A pass to be written. One whose model cannot be told from others is of no use on another day."""
        if not made.key or self.has_failed:
            return
        self._waiting.pop(made.section, None)
        self._waiting[made.section] = made
        if len(self._waiting) > MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]

    def write_one(self) -> Generator[Notice, None, None]:
        """Write the pass that has waited longest, if there is a place for it."""
        if self._waiting and (store := self._ask_store()) is not None:
            made = self._waiting.pop(next(iter(self._waiting)))
            if made.stability is not None or not store.is_current(made.section, made.key):
                yield from self.write(store, made)

    def write(self, store: PredictionStore, made: SectionPass) -> Generator[Notice, None, None]:
        """Write a pass now."""
        failure = self._try(store, made)
        if failure is not None:
            yield Notice(tr("Predictions are not stored any more: {failure}").format(failure=failure))

    def flush(self) -> None:
        """Write all that wait, as far as that can be done."""
        store = self._ask_store() if self._waiting else None
        while store is not None and self._waiting:
            self._try(store, self._waiting.pop(next(iter(self._waiting))))

    def _try(self, store: PredictionStore, made: SectionPass) -> SeisviewerError | None:
        """Write a pass; returns why that failed."""
        if self.has_failed:
            return None
        try:
            store.put(made)
        except SeisviewerError as error:
            self.has_failed = True
            self._waiting.clear()
            return error
        return None
