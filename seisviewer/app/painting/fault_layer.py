"""The faults that were drawn, over the sections that they lie on, and where they go on between those."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QColor

from seisviewer.app.painting.shown_faults import ShownFaults
from seisviewer.app.section_state import Overlays, SectionState
from seisviewer.app.sections.curve_item import Curve
from seisviewer.volumes.geometry import Direction, SectionId

DRAWN_WIDTH = 1.5  # pixels of either half
COLOURS = ("#ff4d4d", "#ffd24d", "#4dd2ff", "#ff4dd2", "#7dff4d", "#ff9a4d", "#b38cff", "#4dffc3")


class FaultLayer(QObject):
    """Shown and hidden with the painted labels, which they belong to."""

    changed = pyqtSignal(object)

    def __init__(self, state: SectionState) -> None:
        super().__init__()
        self._state = state
        self._shown = state.overlays.labels
        self._faults = ShownFaults(state)
        for signal in (state.labels_changed, state.project_changed, state.volume_changed):
            signal.connect(self._renew)
        state.overlays_changed.connect(self._renew_looks)

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> None:
        """Nothing is filled."""

    def curves(self, section: SectionId) -> tuple[Curve, ...]:
        """The sticks of a section, and dashed where a fault drawn on other sections meets it."""
        if self._state.project is None or not self._shown or section.direction is Direction.TIME:
            return ()
        return tuple(self._curves(section))

    def _curves(self, section: SectionId) -> Iterator[Curve]:
        sticks = [stick for stick in self._state.project.snapshot().faults if stick.section == section]
        for stick in sticks:
            colour = fault_colour(stick.fault)
            yield Curve(stick.traces, stick.columns, colour, colour, DRAWN_WIDTH)
        drawn = {stick.fault for stick in sticks}
        for fault, rows, columns in self._faults.lines(section):
            if fault not in drawn:
                colour = fault_colour(fault)
                yield Curve(rows, columns, colour, colour, DRAWN_WIDTH, dashed=True)

    def _renew(self, *_: Any) -> None:
        self.changed.emit(None)

    def _renew_looks(self, overlays: Overlays) -> None:
        if self._shown != overlays.labels:
            self._shown = overlays.labels
            self.changed.emit(None)


def fault_colour(fault: int) -> QColor:
    """The colour of a fault, by its number."""
    return QColor(COLOURS[(fault - 1) % len(COLOURS)])
