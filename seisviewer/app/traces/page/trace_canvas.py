"""The drawing surface of the trace page and the gestures on it; what they mean is decided elsewhere.

The picture of the traces is kept, so that a pick that is dragged or a pointer that moves costs only what lies over it.
"""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QPointF, Qt, pyqtSignal
from PyQt6.QtGui import (
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintDevice,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PyQt6.QtWidgets import QApplication, QWidget

from seisviewer.app.sections.section_canvas import TYPING

NOTCH = 120.0
Draw = Callable[[QPainter], None]


class TraceCanvas(QWidget):
    """Turns mouse, wheel and keys into gestures, and paints what `picture` and `overlay` draw.

    turned: notches of the wheel, where, and the keys held. panned: pixels right and down since the last time. pressed,
    dragged, released: the left button, and the keys held. paged: −1 or 1 by the arrow keys.
    """

    turned = pyqtSignal(float, QPointF, Qt.KeyboardModifier)
    panned = pyqtSignal(float, float)
    pressed = pyqtSignal(QPointF, Qt.KeyboardModifier)
    dragged = pyqtSignal(QPointF, Qt.KeyboardModifier)
    released = pyqtSignal(QPointF)
    double_clicked = pyqtSignal(QPointF)
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
        self._held = Qt.MouseButton.NoButton  # what pans or presses; other buttons wait until it is let go
        self._pan_from: QPointF | None = None
        self._space = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 120)

    @property
    def is_pressed(self) -> bool:
        """Whether a button is held: what is under the pointer should stay there."""
        return self._held != Qt.MouseButton.NoButton

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
        # With Shift or Alt held some systems turn the wheel sideways.
        notches = (event.angleDelta().y() or event.angleDelta().x()) / NOTCH
        self.turned.emit(notches, event.position(), event.modifiers())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.used.emit()
        if not self._takes(event):
            return
        left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (left and self._space):
            self._held, self._pan_from = event.button(), event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif left:
            self._held = event.button()
            self.pressed.emit(event.position(), event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if not event.buttons() & self._held:
            self._let_go(event)  # the release went elsewhere
        if self._pan_from is not None:
            way = event.position() - self._pan_from
            self._pan_from = event.position()
            self.panned.emit(way.x(), way.y())
        elif self._held != Qt.MouseButton.NoButton:
            self.dragged.emit(event.position(), event.modifiers())
        else:
            self.hovered.emit(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == self._held:
            self._let_go(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton and not self._space:
            self.double_clicked.emit(event.position())
        else:
            self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Space and not event.modifiers():
            self._set_space(True, event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.paged.emit(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.rows_paged.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            self.whole_wanted.emit()
        elif key == Qt.Key.Key_Escape and self._held == Qt.MouseButton.LeftButton:
            self.cancelled.emit()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._set_space(False, event)
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        dragging = self._held == Qt.MouseButton.LeftButton
        if event.type() == QEvent.Type.ShortcutOverride and dragging and event.key() == Qt.Key.Key_Escape:
            event.accept()  # Esc drops what is being dragged before it means anything else
            return True
        return super().event(event)

    def focusOutEvent(self, event: QEvent) -> None:
        self._space = False  # the release of Space goes to whoever has the focus then
        self._show_hand()
        super().focusOutEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.used.emit()
        if not isinstance(QApplication.focusWidget(), TYPING):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.left.emit()
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.renew()

    def _takes(self, event: QMouseEvent) -> bool:
        """Whether a press begins something: not while another button is held."""
        if event.button() == self._held:
            self._let_go(event)  # it cannot be pressed twice: the release went elsewhere
        return self._held == Qt.MouseButton.NoButton

    def _let_go(self, event: QMouseEvent) -> None:
        """End what the held button does."""
        held, self._held = self._held, Qt.MouseButton.NoButton
        if self._pan_from is not None:
            self._pan_from = None
            self._show_hand()
        elif held != Qt.MouseButton.NoButton:
            self.released.emit(event.position())

    def _set_space(self, held: bool, event: QKeyEvent) -> None:
        event.accept()
        if not event.isAutoRepeat():
            self._space = held
            self._show_hand()

    def _show_hand(self) -> None:
        if self._pan_from is not None:
            return
        if self._space:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()
