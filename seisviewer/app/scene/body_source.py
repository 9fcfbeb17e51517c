"""Bodies of classes out of the stored predictions, worked out in the background for the 3D scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from seisviewer.app.background.background_results import BackgroundResults
from seisviewer.app.scene.surfaces import Surface, body_surface
from seisviewer.app.section_state import SectionState
from seisviewer.labels.rejection import Rejection
from seisviewer.predictions.stored.class_grid import ClassGrid, class_grid
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import drive
from seisviewer.translation import tr

REST_MS = 3000  # between two looks at what is stored: it grows line by line while the survey is predicted


@dataclass(frozen=True)
class _Wanted:
    classes: frozenset[int]
    version: int
    rejections: tuple[Rejection, ...] = field(repr=False)


@dataclass(frozen=True)
class Bodies:
    """By class number, the surface of its body, None where it is nowhere. steps, known_share: as of a ClassGrid."""

    surfaces: dict[int, Surface | None]
    steps: tuple[int, int, int]
    known_share: float = 1.0


class BodySource(QObject):
    """Used on the GUI thread. found: Bodies of the classes that were wanted last, each time that more is stored."""

    found = pyqtSignal(object)

    def __init__(self, state: SectionState, store: Callable[[], PredictionStore | None]) -> None:
        """store: gives what is kept of who speaks on screen now, None where nothing is."""
        super().__init__()
        self._state, self._store = state, store
        self._classes: frozenset[int] = frozenset()
        self._of: PredictionStore | None = None
        self._asked: _Wanted | None = None
        self._results: BackgroundResults[_Wanted, Bodies] = BackgroundResults(self._take)
        self._later = QTimer(self, singleShot=True, interval=REST_MS, timeout=self.look)
        state.closing.on_stop(self.rest)

    def want(self, classes: frozenset[int]) -> None:
        """The bodies of these classes are shown from now on."""
        self._classes = classes
        self.look()

    def look(self) -> None:
        """Work out what is wanted and not known yet."""
        store = self._store()
        if store is None or not self._classes:
            self.rest()
            return
        if store is not self._of:
            self._of, self._asked = store, None
            self._results.begin(_bodies(store))
        wanted = _Wanted(self._classes, store.version, self._state.project.snapshot().rejections)
        if wanted != self._asked and not self._results.busy:
            self._asked = wanted
            self._results.want(self, wanted)
        elif wanted != self._asked:
            self._later.start()

    def renew_later(self) -> None:
        """More is stored: it is shown soon."""
        if self._classes and not self._later.isActive():
            self._later.start()

    def rest(self) -> None:
        """Nothing is wanted. Does not wait: the survey stays open until the thread has let go of it."""
        self._later.stop()
        self._results.end()
        self._state.closing.wait_for(self._results)
        self._of = self._asked = None

    def _take(self, wanted: _Wanted, bodies: Bodies | Exception) -> None:
        if isinstance(bodies, Exception):
            self._asked = None
            self._state.message.emit(tr("Bodies cannot be drawn: {bodies}").format(bodies=bodies))
        elif wanted.classes == self._classes:
            self.found.emit(bodies)
        if wanted.classes != self._classes:
            self.look()


def _bodies(store: PredictionStore) -> Callable[[_Wanted], Bodies]:
    kept: dict[tuple[int, tuple[Rejection, ...]], ClassGrid] = {}

    def bodies(wanted: _Wanted) -> Bodies:
        key = wanted.version, wanted.rejections
        if key not in kept:
            grid = drive(class_grid(store, wanted.rejections))
            kept.clear()
            kept[key] = grid
        grid = kept[key]
        made = {number: body_surface(grid.classes == number, grid.steps) for number in wanted.classes}
        return Bodies(made, grid.steps, grid.known_share)

    return bodies
