"""The tool that measures: a line between two points of a section, with what lies between them in words."""

from __future__ import annotations

from html import escape

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor

from seisviewer.app.section_state import Hit, PointedView, SectionState
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.measurement import Measurement, Place, measured

ABOVE = 1000.0  # everything else in the view
HANDLE = 9  # px
APART = 8.0  # px from the end to the words
GRIP = 12.0  # px, from a handle, in which it is taken hold of
DRAG = 4.0  # px that make a press a drag
INK = QColor("#ffd43b")


class MeasureTool:
    """Drag from one point to the other, or click both; a handle can be taken hold of again. A new press elsewhere begins a
    new measurement. Nothing is stored; leaving the tool, or the section, takes the line away."""

    name = "measure"
    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, state: SectionState) -> None:
        self._state = state
        self._view: PointedView | None = None
        self._section: SectionId | None = None
        self._ends: list[Place] = []
        self._held: int | None = None  # the end that follows the pointer
        self._waits = False  # a click set the first end; the second follows the pointer without a button
        self._dark = pg.PlotCurveItem(pen=pg.mkPen(QColor(0, 0, 0, 200), width=4))
        self._line = pg.PlotCurveItem(pen=pg.mkPen(INK, width=2))
        self._handles = pg.ScatterPlotItem(size=HANDLE, pen=pg.mkPen("black"), brush=pg.mkBrush(INK), pxMode=True)
        self._text = pg.TextItem(fill=pg.mkBrush(20, 20, 20, 215))
        for number, item in enumerate(self._items):
            item.setZValue(ABOVE + number)
        state.volume_changed.connect(lambda _: self.cancel())
        state.display_changed.connect(lambda _: self._show())

    @property
    def _items(self) -> tuple[pg.GraphicsObject, ...]:
        return self._dark, self._line, self._handles, self._text

    @property
    def measurement(self) -> Measurement | None:
        """What is between the two points, None while there are no two."""
        volume = self._state.volume
        if len(self._ends) < 2 or volume is None:
            return None
        return measured(volume.geometry, self._section, *self._ends, self._state.display.velocity)

    def hover(self, hit: Hit) -> None:
        if self._waits and self._is_here(hit):
            self._move(hit)

    def press(self, hit: Hit) -> None:
        if self._waits and self._is_here(hit):
            self._move(hit)
            self._waits = False
            return
        near = self._handle_at(hit) if self._is_here(hit) else None
        if near is None:
            self._begin(hit)
            near = 1
        self._held = near

    def drag(self, hit: Hit) -> None:
        if self._held is not None and self._is_here(hit):
            self._move(hit)

    def release(self, hit: Hit) -> None:
        if self._held is not None and self._is_here(hit):
            # A press that went nowhere was a click: the second point is clicked, too.
            self._waits = _pixels_between(hit, *self._ends) < DRAG
        if not self._waits:
            self._held = None

    def double_click(self, hit: Hit) -> None:
        self.press(hit)

    def finish(self) -> None:
        self.cancel()

    def cancel(self) -> None:
        """Take the line away."""
        if self._view is not None:
            self._view.renewed.disconnect(self._follow)
            for item in self._items:
                self._view.plot_item.removeItem(item)
        self._view = self._section = self._held = None
        self._ends, self._waits = [], False

    def _begin(self, hit: Hit) -> None:
        self.cancel()
        self._view, self._section = hit.view, hit.section
        self._ends = [(hit.row, hit.column)] * 2
        for item in self._items:
            hit.view.plot_item.addItem(item, ignoreBounds=True)
        hit.view.renewed.connect(self._follow)
        self._show()

    def _follow(self) -> None:
        """Another section came on screen: the line belongs to the one before."""
        if self._view is not None and self._view.section != self._section:
            self.cancel()

    def _is_here(self, hit: Hit) -> bool:
        return hit.view is self._view and hit.section == self._section

    def _move(self, hit: Hit) -> None:
        self._ends[1 if self._held is None else self._held] = (hit.row, hit.column)
        self._show()

    def _beside_the_end(self) -> tuple[float, float]:
        """The place of the words, as a share of their own size, that lies at the second end: beyond it as the line goes on,
        and inside the view."""
        first, last = (_on_screen(self._view, end) for end in self._ends)
        area, words = self._view.plot_item.getViewBox().sceneBoundingRect(), self._text.boundingRect()
        left = _inside(last.x(), last.x() >= first.x(), words.width(), area.left(), area.right())
        top = _inside(last.y(), last.y() >= first.y(), words.height(), area.top(), area.bottom())
        return (last.x() - left) / max(words.width(), 1.0), (last.y() - top) / max(words.height(), 1.0)

    def _handle_at(self, hit: Hit) -> int | None:
        away = [_pixels_between(hit, end, (hit.row, hit.column)) for end in self._ends]
        return int(np.argmin(away)) if min(away) <= GRIP else None

    def _show(self) -> None:
        found = self.measurement
        if found is None:
            return
        rows, columns = np.array(self._ends, float).T
        for curve in (self._dark, self._line):
            curve.setData(rows, columns)
        self._handles.setData(rows, columns)
        lines = "<br>".join(escape(line) for line in found.lines)
        self._text.setHtml(f'<span style="color: white">{lines}</span>')
        self._text.setPos(rows[1], columns[1])
        self._text.setAnchor(self._beside_the_end())
        self._state.message.emit("   ".join(found.lines))


def _inside(end: float, onward: bool, size: float, least: float, most: float) -> float:
    """Where words of a size begin: behind or before an end, moved so that they lie between two edges."""
    begins = end + APART if onward else end - APART - size
    return max(min(begins, most - size), least)


def _on_screen(view: PointedView, place: Place) -> QPointF:
    return view.plot_item.getViewBox().mapViewToScene(QPointF(*place))


def _pixels_between(hit: Hit, first: Place, second: Place) -> float:
    """How far two places lie apart on screen."""
    rows, columns = hit.view.plot_item.getViewBox().cell_size
    return float(np.hypot((first[0] - second[0]) / rows, (first[1] - second[1]) / columns))
