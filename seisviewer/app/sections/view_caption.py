"""What the layers say about the section on screen, in a corner of its view."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QRect, Qt
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QToolTip, QWidget

LINES = 2
MOST_COVERED = 1 / 6  # of the section's area on screen; more lines than that leaves room for are not shown
GROUND_ALPHA = 200
MARGIN, ROUNDING = (6, 2), 3.0  # px


class ViewCaption(QWidget):
    """A line or two, cut where there is no room; the tooltip has `details`. The mouse paints and points through it."""

    def __init__(self, canvas: QWidget, viewport: QWidget) -> None:
        """viewport: what gets the mouse where the caption lies."""
        super().__init__(canvas)
        self.text = self.details = ""
        self._allowed, self._shown = True, 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        viewport.installEventFilter(self)
        self.hide()

    @property
    def lines(self) -> list[str]:
        """Those that are shown, uncut."""
        return self.text.split("\n")[: self._shown]

    def say(self, text: str, details: str) -> None:
        """Show another text, or nothing where it is ""; `place` finds room for it."""
        self.text, self.details = text, details
        self._show()

    def allow(self, allowed: bool) -> None:
        """Whether anything is to be shown at all."""
        self._allowed = allowed
        self._show()

    def place(self, area: QRect) -> None:
        """Lie below at the left in an area of the canvas."""
        lines = self.text.split("\n")[:LINES]
        width = min(max(map(self.fontMetrics().horizontalAdvance, lines)) + 2 * MARGIN[0] + 1, area.width())
        if width * self._height(len(lines)) > MOST_COVERED * area.width() * area.height():
            lines = lines[:1]
        self._shown = len(lines)
        self.resize(width, self._height(len(lines)))
        self.move(area.left(), area.bottom() - self.height())
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ToolTip or not self.isVisible():
            return False
        if not self.geometry().contains(self.parentWidget().mapFromGlobal(event.globalPos())):
            return False
        QToolTip.showText(event.globalPos(), self.details)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.palette().base().color()
        ground.setAlpha(GROUND_ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(self.rect(), ROUNDING, ROUNDING)
        painter.setPen(self.palette().text().color())
        room = self.width() - 2 * MARGIN[0]
        for row, line in enumerate(self.lines):
            cut = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room)
            painter.drawText(MARGIN[0], self._height(row) - MARGIN[1] + self.fontMetrics().ascent(), cut)

    def _height(self, lines: int) -> int:
        return lines * self.fontMetrics().lineSpacing() + 2 * MARGIN[1]

    def _show(self) -> None:
        self.setVisible(self._allowed and bool(self.text))
