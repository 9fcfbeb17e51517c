"""The brush at the pointer: as large as it paints, and how many lines it reaches to each side."""

from __future__ import annotations

from seisviewer.app.painting.paint_gesture import show_size
from seisviewer.app.painting.pointer_note import PointerNote
from seisviewer.app.painting.reach.reach_here import in_words, reach_on
from seisviewer.app.painting.stroke_preview import circle
from seisviewer.app.section_state import Brush, Hit, SectionState

NEUTRAL = "#ffffff"


class BrushCursor:
    """A circle, with a note beside it while strokes reach other lines."""

    def __init__(self, state: SectionState) -> None:
        self._state = state
        self._outline, self._note = circle(), PointerNote()
        self._last: Hit | None = None
        state.brush_changed.connect(self._renew)

    def show(self, hit: Hit) -> None:
        """Stand where the pointer is."""
        self._last = hit
        show_size(self._outline, hit, self._state.brush.size)
        reach = reach_on(self._state, hit.section)
        if reach:
            self._note.say(hit, [in_words(reach)], [NEUTRAL])
        else:
            self._note.hide()

    def hide(self) -> None:
        self._outline.hide()
        self._note.hide()

    def _renew(self, brush: Brush) -> None:
        if self._last is not None and self._outline.is_shown:
            self.show(self._last)
