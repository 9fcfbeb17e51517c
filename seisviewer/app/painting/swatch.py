"""Small pictures for lists of classes."""

from __future__ import annotations

from PyQt6.QtGui import QColor, QIcon, QPixmap

SIZE = 14


def swatch(colour: str) -> QIcon:
    """A little square of a class colour."""
    pixmap = QPixmap(SIZE, SIZE)
    pixmap.fill(QColor(colour))
    return untinted(pixmap)


def untinted(pixmap: QPixmap, selected: QPixmap | None = None) -> QIcon:
    """An icon that keeps its colours in a selected row, where Qt would tint them."""
    icon = QIcon(pixmap)
    icon.addPixmap(selected or pixmap, QIcon.Mode.Selected)
    return icon
