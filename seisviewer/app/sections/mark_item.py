"""Dashed marks around strokes, as far from them on screen at any zoom; each says why when the pointer rests on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from seisviewer.app.widgets.plain_text import as_plain

CASING = QColor(0, 0, 0, 200)
AWAY = 4.0  # pixels between a stroke and its mark
ROOM = 30.0  # rows and columns around a stroke within which its mark lies at any zoom at which it can be told from the next
WIDTH = 2.0


@dataclass(frozen=True)
class Mark:
    """rows, tops, bases: (points,), where the stroke lies in the section. colour: of the dashes. hatched: its inside
    too. tip: why it is marked, in a sentence."""

    rows: np.ndarray = field(repr=False, compare=False)
    tops: np.ndarray = field(repr=False, compare=False)
    bases: np.ndarray = field(repr=False, compare=False)
    colour: QColor
    hatched: bool
    tip: str


class MarkItem(pg.GraphicsObject):
    """The marks of a section, in its coordinates."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(self.GraphicsItemFlag.ItemHasNoContents)
        self.drawn: list[DrawnMark] = []

    def show_marks(self, marks: Sequence[Mark]) -> None:
        for old in self.drawn:
            old.setParentItem(None)
            if old.scene() is not None:
                old.scene().removeItem(old)
        self.drawn = [DrawnMark(mark, self) for mark in marks]

    def boundingRect(self) -> QRectF:
        return QRectF()

    def paint(self, painter: QPainter, *args: object) -> None:
        """Its children are painted."""


class DrawnMark(pg.GraphicsObject):
    """One mark."""

    def __init__(self, mark: Mark, parent: MarkItem) -> None:
        super().__init__(parent)
        self.mark = mark
        self.setToolTip(as_plain(mark.tip))
        # Of an item within a box that clips, Qt takes the whole box for its shape unless it clips itself too.
        self.setFlag(self.GraphicsItemFlag.ItemClipsToShape)
        rows, tops, bases = mark.rows, mark.tops, mark.bases
        self._rect = QRectF(
            QPointF(rows[0] - ROOM, tops.min() - ROOM), QPointF(rows[-1] + ROOM, bases.max() + ROOM)
        ).normalized()

    def boundingRect(self) -> QRectF:
        return self._rect

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addPolygon(self._around(self.sceneTransform(), AWAY + WIDTH + 1))
        path.closeSubpath()
        return path

    def paint(self, painter: QPainter, *args: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        zoom = painter.worldTransform()
        around = self._around(zoom, AWAY)
        if self.mark.hatched:
            brush = QBrush(self.mark.colour, Qt.BrushStyle.BDiagPattern)
            brush.setTransform(zoom.inverted()[0])  # the hatch as wide on screen at any zoom
            painter.setBrush(brush)
        for colour, width, style in (
            (CASING, WIDTH + 2, Qt.PenStyle.SolidLine),
            (self.mark.colour, WIDTH, Qt.PenStyle.DashLine),
        ):
            pen = QPen(colour, width, style, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPolygon(around)

    def _around(self, zoom: QTransform, away: float) -> QPolygonF:
        """A line around the stroke, so many pixels away from it."""
        across, down = away / math.hypot(zoom.m11(), zoom.m12()), away / math.hypot(zoom.m21(), zoom.m22())
        rows = np.concatenate([[self.mark.rows[0] - 0.5 - across], self.mark.rows, [self.mark.rows[-1] + 0.5 + across]])
        tops, bases = (np.concatenate([each[:1], each, each[-1:]]) for each in (self.mark.tops, self.mark.bases))
        corners = [*zip(rows, tops - down), *zip(rows[::-1], bases[::-1] + down)]
        return QPolygonF([QPointF(row, column) for row, column in corners])
