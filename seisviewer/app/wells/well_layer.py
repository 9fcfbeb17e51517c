"""Wells over sections: the path where it is near, its markers by name, a log beside it; on slices where it passes through."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QColor

from seisviewer.app.sections.curve_item import Curve
from seisviewer.app.sections.name_item import Name
from seisviewer.app.wells.well_desk import WellDesk
from seisviewer.structure.wells.well import Well, WellLog
from seisviewer.structure.wells.well_places import NearSection, WellPlaces, near_section
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

WIDTH, CHOSEN_WIDTH, LOG_WIDTH, MARKER_WIDTH = 1.25, 2.0, 0.75, 1.5  # pixels of each half
LOG_SHARE, LEAST_LOG = 0.06, 6.0  # of the section's traces that a log has for its swing; traces at least
GAP = 0.15  # of the room of a log, between it and the path
MOST_POINTS = 800  # of a log on a section, as many as a screen has rows
PATH_POINTS = 150  # of a path on a section
MOST_NAMES = 60  # of markers on a section; where there would be more, only those of the chosen well are written


class WellLayer(QObject):
    """changed: emitted with None, for all sections."""

    changed = pyqtSignal(object)
    picture_name = tr("Wells")

    def __init__(self, desk: WellDesk) -> None:
        super().__init__()
        self._desk = desk
        desk.changed.connect(lambda: self.changed.emit(None))

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> None:
        """Nothing: wells are lines."""
        return None

    def curves(self, section: SectionId) -> tuple[Curve, ...]:
        """Paths, short bars at markers, and logs, on an inline or crossline."""
        if section.direction is Direction.TIME or self._desk.state.volume is None:
            return ()
        return tuple(curve for well in self._desk.shown for curve in self._curves(well, section))

    def names(self, section: SectionId) -> tuple[Name, ...]:
        """Names of wells where they come into the section, of their markers, and of the log; dots on slices."""
        if self._desk.state.volume is None:
            return ()
        shown, chosen = self._desk.shown, self._desk.chosen
        crowded = (
            section.direction is not Direction.TIME
            and sum(len(self._markers(each, section)) for each in shown) > MOST_NAMES
        )
        return tuple(
            name
            for well in shown
            for name in self._names(well, section, with_markers=not crowded or well.number == chosen)
        )

    def _near(self, places: WellPlaces, section: SectionId) -> NearSection:
        state = self._desk.state
        return near_section(self._geometry, places, section, state.overlays.well_distance)

    @property
    def _geometry(self) -> Geometry:
        """Of the sections over which wells are drawn."""
        return self._desk.state.volume.geometry

    def _path_places(self, well: Well) -> WellPlaces:
        return self._desk.places(well)

    def _marker_places(self, well: Well) -> WellPlaces:
        return self._desk.marker_places(well)

    def _log_places(self, well: Well, log: WellLog, every: int) -> WellPlaces:
        return self._desk.log_places(well, log, every)

    def _curves(self, well: Well, section: SectionId) -> Iterator[Curve]:
        near, colour = self._near(self._path_places(well), section), QColor(well.colour)
        width = CHOSEN_WIDTH if well.number == self._desk.chosen else WIDTH
        for piece in near.pieces():
            drawn = np.append(piece[: -1 : -(-len(piece) // PATH_POINTS)], piece[-1])
            yield Curve(near.rows[drawn], near.columns[drawn], colour, colour, width)
        if not near.near.any():
            return
        for row, column, _ in self._markers(well, section):
            yield Curve(np.array([row]), np.array([column]), colour, colour, MARKER_WIDTH)
        log = well.log(self._desk.state.overlays.well_log)
        if log is not None:
            light = colour.lighter(130)
            for rows, columns in self._log(well, log, section):
                yield Curve(rows, columns, light, light, LOG_WIDTH)

    def _markers(self, well: Well, section: SectionId) -> list[tuple[float, float, str]]:
        """Row, column and name of those near a section."""
        near = self._near(self._marker_places(well), section)
        rows, columns = near.rows.tolist(), near.columns.tolist()
        return [(rows[each], columns[each], well.markers[each].name) for each in np.flatnonzero(near.near).tolist()]

    def _log(self, well: Well, log: WellLog, section: SectionId) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Rows and columns of the curve to the right of the path, piece by piece between gaps."""
        room = self._room(section)
        low, high = log.range
        every = -(-len(log.md) // MOST_POINTS)
        near = self._near(self._log_places(well, log, every), section)
        values = log.values[::every]
        swing = np.clip((values - low) / max(high - low, 1e-9), -GAP, 1 + GAP)
        near = NearSection(near.md, near.rows + room * (GAP + swing), near.columns, near.near & np.isfinite(values))
        for piece in near.pieces():
            yield near.rows[piece], near.columns[piece]

    def _names(self, well: Well, section: SectionId, *, with_markers: bool) -> Iterator[Name]:
        near, colour = self._near(self._path_places(well), section), QColor(well.colour)
        if section.direction is Direction.TIME:
            for piece in near.pieces():
                middle = piece[len(piece) // 2]
                yield Name(float(near.rows[middle]), float(near.columns[middle]), well.name, colour, dot=True)
            return
        pieces = near.pieces()
        if not pieces:
            return
        top = pieces[0][0]
        yield Name(float(near.rows[top]), float(near.columns[top]), well.name, colour, heading=True)
        for row, column, name in self._markers(well, section) if with_markers else ():
            yield Name(row, column, name, colour)
        log = well.log(self._desk.state.overlays.well_log)
        if log is not None:
            low, high = log.range
            bottom = pieces[-1][-1]
            said = f"{log.name} {low:.3g}–{high:.3g} {log.unit}".strip()
            yield Name(float(near.rows[bottom]), float(near.columns[bottom]), said, colour.lighter(130), foot=True)

    def _room(self, section: SectionId) -> float:
        """Traces that a log swings over."""
        return max(LEAST_LOG, LOG_SHARE * self._geometry.section_shape(section.direction)[0])
