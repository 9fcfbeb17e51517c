"""A boundary that is being drawn: shown at once with the two classes it lies between, stored only when it is finished."""

from __future__ import annotations

import numpy as np

from seisviewer.app.painting.boundary_layer import DRAWN_WIDTH, class_colour
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.painting.stroke_preview import ABOVE_LAYERS
from seisviewer.app.section_state import Hit, SectionState
from seisviewer.app.sections.curve_item import Curve, CurveItem
from seisviewer.labels.boundary_stroke import BoundaryStroke, Point, boundary_through
from seisviewer.labels.classes_beside import classes_beside
from seisviewer.labels.stroke import UNLABELLED

FEWEST_TRACES = 2  # a click draws nothing


class BoundaryDraft:
    """One boundary on the section of the survey it was begun on. known: int8 (traces, samples), what is painted or predicted.

    top_of: the class whose top it is, UNLABELLED where the two classes are those that lie nearest.
    """

    def __init__(self, state: SectionState, label_editor: LabelEditor, hit: Hit, known: np.ndarray) -> None:
        self.view, self.section, self.volume = hit.view, hit.section, state.volume
        self._label_editor, self._known = label_editor, known
        self._points: list[Point] = [(hit.row, hit.column)]
        self.top_of = UNLABELLED
        self._item = CurveItem()
        self._item.setZValue(ABOVE_LAYERS)
        self.view.plot_item.addItem(self._item, ignoreBounds=True)

    def add(self, hit: Hit) -> None:
        """The drag came to a point."""
        self._points.append((hit.row, hit.column))
        self._show()

    @property
    def stroke(self) -> BoundaryStroke | None:
        """What would be stored now; None for a click, or outside the section."""
        line = boundary_through(self.section, self._points, UNLABELLED, UNLABELLED, self._known.shape)
        if line is None or len(line.depths) < FEWEST_TRACES:
            return None
        above, below = pair_at(self._known, line.rows, line.depths, self.top_of)
        return BoundaryStroke(self.section, above, below, line.row, line.depths)

    def finish(self) -> None:
        """Store it, and take the preview away."""
        stroke = self.stroke
        if stroke is not None:
            self._label_editor.commit([stroke])
        self.drop()

    def drop(self) -> None:
        """Take the preview away and store nothing."""
        if self._item.scene() is not None:
            self.view.plot_item.removeItem(self._item)

    def _show(self) -> None:
        stroke = self.stroke
        if stroke is None:
            self._item.show_curves(())
            return
        colours = (class_colour(self._label_editor.classes, number) for number in stroke.classes)
        self._item.show_curves((Curve(stroke.rows, stroke.depths, *colours, DRAWN_WIDTH),))


def pair_at(known: np.ndarray, rows: np.ndarray, depths: np.ndarray, top_of: int) -> tuple[int, int]:
    """The classes above and below a line. top_of: the one below it, where that is told; the one above is not known then,
    unless the two that lie nearest say it."""
    above, below = classes_beside(known, rows, depths)
    if top_of in (UNLABELLED, below):
        return above, below
    return UNLABELLED, top_of
