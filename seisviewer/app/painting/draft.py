"""A stroke that is being drawn: what it has covered so far, shown at once, stored only when it is finished."""

from __future__ import annotations

import numpy as np
from PyQt6.QtGui import QColor

from seisviewer.app.desk import Desk, Hit
from seisviewer.app.painting.labelling import Labelling
from seisviewer.app.painting.preview import MaskPreview
from seisviewer.labels.painting import cropped_stroke, paintable
from seisviewer.labels.stroke import UNLABELLED

PREVIEW_ALPHA = 175
VEIL = QColor(255, 255, 255, 150)


class Draft:
    """One stroke on the section of the survey it was begun on. Shows and keeps only what the stroke may change.

    paintable: bool in the section's shape, True where it may paint.
    """

    def __init__(self, desk: Desk, labelling: Labelling, hit: Hit, label: int) -> None:
        self.view, self.section, self.label = hit.view, hit.section, label
        self.volume = desk.volume
        self._labelling = labelling
        self._labels = labelling.labels(hit.section)
        self.paintable = paintable(
            self._labels,
            label,
            live=desk.volume.geometry.section_live(hit.section),
            locked=labelling.classes.locked,
            only_unlabelled=desk.brush.only_unlabelled,
        )
        self._preview = MaskPreview(hit.view.plot_item, self.shape, preview_colour(labelling, label))

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns) of the section."""
        return self._labels.shape

    def add(self, mask: np.ndarray) -> None:
        """Add a mask of the whole section, bool in its shape."""
        self._preview.add(mask & self.paintable)

    def show_only(self, mask: np.ndarray) -> None:
        """Put a mask of the whole section in the place of what was covered."""
        self._preview.show_only(mask & self.paintable)

    def finish(self) -> None:
        """Store what is shown as one stroke, and take the preview away once the stroke is drawn in its place."""
        stroke = cropped_stroke(self._labels, self.section, self._preview.mask, self.label)
        if stroke is not None:
            self._labelling.commit([stroke])
        self._preview.leave_soon()

    def drop(self) -> None:
        """Take the preview away and store nothing."""
        self._preview.leave()


def preview_colour(labelling: Labelling, label: int) -> QColor:
    """The class colour, or a pale veil for an eraser."""
    if label == UNLABELLED:
        return VEIL
    colour = QColor(labelling.classes.by_number(label).colour)
    colour.setAlpha(PREVIEW_ALPHA)
    return colour
