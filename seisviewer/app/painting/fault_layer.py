"""The faults that were drawn, over the sections that they lie on, and where they go on between those."""

from __future__ import annotations

from collections.abc import Iterator

from PyQt6.QtGui import QColor

from seisviewer.app.painting.drawn_lines_layer import DrawnLinesLayer
from seisviewer.app.painting.shown_faults import ShownFaults
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.curve_item import Curve
from seisviewer.volumes.geometry import Direction, SectionId

DRAWN_WIDTH = 1.5  # pixels of either half
COLOURS = ("#ff4d4d", "#ffd24d", "#4dd2ff", "#ff4dd2", "#7dff4d", "#ff9a4d", "#b38cff", "#4dffc3")


class FaultLayer(DrawnLinesLayer):
    """The sticks of a section, and dashed where a fault drawn on other sections meets it. On a time slice a fault is dashed
    beyond the lines that it was drawn on."""

    def __init__(self, state: SectionState) -> None:
        super().__init__(state)
        self._faults = ShownFaults(state)

    def _curves(self, section: SectionId) -> Iterator[Curve]:
        sticks = [stick for stick in self._state.project.snapshot().faults if stick.section == section]
        for stick in sticks:
            colour = fault_colour(stick.fault)
            yield Curve(stick.traces, stick.columns, colour, colour, DRAWN_WIDTH)
        drawn = {stick.fault for stick in sticks}
        for each in self._faults.lines(section):
            if each.fault not in drawn:
                colour, dashed = fault_colour(each.fault), each.beyond or section.direction is not Direction.TIME
                yield Curve(each.rows, each.columns, colour, colour, DRAWN_WIDTH, dashed=dashed)


def fault_colour(fault: int) -> QColor:
    """The colour of a fault, by its number."""
    return QColor(COLOURS[(fault - 1) % len(COLOURS)])
