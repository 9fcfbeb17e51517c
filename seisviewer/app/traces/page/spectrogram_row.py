"""The row of a spectrogram: a picture made for a stretch of time, drawn wherever that stretch now lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QImage, QPainter

from seisviewer.app.traces.page.time_spans import TimeScale
from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.app.traces.trace_state import Span
from seisviewer.pictures.spectrogram_colours import spectrogram_image
from seisviewer.translation import tr
from seisviewer.waveforms.record import Component


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
    made = spectrogram_image(component, span.start, span.end)
    return Picture(span, Span(made.start, made.end), made.highest, _image(made.rgba))


def _image(rgba: np.ndarray) -> QImage:
    """Low frequencies at the bottom."""
    if not rgba.size:
        return QImage()
    pixels = np.ascontiguousarray(rgba[::-1])
    height, width, _ = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def draw_spectrogram(
    painter: QPainter, picture: Picture | None, area: QRectF, scale: TimeScale, colours: TraceColours
) -> None:
    """Until there is a picture its place says so."""
    if picture is None:
        painter.setPen(colours.faint)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, tr("Making the spectrogram…"))
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
