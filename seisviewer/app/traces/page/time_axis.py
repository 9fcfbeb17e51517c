"""The time axis along the top: UTC, or seconds from the window's start or from the selected pick."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QFontMetricsF, QPainter

from seisviewer.app.traces.page.time_spans import TimeScale
from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.waveforms.clock_ticks import Tick, clock_ticks, seconds_ticks

TICK = 5.0
BETWEEN = 26.0  # pixels free between two labels, at least


def utc_ticks(scale: TimeScale, widest: float) -> list[Tick]:
    """Ticks on round clock times. widest: pixels that the longest label needs."""
    return clock_ticks(scale.span.start, scale.span.end, (widest + BETWEEN) * scale.seconds_a_pixel)


def second_ticks(scale: TimeScale, origin: float, widest: float) -> list[Tick]:
    """Ticks on round numbers of seconds from `origin`."""
    return seconds_ticks(scale.span.start, scale.span.end, origin, (widest + BETWEEN) * scale.seconds_a_pixel)


def draw_axis(painter: QPainter, area: QRectF, scale: TimeScale, ticks: list[Tick], colours: TraceColours) -> None:
    """Ticks at the lower edge of `area`, their labels above them."""
    metrics = QFontMetricsF(painter.font())
    painter.setPen(colours.ink)
    painter.drawLine(QPointF(scale.left, area.bottom()), QPointF(scale.right, area.bottom()))
    for tick in ticks:
        x = scale.column(tick.time)
        painter.drawLine(QPointF(x, area.bottom() - TICK), QPointF(x, area.bottom()))
        half = metrics.horizontalAdvance(tick.text) / 2 + 3
        middle = min(max(x, scale.left + half), scale.right - half)
        box = QRectF(middle - half, area.top(), 2 * half, area.height() - TICK - 1)
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, tick.text)


def draw_grid(painter: QPainter, area: QRectF, scale: TimeScale, ticks: list[Tick], colours: TraceColours) -> None:
    """A faint line down from each tick."""
    painter.setPen(colours.grid)
    for tick in ticks:
        x = scale.column(tick.time)
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
