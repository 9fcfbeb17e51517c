"""The drawing surface of a section view and the gestures on it. The wheel steps lines where pyqtgraph would zoom."""

from __future__ import annotations

import pyqtgraph as pg
from PyQt6.QtCore import QEvent, QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QContextMenuEvent, QResizeEvent, QWheelEvent

from seisviewer.app.widgets.pointer_canvas import PointerCanvas, fingers_of, notches_of

ZOOM_STEP = 1.25
FAST = 10


class SectionCanvas(PointerCanvas, pg.GraphicsView):
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
        """plot_item: its box is an OrientedBox."""
        super().__init__(background=None)
        self.setCentralItem(plot_item)
        self.enableMouse(False)
        self._box = plot_item.getViewBox()
        self._notches = 0.0

    def locate(self, position: QPointF) -> tuple[float, float]:
        """Row and column of the section at a point of this widget."""
        spot = self._box.mapSceneToView(self.mapToScene(position.toPoint()))
        return spot.x(), spot.y()

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Show 1 / factor as much of the section, keeping what lies at a point of this widget where it is."""
        self._box.zoom(factor, None if around is None else self.locate(around))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        notches = notches_of(event)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM_STEP**notches, event.position())
            return
        moved = fingers_of(event)
        if moved is not None and self._box.is_zoomed_in and not event.modifiers():
            self.pan(event.position() - moved, event.position())
            return
        self._notches += notches
        whole = int(self._notches)
        if whole:
            self._notches -= whole
            self.stepped.emit(whole * (FAST if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()
        self.menu_wanted.emit(event.globalPos())

    def use(self) -> None:
        self.used.emit()

    def press(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        self.pressed.emit(*self.locate(position))

    def drag(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        self.dragged.emit(*self.locate(position))

    def release(self, position: QPointF) -> None:
        self.released.emit(*self.locate(position))

    def double_click(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        self.double_clicked.emit(*self.locate(position))

    def hover(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        self.hovered.emit(*self.locate(position), bool(keys & Qt.KeyboardModifier.ShiftModifier))

    def pan(self, old: QPointF, new: QPointF) -> None:
        (row, column), (new_row, new_column) = self.locate(old), self.locate(new)
        self._box.move_by(row - new_row, column - new_column)

    def pinch(self, factor: float, around: QPointF) -> None:
        self.zoom(factor, around)

    def viewportEvent(self, event: QEvent) -> bool:
        # Of a scroll area Qt hands over most of what its viewport is sent, but no gesture of the system.
        return self.event(event) if event.type() == QEvent.Type.NativeGesture else super().viewportEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._notches = 0.0
        self.left.emit()
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
