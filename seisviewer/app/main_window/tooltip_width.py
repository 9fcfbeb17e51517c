"""Keeps tooltips narrow: Qt writes a plain text in one line, however long."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QPoint
from PyQt6.QtGui import QCursor
from PyQt6.QtWidgets import QLabel

WIDEST = 420  # px
BESIDE = QPoint(2, 21)  # from the pointer, as Qt places tooltips


class TooltipWidth(QObject):
    """Wraps the text of the label in which Qt shows tooltips."""

    def watch(self, tip: QLabel) -> None:
        tip.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Resize) and watched.width() > WIDEST:
            watched.setWordWrap(True)
            watched.resize(WIDEST, watched.heightForWidth(WIDEST))
            watched.move(_beside_pointer(watched))
        return False


def _beside_pointer(tip: QLabel) -> QPoint:
    """Below the pointer at the right, as far as the screen goes; above it where there is no room below."""
    pointer, screen = QCursor.pos(), tip.screen().availableGeometry()
    place = pointer + BESIDE
    if place.y() + tip.height() > screen.bottom():
        place.setY(pointer.y() - tip.height() - 4)
    place.setX(max(min(place.x(), screen.right() - tip.width()), screen.left()))
    return place
