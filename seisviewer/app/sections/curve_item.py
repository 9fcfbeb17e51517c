"""Boundaries over a section: lines in the colours of the classes above and below, as wide on screen at any zoom."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

CASING = QColor(0, 0, 0, 190)
DASH = 6.0  # pixels of a dash, and between two
TICK = 6.0  # pixels to either side of a curve on one trace alone


@dataclass(frozen=True)
class Curve:
    """rows, columns: (points,), where it lies in the section. above, below: colours of the two classes. width: pixels
    of each colour. cased: with a dark edge, so that it is seen on any colour. dashed: with gaps."""

    rows: np.ndarray = field(repr=False, compare=False)
    columns: np.ndarray = field(repr=False, compare=False)
    above: QColor
    below: QColor
    width: float
    cased: bool = True
    dashed: bool = False


class CurveItem(pg.GraphicsObject):
    """Curves of a section, in its coordinates, however it lies on screen."""

    def __init__(self) -> None:
        super().__init__()
        self._curves: list[tuple[Curve, QPolygonF]] = []
        self._rect = QRectF()

    def show_curves(self, curves: Sequence[Curve]) -> None:
        self.prepareGeometryChange()
        self._curves, self._rect = [], QRectF()
        for curve in curves:
            line = pg.functions.arrayToQPolygonF(*(np.asarray(each, float) for each in (curve.rows, curve.columns)))
            self._curves.append((curve, line))
            # Room for the width of the line at any zoom at which it can be told from the next.
            self._rect |= line.boundingRect().adjusted(-20, -20, 20, 20)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._rect

    def paint(self, painter: QPainter, *args: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        zoom = painter.worldTransform()
        for curve, line in self._curves:
            if line.size() == 1:
                across = QPointF(TICK / math.hypot(zoom.m11(), zoom.m12()), 0.0)
                line = QPolygonF([line[0] - across, line[0] + across])
            if curve.cased:
                painter.setPen(_pen(CASING, 2 * curve.width + 2, dashed=curve.dashed))
                painter.drawPolyline(line)
            half = curve.width / 2 / math.hypot(zoom.m21(), zoom.m22())
            for colour, down in ((curve.above, -half), (curve.below, half)):
                painter.setPen(_pen(colour, curve.width, dashed=curve.dashed))
                painter.drawPolyline(line.translated(0.0, down))


def _pen(colour: QColor, width: float, *, dashed: bool) -> QPen:
    pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
    pen.setCosmetic(True)
    if dashed:
        pen.setDashPattern([DASH / width, DASH / width])
    return pen
