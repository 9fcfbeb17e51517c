"""The boundaries that were drawn, over the sections that they lie on and those that cross them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PyQt6.QtGui import QColor

from seisviewer.app.painting.drawn_lines_layer import DrawnLinesLayer
from seisviewer.app.sections.curve_item import Curve
from seisviewer.labels.classes import ClassTable
from seisviewer.volumes.geometry import Direction, SectionId

DRAWN_WIDTH = 2.0  # pixels of each colour
UNKNOWN_COLOUR = QColor("#d0d0d0")


class BoundaryLayer(DrawnLinesLayer):
    """The boundaries of a section, and a tick where one of another section crosses it; none on time slices."""

    def _curves(self, section: SectionId) -> Iterator[Curve]:
        if section.direction is Direction.TIME:
            return
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


def class_colour(classes: ClassTable, number: int) -> QColor:
    """The colour of a class; grey where the number is none of the table."""
    return QColor(classes.by_number(number).colour) if number in classes else UNKNOWN_COLOUR
