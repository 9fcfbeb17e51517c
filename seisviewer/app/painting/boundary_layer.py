"""The boundaries that were drawn, over the sections that they lie on and those that cross them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QColor

from seisviewer.app.section_state import Overlays, SectionState
from seisviewer.app.sections.curve_item import Curve
from seisviewer.labels.classes import ClassTable
from seisviewer.volumes.geometry import Direction, SectionId

DRAWN_WIDTH = 2.0  # pixels of each colour
UNKNOWN_COLOUR = QColor("#d0d0d0")


class BoundaryLayer(QObject):
    """Shown and hidden with the painted labels, which they belong to."""

    changed = pyqtSignal(object)

    def __init__(self, state: SectionState) -> None:
        super().__init__()
        self._state = state
        self._shown = state.overlays.labels
        for signal in (state.labels_changed, state.classes_changed, state.project_changed, state.volume_changed):
            signal.connect(self._renew)
        state.overlays_changed.connect(self._renew_looks)

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> None:
        """Nothing is filled."""

    def curves(self, section: SectionId) -> tuple[Curve, ...]:
        """The boundaries of a section, and a tick where one of another section crosses it."""
        if self._state.project is None or not self._shown or section.direction is Direction.TIME:
            return ()
        return tuple(self._curves(section))

    def _curves(self, section: SectionId) -> Iterator[Curve]:
        project = self._state.project
        here = project.geometry.index(section)
        for line in project.snapshot().boundaries_that_count:
            rows, depths = line.rows, line.depths
            if line.section != section:
                if line.section.direction is section.direction or not line.row <= here < line.row + len(depths):
                    continue
                rows, depths = np.array([project.geometry.index(line.section)]), depths[[here - line.row]]
            colours = (class_colour(project.classes, number) for number in line.classes)
            yield Curve(rows, depths, *colours, DRAWN_WIDTH)

    def _renew(self, *_: Any) -> None:
        self.changed.emit(None)

    def _renew_looks(self, overlays: Overlays) -> None:
        if self._shown != overlays.labels:
            self._shown = overlays.labels
            self.changed.emit(None)


def class_colour(classes: ClassTable, number: int) -> QColor:
    """The colour of a class; grey where the number is none of the table."""
    return QColor(classes.by_number(number).colour) if number in classes else UNKNOWN_COLOUR
