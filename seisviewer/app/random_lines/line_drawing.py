"""Drawing random lines on the map of the survey."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent

from seisviewer.app.random_lines.random_line_store import RandomLineStore
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.survey_map import SurveyMap
from seisviewer.translation import tr

COLOUR = "#e64980"  # unlike the lines on screen and those that are labelled
NEAR = 8  # pixels, within which a node is taken hold of
DRAWING = tr(
    "Click the nodes of the line on the map, a double click ends it; drag a node of a line "
    "to move it, Delete removes the node that was used last, or the line, Esc ends drawing"
)
Node = tuple[int, int]  # indices of inline and crossline


class LineDrawing(QObject):
    """All lines of the survey on the map, the one in hand with its nodes. `drawing`: clicks set nodes. ended: they do no
    more."""

    ended = pyqtSignal()

    def __init__(self, state: SectionState, lines: RandomLineStore, survey_map: SurveyMap) -> None:
        super().__init__(survey_map)
        self._state, self._lines, self._map = state, lines, survey_map
        self.drawing = False
        self._draft: list[Node] = []
        self._moving: list[Node] | None = None
        self._node = -1
        self._all = pg.PlotDataItem(pen=pg.mkPen(COLOUR, width=1.5), connect="finite")
        self._in_hand = pg.PlotDataItem(
            pen=pg.mkPen(COLOUR, width=2.5), symbol="s", symbolSize=7, symbolBrush=COLOUR, symbolPen="white"
        )
        for item in (self._all, self._in_hand):
            survey_map.box.addItem(item, ignoreBounds=True)
        survey_map.hand = self
        survey_map.canvas.installEventFilter(self)
        lines.changed.connect(self._show)
        state.volume_changed.connect(lambda _: self.set_drawing(False))
        self._show()

    def set_drawing(self, on: bool) -> None:
        """Let clicks on the map set nodes from now on, or drop what is drawn."""
        volume = self._state.volume
        self.drawing = on and volume is not None and not volume.geometry.is_2d
        self._draft, self._moving, self._node = [], None, -1
        if not self.drawing:
            self.ended.emit()
        self._map.canvas.rest_on(Qt.CursorShape.CrossCursor if self.drawing else None)
        if self.drawing:
            self._map.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            self._state.message.emit(f"{DRAWING}.")
        self._show()

    # What the map hands on; True: it is not to do anything itself

    def press(self, x: float, y: float) -> bool:
        near = self._near(x, y)
        if self.drawing and (self._draft or near is None):
            node = self._map.grid.nearest(x, y)
            if not self._draft or node != self._draft[-1]:
                self._draft.append(node)
            self._show()
            return True
        if near is not None:
            self._node, self._moving = near, list(self._nodes)
        return near is not None

    def drag(self, x: float, y: float) -> bool:
        if self._moving is not None:
            self._moving[self._node] = self._map.grid.nearest(x, y)
            self._show()
        return self._moving is not None or self.drawing

    def release(self) -> None:
        moved, self._moving = self._moving, None
        if moved is not None and moved != self._nodes and len(set(moved)) > 1:
            self._lines.change(nodes=self._numbers(moved))
        self._show()

    def double_click(self) -> bool:
        if not self.drawing:
            return False
        draft, self._draft = self._draft, []
        if len(draft) >= 2:
            self._lines.add(self._numbers(draft))
        self._show()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._is_ours(event):
            event.accept()  # the window's own use of the key waits
            return True
        return event.type() == QEvent.Type.KeyPress and self._take_key(event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        there = self.drawing or self._lines.line is not None
        return (event.key() == Qt.Key.Key_Delete and there) or (event.key() == Qt.Key.Key_Escape and self.drawing)

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.drawing:
            self.set_drawing(False)
            self._state.message.emit(tr("Lines are drawn no more; their nodes can still be dragged."))
            return True
        if not self._is_ours(event):
            return False
        if self._draft:
            self._draft.pop()
        elif 0 <= self._node < len(self._nodes) and len(self._nodes) > 2:
            left = [node for place, node in enumerate(self._nodes) if place != self._node]
            self._node = -1
            self._lines.change(nodes=self._numbers(left))
        else:
            self._lines.delete()
        self._show()
        return True

    # Inside

    @property
    def _nodes(self) -> list[Node]:
        return self._indices(self._lines.line.nodes) if self._lines.line is not None else []

    def _indices(self, nodes: tuple[tuple[int, int], ...]) -> list[Node]:
        """Of a line that may be of another survey: fractional numbers are none of this one."""
        geometry = self._state.volume.geometry
        found = [
            (
                (i - geometry.inlines.start) / geometry.inlines.step,
                (j - geometry.crosslines.start) / geometry.crosslines.step,
            )
            for i, j in nodes
        ]
        return [(round(i), round(j)) for i, j in found]

    def _numbers(self, nodes: list[Node]) -> tuple[tuple[int, int], ...]:
        geometry = self._state.volume.geometry
        return tuple((geometry.inlines.number(i), geometry.crosslines.number(j)) for i, j in nodes)

    def _near(self, x: float, y: float) -> int | None:
        """The node of the line in hand under the pointer."""
        size = self._map.box.viewPixelSize()
        for place, node in enumerate(self._nodes):
            at = self._map.grid.place(*node)
            if math.hypot((at[0] - x) / size[0], (at[1] - y) / size[1]) <= NEAR:
                return place
        return None

    def _show(self) -> None:
        grid, volume = self._map.grid, self._state.volume
        if grid is None or volume is None or volume.geometry.is_2d:
            for item in (self._all, self._in_hand):
                item.setData([], [])
            return
        points = []
        for line in self._lines.lines:
            points += [*(grid.place(*node) for node in self._indices(line.nodes)), (math.nan, math.nan)]
        self._all.setData(*np.array(points or np.zeros((0, 2))).T)
        shown = self._draft or self._moving or self._nodes
        self._in_hand.setData(*np.array([grid.place(*node) for node in shown] or np.zeros((0, 2))).T)
