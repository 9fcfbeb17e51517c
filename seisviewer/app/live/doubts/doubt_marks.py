"""Marks around the strokes that are doubted or set aside, on every section where they lie."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QColor

from seisviewer.app.live.doubts.doubt_controller import DoubtController
from seisviewer.app.painting.boundary_layer import class_colour
from seisviewer.app.section_state import Overlays, SectionState
from seisviewer.app.sections.mark_item import Mark
from seisviewer.volumes.geometry import SectionId
from seisviewer.workflows.doubt_words import name_of, why
from seisviewer.workflows.stroke_doubts import Doubt, Standing

# Unlike every colour of the class tables and of the lines that cross a view, on grey and on colours.
WARNING = QColor("#ff2d95")


class DoubtMarks(QObject):
    """Shown and hidden with the painted labels. What the user keeps and the answer honours has none."""

    changed = pyqtSignal(object)

    def __init__(self, state: SectionState, doubts: DoubtController) -> None:
        super().__init__()
        self._state, self._doubts = state, doubts
        self._shown = state.overlays.labels
        for signal in (doubts.changed, state.classes_changed):
            signal.connect(lambda *_: self.changed.emit(None))
        state.overlays_changed.connect(self._renew_looks)

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> None:
        """Nothing is filled."""

    def marks(self, section: SectionId) -> tuple[Mark, ...]:
        project = self._state.project
        if project is None or not self._shown:
            return ()
        marked = [doubt for doubt in self._doubts.doubts if doubt.standing is not Standing.KEPT]
        return tuple(
            self._mark(doubt, place.rows, place.tops, place.bases)
            for doubt in marked
            for place in doubt.place.seen_on(section, project.geometry)
        )

    def _mark(self, doubt: Doubt, rows: np.ndarray, tops: np.ndarray, bases: np.ndarray) -> Mark:
        classes = self._state.project.classes
        aside, there = doubt.standing is Standing.ASIDE, np.isfinite(tops)
        colour = class_colour(classes, doubt.classes[-1]) if aside else WARNING
        tip = f"{name_of(doubt, classes)}. {why(doubt)}"
        return Mark(rows[there], tops[there], bases[there], colour, aside, tip)

    def _renew_looks(self, overlays: Overlays) -> None:
        if self._shown != overlays.labels:
            self._shown = overlays.labels
            self.changed.emit(None)
