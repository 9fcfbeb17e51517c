"""What every drawing surface of the window shares: which mouse button is held, panning, Space, and the focus.

Events are taken before whatever is drawn sees them: a tool must get the press itself and not a click after the release.
"""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QPointF, Qt
from PyQt6.QtGui import QEnterEvent, QInputDevice, QKeyEvent, QMouseEvent, QWheelEvent
from PyQt6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit

NOTCH = 120.0
LEAST_PINCH = 0.2  # of what was shown, in one event
TYPING = (QLineEdit, QAbstractSpinBox, QTextEdit, QPlainTextEdit)
LEFT, MIDDLE, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.NoButton


class PointerCanvas:
    """Stands before a QWidget among the bases of a canvas, which says in the methods below what each gesture means.

    The left button presses, drags and lets go; the middle button, or the left one with Space held, pans.
    """

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)
        self._held = NONE  # what pans or presses; other buttons wait until it is let go
        self._pan_from: QPointF | None = None
        self._space = False
        self._resting: Qt.CursorShape | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def rest_on(self, shape: Qt.CursorShape | None) -> None:
        """The pointer's shape while nothing is held; None for the usual one."""
        self._resting = shape
        self._show_hand()

    # What a canvas does about it; positions are those of this widget, in pixels.

    def use(self) -> None:
        """The pointer came in, or a button was pressed."""

    def press(self, position: QPointF, keys: Qt.KeyboardModifier) -> None: ...
    def drag(self, position: QPointF, keys: Qt.KeyboardModifier) -> None: ...
    def release(self, position: QPointF) -> None: ...
    def hover(self, position: QPointF, keys: Qt.KeyboardModifier) -> None: ...
    def pan(self, old: QPointF, new: QPointF) -> None: ...
    def pinch(self, factor: float, around: QPointF) -> None: ...

    def double_click(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        """The second press of a double click; drags and the release follow, as after a press."""

    def event(self, event: QEvent) -> bool:
        """Two fingers on a touch pad pinch; Qt gives this as a gesture of the system, not as a wheel."""
        if event.type() == QEvent.Type.NativeGesture:
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.pinch(max(1 + event.value(), LEAST_PINCH), event.position())
            event.accept()
            return True
        return super().event(event)

    @property
    def is_pressed(self) -> bool:
        """Whether a button is held: what is under the pointer should stay there."""
        return self._held != NONE

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.use()
        if not self._takes(event):
            return
        if event.button() == MIDDLE or (event.button() == LEFT and self._space):
            self._held, self._pan_from = event.button(), event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == LEFT:
            self._held = LEFT
            self.press(event.position(), event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if not event.buttons() & self._held:
            self._let_go(event)  # the release went elsewhere
        if self._pan_from is not None:
            before, self._pan_from = self._pan_from, event.position()
            self.pan(before, event.position())
        elif self._held != NONE:
            self.drag(event.position(), event.modifiers())
        else:
            self.hover(event.position(), event.modifiers())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == self._held:
            self._let_go(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() != LEFT or self._space:
            self.mousePressEvent(event)
        elif self._takes(event):
            # The second press may go on as a drag: two short gestures in quick succession.
            self._held = LEFT
            self.double_click(event.position(), event.modifiers())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._set_space(True, event)
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._set_space(False, event)
        else:
            event.ignore()

    def focusOutEvent(self, event: QEvent) -> None:
        self._space = False  # the release of Space goes to whoever has the focus then
        self._show_hand()
        super().focusOutEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.use()
        if not isinstance(QApplication.focusWidget(), TYPING):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().enterEvent(event)

    def _takes(self, event: QMouseEvent) -> bool:
        """Whether a press begins something: not while another button is held."""
        if event.button() == self._held:
            self._let_go(event)  # it cannot be pressed twice: the release went elsewhere
        return self._held == NONE

    def _let_go(self, event: QMouseEvent) -> None:
        """End what the held button does."""
        held, self._held = self._held, NONE
        if self._pan_from is not None:
            self._pan_from = None
            self._show_hand()
        elif held != NONE:
            self.release(event.position())

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
        elif self._resting is not None:
            self.setCursor(self._resting)
        else:
            self.unsetCursor()


def notches_of(event: QWheelEvent) -> float:
    """By how many notches the wheel was turned, up or away from the user positive."""
    # With Shift or Alt held some systems turn the wheel sideways.
    return (event.angleDelta().y() or event.angleDelta().x()) / NOTCH


def fingers_of(event: QWheelEvent) -> QPointF | None:
    """By how many pixels two fingers on a touch pad moved, right and down; None where a wheel was turned."""
    is_pad = event.phase() != Qt.ScrollPhase.NoScrollPhase or event.device().type() == QInputDevice.DeviceType.TouchPad
    return QPointF(event.pixelDelta()) if is_pad and not event.pixelDelta().isNull() else None
