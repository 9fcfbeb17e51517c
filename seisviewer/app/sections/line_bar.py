"""A scroll bar through the lines of a direction, with marks where something is labelled and where to label next."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PyQt6.QtWidgets import QSizePolicy, QWidget

from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.translation import tr

SUGGESTED, LABELLED = QColor("#ffd43b"), QColor("#228be6")
HEIGHT, HANDLE, EDGE = 16, 6, 6  # pixels


class LineBar(QWidget):
    """moved: the index of the line that was dragged or clicked to."""

    moved = pyqtSignal(int)

    def __init__(self, colour: str) -> None:
        super().__init__()
        self._colour = QColor(colour)
        self._last, self._index, self._several = 0, 0, False
        self._suggested: tuple[int, ...] = ()
        self._labelled: tuple[int, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, HEIGHT)

    def set_lines(self, last: int, ends: str, several: bool) -> None:
        """Another survey. last: index of the last line. ends: the first and the last as one says them. several: there is a
        choice; the bar keeps its room without."""
        self._several = several
        self._last, self._suggested, self._labelled = last, (), ()
        self.setToolTip(
            as_plain(
                tr("{ends}: click or drag to go there. Blue: labelled lines; yellow: where to label next (J)").format(
                    ends=ends
                )
            )
        )
        self.update()

    def show_index(self, index: int) -> None:
        if index != self._index:
            self._index = index
            self.update()

    def show_marks(self, suggested: Sequence[int], labelled: Sequence[int]) -> None:
        self._suggested, self._labelled = tuple(suggested), tuple(labelled)
        self.update()

    def place(self, index: int) -> float:
        """Where a line lies, in pixels from the left."""
        return EDGE + index / max(self._last, 1) * max(self.width() - 2 * EDGE, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_to(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event)

    def _go_to(self, event: QMouseEvent) -> None:
        if not self._several:
            return
        share = (event.position().x() - EDGE) / max(self.width() - 2 * EDGE, 1)
        self.moved.emit(min(max(round(share * self._last), 0), self._last))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._several:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().mid())
        painter.drawRoundedRect(QRectF(EDGE, middle - 1.5, self.width() - 2 * EDGE, 3), 1.5, 1.5)
        painter.setBrush(LABELLED)
        for index in self._labelled:
            painter.drawRect(QRectF(self.place(index) - 1, middle - 4, 2, 8))
        painter.setBrush(self._colour)
        painter.drawRoundedRect(QRectF(self.place(self._index) - HANDLE / 2, 1, HANDLE, self.height() - 2), 2, 2)
        painter.setBrush(SUGGESTED)
        painter.setPen(QColor(0, 0, 0, 160))
        for index in self._suggested:
            x = self.place(index)
            painter.drawPolygon(QPolygonF([QPointF(x - 4, 0.5), QPointF(x + 4, 0.5), QPointF(x, 7)]))
