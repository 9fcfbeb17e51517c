"""The focal sphere on a disc: where rays, nodal lines and axes lie."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.catalogue.focal_sphere import (
    axis_on_disc,
    nodal_line,
    rays_on_disc,
    starts_upward,
    stress_axes,
    upward_on_disc,
)
from seisviewer.picks.located.mechanism import DoubleCouple, other_plane

STRIKE_SLIP = DoubleCouple(0.0, 90.0, 0.0)  # left-lateral on a plane to the north
THRUST = DoubleCouple(0.0, 45.0, 90.0)
OBLIQUE = DoubleCouple(210.0, 60.0, -70.0)


def test_rays_lie_where_they_leave_the_sphere() -> None:
    east, north = rays_on_disc([0, 90, 90, 45], [0, 90, 60, 120])
    assert (east[0], north[0]) == pytest.approx((0, 0))
    assert (east[1], north[1]) == pytest.approx((1, 0))
    assert (east[2], north[2]) == pytest.approx((np.sqrt(2) * np.sin(np.radians(30)), 0))
    down = rays_on_disc([225], [60])  # the same ray from the other side
    assert (east[3], north[3]) == pytest.approx((down[0][0], down[1][0]))


def test_equal_areas_of_the_sphere_are_equal_on_the_disc() -> None:
    draw = np.random.default_rng(0)
    take_offs = np.degrees(np.arccos(draw.uniform(0, 1, 100_000)))
    east, north = rays_on_disc(draw.uniform(0, 360, 100_000), take_offs)
    assert np.mean(np.hypot(east, north) < np.sqrt(0.5)) == pytest.approx(0.5, abs=0.01)


def test_p_and_t_axes_of_known_mechanisms() -> None:
    """A thrust is pressed from the sides and pulled upward; a left-lateral fault to the north is pressed from north-west."""
    p, t = stress_axes(THRUST)
    assert p.azimuth % 180 == pytest.approx(90.0) and p.plunge == pytest.approx(0.0, abs=1e-6)
    assert t.plunge == pytest.approx(90.0)
    p, t = stress_axes(STRIKE_SLIP)
    assert p.azimuth % 180 == pytest.approx(135.0) and t.azimuth % 180 == pytest.approx(45.0)
    assert starts_upward(THRUST, [0], [0]).all() and not starts_upward(THRUST, [90, 270], [90, 90]).any()


@pytest.mark.parametrize("plane", [STRIKE_SLIP, THRUST, OBLIQUE])
def test_the_picture_agrees_with_the_first_motions_and_the_nodal_lines_part_it(plane: DoubleCouple) -> None:
    size = 400
    picture = upward_on_disc(plane, size)
    draw = np.random.default_rng(1)
    azimuths, take_offs = draw.uniform(0, 360, 3000), draw.uniform(0, 180, 3000)
    east, north = rays_on_disc(azimuths, take_offs)
    column, row = ((east + 1) / 2 * size).astype(int), ((1 - north) / 2 * size).astype(int)
    up = starts_upward(plane, azimuths, take_offs)
    assert np.mean(picture[row.clip(0, size - 1), column.clip(0, size - 1)] == up) > 0.97
    for each in (plane, other_plane(plane)):
        x, y = nodal_line(each)
        assert (np.hypot(x[0], y[0]), np.hypot(x[-1], y[-1])) == pytest.approx((1.0, 1.0))
        inner = (np.array([x, y]) * 0.98).T[10:-10]
        column, row = (((inner[:, 0] + 1) / 2 * size).astype(int), ((1 - inner[:, 1]) / 2 * size).astype(int))
        around = [picture[r - 8 : r + 9, c - 8 : c + 9] for r, c in zip(row, column, strict=True)]
        assert np.mean([0 < patch.mean() < 1 for patch in around]) > 0.95  # both colours lie beside the line
    x, y = axis_on_disc(stress_axes(plane)[1])
    assert picture[min(int((1 - y * 0.99) / 2 * size), size - 1), min(int((x * 0.99 + 1) / 2 * size), size - 1)]
