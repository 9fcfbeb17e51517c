"""A bar in the corner of a view that says how long a length is there."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QWidget

MOST = 130  # px of the bar
GAP, BAR = 6, 4  # px
GROUND_ALPHA = 200


class LengthBar(QWidget):
    """The mouse works through it. `length` is what it says, `pixels` how long it is drawn."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.length = self.pixels = 0.0
        self.text = ""
        self.hide()

    @property
    def wanted(self) -> QSize:
        """How large it must be to show what it says."""
        metrics = self.fontMetrics()
        width = round(max(self.pixels, metrics.horizontalAdvance(self.text))) + 2 * GAP
        return QSize(width, metrics.height() + BAR + 8)

    def say(self, length: float, pixels: float, text: str) -> None:
        before = self.text, self.pixels
        self.length, self.pixels, self.text = length, pixels, text
        if (text, pixels) != before:  # else nothing behind it need be painted again
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground, ink = QColor(self.palette().base().color()), self.palette().text().color()
        ground.setAlpha(GROUND_ALPHA)
        painter.fillRect(self.rect(), ground)
        painter.setPen(ink)
        text = QRectF(0, 2, self.width(), self.fontMetrics().height())
        painter.drawText(text, Qt.AlignmentFlag.AlignCenter, self.text)
        left = (self.width() - self.pixels) / 2
        painter.fillRect(QRectF(left, self.height() - BAR - 3, self.pixels, BAR), ink)
