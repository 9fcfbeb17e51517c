"""The tool that makes labels of the other interpreter one's own, region by region."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QObject, QRectF, Qt
from PyQt6.QtWidgets import QGraphicsRectItem

from seisviewer.app.interpreters.second_interpreter import SecondInterpreter
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.painting.stroke_preview import ABOVE_LAYERS
from seisviewer.app.section_state import Hit, SectionState
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.workflows.interpreters.taking_over import region_at, taken_over

SMALLEST = 3.0  # rows or columns that a drag spans; less is a click


class TakeOverTool(QObject):
    """A click takes the region under the pointer over, a drag everything in its box; either is one step of the history."""

    name = "take_over"
    cursor: Qt.CursorShape | None = Qt.CursorShape.PointingHandCursor

    def __init__(self, state: SectionState, label_editor: LabelEditor, second: SecondInterpreter) -> None:
        super().__init__()
        self._state, self._editor, self._second = state, label_editor, second
        self._from: Hit | None = None
        self._box: QGraphicsRectItem | None = None
        self._plot: pg.PlotItem | None = None

    def hover(self, hit: Hit) -> None:
        """Nothing is shown before it is pressed."""

    def press(self, hit: Hit) -> None:
        self._from = hit

    def drag(self, hit: Hit) -> None:
        if self._from is None or hit.section != self._from.section:
            return
        self._hide_box()
        first = self._from
        corner = min(first.row, hit.row), min(first.column, hit.column)
        self._box = QGraphicsRectItem(QRectF(*corner, abs(hit.row - first.row), abs(hit.column - first.column)))
        self._box.setPen(pg.mkPen("#f0e442", width=2, cosmetic=True))
        self._box.setZValue(ABOVE_LAYERS)
        self._plot = hit.view.plot_item
        self._plot.addItem(self._box, ignoreBounds=True)

    def release(self, hit: Hit) -> None:
        first, self._from = self._from, None
        self._hide_box()
        if first is None or hit.section != first.section:
            return
        theirs = self._second.theirs(hit.section)
        if theirs is None:
            self._state.message.emit(
                tr("First compare with another interpreter: File › Compare with another interpreter.")
            )
            return
        own = self._second.own(hit.section)
        dragged = max(abs(hit.row - first.row), abs(hit.column - first.column)) >= SMALLEST
        where = in_box(own.shape, first, hit) if dragged else self._region(own, theirs, hit)
        if where is None:
            self._state.message.emit(tr("Here the other interpreter says nothing else than you do."))
            return
        self._take(hit.section, own, theirs, where)

    def double_click(self, hit: Hit) -> None:
        """As a click, which came before it."""

    def finish(self) -> None:
        self.cancel()

    def cancel(self) -> None:
        self._from = None
        self._hide_box()

    def _region(self, own: np.ndarray, theirs: np.ndarray, hit: Hit) -> np.ndarray | None:
        row, column = round(hit.row), round(hit.column)
        if not (0 <= row < own.shape[0] and 0 <= column < own.shape[1]):
            return None
        return region_at(own, theirs, row, column)

    def _take(self, section: SectionId, own: np.ndarray, theirs: np.ndarray, where: np.ndarray) -> None:
        locked = {each.number for each in self._editor.classes if each.locked}
        live = self._state.volume.geometry.section_live(section)
        strokes = taken_over(section, own, theirs, where, live, locked)
        refusal = self._editor.refusal(UNLABELLED)
        if refusal or not strokes:
            self._state.message.emit(refusal or tr("There is nothing to take over here, or its classes are locked."))
            return
        self._editor.commit(strokes)
        samples = sum(int(stroke.mask.sum()) for stroke in strokes if stroke.label != UNLABELLED)
        self._state.message.emit(
            tr("{samples:,} samples of {other_name} are accepted labels here now; one undo takes them back.").format(
                samples=samples, other_name=self._second.other.name
            )
        )

    def _hide_box(self) -> None:
        if self._box is not None:
            self._plot.removeItem(self._box)
        self._box = None


def in_box(shape: tuple[int, int], one: Hit, other: Hit) -> np.ndarray:
    """Bool mask of what lies between two corners."""
    rows, columns = (
        slice(max(0, round(min(pair))), max(0, round(max(pair)) + 1))
        for pair in ((one.row, other.row), (one.column, other.column))
    )
    made = np.zeros(shape, bool)
    made[rows, columns] = True
    return made
