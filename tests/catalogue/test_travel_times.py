"""Travel times and take-off angles against those that a formula gives."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.catalogue.travel_times import Extent, travel_times
from seisviewer.catalogue.velocity_model import VelocityModel, velocity_model

EXTENT = Extent(200.0, -2.0, 30.0)
STATION = -0.67  # km below sea level: on a mountain
DRAW = np.random.default_rng(0)
AWAY, DOWN = DRAW.uniform(0, 200, 3000), DRAW.uniform(-1, 30, 3000)


def test_rays_in_a_half_space_are_straight() -> None:
    table = travel_times(velocity_model("half-space:6,3.5"), "P", STATION, EXTENT)
    assert np.abs(table.at(AWAY, DOWN) - np.hypot(AWAY, DOWN - STATION) / 6.0).max() < 0.003
    far = np.hypot(AWAY, DOWN - STATION) > 3
    upward = 180 - np.degrees(np.arctan2(AWAY, DOWN - STATION))
    assert np.abs(table.take_off(AWAY, DOWN) - upward)[far].max() < 2.0


def test_where_velocity_grows_with_depth_rays_dive() -> None:
    slope = 0.05  # v = 5 + slope (z + 2); the time is that of Slotnick (1936)
    model = VelocityModel("growing", (-2.0, 298.0), (5.0, 20.0), (2.9, 11.0), steps=False)

    def speed(depth: np.ndarray) -> np.ndarray:
        return 5.0 + slope * (depth + 2.0)

    expected = np.arccosh(1 + slope**2 * (AWAY**2 + (DOWN - STATION) ** 2) / (2 * speed(STATION) * speed(DOWN))) / slope
    table = travel_times(model, "P", STATION, EXTENT)
    assert np.abs(table.at(AWAY, DOWN) - expected).max() < 0.003
    near_surface = table.take_off(np.array([150.0]), np.array([0.0]))
    assert near_surface[0] < 80, "a ray to a far station leaves downwards"


def test_far_from_a_source_at_the_surface_the_wave_along_a_deeper_layer_comes_first() -> None:
    model = velocity_model("southern-california")
    away = np.linspace(0, 190, 200)
    expected = away / model.p[0]
    for deeper in (1, 2, 3):
        slowness = 1 / model.p[deeper]
        layers = [
            (model.depths[k + 1] - model.depths[k], np.sqrt(1 / model.p[k] ** 2 - slowness**2)) for k in range(deeper)
        ]
        head = away * slowness + sum(2 * thick * vertical for thick, vertical in layers)
        starts = sum(2 * thick * slowness / vertical for thick, vertical in layers)
        expected = np.where(away >= starts, np.minimum(expected, head), expected)
    table = travel_times(model, "P", 0.0, EXTENT)
    assert np.abs(table.at(away, np.zeros(200)) - expected).max() < 0.03


def test_nothing_is_said_beyond_the_table() -> None:
    table = travel_times(velocity_model("half-space:6,3.5"), "S", 0.0, EXTENT)
    assert np.isnan(table.at(np.array([500.0]), np.array([5.0]))).all()
    assert float(table.at(np.array(35.0), np.array(0.0))) == pytest.approx(10.0, abs=0.01)
