"""The frame that a tour draws round a control."""

from __future__ import annotations

from PyQt6.QtCore import QRect, QRectF, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QRegion
from PyQt6.QtWidgets import QWidget

WIDE = 5  # px: a line in the colour of the theme between two in that of the ground, seen over any picture
LINE = 2.5
EDGE = 2.5  # px from the middle of the lines to where nothing is drawn any more
ROUND = 6


class TargetFrame(QWidget):
    """A ring over the window; the mouse goes through it, and what lies inside is not drawn anew with it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def put_round(self, area: QRect) -> None:
        """Frame an area of the window; an empty one frames nothing."""
        place = area.adjusted(-WIDE, -WIDE, WIDE, WIDE).intersected(self.parentWidget().rect())  # at its edge, inside it
        if area.isEmpty():
            self.hide()
            return
        if place != self.geometry():
            self.setGeometry(place)
            inside = self.rect().adjusted(WIDE + 1, WIDE + 1, -WIDE - 1, -WIDE - 1)
            self.setMask(QRegion(self.rect()).subtracted(QRegion(inside)))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        around = QRectF(self.rect()).adjusted(EDGE, EDGE, -EDGE, -EDGE)
        for role, width in ((QPalette.ColorRole.Base, WIDE), (QPalette.ColorRole.Highlight, LINE)):
            painter.setPen(QPen(palette.color(role), width))
            painter.drawRoundedRect(around, ROUND, ROUND)
