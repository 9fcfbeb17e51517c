"""The colours of the states of a review, the same on both desks; unlike those of the phases and readable on either theme."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QPainter, QPixmap

from seisviewer.workflows.review.review_counts import ReviewState

RIM = QColor(0, 0, 0, 210)  # around an outline, so that it is seen on any colour
REVIEW_COLOURS = {
    ReviewState.UNDECIDED: QColor("#f0a000"),
    ReviewState.ACCEPTED: QColor("#2f9e44"),
    ReviewState.REJECTED: QColor("#8a8f98"),
}
DOT = 9  # px


def dot(state: ReviewState, ratio: float = 1.0) -> QPixmap:
    """The colour of a state, to stand before its name. ratio: pixels of the screen to one of Qt."""
    pixmap = QPixmap(round(DOT * ratio), round(DOT * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(REVIEW_COLOURS[state])
    painter.drawEllipse(0, 0, DOT, DOT)
    painter.end()
    return pixmap
