"""What the left button does: a click selects, dragging a pick moves it, dragging its edge (or with Alt) its uncertainty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QObject, QPointF, Qt, pyqtSignal

from seisviewer.app.traces.canvas import TraceCanvas
from seisviewer.app.traces.desk import Span, TraceDesk
from seisviewer.app.traces.pick_marks import Grip, PickIndex, dragged_to, grip_at
from seisviewer.app.traces.sight import Sight
from seisviewer.picks.pick import Pick

STIRRED = 3.0  # pixels the pointer must move before a click becomes a drag


class PickHandling(QObject):
    """editor: a PickEditor; only its `move` and `set_uncertainty` are used.

    began: a pick is dragged from now on and drawn apart. stirred: it lies somewhere else now. ended: it was let go.
    """

    began = pyqtSignal()
    stirred = pyqtSignal()
    ended = pyqtSignal()

    def __init__(self, desk: TraceDesk, editor: Any, canvas: TraceCanvas, sight: Callable[[], Sight | None]) -> None:
        super().__init__(canvas)
        self._desk, self._editor, self._canvas, self._sight = desk, editor, canvas, sight
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
        sight = self._sight()
        row = sight.row_at(position) if sight is not None else None
        if row is None:
            return
        grip = self._grip_at(position, sight)
        if grip is not None and keys & Qt.KeyboardModifier.AltModifier:
            grip = Grip(grip.pick, "edge")
        self._grip, self._from, self._pressed_at = grip, position, sight.scale.time(position.x())
        self._desk.set_current(row.record.key)
        self._desk.set_selected(grip.pick.id if grip is not None else 0)

    def _drag(self, position: QPointF, keys: Qt.KeyboardModifier) -> None:
        sight = self._sight()
        if self._grip is None or sight is None:
            return
        if self.draft is None and abs(position.x() - self._from.x()) < STIRRED:
            return
        begins = self.draft is None
        record = self._desk.archive.record(self._grip.pick.record)
        recorded = Span(record.start, record.end)
        self.draft = dragged_to(self._grip, self._pressed_at, sight.scale.time(position.x()), recorded)
        if begins:
            self.began.emit()
        self.stirred.emit()

    def _release(self, position: QPointF) -> None:
        grip, draft = self._grip, self.draft
        self.drop()
        if grip is None or draft is None:
            return
        if grip.part == "edge":
            self._editor.set_uncertainty(grip.pick, draft.uncertainty)
        else:
            self._editor.move(grip.pick, draft.time)

    def drop(self) -> None:
        """Let go without changing anything."""
        self._grip = None
        if self.draft is not None:
            self.draft = None
            self.ended.emit()

    def _show_cursor(self, position: QPointF) -> None:
        """A hand with arrows over what can be dragged."""
        sight = self._sight()
        grip = self._grip_at(position, sight) if sight is not None else None
        if grip is None:
            self._canvas.unsetCursor()
        else:
            shape = Qt.CursorShape.SplitHCursor if grip.part == "edge" else Qt.CursorShape.SizeHorCursor
            self._canvas.setCursor(shape)

    def _grip_at(self, position: QPointF, sight: Sight) -> Grip | None:
        return grip_at(position, sight, self.index, self._desk.selected) if self._desk.display.picks else None
