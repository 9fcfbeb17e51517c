"""The tool that says where one class ends and the next begins."""

from __future__ import annotations

from typing import Any

import numpy as np
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication

from seisviewer.app.painting.boundary_draft import BoundaryDraft, Grip, pair_at
from seisviewer.app.painting.boundary_layer import class_colour
from seisviewer.app.painting.paint_gesture import PaintTool
from seisviewer.app.painting.pointer_note import PointerNote
from seisviewer.app.section_state import Hit
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction

GRIP_PIXELS = 5
NO_TIME_SLICE = tr("Draw boundaries on an inline or a crossline: a time slice does not show which class is above.")


class BoundaryTool(PaintTool):
    """Press, drag and release draw a line between the two classes that lie nearest above and below, by the strokes and
    by what is predicted; both are named at the pointer. With Ctrl held it is the top of the chosen class. Begun on a
    boundary that was solved, the line is that boundary: dragged up or down it is moved there, dragged along it is drawn
    anew.
    """

    name = "boundary"
    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._note = PointerNote()

    def hover(self, hit: Hit) -> None:
        super().hover(hit)
        if hit.section.direction is Direction.TIME:
            self._note.hide()
            return
        row, column = np.array([hit.row]), np.array([hit.column])
        grip = self._grip(hit)
        hit.view.canvas.rest_on(Qt.CursorShape.SizeVerCursor if grip is not None else self.cursor)
        if grip is not None:
            self._say(hit, grip.classes)
            return
        known = self._known(hit)
        inside = 0 <= round(hit.row) < known.shape[0]
        self._say(hit, pair_at(known, row.round().astype(int), column, self._top_of()) if inside else None)

    def press(self, hit: Hit) -> None:
        self._begin(hit)

    def drag(self, hit: Hit) -> None:
        if self._goes_on(hit):
            self._draft.top_of = self._top_of()
            self._draft.add(hit)
            stroke = self._draft.stroke
            self._say(hit, stroke.classes if stroke is not None else None)

    def _refusal(self, hit: Hit) -> str:
        return NO_TIME_SLICE if hit.section.direction is Direction.TIME else self._label_editor.refusal(UNLABELLED)

    def _new_draft(self, hit: Hit) -> BoundaryDraft:
        return BoundaryDraft(self._state, self._label_editor, hit, self._known(hit), self._grip(hit))

    def _grip(self, hit: Hit) -> Grip | None:
        """The solved boundary under the pointer, unless Ctrl is held."""
        found = None if self._top_of() != UNLABELLED else self.answers.boundaries(hit.section)
        if found is None:
            return None
        boundary = found.nearest(hit.row, hit.column, GRIP_PIXELS * hit.view.box.cell_size[1])
        return None if boundary is None else Grip(found.pair(boundary), found.depths[boundary])

    def _known(self, hit: Hit) -> np.ndarray:
        """What is painted on a section and, where nothing is, what is predicted there."""
        painted, answer = self._label_editor.labels(hit.section), self.answers.classes(hit.section)
        if answer is None:
            return painted
        return np.where(painted == UNLABELLED, answer.astype(np.int8), painted)

    def _top_of(self) -> int:
        held = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        return self._state.brush.label if held else UNLABELLED

    def _say(self, hit: Hit, pair: tuple[int, int] | None) -> None:
        if pair is None:
            self._note.hide()
            return
        classes = self._label_editor.classes
        names = [(classes.name_of(number) if number in classes else "?") for number in pair]
        self._note.say(hit, names, [class_colour(classes, number).name() for number in pair])

    def _hide_previews(self) -> None:
        self._note.hide()
