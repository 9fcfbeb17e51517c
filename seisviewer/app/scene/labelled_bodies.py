"""Bodies of classes out of the labels, worked out in the background for the 3D scene."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from seisviewer.app.background.background_results import BackgroundResults
from seisviewer.app.scene.body_source import Bodies
from seisviewer.app.scene.surfaces import Surface, body_surface
from seisviewer.app.section_state import SectionState
from seisviewer.labels.label_grid import labelled_cells
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.translation import tr

SOON_MS = 400  # after a stroke: others may follow


@dataclass(frozen=True)
class _Wanted:
    classes: frozenset[int]
    version: int
    snapshot: LabelSnapshot = field(repr=False, compare=False)


class LabelledBodies(QObject):
    """As a BodySource. found: Bodies of the classes that were wanted last, of what was painted or accepted."""

    found = pyqtSignal(object)

    def __init__(self, state: SectionState) -> None:
        super().__init__()
        self._state = state
        self._classes: frozenset[int] = frozenset()
        self._asked: _Wanted | None = None
        self._begun = False
        self._results: BackgroundResults[_Wanted, Bodies] = BackgroundResults(self._take)
        self._later = QTimer(self, singleShot=True, interval=SOON_MS, timeout=self.look)
        state.closing.on_stop(self.rest)

    def want(self, classes: frozenset[int]) -> None:
        """The bodies of these classes are shown from now on."""
        self._classes = classes
        self.look()

    def look(self) -> None:
        """Work out what is wanted and not known yet."""
        project = self._state.project
        if project is None or not self._classes:
            self.rest()
            return
        if not self._begun:
            self._results.begin(_bodies)
            self._begun = True
        wanted = _Wanted(self._classes, project.labels_version, project.snapshot())
        if wanted != self._asked and not self._results.busy:
            self._asked = wanted
            self._results.want(self, wanted)
        elif wanted != self._asked:
            self._later.start()

    def renew_later(self) -> None:
        """The labels have changed: that is shown soon."""
        if self._classes and not self._later.isActive():
            self._later.start()

    def rest(self) -> None:
        """Nothing is wanted. Does not wait for the thread, which has a snapshot of its own."""
        self._later.stop()
        self._results.end()
        self._state.closing.wait_for(self._results)
        self._asked, self._begun = None, False

    def _take(self, wanted: _Wanted, bodies: Bodies | Exception) -> None:
        if isinstance(bodies, Exception):
            self._asked = None
            self._state.message.emit(tr("Bodies cannot be drawn: {bodies}").format(bodies=bodies))
        elif wanted.classes == self._classes:
            self.found.emit(bodies)
        if wanted.classes != self._classes:
            self.look()


def _bodies(wanted: _Wanted) -> Bodies:
    cells = labelled_cells(wanted.snapshot, wanted.classes)
    surfaces = {number: _placed(body_surface(inside, cells.steps), cells.steps) for number, inside in cells.inside.items()}
    return Bodies(surfaces, cells.steps)


def _placed(surface: Surface | None, steps: tuple[int, int, int]) -> Surface | None:
    """In the middle of the cells, which begin at their index."""
    if surface is None:
        return None
    middle = (np.array(steps, np.float32) - 1) / 2
    return replace(surface, vertices=surface.vertices + middle)
