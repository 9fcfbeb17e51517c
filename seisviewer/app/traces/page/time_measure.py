"""Measures on the trace page: the time between two moments, and the frequency whose period it would be."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QObject, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from seisviewer.app.traces.page.trace_canvas import TraceCanvas
from seisviewer.app.traces.page.visible_range import VisibleRange
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.translation import tr

INK, GROUND = QColor("#f08c00"), QColor(20, 20, 20, 215)
MARGIN = 4.0  # px around the words
DRAG = 4.0  # px that make a press a drag
TICK = 7.0  # px of an end to either side


class TimeMeasure(QObject):
    """While it is on, the left button measures and moves no pick: drag from one moment to the other, or click both."""

    def __init__(self, state: TraceState, canvas: TraceCanvas, visible: Callable[[], VisibleRange | None]) -> None:
        super().__init__(canvas)
        self._state, self._canvas, self._visible = state, canvas, visible
        self.times: tuple[float, float] | None = None
        self._pressed: QPointF | None = None
        self._y = 0.0
        self._waits = False  # a click set the first moment; the second follows the pointer
        canvas.pressed.connect(self._press)
        canvas.dragged.connect(lambda position, keys: self._move(position))
        canvas.hovered.connect(lambda position: self._waits and self._move(position))
        canvas.released.connect(self._release)
        state.measuring_changed.connect(self._switch)
        state.archive_changed.connect(lambda _: self._clear())

    @property
    def text(self) -> str:
        """“Δt 1.250 s   0.8 Hz”, "" where nothing is measured."""
        if self.times is None:
            return ""
        seconds = abs(self.times[1] - self.times[0])
        return (
            tr("Δt {seconds:.4g} s   {seconds2:.4g} Hz").format(seconds=seconds, seconds2=1 / seconds)
            if seconds > 0
            else "Δt 0 s"
        )

    def draw(self, painter: QPainter) -> None:
        """Over the traces."""
        visible = self._visible()
        if self.times is None or visible is None:
            return
        first, last = (visible.scale.x(time) for time in self.times)
        painter.setPen(QPen(INK, 2))
        painter.drawLine(QPointF(first, self._y), QPointF(last, self._y))
        for x in (first, last):
            painter.drawLine(QPointF(x, self._y - TICK), QPointF(x, self._y + TICK))
        metrics = QFontMetricsF(painter.font())
        width, height = metrics.horizontalAdvance(self.text) + 2 * MARGIN, metrics.height() + MARGIN
        middle = min(max((first + last) / 2, visible.plot.left() + width / 2), visible.plot.right() - width / 2)
        box = QRectF(middle - width / 2, self._y - TICK - height - 2, width, height)
        painter.fillRect(box, GROUND)
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text)

    def _press(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        visible = self._visible()
        if not self._state.measuring or visible is None:
            return
        if self._waits:
            self._move(position)
            self._waits = False
            return
        self._pressed, self._y = position, position.y()
        time = visible.scale.time(position.x())
        self.times = time, time
        self._canvas.update()

    def _move(self, position: QPointF) -> None:
        visible = self._visible()
        if not self._state.measuring or self.times is None or visible is None:
            return
        if self._pressed is None and not self._waits:
            return
        self.times = self.times[0], visible.scale.time(position.x())
        self._state.message.emit(self.text)
        self._canvas.update()

    def _release(self, position: QPointF) -> None:
        if self._pressed is not None:
            self._waits = abs(position.x() - self._pressed.x()) < DRAG
            self._pressed = None

    def _switch(self, on: bool) -> None:
        self._canvas.rest_on(Qt.CursorShape.CrossCursor if on else None)
        self._clear()

    def _clear(self) -> None:
        self.times, self._pressed, self._waits = None, None, False
        self._canvas.update()
