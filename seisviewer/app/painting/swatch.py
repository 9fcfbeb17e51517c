"""Small pictures for lists of classes."""

from __future__ import annotations

from PyQt6.QtGui import QColor, QIcon, QPainter, QPixmap

SIZE = 14


def swatch(colour: str) -> QIcon:
    """A little square of a class colour, with an edge that is seen on any ground, that of a selected row too."""
    pixmap = QPixmap(SIZE, SIZE)
    pixmap.fill(QColor(colour))
    painter = QPainter(pixmap)
    for inset, edge in enumerate((QColor(0, 0, 0, 150), QColor(255, 255, 255, 200))):
        painter.setPen(edge)
        painter.drawRect(inset, inset, SIZE - 1 - 2 * inset, SIZE - 1 - 2 * inset)
    painter.end()
    return untinted(pixmap)


def untinted(pixmap: QPixmap, selected: QPixmap | None = None) -> QIcon:
    """An icon that keeps its colours in a selected row, where Qt would tint them."""
    icon = QIcon(pixmap)
    icon.addPixmap(selected or pixmap, QIcon.Mode.Selected)
    return icon
