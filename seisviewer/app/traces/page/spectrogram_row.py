"""The row of a spectrogram: a picture made for a stretch of time, drawn wherever that stretch now lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QImage, QPainter

from seisviewer.app.traces.page.time_spans import TimeScale
from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.app.traces.trace_state import Span
from seisviewer.pictures.colour_maps import colour_map
from seisviewer.waveforms.record import Component
from seisviewer.waveforms.spectrogram import spectrogram

COLUMNS = 1200  # of a picture
LOWEST, HIGHEST = 20.0, 99.8  # percentiles of the levels that have the first and the last colour
LEAST_RANGE = 20.0  # dB between them, so that quiet noise does not look like a signal
MAP = "viridis"


@dataclass(frozen=True)
class Picture:
    """asked: the stretch it was made for. span: from the left edge to the right edge of the image. highest: Hz at its
    top."""

    asked: Span
    span: Span
    highest: float
    image: QImage


def picture_of(component: Component, span: Span) -> Picture:
    """The spectrogram of what a component recorded in a span. Takes long: not for the GUI thread."""
    times, frequencies, decibels = spectrogram(component, span.start, span.end, columns=COLUMNS)
    if len(times) < 2 or len(frequencies) < 2:
        return Picture(span, span, component.rate / 2, QImage())
    half, line = (times[1] - times[0]) / 2, (frequencies[1] - frequencies[0]) / 2
    covered = Span(span.start + times[0] - half, span.start + times[-1] + half)
    return Picture(span, covered, float(frequencies[-1] + line), _image(decibels))


def _image(decibels: np.ndarray) -> QImage:
    """Low frequencies at the bottom; transparent where nothing was recorded."""
    known = np.isfinite(decibels)
    if not known.any():
        return QImage()
    low, high = np.percentile(decibels[known], (LOWEST, HIGHEST))
    shares = np.clip((decibels - low) / max(high - low, LEAST_RANGE), 0.0, 1.0)
    levels = np.nan_to_num(shares * 255).astype(np.uint8)
    table = np.full((256, 4), 255, np.uint8)
    table[:, 2::-1] = colour_map(MAP).colours(
        np.linspace(0.0, 1.0, 256)
    )  # in memory a pixel is blue, green, red, alpha
    pixels = table[levels[::-1]]
    pixels[~known[::-1]] = 0
    pixels = np.ascontiguousarray(pixels)
    height, width = levels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()


def draw_spectrogram(
    painter: QPainter, picture: Picture | None, area: QRectF, scale: TimeScale, colours: TraceColours
) -> None:
    """Until there is a picture its place says so."""
    if picture is None:
        painter.setPen(colours.faint)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "Making the spectrogram…")
    if picture is None or picture.image.isNull():
        return
    left, right = scale.x(picture.span.start), scale.x(picture.span.end)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    # Only what is in sight: a picture stretched over many screens would be scaled whole.
    shown = QRectF(max(left, area.left()), area.top() + 1, 0, area.height() - 2)
    shown.setRight(min(right, area.right()))
    if shown.width() > 0:
        columns = picture.image.width() / (right - left)
        source = QRectF((shown.left() - left) * columns, 0, shown.width() * columns, picture.image.height())
        painter.drawImage(shown, picture.image, source)
