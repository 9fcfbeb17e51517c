"""Where other 2D lines cross the one on screen: a dashed line with their name, their labels and horizons beside it."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QColor

from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.curve_item import Curve
from seisviewer.app.sections.name_item import Name
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.workflows.several_2d.at_crossings import OtherLine, lines_across

COLOUR = QColor("#ffd43b")
LINE_WIDTH, LABEL_WIDTH, HORIZON_WIDTH = 0.6, 3.5, 1.5  # pixels of each half
MOST_NAMES = 40  # on a section
ROOM, DOWN, LEVELS = (
    0.12,
    0.045,
    6,
)  # of the section's traces that a name takes, of its samples from name to name; names


class CrossingLayer(QObject):
    """changed: emitted with None, for all sections."""

    changed = pyqtSignal(object)
    picture_name = tr("Crossing lines")

    def __init__(self, state: SectionState) -> None:
        super().__init__()
        self._state = state
        self._known: tuple[object, tuple[OtherLine, ...]] | None = None
        state.overlays_changed.connect(lambda _: self._renew())
        for signal in (state.labels_changed, state.horizons_changed, state.classes_changed, state.project_changed):
            signal.connect(lambda *_: self._renew())

    def _renew(self) -> None:
        volume = self._state.volume
        if volume is not None and volume.geometry.lines:
            self._known = None
            self.changed.emit(None)

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> None:
        """Nothing: crossings are lines."""
        return None

    def curves(self, section: SectionId) -> tuple[Curve, ...]:
        """A line down each crossing, with the classes and horizons of the other line along it."""
        found = []
        for other in self._across(section):
            last = self._state.volume.geometry.samples.count - 1
            found.append(_down(other.trace, 0, last, COLOUR, LINE_WIDTH, dashed=True))
            for tick in other.labels:
                colour = self._colour(tick.label)
                found.append(_down(other.trace, tick.first, tick.past - 1, colour, LABEL_WIDTH))
            for mark in other.horizons:
                colour = QColor(mark.colour)
                found.append(Curve(np.array([other.trace]), np.array([mark.sample]), colour, colour, HORIZON_WIDTH))
        return tuple(found)

    def names(self, section: SectionId) -> tuple[Name, ...]:
        """The names of the lines that cross, at their top."""
        found, before, level = [], -np.inf, 0
        for each in self._across(section)[:MOST_NAMES]:
            rows, columns = (
                self._state.volume.geometry.length(self._state.position.inline),
                self._state.volume.geometry.samples.count,
            )
            level = (
                level + 1 if each.trace - before < ROOM * rows else 0
            )  # names of lines that cross close by, one below the other
            found.append(Name(each.trace, level % LEVELS * DOWN * columns, each.name, COLOUR, heading=True))
            before = each.trace
        return tuple(found)

    def _across(self, section: SectionId) -> tuple[OtherLine, ...]:
        volume, project, overlays = self._state.volume, self._state.project, self._state.overlays
        if (
            volume is None
            or not volume.geometry.lines
            or section.direction is not Direction.INLINE
            or not overlays.crossings
        ):
            return ()
        if self._known is None or self._known[0] != section:
            labels = project.snapshot() if project is not None and overlays.labels else None
            hidden = set(overlays.hidden_horizons.split(","))
            horizons = project.horizons if project is not None and overlays.horizons else ()
            shown = [each for each in horizons if str(each.number) not in hidden]
            line = volume.geometry.index(section)
            self._known = section, lines_across(volume.geometry, line, labels, shown)
        return self._known[1]

    def _colour(self, label: int) -> QColor:
        project = self._state.project
        classes = project.classes if project is not None else ()
        return QColor(classes.by_number(label).colour if label in classes else "#808080")


def _down(trace: float, first: float, last: float, colour: QColor, width: float, *, dashed: bool = False) -> Curve:
    return Curve(np.array([trace, trace]), np.array([first - 0.5, last + 0.5]), colour, colour, width, dashed=dashed)
