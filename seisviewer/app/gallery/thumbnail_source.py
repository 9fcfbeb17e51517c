"""Small pictures of sections, made in the background for those that are in sight, and kept while there is room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from PyQt6.QtCore import QObject, QTimer, pyqtSignal
from PyQt6.QtGui import QImage

from seisviewer.app.background.background_results import BackgroundResults
from seisviewer.app.section_state import SectionState
from seisviewer.byte_cache import ByteCache
from seisviewer.labels.rejection import Rejection
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import drive
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.gallery.predicted_sections import PredictedSection
from seisviewer.workflows.gallery.thumbnail import ThumbnailLooks, thumbnail

BUDGET = 16 << 20  # bytes, some 300 pictures


@dataclass(frozen=True)
class _Wanted:
    """The picture of a section as it was predicted at a time; None for the list of what is stored. rejections: those
    on the section itself; one on a section that crosses it would be a line too thin for the picture."""

    section: SectionId | None
    seconds: float = 0.0
    looks: ThumbnailLooks | None = field(default=None, repr=False)
    rejections: tuple[Rejection, ...] = ()


class ThumbnailSource(QObject):
    """Used on the GUI thread. arrived: there is a picture more. loaded: it is known what is stored."""

    arrived = pyqtSignal()
    loaded = pyqtSignal()

    def __init__(self, state: SectionState) -> None:
        super().__init__()
        self._state = state
        self._looks = ThumbnailLooks(1.0, False, bytes(768))
        self._rejections: dict[SectionId, tuple[Rejection, ...]] = {}
        self._kept: ByteCache[_Wanted] = ByteCache(BUDGET)
        self._none: set[_Wanted] = set()  # of which there is no picture
        self._in_sight: dict[_Wanted, None] = {}
        self._results: BackgroundResults[_Wanted, np.ndarray | None] = BackgroundResults(self._take)
        self._of: tuple[Volume, PredictionStore] | None = None
        self._ask_soon = QTimer(self, singleShot=True, interval=0, timeout=self._ask)
        state.closing.on_stop(self.stop)

    def begin(
        self,
        volume: Volume | None,
        store: PredictionStore | None,
        looks: ThumbnailLooks,
        rejections: Sequence[Rejection] = (),
    ) -> None:
        """Make pictures of this from now on; looks: how; rejections: what the user says is not there."""
        self._looks = looks
        self._rejections = {}
        for each in rejections:
            self._rejections[each.section] = (*self._rejections.get(each.section, ()), each)
        if (self._of is not None and self._of == (volume, store)) or volume is None or store is None:
            return
        self._forget()
        self._of = volume, store
        self._results.begin(_pictures(volume, store))
        if store.is_loaded:
            self.loaded.emit()
        else:
            self._results.want(self, _Wanted(None))

    def picture(self, each: PredictedSection) -> QImage | None:
        """The picture of a section, None while it is made."""
        wanted = _Wanted(each.section, each.seconds, self._looks, self._rejections.get(each.section, ()))
        pixels = self._kept.get(wanted)
        if pixels is None:
            if wanted not in self._none:
                self._in_sight[wanted] = None
                self._ask_soon.start()
            return None
        rows, columns = pixels.shape[:2]
        return QImage(pixels, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888)

    def rest(self) -> None:
        """Nobody looks any more: make nothing that nobody sees."""
        self._ask_soon.stop()
        self._in_sight.clear()
        self._results.forget(self)
        self._results.look_ahead(())

    def stop(self) -> None:
        """Make nothing any more. Does not wait: the survey stays open until the thread has let go of it."""
        self._ask_soon.stop()
        self._results.end()
        self._state.closing.wait_for(self._results)
        self._of = None

    def _forget(self) -> None:
        self.stop()
        self._kept.clear()
        self._none.clear()
        self._in_sight.clear()

    def _ask(self) -> None:
        """What was looked for last is in sight: the pictures of that come first, from the top."""
        wanted, self._in_sight = list(self._in_sight), {}
        if wanted and self._of is not None:
            self._results.want(self, wanted[0], wanted[1:])

    def _take(self, wanted: _Wanted, pixels: np.ndarray | None | Exception) -> None:
        if wanted.section is None:
            self.loaded.emit()
        elif isinstance(pixels, np.ndarray):
            self._kept[wanted] = pixels
            self.arrived.emit()
        else:
            self._none.add(wanted)


def _pictures(volume: Volume, store: PredictionStore) -> Callable[[_Wanted], np.ndarray | None]:
    def picture(wanted: _Wanted) -> np.ndarray | None:
        if wanted.section is None:
            drive(store.load())
            return None
        return thumbnail(volume, store, wanted.section, wanted.looks, wanted.rejections)

    return picture
