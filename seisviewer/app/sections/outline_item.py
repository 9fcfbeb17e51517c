"""An outline over a section that is seen on any colour, as thin at any zoom."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen

DARK, LIGHT = QColor(0, 0, 0, 210), QColor(255, 255, 255, 235)
WIDE, NARROW = 4.0, 2.0  # px


class OutlineItem(pg.GraphicsObject):
    """Lines in section coordinates, a light one within a dark one."""

    def __init__(self, light: QColor = LIGHT) -> None:
        super().__init__()
        self._light = light
        self._path = QPainterPath()
        self._rect = QRectF()
        self._lines: np.ndarray | None = None

    def show_lines(self, lines: np.ndarray | None) -> None:
        """lines: float (lines, 2 ends, row and column), None for no outline. Those that are on screen are not painted
        again."""
        if lines is self._lines:
            return
        self._lines = lines
        self.prepareGeometryChange()
        self._path, self._rect = QPainterPath(), QRectF()
        if lines is not None and len(lines):
            ends = lines.reshape(-1, 2)
            self._path = pg.arrayToQPath(ends[:, 0], ends[:, 1], connect="pairs")
            self._rect = self._path.boundingRect().adjusted(-1, -1, 1, 1)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._rect

    def paint(self, painter: QPainter, *args: object) -> None:
        for colour, width in ((DARK, WIDE), (self._light, NARROW)):
            pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap)
            pen.setCosmetic(True)
            painter.strokePath(self._path, pen)


def outline(mask: np.ndarray) -> np.ndarray:
    """The lines around what is True: float (lines, 2 ends, row and column), as long as they are straight."""
    across = _edges(mask)
    down = _edges(mask.T)[..., ::-1]
    return np.concatenate([across, down])


def _edges(mask: np.ndarray) -> np.ndarray:
    """Where axis 0 goes in or out of the mask, joined along axis 1."""
    padded = np.pad(mask, 1)
    changes = padded[1:] != padded[:-1]
    begins, ends = changes.copy(), changes.copy()
    begins[:, 1:] &= ~changes[:, :-1]
    ends[:, :-1] &= ~changes[:, 1:]
    row, first = np.nonzero(begins)
    last = np.nonzero(ends)[1]
    # Row r of `changes` lies between the cells r - 1 and r; column c is that of the cell c - 1.
    row, first, last = row - 0.5, first - 1.5, last - 0.5
    return np.stack([np.stack([row, first], axis=-1), np.stack([row, last], axis=-1)], axis=1)
