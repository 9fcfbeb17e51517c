"""Wells over the section along a random line, projected onto it from where they are near."""

from __future__ import annotations

import numpy as np

from seisviewer.app.sections.curve_item import Curve
from seisviewer.app.sections.name_item import Name
from seisviewer.app.wells.well_desk import WellDesk
from seisviewer.app.wells.well_layer import WellLayer
from seisviewer.structure.wells.well import Well, WellLog
from seisviewer.structure.wells.well_places import WellPlaces, has_coordinates, places_along
from seisviewer.volumes.geometry import Geometry, SectionId
from seisviewer.volumes.random_line import RandomLineVolume


class WellsAlong(WellLayer):
    """As on the sections of the survey, over the line that is followed."""

    def __init__(self, desk: WellDesk) -> None:
        self._along: RandomLineVolume | None = None
        self._kept: dict[tuple[int, str], WellPlaces] = {}
        super().__init__(desk)
        desk.changed.connect(self._kept.clear)

    def follow(self, along: RandomLineVolume | None) -> None:
        """Another line is shown, or none."""
        self._along = along
        self._kept.clear()
        self.changed.emit(None)

    def curves(self, section: SectionId) -> tuple[Curve, ...]:
        return super().curves(section) if self._has_place else ()

    def names(self, section: SectionId) -> tuple[Name, ...]:
        return super().names(section) if self._has_place else ()

    @property
    def _has_place(self) -> bool:
        return self._along is not None and has_coordinates(self._along.geometry)

    @property
    def _geometry(self) -> Geometry:
        return self._along.geometry

    def _path_places(self, well: Well) -> WellPlaces:
        return self._placed(well, "", None)

    def _marker_places(self, well: Well) -> WellPlaces:
        return self._placed(well, "markers", np.array([marker.md for marker in well.markers]))

    def _log_places(self, well: Well, log: WellLog, every: int) -> WellPlaces:
        return self._placed(well, f"log {every} {log.name}", log.md[::every])

    def _placed(self, well: Well, what: str, md: np.ndarray | None) -> WellPlaces:
        key = well.number, what
        if key not in self._kept:
            self._kept[key] = places_along(self._geometry, well, md)
        return self._kept[key]
