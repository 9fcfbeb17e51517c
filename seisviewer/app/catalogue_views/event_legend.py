"""What the marks of a map mean: colours, sizes, signs; in one line below it."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QWidget

from seisviewer.app.catalogue_views.event_marks import Colouring, EventMarks, size_of
from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.translation import tr

SIZES = (1.0, 2.0, 3.0, 4.0, 5.0)  # magnitudes
BAR_WIDTH, BAR_HEIGHT, GAP, HEIGHT = 110, 12, 10, 32  # px


class EventLegend(QWidget):
    """Paints a bar of colours, marks of some magnitudes, and the signs of stations and of the chosen event."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setToolTip(tr("The ellipse is where the chosen event lies with a probability of 68 %"))
        self._shown: tuple[Colouring, EventMarks] | None = None

    def show_marks(self, colouring: Colouring, marks: EventMarks) -> None:
        self._shown = colouring, marks
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = TraceColours.of(self.palette())
        painter.setPen(colours.ink)
        left = self._colours(painter, 2.0, *self._shown)
        left = self._sizes(painter, left + GAP, colours)
        self._signs(painter, left + GAP, colours)

    def _write(self, painter: QPainter, left: float, text: str) -> float:
        """Returns where the text ends."""
        width = painter.fontMetrics().horizontalAdvance(text)
        painter.drawText(QRectF(left, 0, width + 2, HEIGHT), Qt.AlignmentFlag.AlignVCenter, text)
        return left + width

    def _colours(self, painter: QPainter, left: float, colouring: Colouring, marks: EventMarks) -> float:
        if marks.least is None or marks.most is None:
            return left
        left = self._write(painter, left, f"{colouring.title} {colouring.words(marks.least)}") + 6
        step = BAR_WIDTH / len(marks.shades)
        for place, shade in enumerate(marks.shades):
            painter.fillRect(QRectF(left + place * step, (HEIGHT - BAR_HEIGHT) / 2, step + 0.5, BAR_HEIGHT), shade)
        return self._write(painter, left + BAR_WIDTH + 6, colouring.words(marks.most))

    def _sizes(self, painter: QPainter, left: float, colours: TraceColours) -> float:
        left = self._write(painter, left, "M")
        for magnitude in SIZES:
            size = size_of(magnitude)
            painter.setPen(QPen(colours.ink, 1.0))
            painter.setBrush(QColor(Qt.GlobalColor.transparent))
            painter.drawEllipse(QPointF(left + 6 + size / 2, HEIGHT / 2), size / 2, size / 2)
            left = self._write(painter, left + 6 + size + 3, f"{magnitude:g}")
        return left

    def _signs(self, painter: QPainter, left: float, colours: TraceColours) -> None:
        middle = HEIGHT / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.ink)
        painter.drawPolygon(
            QPolygonF([QPointF(left, middle + 5), QPointF(left + 12, middle + 5), QPointF(left + 6, middle - 6)])
        )
        painter.setPen(colours.ink)
        left = self._write(painter, left + 17, tr("station")) + GAP
        painter.setPen(QPen(colours.accent, 2.0))
        painter.setBrush(QColor(Qt.GlobalColor.transparent))
        painter.drawEllipse(QPointF(left + 7, middle), 7, 7)
        painter.setPen(colours.ink)
        self._write(painter, left + 19, tr("chosen, with its 68 % region"))
