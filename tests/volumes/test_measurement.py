"""Lengths, dips and azimuths between two points, and what is not said where nobody knows."""

from __future__ import annotations

import math

import numpy as np
import pytest

from seisviewer.volumes.coordinate_reference import CoordinateReference
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.measurement import measured

INLINE, SLICE = SectionId(Direction.INLINE, 100), SectionId(Direction.TIME, 3)


def geometry(
    unit: str | None = "m", z: str = "ms", located: bool = True, trace_xy: np.ndarray | None = None
) -> Geometry:
    """Crosslines 12.5 apart to the east, inlines 25 to the north, samples every 4."""
    affine = np.array([[0.0, 12.5, 1000.0], [25.0, 0.0, 5000.0]]) if located and trace_xy is None else None
    return Geometry(
        LineAxis(100, 1, 1 if trace_xy is not None else 20), LineAxis(500, 1, 30), SampleAxis(200.0, 4.0, 40, z),
        np.ones((1 if trace_xy is not None else 20, 30), bool), affine, trace_xy, trace_xy is not None,
        CoordinateReference(unit),
    )  # fmt: skip


def test_two_way_time_says_no_dip_without_a_velocity() -> None:
    found = measured(geometry(), INLINE, (2, 10), (18, 20))
    assert (found.along, found.down, found.dip, found.thickness) == (200.0, 40.0, None, None)
    assert found.lines == ("200 m", "Δt 40 ms", "200 ms/km")


def test_with_a_velocity_dip_and_thickness_are_those_of_depth() -> None:
    found = measured(geometry(), INLINE, (2, 10), (18, 20), velocity=2500)
    assert found.thickness == 50.0 and found.dip == pytest.approx(math.degrees(math.atan(50 / 200)))
    assert found.lines == ("200 m", "Δt 40 ms", "50 m thick at 2500 m/s", "dip 14.0°")
    back = measured(geometry(), INLINE, (18, 20), (2, 10), velocity=2500)
    assert back == found, "whichever end was set first"


def test_feet_and_metres_are_not_mixed_up() -> None:
    found = measured(geometry(unit="ft", z="m"), INLINE, (0, 0), (8, 10))
    assert found.lines[0] == "100 ft" and found.lines[1] == "Δz 40 m"
    assert found.dip == pytest.approx(math.degrees(math.atan2(40, 100 * 0.3048)))


def test_an_unstated_unit_is_said_and_no_coordinates_count_traces() -> None:
    assert measured(geometry(unit=None, z="m"), INLINE, (0, 0), (8, 10)).lines[2].endswith("if coordinates are metres")
    assert measured(geometry(unit=None), INLINE, (0, 0), (8, 10)).lines[1:] == ("Δt 40 ms",), "per kilometre of what?"
    bare = measured(geometry(located=False), INLINE, (0, 0), (8, 10), velocity=2000)
    assert bare.lines[0] == "8 traces" and bare.dip is None and bare.thickness == 40.0


def test_time_slices_have_an_azimuth() -> None:
    east = measured(geometry(), SLICE, (4, 2), (4, 10))
    assert (east.along, east.azimuth, east.down) == (100.0, 90.0, None)
    assert measured(geometry(), SLICE, (4, 2), (0, 2)).azimuth == 180.0
    assert measured(geometry(located=False), SLICE, (4, 2), (0, 2)).azimuth is None


def test_a_bent_line_is_measured_along_its_traces() -> None:
    corner = np.array([[10.0 * min(i, 10), 10.0 * max(0, i - 10)] for i in range(30)])[None]
    assert measured(geometry(trace_xy=corner), INLINE, (0, 5), (20, 5)).along == pytest.approx(200.0)
