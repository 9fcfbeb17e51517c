"""The faults that the user drew, as planes."""

from __future__ import annotations

from collections.abc import Iterable

from seisviewer.labels.fault_stick import FaultStick
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.structure.faults import FaultLine, Faults
from seisviewer.volumes.geometry import Direction, Geometry


def faults_in(snapshot: LabelSnapshot) -> Faults:
    """The planes through the fault sticks of a survey."""
    return fault_planes(snapshot.geometry, snapshot.faults)


def fault_planes(geometry: Geometry, sticks: Iterable[FaultStick]) -> Faults:
    """The planes through fault sticks; none of several 2D lines, which do not lie side by side."""
    if geometry.lines:
        return Faults()
    return Faults.through(
        # To the solution the middle of sample 7 lies at 7.5.
        FaultLine(
            stick.fault,
            0 if stick.section.direction is Direction.INLINE else 1,
            geometry.index(stick.section),
            stick.column + 0.5,
            stick.traces.astype(float),
        )
        for stick in sticks
    )
