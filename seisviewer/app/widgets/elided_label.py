"""Lines of text that are cut where there is no room for them; the tooltip has all of it."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QLabel, QSizePolicy

from seisviewer.app.widgets.plain_text import as_plain


class ElidedLabel(QLabel):
    """Never asks for more width than it gets, so that a long sentence does not widen its panel."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(as_plain(text))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, text)


class Readout(ElidedLabel):
    """What lies under the pointer, for the status bar. It keeps the width of the longest text so far where there is room
    for it: a status bar whose parts jump about cannot be read."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip("What lies under the pointer")
        self._widest = 0

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(as_plain(text or "What lies under the pointer"))
        self._widest = max(self._widest, self.fontMetrics().horizontalAdvance(text) + 2)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._widest, super().sizeHint().height())
