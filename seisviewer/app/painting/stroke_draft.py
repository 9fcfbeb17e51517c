"""A stroke that is being drawn: what it has covered so far, shown at once, stored only when it is finished."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PyQt6.QtGui import QColor

from seisviewer.app.painting.reach.reach_here import reach_on
from seisviewer.app.painting.stroke_editor import StrokeEditor
from seisviewer.app.painting.stroke_preview import MaskPreview
from seisviewer.app.section_state import Hit, SectionState
from seisviewer.labels.boundary_stroke import LineErasure
from seisviewer.labels.label_edits import cropped_stroke, paintable
from seisviewer.labels.stroke import UNLABELLED, box_of

PREVIEW_ALPHA = 175
VEIL = QColor(255, 255, 255, 150)


class Draft:
    """One stroke on the section of the survey it was begun on. Shows and keeps only what the stroke may change.

    paintable: bool in the section's shape, True where it may paint.
    """

    def __init__(self, state: SectionState, label_editor: StrokeEditor, hit: Hit, label: int) -> None:
        self.view, self.section, self.label = hit.view, hit.section, label
        self.volume = state.volume
        self._state, self._label_editor = state, label_editor
        self._labels = label_editor.labels(hit.section)
        self.paintable = paintable(
            self._labels,
            label,
            live=state.volume.geometry.section_live(hit.section),
            locked=label_editor.classes.locked,
            only_unlabelled=state.brush.only_unlabelled,
        )
        self._swept = np.zeros(self.shape, bool)  # also where it may not paint: an eraser takes lines away there
        self._preview = MaskPreview(hit.view.plot_item, self.shape, preview_colour(label_editor, label))

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns) of the section."""
        return self._labels.shape

    def add(self, mask: np.ndarray) -> None:
        """Add a mask of the whole section, bool in its shape."""
        self._swept |= mask
        self._preview.add(mask & self.paintable)

    def show_only(self, mask: np.ndarray) -> None:
        """Put a mask of the whole section in the place of what was covered."""
        self._preview.show_only(mask & self.paintable)

    def finish(self) -> None:
        """Store what is shown as one stroke, and take the preview away once the stroke is drawn in its place. Its copies on
        other lines, where it reaches any, are found in the background once it is stored."""
        stroke = cropped_stroke(self._labels, self.section, self._preview.mask, self.label)
        marks = [replace(stroke, reach=reach_on(self._state, self.section))] if stroke is not None else []
        if self.label == UNLABELLED and (box := box_of(self._swept)) is not None:
            row, column = box[0].start, box[1].start
            erasure = LineErasure(self.section, row, column, self._swept[box], self._label_editor.classes.locked)
            marks += [erasure] if self._label_editor.meets_line(erasure) else []
        if marks:
            self._label_editor.commit(marks)
        self._preview.leave_soon()

    def drop(self) -> None:
        """Take the preview away and store nothing."""
        self._preview.leave()


def preview_colour(label_editor: StrokeEditor, label: int) -> QColor:
    """The class colour, or a pale veil for an eraser."""
    if label == UNLABELLED:
        return VEIL
    colour = QColor(label_editor.classes.by_number(label).colour)
    colour.setAlpha(PREVIEW_ALPHA)
    return colour
