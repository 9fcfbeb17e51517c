"""Travel times and take-off angles against those that a formula gives."""

from __future__ import annotations

import numpy as np
import pytest
from obspy.taup import TauPyModel

from seisviewer.catalogue.travel_times import EARTH, Extent, travel_times
from seisviewer.catalogue.velocity_model import named_model, velocity_model
from seisviewer.errors import BadRequest

EXTENT = Extent(200.0, -2.0, 30.0)
STATION = -0.67  # km below sea level: on a mountain
DRAW = np.random.default_rng(0)
AWAY, DOWN = DRAW.uniform(0, 200, 3000), DRAW.uniform(-1, 30, 3000)


@pytest.fixture(scope="module")
def taup() -> TauPyModel:
    return TauPyModel("iasp91")


def test_rays_in_a_half_space_are_straight() -> None:
    """Through the sphere: chords, a little shorter than along the ground."""
    table = travel_times(velocity_model("half-space:6,3.5"), "P", STATION, EXTENT)
    event, station = EARTH - DOWN, EARTH - STATION
    chord = np.sqrt((event - station) ** 2 + 4 * event * station * np.sin(AWAY / EARTH / 2) ** 2)
    assert np.abs(table.at(AWAY, DOWN) - chord / 6.0).max() < 0.003
    far = chord > 3
    upward = np.degrees(np.arccos(np.clip((chord**2 + event**2 - station**2) / (2 * chord * event), -1, 1)))
    assert np.abs(table.take_off(AWAY, DOWN) - upward)[far].max() < 2.0


@pytest.mark.slow
@pytest.mark.parametrize(
    "distance, near", [(100.0, 0.03), (500.0, 0.06), (1_000.0, 0.12), (2_000.0, 0.2), (9_000.0, 0.06)]
)
def test_times_are_those_of_taup(taup: TauPyModel, distance: float, near: float) -> None:
    """Near and far, on a round earth: a flat one is .4 s late at 500 km and .9 s at 1,000."""
    names = {"P": ("p", "P", "Pn", "Pg"), "S": ("s", "S", "Sn", "Sg")}
    for phase, own in names.items():
        table = travel_times(named_model("iasp91"), phase, 0.0, Extent(distance + 50, -1.0, 300.0))
        for depth in (0.0, 15.0, 300.0):
            arrivals = taup.get_travel_times(depth, np.degrees(distance / EARTH), own)
            first = min(arrivals, key=lambda arrival: arrival.time)
            away, down = np.array(distance), np.array(depth)
            assert float(table.at(away, down)) == pytest.approx(first.time, abs=near)
            assert float(table.take_off(away, down)) == pytest.approx(first.takeoff_angle, abs=3.0)


def test_beyond_the_shadow_of_the_core_nothing_is_claimed() -> None:
    with pytest.raises(BadRequest, match="shadow of the earth's core"):
        travel_times(named_model("ak135"), "P", 0.0, Extent(11_000.0, 0.0, 30.0))


def test_nothing_is_said_beyond_the_table() -> None:
    table = travel_times(velocity_model("half-space:6,3.5"), "S", 0.0, EXTENT)
    assert np.isnan(table.at(np.array([500.0]), np.array([5.0]))).all()
    assert float(table.at(np.array(35.0), np.array(0.0))) == pytest.approx(10.0, abs=0.01)
