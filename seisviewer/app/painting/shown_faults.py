"""Where the faults that were drawn lie on a section."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from cachetools import LRUCache

from seisviewer.app.section_state import SectionState
from seisviewer.labels.fault_stick import FaultStick
from seisviewer.structure.drawn_faults import faults_in
from seisviewer.structure.faults import Faults
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

KEPT_SECTIONS = 6
FaultTrace = tuple[int, np.ndarray, np.ndarray]


class ShownFaults:
    """The faults of the survey on the desk as planes, worked out when they are asked for."""

    def __init__(self, state: SectionState) -> None:
        self._state = state
        self._sticks: tuple[FaultStick, ...] = ()
        self._faults = Faults()
        self._lines: LRUCache[SectionId, list[FaultTrace]] = LRUCache(KEPT_SECTIONS)

    def lines(self, section: SectionId) -> list[FaultTrace]:
        """Number, rows and columns of every fault on a section."""
        if self._state.project is None or section.direction is Direction.TIME:
            return []
        snapshot = self._state.project.snapshot()
        if snapshot.faults is not self._sticks:  # strokes leave them alone
            self._sticks, self._faults = snapshot.faults, faults_in(snapshot)
            self._lines.clear()
        if section not in self._lines:
            self._lines[section] = list(self._found(section, snapshot.geometry))
        return self._lines[section]

    def _found(self, section: SectionId, geometry: Geometry) -> Iterator[FaultTrace]:
        axis = 0 if section.direction is Direction.INLINE else 1
        count = geometry.section_shape(section.direction)[0]
        for plane in self._faults.planes:
            for traces, depths in plane.on_line(axis, geometry.index(section), count):
                yield plane.fault, traces, depths - 0.5

    def near(self, section: SectionId, row: float, column: float, reach: float) -> int | None:
        """The number of the fault nearest to a place of a section, None where none lies within `reach` traces."""
        found = [
            (float(abs(rows[np.abs(columns - column).argmin()] - row)), fault)
            for fault, rows, columns in self.lines(section)
            if columns.min() - 1 <= column <= columns.max() + 1
        ]
        away, fault = min(found, default=(np.inf, None))
        return fault if away <= reach else None
