"""The drawing surface of a section view and the gestures on it.

Events are taken here, before pyqtgraph's scene sees them: a tool must get the press itself and not a click after the
release, and the wheel steps lines where pyqtgraph would zoom.
"""

from __future__ import annotations

import pyqtgraph as pg
from PyQt6.QtCore import QEvent, QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QContextMenuEvent, QEnterEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PyQt6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit

NOTCH = 120.0
ZOOM_STEP = 1.25
FAST = 10
TYPING = (QLineEdit, QAbstractSpinBox, QTextEdit, QPlainTextEdit)


class SectionCanvas(pg.GraphicsView):
    """Turns mouse and wheel into steps, zoom, pan, and pointer events in section coordinates (row, column)."""

    stepped = pyqtSignal(int)
    pressed = pyqtSignal(float, float)
    dragged = pyqtSignal(float, float)
    released = pyqtSignal(float, float)
    double_clicked = pyqtSignal(float, float)
    hovered = pyqtSignal(float, float, bool)
    left = pyqtSignal()
    used = pyqtSignal()
    resized = pyqtSignal()
    menu_wanted = pyqtSignal(object)

    def __init__(self, plot_item: pg.PlotItem) -> None:
        super().__init__(background=None)
        self.setCentralItem(plot_item)
        self.enableMouse(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box = plot_item.getViewBox()
        self._notches = 0.0
        self._space = False
        self._pan_from: QPointF | None = None
        self._held = Qt.MouseButton.NoButton  # what pans or presses; other buttons wait until it is let go

    def locate(self, position: QPointF) -> tuple[float, float]:
        """Row and column of the section at a point of this widget."""
        spot = self._box.mapSceneToView(self.mapToScene(position.toPoint()))
        return spot.x(), spot.y()

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Show 1 / factor as much of the section, keeping what lies at a point of this widget where it is."""
        centre = None if around is None else pg.Point(*self.locate(around))
        self._box.scaleBy((1 / factor, 1 / factor), center=centre)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        # With Shift or Alt held some systems turn the wheel sideways.
        notches = (event.angleDelta().y() or event.angleDelta().x()) / NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM_STEP**notches, event.position())
            return
        self._notches += notches
        whole = int(self._notches)
        if whole:
            self._notches -= whole
            self.stepped.emit(whole * (FAST if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()
        self.menu_wanted.emit(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.used.emit()
        left, middle = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
        if not self._takes(event):
            return
        if event.button() == middle or (event.button() == left and self._space):
            self._held, self._pan_from = event.button(), event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == left:
            self._held = left
            self.pressed.emit(*self.locate(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if not event.buttons() & self._held:
            self._let_go(event)  # the release went elsewhere
        if self._pan_from is not None:
            self._pan(event.position())
        elif self._held:
            self.dragged.emit(*self.locate(event.position()))
        else:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.hovered.emit(*self.locate(event.position()), shift)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == self._held:
            self._let_go(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton and not self._space:
            if self._takes(event):
                # The second press of a double click may go on as a drag: a dab and a stroke in quick succession.
                self._held = event.button()
                self.double_clicked.emit(*self.locate(event.position()))
        else:
            self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            event.accept()
            if not event.isAutoRepeat():
                self._space = True
                self._show_hand()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            event.accept()
            if not event.isAutoRepeat():
                self._space = False
                self._show_hand()
        else:
            event.ignore()

    def focusOutEvent(self, event: QEvent) -> None:
        # The release of Space goes to whoever has the focus then.
        self._space = False
        self._show_hand()
        super().focusOutEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.used.emit()
        if not isinstance(QApplication.focusWidget(), TYPING):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._notches = 0.0
        self.left.emit()
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

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
            self.released.emit(*self.locate(event.position()))

    def _pan(self, position: QPointF) -> None:
        old, new = self.locate(self._pan_from), self.locate(position)
        self._pan_from = position
        self._box.translateBy(x=old[0] - new[0], y=old[1] - new[1])

    def _show_hand(self) -> None:
        if self._pan_from is not None:
            return
        if self._space:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()
