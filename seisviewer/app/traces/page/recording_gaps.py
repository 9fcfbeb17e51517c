"""Where a channel recorded nothing."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QBrush, QPainter

from seisviewer.app.traces.page.time_spans import TimeScale
from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.app.traces.trace_state import Span
from seisviewer.waveforms.record import Component

THINNEST = 2.0  # pixels: a gap of one sample is still seen in a whole day


def gaps_of(component: Component, span: Span) -> list[Span]:
    """The stretches within `span` without samples, before the first and after the last one included."""
    return [Span(*gap) for gap in component.gaps(span.start, span.end)]


def draw_gaps(painter: QPainter, gaps: list[Span], area: QRectF, scale: TimeScale, colours: TraceColours) -> None:
    """Hatch them; what is too narrow for a hatch becomes a line."""
    for gap in gaps:
        left, right = scale.x(gap.start), scale.x(gap.end)
        if right - left < THINNEST:
            middle = (left + right - THINNEST) / 2
            painter.fillRect(QRectF(middle, area.top(), THINNEST, area.height()), colours.thin_gap)
            continue
        box = QRectF(left, area.top(), right - left, area.height())
        painter.fillRect(box, colours.gap)
        painter.fillRect(box, QBrush(colours.hatch, Qt.BrushStyle.BDiagPattern))
