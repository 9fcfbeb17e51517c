"""The place to label that the user went to, as a rectangle on its section."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QColor

from seisviewer.app.review.reviewer import Reviewer
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.mark_item import Mark
from seisviewer.app.suggestions.suggestion_list import Suggested, SuggestionList
from seisviewer.volumes.geometry import SectionId

COLOUR = QColor("#ffd43b")  # unlike that of doubted strokes and of the lines that cross a view


class PlaceMarks(QObject):
    """changed: emitted with None, for all sections. In Review mode there is no rectangle: it would lie over the region that
    is decided about."""

    changed = pyqtSignal(object)

    def __init__(self, state: SectionState, places: SuggestionList) -> None:
        super().__init__()
        self._state, self._places = state, places
        self._shown = self._to_show()
        places.changed.connect(self._renew)
        state.tool_changed.connect(lambda _: self._renew())

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> None:
        """Nothing is filled."""

    def marks(self, section: SectionId) -> tuple[Mark, ...]:
        row = self._to_show()
        if row is None or row.place.section != section:
            return ()
        place = row.place
        ends = np.array(place.rows, float)
        tops, bases = (np.full(2, edge) for edge in (place.columns[0] - 0.5, place.columns[1] + 0.5))
        return (Mark(ends, tops, bases, COLOUR, False, row.reason),)

    def _to_show(self) -> Suggested | None:
        return None if isinstance(self._state.tool, Reviewer) else self._places.current

    def _renew(self) -> None:
        shown = self._to_show()
        if shown is not self._shown:
            self._shown = shown
            self.changed.emit(None)
