"""What a paint tool shows before the stroke is stored: the samples it will paint, and its size at the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QPointF, QRectF, Qt, QTimer
from PyQt6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF, qPremultiply
from PyQt6.QtWidgets import QGraphicsEllipseItem, QGraphicsItem, QGraphicsPathItem, QGraphicsRectItem

from seisviewer.labels.stroke import Box, box_of

ABOVE_LAYERS = 500.0
LINGER_MS = 70  # longer than a view waits before it redraws its layers: a stroke must not blink at its release


class MaskPreview(pg.GraphicsObject):
    """A mask in one colour over a section, repainted only where it changed.

    The image reads the array's own bytes, so a drag costs no more than setting some of them. Its format is the one
    that Qt draws fastest.
    """

    def __init__(self, plot: Any, shape: tuple[int, int], colour: QColor) -> None:
        """plot: the pyqtgraph PlotItem it lies on from now on, until it leaves."""
        super().__init__()
        self._plot = plot
        rows, columns = shape
        self._colour = np.uint32(qPremultiply(colour.rgba()))
        self._pixels = np.zeros((columns, rows), np.uint32)
        self._image = QImage(self._pixels, rows, columns, 4 * rows, QImage.Format.Format_ARGB32_Premultiplied)
        self._shown: Box | None = None
        self._leaving = QTimer(self, singleShot=True, interval=LINGER_MS)
        self._leaving.timeout.connect(self.leave)
        self.setZValue(ABOVE_LAYERS)
        plot.addItem(self, ignoreBounds=True)

    @property
    def mask(self) -> np.ndarray:
        """What is shown, bool in the section's shape; a copy."""
        return self._pixels.T != 0

    def add(self, mask: np.ndarray) -> None:
        """Show more: a mask of the whole section."""
        box = box_of(mask)
        if box is not None:
            self._pixels.T[box][mask[box]] = self._colour
            self._repaint(box)

    def show_only(self, mask: np.ndarray) -> None:
        """Show a mask of the whole section in the place of what was there."""
        old, self._shown = self._shown, None
        if old is not None:
            self._pixels.T[old] = 0
            self.update(_rect(old))
        self.add(mask)

    def leave(self) -> None:
        """Go from the plot at once."""
        if self.scene() is not None:
            self._plot.removeItem(self)

    def leave_soon(self) -> None:
        """Go from the plot when the views have drawn what was stored in its place."""
        self._leaving.start()

    def boundingRect(self) -> QRectF:
        return QRectF(-0.5, -0.5, self._image.width(), self._image.height())

    def paint(self, painter: QPainter, *args: object) -> None:
        painter.drawImage(self.boundingRect(), self._image)

    def _repaint(self, box: Box) -> None:
        if self._shown is None:
            self._shown = box
        else:
            self._shown = tuple(
                slice(min(a.start, b.start), max(a.stop, b.stop)) for a, b in zip(self._shown, box, strict=True)
            )
        self.update(_rect(box))


def _rect(box: Box) -> QRectF:
    """A box of indices as the area it takes in a plot, with half a sample to spare."""
    (row, past_row), (column, past_column) = ((span.start, span.stop) for span in box)
    return QRectF(row - 1, column - 1, past_row - row + 1, past_column - column + 1)


class Outline:
    """A thin line that is seen on any colour map: a light pen over a dark one, as wide at any zoom."""

    def __init__(self, kind: type[QGraphicsItem], style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> None:
        dark, light = QPen(QColor(0, 0, 0, 190), 3.0), QPen(QColor("#ffffff"), 1.3, style)
        self._items = [_line_item(kind, pen, ABOVE_LAYERS + place) for place, pen in enumerate((dark, light), 1)]
        self._plot: Any = None

    @property
    def is_shown(self) -> bool:
        return self._plot is not None

    def show_on(self, plot: Any) -> None:
        """Go to a plot (a pyqtgraph PlotItem), away from the one before."""
        if plot is not self._plot:
            self.hide()
            for item in self._items:
                plot.addItem(item, ignoreBounds=True)
            self._plot = plot

    def hide(self) -> None:
        if self._plot is not None:
            for item in self._items:
                self._plot.removeItem(item)
        self._plot = None

    def set_rect(self, row: float, column: float, rows: float, columns: float) -> None:
        """Centre and full size, for a circle or a box."""
        for item in self._items:
            item.setRect(QRectF(row - rows / 2, column - columns / 2, rows, columns))

    def set_points(self, points: Sequence[tuple[float, float]], closed: bool) -> None:
        """(row, column) points, for a path; the last edge of a closed one goes back to the first."""
        drawn = QPainterPath()
        drawn.addPolygon(QPolygonF([QPointF(*point) for point in points]))
        if closed:
            drawn.closeSubpath()
        for item in self._items:
            item.setPath(drawn)


def circle() -> Outline:
    return Outline(QGraphicsEllipseItem)


def box() -> Outline:
    return Outline(QGraphicsRectItem, Qt.PenStyle.DashLine)


def path() -> Outline:
    return Outline(QGraphicsPathItem)


def _line_item(kind: type[QGraphicsItem], pen: QPen, z: float) -> QGraphicsItem:
    item = kind()
    pen.setCosmetic(True)
    item.setPen(pen)
    item.setBrush(QBrush(Qt.BrushStyle.NoBrush))
    item.setZValue(z)
    return item
