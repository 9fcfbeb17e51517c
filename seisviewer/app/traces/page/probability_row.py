"""The row of probabilities: one curve a phase from 0 to 1, and the threshold that its picks must pass."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen

from seisviewer.app.traces.page.time_spans import TimeScale
from seisviewer.app.traces.page.trace_colours import TraceColours, mixed
from seisviewer.predictions.probabilities import DETECTION
from seisviewer.waveforms.envelope import envelope
from seisviewer.waveforms.record import Component

FILL = 0.22  # strength of the colour under a curve
SMOOTH = 1.5  # pixels between points from which on lines are smoothed
INSET = 3.0  # pixels free above 1 and below 0
Curve = tuple[np.ndarray, np.ndarray]  # x and y on screen, (points,) each


def height_of(probability: float | np.ndarray, area: QRectF) -> float | np.ndarray:
    """Where a probability lies in its row."""
    return area.bottom() - INSET - probability * (area.height() - 2 * INSET)


def draw_probabilities(
    painter: QPainter,
    components: Mapping[str, Component],
    thresholds: Mapping[str, float],
    area: QRectF,
    scale: TimeScale,
    colours: TraceColours,
) -> None:
    """Detection behind, then S, then P; the thresholds dashed."""
    painter.setPen(QPen(colours.grid, 1))
    for level in (0.0, 1.0):
        y = round(height_of(level, area)) + 0.5
        painter.drawLine(QPointF(scale.left, y), QPointF(scale.right, y))
    phases = sorted(components, key=lambda phase: (phase != DETECTION, phase != "S", phase))
    curves = {phase: _curves(components[phase], area, scale) for phase in phases}
    for phase in phases:
        for curve in curves[phase]:
            _fill(painter, curve, height_of(0.0, area), mixed(colours.of_phase(phase), colours.paper, FILL))
    for phase in phases:
        colour = colours.of_phase(phase)
        if phase in thresholds:
            y = round(height_of(thresholds[phase], area)) + 0.5
            painter.setPen(_threshold_pen(phase, colour))
            painter.drawLine(QPointF(scale.left, y), QPointF(scale.right, y))
        painter.setPen(QPen(colour, 1))
        for x, heights in curves[phase]:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, _are_samples(x))
            painter.drawPolyline(pg.functions.arrayToQPolygonF(x, heights))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _fill(painter: QPainter, curve: Curve, base: float, colour: QColor) -> None:
    """Colour what lies under a curve; where there is a point in every column by a line down each, which is faster."""
    x, heights = curve
    if _are_samples(x):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        ends = np.array([base])
        around = np.concatenate([x[:1], x, x[-1:]]), np.concatenate([ends, heights, ends])
        painter.drawPolygon(pg.functions.arrayToQPolygonF(*around))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        y = np.full((len(x), 2), base)
        y[0::2, 1], y[1::2, 0] = heights[0::2], heights[1::2]
        painter.setPen(QPen(colour, 1))
        painter.drawPolyline(pg.functions.arrayToQPolygonF(np.repeat(x, 2), y.ravel()))


def _are_samples(x: np.ndarray) -> bool:
    """Whether the points lie farther apart than the columns of the screen."""
    return len(x) < 2 or bool(x[1] - x[0] > SMOOTH)


def _threshold_pen(phase: str, colour: QColor) -> QPen:
    """Dashes of the phases take turns, so that equal thresholds are seen side by side."""
    pen = QPen(colour, 1)
    pen.setDashPattern([4.0, 2 * 4.0 + 3.0])
    pen.setDashOffset({"P": 0.0, "S": 10.0}.get(phase, 5.0))
    return pen


def _curves(component: Component, area: QRectF, scale: TimeScale) -> list[Curve]:
    """The greatest probability of each column, a curve for each stretch without gaps."""
    times, _, high = envelope(component, scale.span.start, scale.span.end, round(scale.width))
    finite = ~np.isnan(high)
    x = scale.left + (times - scale.span.start) / scale.seconds_a_pixel
    y = height_of(high.astype(float), area)
    changes = np.flatnonzero(np.diff(finite, prepend=False, append=False))
    return [(x[first:last], y[first:last]) for first, last in zip(changes[::2], changes[1::2], strict=True)]
