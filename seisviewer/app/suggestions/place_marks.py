"""The place to label that the user went to, as a rectangle on its section, with the reason in the corner of the view."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QColor

from seisviewer.app.sections.mark_item import Mark
from seisviewer.app.suggestions.suggestion_list import SuggestionList
from seisviewer.volumes.geometry import SectionId

COLOUR = QColor("#ffd43b")  # unlike that of doubted strokes and of the lines that cross a view


class PlaceMarks(QObject):
    """changed: emitted with None, for all sections."""

    changed = pyqtSignal(object)

    def __init__(self, places: SuggestionList) -> None:
        super().__init__()
        self._places = places
        self._shown = places.current
        places.changed.connect(self._renew)

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> None:
        """Nothing is filled."""

    def marks(self, section: SectionId) -> tuple[Mark, ...]:
        row = self._places.current
        if row is None or row.place.section != section:
            return ()
        place = row.place
        ends = np.array(place.rows, float)
        tops, bases = (np.full(2, edge) for edge in (place.columns[0] - 0.5, place.columns[1] + 0.5))
        return (Mark(ends, tops, bases, COLOUR, False, row.reason),)

    def caption(self, section: SectionId) -> str:
        row = self._places.current
        return f"Label here: {row.reason}" if row is not None and row.place.section == section else ""

    def _renew(self) -> None:
        if self._places.current is not self._shown:
            self._shown = self._places.current
            self.changed.emit(None)
