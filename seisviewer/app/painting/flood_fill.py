"""Flood fill: the connected amplitudes like the one under the pointer, inside a box that is shown beforehand."""

from __future__ import annotations

import math

from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.painting.paint_gesture import PaintTool, screen_aspect, show_size
from seisviewer.app.painting.stroke_preview import box
from seisviewer.app.section_state import Brush, Hit, SectionState
from seisviewer.labels.label_edits import flood_fill
from seisviewer.translation import tr

# The brush size bounds the fill too: a fill that leaks stays where it can be seen.
BOX_SIZES = 8


class FillTool(PaintTool):
    """Press shows what would be filled, dragging tries other seeds, release paints it.

    Filled is what lies in the box, is connected with the seed, and differs from its amplitude by no more than the
    tolerance. With "only over unlabelled", and at locked classes, the fill stops.
    """

    name = "fill"

    def __init__(self, state: SectionState, label_editor: LabelEditor) -> None:
        super().__init__(state, label_editor)
        self._outline = box()
        self._last: Hit | None = None
        state.brush_changed.connect(self._resize)

    def hover(self, hit: Hit) -> None:
        super().hover(hit)
        self._show_box(hit)

    def press(self, hit: Hit) -> None:
        if hit.view.amplitudes() is None:
            self._state.message.emit(tr("This section is still being read: try again in a moment."))
        elif self._begin(hit) is not None:
            self._grow(hit)
        self._show_box(hit)

    def drag(self, hit: Hit) -> None:
        if self._goes_on(hit):
            self._grow(hit)
            self._show_box(hit)

    def _grow(self, seed: Hit) -> None:
        amplitudes = seed.view.amplitudes()
        if amplitudes is None:
            return
        half = BOX_SIZES * self._state.brush.size / 2
        extent = max(1, math.floor(half * screen_aspect(seed))), max(1, math.floor(half))
        tolerance = self._state.brush.tolerance / 100 * self._state.display.limit
        barrier = ~self._draft.paintable
        self._draft.show_only(
            flood_fill(amplitudes, (seed.row, seed.column), tolerance, extent=extent, barrier=barrier)
        )

    def _show_box(self, hit: Hit) -> None:
        self._last = hit
        show_size(self._outline, hit, BOX_SIZES * self._state.brush.size)

    def _resize(self, brush: Brush) -> None:
        if self._last is not None and self._outline.is_shown:
            self._show_box(self._last)

    def _hide_previews(self) -> None:
        self._outline.hide()
