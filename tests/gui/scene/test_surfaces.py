"""Surfaces of bodies and horizons."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.app.scene.surfaces import Surface, body_surface, horizon_surface


def volume_inside(surface: Surface) -> float:
    """By Gauss: a closed surface whose triangles all turn the same way."""
    one, two, three = (surface.vertices[surface.faces[:, at]].astype(float) for at in range(3))
    return abs(float(np.einsum("ij,ij->i", one, np.cross(two, three)).sum()) / 6)


def test_a_ball_is_as_large_as_it_should_be() -> None:
    at = np.indices((40, 40, 40))
    ball = ((at - 20) ** 2).sum(axis=0) <= 12**2
    surface = body_surface(ball, (2, 1, 3))
    assert volume_inside(surface) == pytest.approx(4 / 3 * np.pi * 12**3 * 6, rel=0.05)
    middle = surface.vertices.mean(axis=0)
    assert middle == pytest.approx((40, 20, 60), abs=0.3)
    outward = (surface.normals * (surface.vertices - middle)).sum(axis=1)
    assert (outward > 0).all() or (outward < 0).all()
    assert np.allclose(np.linalg.norm(surface.normals, axis=1), 1, atol=1e-3)
    assert all(each.flags.c_contiguous for each in vars(surface).values()), "OpenGL takes them as they lie in memory"


def test_a_sheet_one_place_thick_stays_and_bodies_end_with_the_survey() -> None:
    sheet = np.zeros((20, 20, 20), bool)
    sheet[:, :, 7] = True
    surface = body_surface(sheet, (1, 1, 1))
    assert surface.vertices[:, 2].min() > 5.9 and surface.vertices[:, 2].max() < 8.1
    assert surface.vertices[:, 0].min() == pytest.approx(-0.5, abs=0.5)
    assert body_surface(np.zeros((5, 5, 5), bool), (1, 1, 1)) is None


def test_a_horizon_has_holes_where_it_is_not_defined() -> None:
    rows = np.indices((300, 50))[0]
    depths = (10 + 0.1 * rows).astype(np.float32)
    depths[100:140, 10:30] = np.nan
    surface = horizon_surface(depths)
    corners = surface.vertices[surface.faces]
    assert np.allclose(corners[..., 2], 10 + 0.1 * corners[..., 0], atol=1e-4), "it lies on the horizon"
    middles = corners.mean(axis=1)
    inside = (middles[:, 0] > 101) & (middles[:, 0] < 138) & (middles[:, 1] > 11) & (middles[:, 1] < 28)
    assert not inside.any() and len(surface.faces) > 10_000
    assert horizon_surface(np.full((30, 30), np.nan, np.float32)) is None
