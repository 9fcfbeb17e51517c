"""What every paint tool shares: which class it paints, whether it may, and gestures that end cleanly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from PyQt6.QtCore import QObject, Qt

from seisviewer.app.painting.stroke_draft import Draft
from seisviewer.app.painting.stroke_editor import StrokeEditor
from seisviewer.app.painting.stroke_preview import Outline
from seisviewer.app.section_state import Hit, SectionState
from seisviewer.predictions.section_boundaries import SectionBoundaries
from seisviewer.volumes.geometry import SectionId


def _nothing(section: SectionId) -> None:
    """No model says anything."""


@dataclass(frozen=True)
class Answers:
    """What models say on a section. classes: uint8 (rows, columns), 255 where nothing is said; boundaries: those of
    layers that are on screen. None where there is no answer."""

    classes: Callable[[SectionId], np.ndarray | None] = _nothing
    boundaries: Callable[[SectionId], SectionBoundaries | None] = _nothing


class PaintTool(QObject):
    """Base of the paint tools: hover shows a preview, press begins a draft, release finishes it.

    A draft belongs to the section it was begun on. answers: what models say on a section. cursor: the shape of the
    pointer with this tool, None for the usual one.
    """

    name = ""
    cursor: Qt.CursorShape | None = None

    def __init__(self, state: SectionState, label_editor: StrokeEditor) -> None:
        super().__init__()
        self.answers = Answers()
        self._state, self._label_editor = state, label_editor
        self._draft: Draft | None = None
        state.shown_changed.connect(self._leave_section)
        state.volume_changed.connect(self.cancel)
        state.pointer_moved.connect(self._pointer_moved)

    def hover(self, hit: Hit) -> None:
        """The pointer moved with no button held; a draft whose release went elsewhere is finished."""
        self._finish()

    def press(self, hit: Hit) -> None:
        """Begin a stroke."""

    def drag(self, hit: Hit) -> None:
        """The pointer moved with the button held."""

    def release(self, hit: Hit) -> None:
        """The button was let go."""
        self._finish()

    def double_click(self, hit: Hit) -> None:
        """The second press of a double click: two quick dabs, to most tools."""
        self.press(hit)

    def finish(self) -> None:
        """Store the stroke that is being drawn, and take every preview away."""
        self._finish()
        self.cancel()

    def cancel(self, *_: Any) -> None:
        """Drop the stroke that is being drawn, and every preview."""
        draft, self._draft = self._draft, None
        if draft is not None:
            draft.drop()
        self._hide_previews()

    def _label(self) -> int:
        """What this tool paints: a class number, or UNLABELLED."""
        return self._state.brush.label

    def _begin(self, hit: Hit) -> Draft | None:
        """A new draft; None, and a message that says why, where nothing can be painted."""
        self._finish()
        refusal = self._refusal(hit)
        if refusal:
            self._state.message.emit(refusal)
        else:
            self._draft = self._new_draft(hit)
        return self._draft

    def _refusal(self, hit: Hit) -> str:
        """Why nothing can be painted there; "" where it can."""
        return self._label_editor.refusal(self._label())

    def _new_draft(self, hit: Hit) -> Draft:
        return Draft(self._state, self._label_editor, hit, self._label())

    def _goes_on(self, hit: Hit) -> bool:
        """Whether a hit belongs to the draft: a drag may stray into another view."""
        return self._draft is not None and hit.view is self._draft.view and hit.section == self._draft.section

    def _finish(self) -> None:
        draft, self._draft = self._draft, None
        if draft is None:
            return
        if draft.volume is self._state.volume:
            draft.finish()
        else:
            draft.drop()  # another survey came onto the desk in the middle of a stroke; it must not get these labels

    def _hide_previews(self) -> None:
        """Take away what `hover` shows."""

    def _leave_section(self, shown: Any) -> None:
        if self._draft is not None and self._draft.section not in shown:
            self._finish()
            self.cancel()

    def _pointer_moved(self, reading: Any) -> None:
        if reading is None and self._draft is None:
            self._hide_previews()


def screen_aspect(hit: Hit) -> float:
    """Rows that look as long on screen as one column, so that a round brush is round at any zoom."""
    row, column = hit.view.box.cell_size
    return row / column if row > 0 and column > 0 else 1.0


def show_size(outline: Outline, hit: Hit, diameter: float) -> None:
    """Put an outline `diameter` columns wide, as wide as high on screen, at the pointer."""
    outline.show_on(hit.view.plot_item)
    outline.set_rect(hit.row, hit.column, max(diameter * screen_aspect(hit), 1.0), max(diameter, 1.0))
