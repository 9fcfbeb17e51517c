"""Lines of text that are cut where there is no room for them; the tooltip has all of it."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QLabel, QSizePolicy

from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.translation import tr


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

    def shown_text(self) -> str:
        """What is drawn where there is room for it."""
        return self.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        text = self.fontMetrics().elidedText(self.shown_text(), Qt.TextElideMode.ElideRight, self.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, text)


class Readout(ElidedLabel):
    """What lies under the pointer, for the status bar. It keeps the width of the longest text so far where there is room
    for it: a status bar whose parts jump about cannot be read. The tooltip has the whole text."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip(tr("What lies under the pointer"))
        self._shorter = ""
        self._widest = self._shorter_widest = 0
        self._is_narrow = False

    def setText(self, text: str) -> None:
        self.say(text, text)

    def say(self, text: str, shorter: str) -> None:
        """shorter: drawn instead where there is no room for the text."""
        super().setText(text)
        self.setToolTip(as_plain(text or tr("What lies under the pointer")))
        self._shorter = shorter
        self._widest = max(self._widest, self._width_of(text))
        self._shorter_widest = max(self._shorter_widest, self._width_of(shorter))
        self.updateGeometry()

    def clear(self) -> None:
        self.setText("")

    def shown_text(self) -> str:
        return self.text() if self._width_of(self.text()) <= self.width() else self._shorter

    def width_wanted(self, narrow: bool) -> int:
        """For the longest text so far; narrow: for the longest of those that are drawn where there is little room."""
        return self._shorter_widest if narrow else self._widest

    def make_narrow(self, narrow: bool) -> None:
        """Whether room is left for others."""
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self.width_wanted(self._is_narrow), super().sizeHint().height())

    def _width_of(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + 2
