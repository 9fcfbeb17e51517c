"""What the pointer does in a section view: it moves the crosshair, or works the paint tool, and reads the amplitude."""

from __future__ import annotations

from PyQt6.QtCore import QObject

from seisviewer.app.section_state import Hit, PointedView, SectionState
from seisviewer.app.sections.pointer_reading import position_at, read_pointer
from seisviewer.app.sections.section_canvas import SectionCanvas


class PointerActions(QObject):
    """The left button of one view. view: also their parent.

    Without a tool, pressing and dragging takes the crosshair along and a double click shows the whole section. With a
    tool everything goes to the tool, and the crosshair follows the pointer while Shift is held.
    """

    def __init__(self, state: SectionState, view: PointedView, canvas: SectionCanvas) -> None:
        super().__init__(view)
        self._state, self._view = state, view
        self._spot: tuple[float, float] | None = None  # row and column under the pointer while it is in the view
        canvas.pressed.connect(self._press)
        canvas.dragged.connect(self._drag)
        canvas.released.connect(self._release)
        canvas.double_clicked.connect(self._double_click)
        canvas.hovered.connect(self._hover)
        canvas.left.connect(self._leave)
        view.renewed.connect(self._report_again)

    def _hit(self, row: float, column: float) -> Hit | None:
        section = self._view.section
        return None if section is None or self._state.volume is None else Hit(self._view, section, row, column)

    def _press(self, row: float, column: float) -> None:
        hit = self._hit(row, column)
        if hit is not None and self._state.tool is not None:
            self._state.tool.press(hit)
        elif hit is not None:
            self._set_crosshair(hit)

    def _drag(self, row: float, column: float) -> None:
        hit = self._hit(row, column)
        if hit is None:
            return
        if self._state.tool is not None:
            self._state.tool.drag(hit)
        else:
            self._set_crosshair(hit)
        self._report(hit)

    def _release(self, row: float, column: float) -> None:
        hit = self._hit(row, column)
        if hit is not None and self._state.tool is not None:
            self._state.tool.release(hit)

    def _double_click(self, row: float, column: float) -> None:
        hit = self._hit(row, column)
        if hit is not None and self._state.tool is not None:
            self._state.tool.double_click(hit)
        elif hit is not None:
            self._view.show_whole()

    def _hover(self, row: float, column: float, shift: bool) -> None:
        hit = self._hit(row, column)
        if hit is None:
            return
        if self._state.tool is not None:
            self._state.tool.hover(hit)
            if shift:
                self._set_crosshair(hit)
        self._report(hit)

    def _leave(self) -> None:
        self._spot = None
        self._state.pointer_moved.emit(None)

    def _report_again(self) -> None:
        """Under a pointer at rest lies another section now, or its amplitudes came."""
        hit = None if self._spot is None else self._hit(*self._spot)
        if hit is not None:
            self._report(hit)

    def _report(self, hit: Hit) -> None:
        """Tell the status bar what lies under the pointer."""
        self._spot = hit.row, hit.column
        geometry = self._state.volume.geometry
        reading = read_pointer(geometry, hit.section, hit.row, hit.column, self._view.amplitudes())
        self._state.pointer_moved.emit(reading)

    def _set_crosshair(self, hit: Hit) -> None:
        self._state.set_position(position_at(self._state.volume.geometry, hit.section, hit.row, hit.column))
