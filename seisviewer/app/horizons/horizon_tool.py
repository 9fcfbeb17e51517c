"""The tool that picks a horizon."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication

from seisviewer.app.horizons.horizon_desk import NOTHING_CHOSEN, HorizonDesk
from seisviewer.app.section_state import Hit
from seisviewer.app.sections.pointer_reading import position_at
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction

ABOVE = 1000.0
INK = "#ff5347"


class HorizonTool:
    """A click picks the chosen horizon, or begins a new one, at the nearest event. Ctrl and a drag erase it: along an inline or
    crossline between two places, on a time slice inside of a box."""

    name = "horizon"
    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, desk: HorizonDesk) -> None:
        self._desk = desk
        self._from: Hit | None = None
        self._to: Hit | None = None
        self._mark = pg.PlotCurveItem(pen=pg.mkPen(INK, width=2, style=Qt.PenStyle.DashLine))
        self._mark.setZValue(ABOVE)
        desk.state.volume_changed.connect(self.cancel)

    def hover(self, hit: Hit) -> None:
        """Nothing is shown before a click."""

    def press(self, hit: Hit) -> None:
        refusal = self._refusal()
        if refusal:
            self._desk.state.message.emit(refusal)
        elif QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            self._begin(hit)
        elif hit.section.direction is Direction.TIME:
            self._desk.state.message.emit(
                tr("Pick horizons on an inline or a crossline: a time slice does not show the event.")
            )
        elif (amplitudes := hit.view.amplitudes()) is None:
            self._desk.state.message.emit(tr("The section is still being read: pick in a moment."))
        else:
            self._desk.pick(hit.section, amplitudes, hit.row, hit.column)

    def drag(self, hit: Hit) -> None:
        if self._from is not None and hit.view is self._from.view and hit.section == self._from.section:
            self._to = hit
            (a, b), (c, d) = ((each.row, each.column) for each in (self._from, hit))
            self._mark.setData([a, c, c, a, a], [b, b, d, d, b])

    def release(self, hit: Hit) -> None:
        first, last = self._from, self._to
        self.cancel()
        if first is None or last is None:
            return
        geometry = self._desk.state.volume.geometry
        places = [position_at(geometry, each.section, each.row, each.column) for each in (first, last)]
        inlines, crosslines = (
            slice(min(ends), max(ends) + 1)
            for ends in ([each.inline for each in places], [each.crossline for each in places])
        )
        self._desk.erase((inlines, crosslines))

    def double_click(self, hit: Hit) -> None:
        self.press(hit)

    def finish(self) -> None:
        self.cancel()

    def cancel(self, *_: Any) -> None:
        if self._from is not None:
            self._from.view.plot_item.removeItem(self._mark)
        self._from = self._to = None

    def _begin(self, hit: Hit) -> None:
        self.cancel()
        if self._desk.current is None:
            self._desk.state.message.emit(NOTHING_CHOSEN)
            return
        self._from = hit
        self._mark.setData([], [])
        hit.view.plot_item.addItem(self._mark, ignoreBounds=True)

    def _refusal(self) -> str:
        project = self._desk.state.project
        if project is not None and not project.can_edit:
            return tr("These horizons can only be looked at: their folder is read-only, or open in another program.")
        return ""
