"""Flat maps of places: at the date line, along the longer side, around a confidence region."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.catalogue.map_frame import MapFrame
from seisviewer.catalogue.station_tables import centred, distances
from seisviewer.picks.located.location import Ellipse


def test_longitudes_on_both_sides_of_the_date_line_stand_side_by_side() -> None:
    frame = MapFrame.around([-17.0, -18.0], [179.5, -179.5])
    assert abs(frame.longitude) == pytest.approx(180.0)
    east = frame.east([179.5, -179.5])
    assert east[1] - east[0] == pytest.approx(1.0)


def test_kilometres_are_those_on_the_ground() -> None:
    frame = MapFrame.around([35.5, 36.0], [-118.1, -117.4])
    east, north = frame.kilometres([35.5, 36.0], [-118.1, -117.4])
    flat = float(np.hypot(*(np.diff(axis)[0] for axis in (east, north))))
    ground = distances(centred(np.array(35.5), np.array(-118.1)), centred(np.array(36.0), np.array(-117.4)))
    assert flat == pytest.approx(float(ground), rel=0.004)
    back = frame.degrees(east, north)
    assert back[0] == pytest.approx([35.5, 36.0]) and back[1] == pytest.approx([-118.1, -117.4])


@pytest.mark.parametrize("azimuth", [0.0, 30.0, 90.0, 135.0])
def test_the_longer_side_of_a_line_of_events_is_its_strike(azimuth: float) -> None:
    frame = MapFrame(35.7, -117.5)
    away = np.linspace(-20, 20, 41)
    aside = 0.5 * np.cos(7 * away)
    turn = np.radians(azimuth)
    latitudes, longitudes = frame.degrees(
        away * np.sin(turn) + aside * np.cos(turn), away * np.cos(turn) - aside * np.sin(turn)
    )
    found = frame.longer_side(latitudes, longitudes)
    assert min(abs(found - azimuth), 180 - abs(found - azimuth)) < 1.0
    assert frame.along(latitudes, longitudes, azimuth) == pytest.approx(away, abs=1e-6)
    assert frame.longer_side([35.7], [-117.5]) == 90.0


def test_the_outline_of_a_confidence_region_has_its_axes() -> None:
    frame = MapFrame(60.0, 10.0)
    latitudes, longitudes = frame.outline(60.1, 10.3, Ellipse(6.0, 2.0, 30.0))
    centre = frame.kilometres([60.1], [10.3])
    east, north = (axis - middle for axis, middle in zip(frame.kilometres(latitudes, longitudes), centre, strict=True))
    away = np.hypot(east, north)
    assert away.max() == pytest.approx(6.0) and away.min() == pytest.approx(2.0, abs=0.01)
    farthest = int(away.argmax())
    assert np.degrees(np.arctan2(east[farthest], north[farthest])) % 180 == pytest.approx(30.0)
