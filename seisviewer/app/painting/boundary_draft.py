"""A boundary that is being drawn: shown at once with the two classes it lies between, stored only when it is finished."""

from __future__ import annotations

from dataclasses import dataclass, field

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
ALONG = 24  # pixels along the section from which on a boundary that was taken hold of is drawn anew, and not moved
MOVED = 10  # traces to either side of the place where it is let go that a boundary that was moved is known at


@dataclass(frozen=True)
class Grip:
    """A solved boundary that was taken hold of: the classes above and below, and its depths, (traces,)."""

    classes: tuple[int, int]
    depths: np.ndarray = field(repr=False, compare=False)


class BoundaryDraft:
    """One boundary on the section of the survey it was begun on.

    known: int8 (traces, samples), what is painted or predicted. grip: the solved boundary that it was begun on. top_of:
    the class whose top it is, UNLABELLED where the two classes are those that lie nearest.
    """

    def __init__(
        self, state: SectionState, label_editor: LabelEditor, hit: Hit, known: np.ndarray, grip: Grip | None
    ) -> None:
        self.view, self.section, self.volume = hit.view, hit.section, state.volume
        self._label_editor, self._known = label_editor, known
        self._points: list[Point] = [(hit.row, hit.column)]
        self._grip = grip
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
        if self._grip is not None and not self._went_along:
            return self._moved()
        line = boundary_through(self.section, self._points, UNLABELLED, UNLABELLED, self._known.shape)
        if line is None or len(line.depths) < FEWEST_TRACES:
            return None
        above, below = self._grip.classes if self._grip else pair_at(self._known, line.rows, line.depths, self.top_of)
        return BoundaryStroke(self.section, above, below, line.row, line.depths)

    @property
    def _went_along(self) -> bool:
        rows = [row for row, _ in self._points]
        return max(rows) - min(rows) > ALONG * self.view.box.cell_size[0]

    def _moved(self) -> BoundaryStroke | None:
        """The boundary near where it was taken hold of, moved with the pointer."""
        (row, column), (_, now) = self._points[0], self._points[-1]
        first, last = self._reach(round(row))
        rows = first + np.flatnonzero(np.isfinite(self._grip.depths[first : last + 1]))
        if len(self._points) == 1 or len(rows) < FEWEST_TRACES:
            return None
        points = list(zip(rows.tolist(), (self._grip.depths[rows] + (now - column)).tolist()))
        return boundary_through(self.section, points, *self._grip.classes, self._known.shape)

    def _reach(self, row: int) -> tuple[int, int]:
        """First and last trace that a boundary taken hold of at a trace is moved at: some to either side, and all of a
        line that was drawn there before, since what is left of it would hold the boundary where it was."""
        first, last = max(0, row - MOVED), min(len(self._grip.depths) - 1, row + MOVED)
        for line in self._label_editor.boundaries(self.section):
            if line.classes == self._grip.classes and line.rows[0] <= last and line.rows[-1] >= first:
                first, last = min(first, int(line.rows[0])), max(last, int(line.rows[-1]))
        return first, last

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
