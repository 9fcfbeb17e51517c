"""The drawing surface of the trace page and the gestures on it; what they mean is decided elsewhere.

The picture of the traces is kept, so that a pick that is dragged or a pointer that moves costs only what lies over it.
"""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QPaintDevice, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PyQt6.QtWidgets import QWidget

from seisviewer.app.widgets.pointer_canvas import LEFT, PointerCanvas, fingers_of, notches_of

Draw = Callable[[QPainter], None]


class TraceCanvas(PointerCanvas, QWidget):
    """Turns mouse, wheel and keys into gestures, and paints what `picture` and `overlay` draw.

    turned: notches of the wheel, where, and the keys held. panned: pixels right and down since the last time, by the
    middle button or two fingers. pinched: by which factor, and where. pressed,
    dragged, released, double_clicked: the left button, and the keys held; a double click may go on as a drag. paged: −1
    or 1 by the arrow keys.
    """

    turned = pyqtSignal(float, QPointF, Qt.KeyboardModifier)
    panned = pyqtSignal(float, float)
    pinched = pyqtSignal(float, QPointF)
    pressed = pyqtSignal(QPointF, Qt.KeyboardModifier)
    dragged = pyqtSignal(QPointF, Qt.KeyboardModifier)
    released = pyqtSignal(QPointF)
    double_clicked = pyqtSignal(QPointF, Qt.KeyboardModifier)
    hovered = pyqtSignal(QPointF)
    left = pyqtSignal()
    used = pyqtSignal()
    resized = pyqtSignal()
    paged = pyqtSignal(int)
    rows_paged = pyqtSignal(int)
    whole_wanted = pyqtSignal()
    cancelled = pyqtSignal()

    def __init__(self, picture: Draw, overlay: Draw) -> None:
        super().__init__()
        self._draw_picture, self._draw_overlay = picture, overlay
        self._picture: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 120)

    def renew(self) -> None:
        """Draw everything anew; `update` draws only what lies over the traces."""
        self._picture = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            ratio = self.devicePixelRatioF()
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._paint(self._picture, self._draw_picture)
        self._paint(self, lambda painter: (painter.drawPixmap(0, 0, self._picture), self._draw_overlay(painter)))

    def _paint(self, device: QPaintDevice, draw: Draw) -> None:
        painter = QPainter(device)
        try:
            painter.setFont(self.font())
            draw(painter)
        finally:
            painter.end()  # Qt does not survive a painter that is left open

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._picture = None
        self.resized.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        moved = fingers_of(event)
        if moved is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.panned.emit(moved.x(), moved.y())
            return
        self.turned.emit(notches_of(event), event.position(), event.modifiers())

    def use(self) -> None:
        self.used.emit()

    def press(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        self.pressed.emit(position, keys)

    def drag(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        self.dragged.emit(position, keys)

    def release(self, position: QPointF) -> None:
        self.released.emit(position)

    def double_click(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        self.double_clicked.emit(position, keys)

    def hover(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        self.hovered.emit(position)

    def pan(self, old: QPointF, new: QPointF) -> None:
        self.panned.emit(new.x() - old.x(), new.y() - old.y())

    def pinch(self, factor: float, around: QPointF) -> None:
        self.pinched.emit(factor, around)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.paged.emit(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.rows_paged.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            self.whole_wanted.emit()
        elif key == Qt.Key.Key_Escape and self._held == LEFT:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        dragging = self._held == LEFT
        if event.type() == QEvent.Type.ShortcutOverride and dragging and event.key() == Qt.Key.Key_Escape:
            event.accept()  # Esc drops what is being dragged before it means anything else
            return True
        return super().event(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.left.emit()
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.renew()
