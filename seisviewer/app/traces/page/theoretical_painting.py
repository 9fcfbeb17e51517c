"""Draws when P and S should arrive, beside the picks: a dotted line with a small flag below."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QFontMetricsF, QPainter, QPen

from seisviewer.app.traces.page.time_spans import TimeScale
from seisviewer.app.traces.page.trace_colours import TraceColours, see_through
from seisviewer.picks.pick import PHASES
from seisviewer.translation import tr
from seisviewer.workflows.events.theoretical_arrivals import TheoreticalArrivals

STRENGTH = 0.7
BESIDE = 3.0


def draw_theoretical(
    painter: QPainter,
    arrivals: TheoreticalArrivals,
    station: str,
    extent: tuple[float, float],
    scale: TimeScale,
    colours: TraceColours,
) -> None:
    """Of one station, over all the rows of its record."""
    top, bottom = extent
    metrics = QFontMetricsF(painter.font())
    for phase in PHASES:
        time = arrivals.times.get((station, phase))
        if time is None or not scale.span.start <= time <= scale.span.end:
            continue
        x, text = scale.column(time), tr("{phase} calc.").format(phase=phase)
        colour = see_through(colours.of_phase(phase), STRENGTH)
        painter.setPen(QPen(colour, 1.4, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
        box = QRectF(x + BESIDE, bottom - metrics.height(), metrics.horizontalAdvance(text) + 2, metrics.height())
        painter.fillRect(box, see_through(colours.paper, STRENGTH))
        painter.setPen(colour)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
