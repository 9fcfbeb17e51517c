"""What the layers say about the section on screen, in a corner of its view."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PyQt6.QtCore import QEvent, QObject, QRect, Qt
from PyQt6.QtGui import QImage, QPainter, QPaintEvent
from PyQt6.QtWidgets import QToolTip, QWidget

from seisviewer.app.widgets.plain_text import as_plain

LINES = 2  # that are said; the second may take one more
MOST_COVERED = 1 / 6  # of the section's area on screen; more lines than that leaves room for are not shown
GROUND_ALPHA = 200
MARGIN, ROUNDING = (6, 2), 3.0  # px
BAR, GAP = 48, 5  # px, the colours of a scale and what is left free beside them


@dataclass(frozen=True)
class ColourScale:
    """What the colours over a section mean. low, high: what its ends are called. colours: uint8 (256, 4)."""

    low: str
    high: str
    colours: np.ndarray = field(repr=False, compare=False)


class ViewCaption(QWidget):
    """A line or two, the second wrapped once where it is too long, cut where there is no room (at its semicolon if it has
    one), and the scale of the colours behind the first; the tooltip has `details`.
    The mouse paints and points through it."""

    def __init__(self, canvas: QWidget, viewport: QWidget) -> None:
        """viewport: what gets the mouse where the caption lies."""
        super().__init__(canvas)
        self.text = self.details = ""
        self.scale: ColourScale | None = None
        self.lines: list[str] = []  # those that are shown, uncut
        self._allowed = True
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        viewport.installEventFilter(self)
        self.hide()

    def say(self, text: str, details: str, scale: ColourScale | None = None) -> None:
        """Show another text, or nothing where it is ""; `place` finds room for it."""
        self.text, self.details, self.scale = text, details, scale
        self._show()

    def allow(self, allowed: bool) -> None:
        """Whether anything is to be shown at all."""
        self._allowed = allowed
        self._show()

    def place(self, area: QRect) -> None:
        """Lie below at the left in an area of the canvas. A scale takes the place of a first line that has no room
        beside it: colours nobody can read say nothing."""
        lines = self.text.split("\n")[:LINES]
        measure, room = self.fontMetrics().horizontalAdvance, area.width() - 2 * MARGIN[0]
        widths = list(map(measure, lines))
        if self.scale is not None and widths[0] + self._scale_width() + 2 * MARGIN[0] > area.width():
            lines[0], widths[0] = "", 0
        widths[0] += self._scale_width()
        width = min(max(widths) + 2 * MARGIN[0] + 1, area.width())
        most = MOST_COVERED * area.width() * area.height()
        tried = [[lines[0], *self._wrapped(lines[1], room)]] if len(lines) > 1 else []
        short = [line if measure(line) <= room else line.partition("; ")[0] for line in lines]
        fitting = (each for each in (*tried, short) if width * self._height(len(each)) <= most)
        self.lines = next(fitting, lines[:1])
        self.resize(width, self._height(len(self.lines)))
        self.move(area.left(), area.bottom() - self.height())
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ToolTip or not self.isVisible():
            return False
        if not self.geometry().contains(self.parentWidget().mapFromGlobal(event.globalPos())):
            return False
        QToolTip.showText(event.globalPos(), as_plain(self.details))
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
            left = room - self._scale_width() if row == 0 else room
            cut = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, left)
            painter.drawText(MARGIN[0], self._height(row) - MARGIN[1] + self.fontMetrics().ascent(), cut)
        if self.scale is not None:
            self._draw_scale(painter, self.scale)

    def _draw_scale(self, painter: QPainter, scale: ColourScale) -> None:
        """At the right end of the first line."""
        metrics, base = self.fontMetrics(), MARGIN[1] + self.fontMetrics().ascent()
        at = self.width() - MARGIN[0] - metrics.horizontalAdvance(scale.high)
        painter.drawText(at, base, scale.high)
        at -= GAP + BAR
        opaque = np.ascontiguousarray(scale.colours[:, :3])
        bar = QImage(opaque.data, len(opaque), 1, 3 * len(opaque), QImage.Format.Format_RGB888)
        painter.drawImage(QRect(at, base - metrics.ascent() // 2 - 3, BAR, 7), bar)
        painter.drawText(at - GAP - metrics.horizontalAdvance(scale.low), base, scale.low)

    def _wrapped(self, line: str, room: int) -> list[str]:
        """The line, or its first words that fit and the rest."""
        words, measure = line.split(" "), self.fontMetrics().horizontalAdvance
        fitting = next((count for count in range(len(words), 0, -1) if measure(" ".join(words[:count])) <= room), 0)
        return [" ".join(words[:fitting]), " ".join(words[fitting:])] if 0 < fitting < len(words) else [line]

    def _scale_width(self) -> int:
        if self.scale is None:
            return 0
        ends = map(self.fontMetrics().horizontalAdvance, (self.scale.low, self.scale.high))
        return sum(ends) + BAR + 4 * GAP

    def _height(self, lines: int) -> int:
        return lines * self.fontMetrics().lineSpacing() + 2 * MARGIN[1]

    def _show(self) -> None:
        self.setVisible(self._allowed and bool(self.text))
