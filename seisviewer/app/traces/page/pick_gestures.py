"""What the left button does: a click selects, dragging a pick moves it, dragging its edge (or with Shift) its
uncertainty."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QObject, QPointF, Qt, pyqtSignal

from seisviewer.app.traces.page.pick_index import Grip, PickIndex, dragged_to, grip_at
from seisviewer.app.traces.page.trace_canvas import TraceCanvas
from seisviewer.app.traces.page.visible_range import VisibleRange
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.trace_state import Span, TraceState
from seisviewer.picks.pick import Pick

DRAG_FROM = 3.0  # pixels the pointer must move before a click becomes a drag


class PickGestures(QObject):
    """began: a pick is dragged from now on and drawn apart. moved: it lies somewhere else now. ended: it was let go."""

    began = pyqtSignal()
    moved = pyqtSignal()
    ended = pyqtSignal()

    def __init__(
        self, state: TraceState, editor: PickEditor, canvas: TraceCanvas, visible: Callable[[], VisibleRange | None]
    ) -> None:
        super().__init__(canvas)
        self._state, self._editor, self._canvas, self._visible = state, editor, canvas, visible
        self.index = PickIndex()
        self._grip: Grip | None = None
        self._from = QPointF()
        self._pressed_at = 0.0
        self.draft: Pick | None = None  # the pick as it lies while it is dragged
        canvas.pressed.connect(self._press)
        canvas.dragged.connect(self._drag)
        canvas.released.connect(self._release)
        canvas.hovered.connect(self._show_cursor)
        canvas.cancelled.connect(self.drop)

    def _press(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        visible = self._visible()
        row = visible.row_at(position) if visible is not None else None
        if row is None or self._state.measuring:
            return
        grip = self._grip_at(position, visible)
        if grip is not None and keys & Qt.KeyboardModifier.ShiftModifier:  # Alt belongs to window managers
            grip = Grip(grip.pick, "edge")
        self._grip, self._from, self._pressed_at = grip, position, visible.scale_of(row.record.key).time(position.x())
        self._state.set_current(row.record.key)
        self._state.set_selected(grip.pick.id if grip is not None else 0)

    def double_click(self, position: QPointF, keys: Qt.KeyboardModifier) -> bool:
        """Take a pick in hand as a press does, since a drag may follow; returns whether there was one."""
        visible = self._visible()
        if visible is None or self._state.measuring or self._grip_at(position, visible) is None:
            return False
        self._press(position, keys)
        return True

    def _drag(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        visible = self._visible()
        if self._grip is None or visible is None:
            return
        if self.draft is None and abs(position.x() - self._from.x()) < DRAG_FROM:
            return
        begins = self.draft is None
        record = self._state.archive.record(self._grip.pick.record)
        recorded = Span(record.start, record.end)
        time = visible.scale_of(record.key).time(position.x())
        self.draft = dragged_to(self._grip, self._pressed_at, time, recorded)
        if begins:
            self.began.emit()
        self.moved.emit()

    def _release(self, position: QPointF) -> None:
        grip, draft = self._grip, self.draft
        self.drop()
        if grip is None or draft is None:
            return
        if grip.part == "edge":
            self._editor.set_uncertainty(grip.pick, draft.uncertainty)
        else:
            self._editor.move(grip.pick, draft.time)

    def pick_at(self, position: QPointF) -> Pick | None:
        """The pick that a press there would take hold of."""
        visible = self._visible()
        grip = self._grip_at(position, visible) if visible is not None else None
        return None if grip is None else grip.pick

    def drop(self) -> None:
        """Let go without changing anything."""
        self._grip = None
        if self.draft is not None:
            self.draft = None
            self.ended.emit()

    def _show_cursor(self, position: QPointF) -> None:
        """A hand with arrows over what can be dragged."""
        if self._state.measuring:
            return
        visible = self._visible()
        grip = self._grip_at(position, visible) if visible is not None else None
        if grip is None:
            self._canvas.unsetCursor()
        else:
            shape = Qt.CursorShape.SplitHCursor if grip.part == "edge" else Qt.CursorShape.SizeHorCursor
            self._canvas.setCursor(shape)

    def _grip_at(self, position: QPointF, visible: VisibleRange) -> Grip | None:
        return grip_at(position, visible, self.index, self._state.selected) if self._state.display.picks else None
