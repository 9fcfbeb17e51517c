"""The vertical ground motion around P at each station of an event, aligned on P, below one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QScrollArea, QWidget

from seisviewer.app.catalogue_views.beach_ball import SAID
from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.catalogue.sphere_marks import SphereMark
from seisviewer.translation import tr
from seisviewer.waveforms.record import Component, Record

VERTICALS = "ZU3"
ROW, NAMES = 46, 132  # px: height of a row, width of the names
SIGNS = {True: "▲", False: "▼", None: "?"}


def onset(component: Component, time: float, around: float) -> tuple[np.ndarray, np.ndarray]:
    """Seconds from P and heights from −1 to 1, zero where the ground was before P; nothing in gaps."""
    start, count = time - around, max(int(2 * around * component.rate) + 1, 2)
    heights = component.window(start, count).astype(float)
    seconds = np.arange(count) / component.rate - around
    there = np.isfinite(heights)
    if not there.any():
        return np.array([]), np.array([])
    before = there & (seconds < 0)
    heights -= np.mean(heights[before if before.any() else there])
    return seconds[there], heights[there] / max(float(np.abs(heights[there]).max()), 1e-30)


class OnsetList(QScrollArea):
    """A row for each station, the nearest first. A click chooses a row, a double click goes to its trace."""

    pick_chosen = pyqtSignal(object)  # a Pick
    pick_wanted = pyqtSignal(object)  # to be brought into view on the desk
    motion_wanted = pyqtSignal(object, str)  # a Pick, and “up”, “down” or “flip”

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.rows = _Rows()
        self.setWidget(self.rows)
        self.setMinimumWidth(300)

    def show_onsets(
        self, marks: Sequence[SphereMark], records: Mapping[str, Record], around: float, chosen: int
    ) -> None:
        """around: seconds before and after P. chosen: id of the pick whose row is marked."""
        self.rows.show_onsets(marks, records, around, chosen)
        place = next((row for row, mark in enumerate(marks) if mark.motion.pick.id == chosen), None)
        if place is not None:
            self.ensureVisible(0, round((place + 0.5) * ROW), 0, ROW)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        mark = self._mark_at(event)
        if mark is not None:
            self.pick_chosen.emit(mark.motion.pick)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        mark = self._mark_at(event)
        if mark is not None:
            self.pick_wanted.emit(mark.motion.pick)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        motion = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down", Qt.Key.Key_Space: "flip"}.get(Qt.Key(event.key()))
        mark, back = self.rows.chosen_mark, event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if motion is not None and mark is not None:
            self.motion_wanted.emit(mark.motion.pick, motion)
        elif event.key() == Qt.Key.Key_N and self.rows.marks:
            self.pick_chosen.emit(self.rows.next(-1 if back else 1).motion.pick)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and mark is not None:
            self.pick_wanted.emit(mark.motion.pick)
        else:
            super().keyPressEvent(event)

    def _mark_at(self, event: QMouseEvent) -> SphereMark | None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        row = int(self.rows.mapFrom(self, event.position()).y() // ROW)
        return self.rows.marks[row] if 0 <= row < len(self.rows.marks) else None


class _Rows(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.marks: tuple[SphereMark, ...] = ()
        self._curves: list[tuple[np.ndarray, np.ndarray]] = []
        self._around = 0.5
        self._chosen = 0

    @property
    def chosen_mark(self) -> SphereMark | None:
        return next((mark for mark in self.marks if mark.motion.pick.id == self._chosen), None)

    def next(self, step: int) -> SphereMark:
        places = [row for row, mark in enumerate(self.marks) if mark.motion.pick.id == self._chosen]
        return self.marks[(places[0] + step) % len(self.marks) if places else 0]

    def show_onsets(
        self, marks: Sequence[SphereMark], records: Mapping[str, Record], around: float, chosen: int
    ) -> None:
        self.marks, self._around, self._chosen = tuple(marks), around, chosen
        self._curves = [_curve(mark, records, around) for mark in marks]
        self.setMinimumHeight(ROW * len(marks))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, ROW * len(self.marks))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = TraceColours.of(self.palette())
        painter.fillRect(self.rect(), colours.paper)
        for row, (mark, curve) in enumerate(zip(self.marks, self._curves, strict=True)):
            box = QRectF(0, row * ROW, self.width(), ROW)
            if box.intersects(QRectF(event.rect())):
                self._paint_row(painter, box, mark, curve, colours)

    def _paint_row(
        self,
        painter: QPainter,
        box: QRectF,
        mark: SphereMark,
        curve: tuple[np.ndarray, np.ndarray],
        colours: TraceColours,
    ) -> None:
        if mark.motion.pick.id == self._chosen:
            painter.fillRect(box, colours.margin)
            painter.fillRect(QRectF(box.left(), box.top(), 3, ROW), colours.accent)
        up = mark.motion.up
        painter.setPen(colours.phases["P"] if mark.contradicts else colours.ink if up is not None else colours.faint)
        name = QRectF(8, box.top() + 4, NAMES - 10, ROW / 2 - 4)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, f"{SIGNS[up]} {mark.motion.station}")
        painter.setPen(colours.faint)
        painter.drawText(
            name.translated(0, ROW / 2 - 4),
            Qt.AlignmentFlag.AlignVCenter,
            tr("{distance:.0f} km, {said}").format(distance=mark.motion.distance, said=SAID[up]),
        )
        area = QRectF(NAMES, box.top() + 3, max(box.width() - NAMES - 6, 1.0), ROW - 6)
        middle = area.left() + area.width() / 2
        painter.setPen(QPen(colours.grid, 1))
        painter.drawLine(QPointF(area.left(), area.center().y()), QPointF(area.right(), area.center().y()))
        painter.setPen(QPen(colours.phases["P"], 1.2))
        painter.drawLine(QPointF(middle, area.top()), QPointF(middle, area.bottom()))
        seconds, heights = curve
        painter.setPen(QPen(colours.ink, 1.2))
        if not len(seconds):
            painter.setPen(colours.faint)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, tr("no vertical record here"))
            return
        x = middle + seconds / self._around * area.width() / 2
        y = area.center().y() - heights * area.height() / 2
        painter.drawPolyline(QPolygonF([QPointF(a, b) for a, b in zip(x, y, strict=True)]))


def _curve(mark: SphereMark, records: Mapping[str, Record], around: float) -> tuple[np.ndarray, np.ndarray]:
    record = records.get(mark.motion.pick.record)
    vertical = (
        next((each for each in record.components if each.code in VERTICALS), None) if record is not None else None
    )
    return onset(vertical, mark.motion.pick.time, around) if vertical is not None else (np.array([]), np.array([]))
