"""Brush and eraser: a disc swept along the pointer."""

from __future__ import annotations

from seisviewer.app.painting.paint_gesture import PaintTool, screen_aspect
from seisviewer.app.painting.reach.brush_cursor import BrushCursor
from seisviewer.app.painting.stroke_editor import StrokeEditor
from seisviewer.app.section_state import Hit, SectionState
from seisviewer.labels.label_edits import disc_path
from seisviewer.labels.stroke import UNLABELLED


class BrushTool(PaintTool):
    """Paints the chosen class where the disc passes; the disc shows its size before it paints."""

    name = "brush"

    def __init__(self, state: SectionState, label_editor: StrokeEditor) -> None:
        super().__init__(state, label_editor)
        self._cursor = BrushCursor(state)
        self._last: Hit | None = None
        self._aspect = 1.0

    def hover(self, hit: Hit) -> None:
        super().hover(hit)
        self._follow(hit)

    def press(self, hit: Hit) -> None:
        if self._begin(hit) is not None:
            self._aspect = screen_aspect(hit)
            self._sweep(hit, hit)
        self._follow(hit)

    def drag(self, hit: Hit) -> None:
        if self._goes_on(hit):
            self._sweep(self._last, hit)
            self._follow(hit)

    def _follow(self, hit: Hit) -> None:
        self._last = hit
        self._cursor.show(hit)

    def _sweep(self, begin: Hit, end: Hit) -> None:
        path = [(begin.row, begin.column), (end.row, end.column)]
        self._draft.add(disc_path(path, self._state.brush.size, self._draft.shape, self._aspect))

    def _hide_previews(self) -> None:
        self._cursor.hide()


class EraserTool(BrushTool):
    """Takes labels back to unlabelled, never to a class."""

    name = "eraser"

    def _label(self) -> int:
        return UNLABELLED
