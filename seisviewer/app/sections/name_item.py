"""Names written at places of a section, as large on screen at any zoom, on a dark ground so that they are read on any colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QTransform
from PyQt6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsSimpleTextItem

GROUND = QColor(0, 0, 0, 165)
HEADING_DOWN = 3.0  # pixels of a heading below its place: the place may lie at the very top of what is seen
BESIDE = 7.0  # pixels between a place and its name
DOT = 4.0  # pixels from the middle of a dot to its edge


@dataclass(frozen=True)
class Name:
    """row, column: where it stands in the section. dot: the place itself is marked too. heading: it is the name of all
    that lies below, in bold. foot: it stands above its place, which may lie at the very bottom of what is seen."""

    row: float
    column: float
    text: str
    colour: QColor
    dot: bool = False
    heading: bool = False
    foot: bool = False


class NameItem(pg.GraphicsObject):
    """The names of a section, in its coordinates."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(self.GraphicsItemFlag.ItemHasNoContents)
        self._drawn: list[QGraphicsItem] = []

    def show_names(self, names: Sequence[Name]) -> None:
        for old in self._drawn:
            old.setParentItem(None)
            if old.scene() is not None:
                old.scene().removeItem(old)
        self._drawn = [part for name in names for part in self._parts(name)]

    def boundingRect(self) -> QRectF:
        return QRectF()

    def paint(self, painter: QPainter, *args: object) -> None:
        """Its children are painted."""

    def _parts(self, name: Name) -> list[QGraphicsItem]:
        """The ground, and what is written on it."""
        text = QGraphicsSimpleTextItem(name.text, self)
        font = QFont(text.font())
        font.setBold(name.heading)
        text.setFont(font)
        text.setBrush(name.colour)
        size = text.boundingRect()
        up = size.height() + HEADING_DOWN if name.foot else size.height() / 2
        text_place = QPointF(BESIDE, HEADING_DOWN if name.heading else -up)
        ground, dot = QPainterPath(), QPainterPath()
        ground.addRoundedRect(size.translated(text_place).adjusted(-3, 0, 3, 0), 3, 3)
        if name.dot:
            ground.addEllipse(QPointF(0, 0), DOT + 1, DOT + 1)
            dot.addEllipse(QPointF(0, 0), DOT, DOT)
        parts: list[QGraphicsItem] = []
        for path, brush in ((ground, GROUND), (dot, name.colour)):
            part = QGraphicsPathItem(path, self)
            part.setPen(QPen(Qt.PenStyle.NoPen))
            part.setBrush(brush)
            parts.append(part)
        text.setTransform(QTransform.fromTranslate(text_place.x(), text_place.y()))
        text.setZValue(1)
        parts.append(text)
        for part in parts:
            part.setFlag(part.GraphicsItemFlag.ItemIgnoresTransformations)
            part.setPos(name.row, name.column)
            part.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        return parts
