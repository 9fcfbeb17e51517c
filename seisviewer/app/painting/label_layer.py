"""The layer that draws painted labels over the amplitudes of a section view."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from cachetools import LRUCache
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QColor

from seisviewer.app.painting.widening import at_least_wide
from seisviewer.app.section_state import Overlays, SectionState
from seisviewer.app.sections.outline_item import outline
from seisviewer.labels.stroke import UNLABELLED, Box, box_of
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId

LEAST_PIXELS = 3.2  # three, and what a view may be zoomed before it asks again
KEPT_IMAGES = 6
CROSSES = 8  # times LEAST_PIXELS from one line over what is rejected to the next
STRIPES = 6  # times LEAST_PIXELS from one stripe to the next


@dataclass(frozen=True)
class _Picture:
    """image: uint8 RGBA (rows, columns, 4). outline: float (lines, 2 ends, row and column)."""

    image: np.ndarray
    outline: np.ndarray


class LabelLayer(QObject):
    """Class colours where something was painted, lines that cross where a class was rejected, transparent elsewhere. An outline tells it from what a model says in the
    same colour, and what was painted from what was accepted around it.

    changed: emitted with None when the labels of any section may look different.
    """

    changed = pyqtSignal(object)
    picture_name = tr("Labels")

    def __init__(self, state: SectionState) -> None:
        super().__init__()
        self._state = state
        self._images: LRUCache[tuple[Any, ...], _Picture | None] = LRUCache(KEPT_IMAGES)
        self._overlays = state.overlays
        for signal in (state.labels_changed, state.classes_changed, state.project_changed, state.volume_changed):
            signal.connect(self._renew)
        state.overlays_changed.connect(self._renew_looks)

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> np.ndarray | None:
        """Colours of a section, uint8 (rows, columns, 4), or None where nothing is painted or labels are hidden.

        pixel: traces and samples to one screen pixel; a label thinner than three screen pixels is drawn that wide.
        """
        drawn = self._drawn(section, pixel)
        return drawn.image if drawn is not None else None

    def outline(self, section: SectionId, pixel: tuple[float, float]) -> np.ndarray | None:
        """The lines around what is painted, float (lines, 2 ends, row and column), or None where `rgba` is None."""
        drawn = self._drawn(section, pixel)
        return drawn.outline if drawn is not None else None

    def classes_in(self, section: SectionId) -> np.ndarray | None:
        """The class numbers that are painted, int8, UNLABELLED where there is none; None while labels are hidden."""
        if self._state.project is None or not self._state.overlays.labels:
            return None
        return self._state.project.label_section(section)

    def _drawn(self, section: SectionId, pixel: tuple[float, float]) -> _Picture | None:
        if self._state.project is None or not self._state.overlays.labels:
            return None
        widths = tuple(max(1, math.ceil(LEAST_PIXELS * size)) for size in pixel)
        key = (section, widths)
        if key not in self._images:
            self._images[key] = self._draw(section, *widths)
        return self._images[key]

    def _draw(self, section: SectionId, rows: int, columns: int) -> _Picture | None:
        labels = self._state.project.label_section(section)
        box = painted_box(labels, margin=max(rows, columns))
        rejected = self._rejected(section, labels)
        if box is None and not rejected:
            return None
        # Laid out the way it is drawn, line by line downward, so that nobody has to turn it round.
        image = np.zeros(labels.shape[::-1], np.uint32)
        for number, where in rejected.items():
            self._cross_out(image, where.T, number, rows, columns)
        if box is None:
            return _Picture(image.view(np.uint8).reshape(*image.shape, 4).swapaxes(0, 1), np.zeros((0, 2, 2)))
        wide = at_least_wide(labels[box], rows, columns)
        # UNLABELLED reads as 255 in the unsigned view, the transparent end of the table.
        painted = np.take(self._colours(), wide.T.astype(np.int8, order="C").view(np.uint8))
        np.copyto(image[box[::-1]], painted, where=wide.T != UNLABELLED)
        accepted = self._accepted(section)
        if accepted.any():
            self._hatch(image[box[::-1]], accepted[box].T, rows, columns)
        said = accepted[box]
        parts = [(wide != UNLABELLED) & ~said, said] if said.any() else [wide != UNLABELLED]
        lines = np.concatenate([outline(part) for part in parts]) + [span.start for span in box]
        return _Picture(image.view(np.uint8).reshape(*image.shape, 4).swapaxes(0, 1), lines)

    def _accepted(self, section: SectionId) -> np.ndarray:
        project = self._state.project
        return project.snapshot().unpainted(section.direction, project.geometry.index(section))

    def _rejected(self, section: SectionId, labels: np.ndarray) -> dict[int, np.ndarray]:
        """By class number, where it is rejected and nothing is labelled since."""
        project = self._state.project
        found = project.snapshot().rejected(section.direction, project.geometry.index(section))
        left = {number: where & (labels == UNLABELLED) for number, where in found.items()}
        return {number: where for number, where in left.items() if where.any()}

    def _cross_out(self, image: np.ndarray, where: np.ndarray, number: int, rows: int, columns: int) -> None:
        """Lines of a class's colour that cross, over what is rejected; in place. image: uint32, where: bool, both (columns,
        rows) of the section. rows, columns: of it to the width of a line."""
        column, row = np.indices(where.shape, sparse=True)
        down, across = row // rows, column // columns
        lines = ((down + across) % CROSSES == 0) | ((down - across) % CROSSES == 0)
        image[where & lines] = self._colours()[number]

    def _hatch(self, image: np.ndarray, accepted: np.ndarray, rows: int, columns: int) -> None:
        """Stripes that are fainter where labels were accepted and not painted; in place. image: uint32, accepted: bool,
        both (columns, rows) of the section. rows, columns: of it to a stripe."""
        column, row = np.indices(accepted.shape, sparse=True)
        faint = accepted & ((row // rows + column // columns) % STRIPES >= STRIPES // 2)
        pixels = image[faint]
        pixels.view(np.uint8).reshape(-1, 4)[:, 3] //= 3
        image[faint] = pixels

    def _colours(self) -> np.ndarray:
        """RGBA of every class number, its four bytes as one uint32 (256,): a table look-up of whole pixels is fast."""
        table = np.zeros((256, 4), np.uint8)
        alpha = round(255 * self._state.overlays.label_opacity)
        for facies in self._state.project.classes:
            table[facies.number] = *QColor(facies.colour).getRgb()[:3], alpha
        return table.view(np.uint32)[:, 0]

    def _renew(self, *_: Any) -> None:
        self._images.clear()
        self.changed.emit(None)

    def _renew_looks(self, overlays: Overlays) -> None:
        before, self._overlays = self._overlays, overlays
        if (before.labels, before.label_opacity) != (overlays.labels, overlays.label_opacity):
            self._renew()


def painted_box(labels: np.ndarray, margin: int) -> Box | None:
    """The smallest box around what is painted, widened by a margin on every side; None where nothing is painted."""
    box = box_of(labels != UNLABELLED)
    if box is None:
        return None
    return tuple(slice(max(span.start - margin, 0), span.stop + margin) for span in box)
