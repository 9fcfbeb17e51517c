"""Where the faults that were drawn lie on a section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from cachetools import LRUCache

from seisviewer.app.section_state import SectionState
from seisviewer.labels.fault_stick import FaultStick
from seisviewer.structure.drawn_faults import faults_in
from seisviewer.structure.faults import Faults
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

KEPT_SECTIONS = 6


@dataclass(frozen=True)
class FaultTrace:
    """Where a fault meets a section. rows, columns: (points,). beyond: on a time slice, that it lies beyond the lines on
    which the fault was drawn."""

    fault: int
    rows: np.ndarray = field(repr=False, compare=False)
    columns: np.ndarray = field(repr=False, compare=False)
    beyond: bool = False


class ShownFaults:
    """The faults of the survey on the desk as planes, worked out when they are asked for."""

    def __init__(self, state: SectionState) -> None:
        self._state = state
        self._sticks: tuple[FaultStick, ...] = ()
        self._faults = Faults()
        self._lines: LRUCache[SectionId, list[FaultTrace]] = LRUCache(KEPT_SECTIONS)

    def lines(self, section: SectionId) -> list[FaultTrace]:
        """Every fault on a section, each piece of it at a time."""
        if self._state.project is None:
            return []
        snapshot = self._state.project.snapshot()
        if snapshot.faults is not self._sticks:  # strokes leave them alone
            self._sticks, self._faults = snapshot.faults, faults_in(snapshot)
            self._lines.clear()
        if section not in self._lines:
            self._lines[section] = list(self._found(section, snapshot.geometry))
        return self._lines[section]

    def _found(self, section: SectionId, geometry: Geometry) -> Iterator[FaultTrace]:
        if section.direction is Direction.TIME:
            yield from self._on_slice(geometry.index(section), geometry)
            return
        axis = 0 if section.direction is Direction.INLINE else 1
        count = geometry.section_shape(section.direction)[0]
        for plane in self._faults.planes:
            for traces, depths in plane.on_line(axis, geometry.index(section), count):
                yield FaultTrace(plane.fault, traces, depths - 0.5)

    def _on_slice(self, sample: int, geometry: Geometry) -> Iterator[FaultTrace]:
        shape = geometry.section_shape(Direction.TIME)
        for plane in self._faults.planes:
            counts = shape if plane.axis == 0 else shape[::-1]
            for lines, traces, beyond in plane.on_slice(sample + 0.5, counts):
                yield FaultTrace(plane.fault, *((lines, traces) if plane.axis == 0 else (traces, lines)), beyond)

    def near(self, section: SectionId, row: float, column: float, reach: float) -> int | None:
        """The number of the fault nearest to a place of an inline or crossline, None where none lies within `reach`
        traces."""
        found = [
            (float(abs(each.rows[np.abs(each.columns - column).argmin()] - row)), each.fault)
            for each in self.lines(section)
            if each.columns.min() - 1 <= column <= each.columns.max() + 1
        ]
        away, fault = min(found, default=(np.inf, None))
        return fault if away <= reach else None
