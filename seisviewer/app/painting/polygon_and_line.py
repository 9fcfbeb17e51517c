"""Polygon and line: strokes given by points, clicked one after another or drawn in one drag."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.painting.paint_gesture import PaintTool, screen_aspect
from seisviewer.app.painting.reach.brush_cursor import BrushCursor
from seisviewer.app.painting.stroke_preview import path
from seisviewer.app.section_state import Hit, SectionState
from seisviewer.labels.label_edits import line, polygon

DRAG_PIXELS = 4
CLOSE_PIXELS = 9

Point = tuple[float, float]


class PointsTool(PaintTool):
    """Clicks set points and a double click ends the stroke; press, drag and release draw it in one go."""

    fewest_points = 2
    closed = False

    def __init__(self, state: SectionState, label_editor: LabelEditor) -> None:
        super().__init__(state, label_editor)
        self._outline = path()
        self._aspect = 1.0
        self._points: list[Point] = []
        self._pressed_at: Point | None = None
        self._dragged = False

    def hover(self, hit: Hit) -> None:
        # No super(): between two clicks the draft goes on without a button held.
        if self._goes_on(hit):
            self._show([*self._points, (hit.row, hit.column)])

    def press(self, hit: Hit) -> None:
        if not self._goes_on(hit):
            self.cancel()
            if self._begin(hit) is None:
                return
            self._outline.show_on(hit.view.plot_item)
            self._aspect = screen_aspect(hit)
        self._pressed_at, self._dragged = (hit.row, hit.column), False
        self._points.append(self._pressed_at)
        self._show(self._points)

    def drag(self, hit: Hit) -> None:
        if not self._goes_on(hit) or self._pressed_at is None:
            return
        if _pixels_between(hit, self._points[-1]) >= DRAG_PIXELS:
            self._dragged = True
            self._extend((hit.row, hit.column))

    def release(self, hit: Hit) -> None:
        if self._pressed_at is None:
            return
        self.drag(hit)
        if self._dragged:
            self._extend((hit.row, hit.column))
        self._pressed_at = None
        if self._dragged or self._meets_its_start(hit):
            self._end()

    def double_click(self, hit: Hit) -> None:
        self._pressed_at = None
        if self._goes_on(hit):
            self._end()

    def finish(self) -> None:
        if self._draft is not None:
            self._end()
        self.cancel()

    def cancel(self, *args: Any) -> None:
        self._points, self._pressed_at = [], None
        super().cancel(*args)

    def mask(self, points: list[Point]) -> np.ndarray:
        """What the points cover, bool in the section's shape."""
        raise NotImplementedError

    def _extend(self, point: Point) -> None:
        """The drag came to a point."""
        raise NotImplementedError

    def _meets_its_start(self, hit: Hit) -> bool:
        return False

    def _show(self, points: list[Point]) -> None:
        self._outline.set_points(points, self.closed)
        self._draft.show_only(self.mask(points))

    def _end(self) -> None:
        if len(self._points) >= self.fewest_points:
            self._draft.show_only(self.mask(self._points))
            self._finish()
        self.cancel()

    def _leave_section(self, shown: Any) -> None:
        # Unlike a brush stroke, half an outline is not what anyone meant.
        if self._draft is not None and self._draft.section not in shown:
            self.cancel()

    def _hide_previews(self) -> None:
        self._outline.hide()


class PolygonTool(PointsTool):
    """Paints what an outline encloses: clicked corners (a double click or the first corner closes it), or a lasso."""

    name = "polygon"
    fewest_points = 3
    closed = True

    def mask(self, points: list[Point]) -> np.ndarray:
        return polygon(points, self._draft.shape)

    def _extend(self, point: Point) -> None:
        # A lasso has hundreds of points: it is filled when it is closed.
        self._points.append(point)
        self._outline.set_points(self._points, self.closed)
        self._draft.show_only(np.zeros(self._draft.shape, bool))

    def _meets_its_start(self, hit: Hit) -> bool:
        return len(self._points) > self.fewest_points and _pixels_between(hit, self._points[0]) <= CLOSE_PIXELS


class LineTool(PointsTool):
    """Paints a line as wide as the brush: one straight drag, or clicked points that follow a reflector."""

    name = "line"

    def __init__(self, state: SectionState, label_editor: LabelEditor) -> None:
        super().__init__(state, label_editor)
        self._cursor = BrushCursor(state)

    def hover(self, hit: Hit) -> None:
        self._cursor.show(hit)
        super().hover(hit)

    def drag(self, hit: Hit) -> None:
        self._cursor.show(hit)
        super().drag(hit)

    def mask(self, points: list[Point]) -> np.ndarray:
        return line(points, self._state.brush.size, self._draft.shape, self._aspect)

    def _extend(self, point: Point) -> None:
        # A drag moves the far end: what is wanted here is a straight line, the brush draws freehand.
        start = self._points.index(self._pressed_at) + 1
        self._points[start:] = [point]
        self._show(self._points)

    def _hide_previews(self) -> None:
        self._cursor.hide()
        super()._hide_previews()


def _pixels_between(hit: Hit, point: Point) -> float:
    """Distance on screen from a hit to a (row, column) point of the same view."""
    row, column = hit.view.box.cell_size
    return math.hypot((hit.row - point[0]) / row, (hit.column - point[1]) / column)
