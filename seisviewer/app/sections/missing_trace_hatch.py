"""What lies behind a section: a hatch that shows wherever the survey has no trace."""

from __future__ import annotations

import pyqtgraph as pg
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QBrush, QColor, QPainter, QPalette

LIGHT = "#e6e1ec", "#c9c1d6"
DARK = "#2c2834", "#453f52"


class MissingBackground(pg.GraphicsObject):
    """A hatched rectangle over the index space of a section. Its hues are in no colour map of amplitudes."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-10)
        self._rect = QRectF()
        self._colours = LIGHT

    def set_size(self, rows: int, columns: int) -> None:
        self.prepareGeometryChange()
        self._rect = QRectF(-0.5, -0.5, rows, columns)
        self.update()

    def dress(self, palette: QPalette) -> None:
        self._colours = DARK if palette.base().color().lightness() < 128 else LIGHT
        self.update()

    def boundingRect(self) -> QRectF:
        return self._rect

    def paint(self, painter: QPainter, *args: object) -> None:
        ground, hatch = (QColor(colour) for colour in self._colours)
        painter.fillRect(self._rect, ground)
        painter.fillRect(self._rect, QBrush(hatch, Qt.BrushStyle.BDiagPattern))
