"""The divider that is dragged over a view: the second volume lies at its right."""

from __future__ import annotations

from PyQt6.QtCore import QObject, QPoint, QPointF, QRect, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QWidget

from seisviewer.app.second_volume.second_volume import SecondVolume
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.section_view import SectionView
from seisviewer.translation import tr

WIDTH, GRIP = 13, 28  # px


class SwipeHandle(QWidget):
    """dragged: to a place across the canvas, in its pixels."""

    dragged = pyqtSignal(int)

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setToolTip(tr("Drag it: the second volume lies at its right"))
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(self.mapToParent(event.position().toPoint()).x())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle, height = self.width() // 2, self.height()
        for colour, width in ((QColor(0, 0, 0, 200), 3), (QColor(255, 255, 255), 1)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(middle, 0, middle, height)
        painter.setPen(QPen(QColor(0, 0, 0, 200), 1))
        painter.setBrush(QColor(255, 255, 255))
        painter.drawRoundedRect(QRect(2, (height - GRIP) // 2, WIDTH - 5, GRIP), 3, 3)


class SwipeDivider(QObject):
    """Keeps the handle of one view where the divider lies in its section."""

    def __init__(self, state: SectionState, second: SecondVolume, view: SectionView) -> None:
        super().__init__(view)
        self._state, self._second, self._view = state, second, view
        self.handle = SwipeHandle(view.canvas)
        self.handle.dragged.connect(self._move)
        for changed in (state.second_changed, second.changed, view.box.sigRangeChanged, view.canvas.resized):
            changed.connect(self._place)
        second.divider_moved.connect(self._place)

    def _place(self, *_: object) -> None:
        volume = self._state.volume
        wanted = self._second.second is not None and self._state.second.swipe and self._state.second.shown
        self.handle.setVisible(wanted and volume is not None)
        if not self.handle.isVisibleTo(self._view.canvas) or volume is None:
            return
        turned = self._view.box.orientation.turned
        counts = volume.geometry.section_shape(self._view.direction)
        at = self._second.dividers.get(self._view.direction, (counts[turned] - 1) / 2)
        spot = QPointF(0, at - 0.5) if turned else QPointF(at - 0.5, 0)
        area = self._view.box.sceneBoundingRect().toRect()
        x = self._view.canvas.mapFromScene(self._view.box.mapViewToScene(spot)).x()
        x = min(max(x, area.left()), area.right())
        self.handle.setGeometry(x - WIDTH // 2, area.top(), WIDTH, area.height())
        self.handle.raise_()

    def _move(self, x: int) -> None:
        spot = self._view.box.mapSceneToView(self._view.canvas.mapToScene(QPoint(x, 0)))
        turned = self._view.box.orientation.turned
        count = self._state.volume.geometry.section_shape(self._view.direction)[turned]
        place = (spot.y() if turned else spot.x()) + 0.5
        self._second.move_divider(self._view.direction, min(max(place, 0.0), float(count)))
