"""Where slices lie in the 3D scene, and what a ray from the eye meets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seisviewer.app.scene.scene_frame import grid_axes, numbered_edges
from seisviewer.app.scene.scene_space import EXTENT, Ray, dragged_index, met_slice, nice_ticks, scene_space
from seisviewer.volumes.coordinate_reference import CoordinateReference
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis


def turned_survey(unit: str = "ms") -> Geometry:
    """20 inlines, 40 crosslines, 50 samples; inlines run 25 m apart to the north-west, crosslines 12.5 m to the north-east."""
    across = np.sqrt(0.5)
    affine = np.array([[-25 * across, 12.5 * across, 600_000.0], [25 * across, 12.5 * across, 6_000_000.0]])
    return Geometry(
        LineAxis(100, 2, 20),
        LineAxis(300, 1, 40),
        SampleAxis(0.0, 4.0, 50, unit),
        np.ones((20, 40), bool),
        affine=affine,
        reference=CoordinateReference(unit="m"),
    )


def test_the_scene_lies_as_the_map_does() -> None:
    space = scene_space(turned_survey(), 0.5)
    corner, inline, crossline, deep = space.places(np.array([[0, 0, 0], [19, 0, 0], [0, 39, 0], [0, 0, 49]]))
    assert inline[0] < corner[0] and inline[1] > corner[1], "inlines go on to the north-west"
    assert crossline[0] > corner[0] and crossline[1] > corner[1], "crosslines go on to the north-east"
    assert deep[2] < corner[2], "samples run downward"
    steps = np.linalg.norm(inline - corner) / 19, np.linalg.norm(crossline - corner) / 39
    assert steps[0] / steps[1] == pytest.approx(2.0), "25 m are twice as long as 12.5 m"
    assert np.ptp(space.corners()[:, :2], axis=0).max() == pytest.approx(EXTENT)
    assert np.allclose(space.corners().mean(axis=0), 0, atol=1e-9)


def test_grid_positions_come_back() -> None:
    space = scene_space(turned_survey(), 0.7)
    spots = np.array([[3.0, 17.0, 44.0], [0.0, 0.0, 0.0]])
    assert np.allclose(space.positions(space.places(spots)), spots)


def test_exaggeration_is_known_only_with_a_velocity_or_in_depth() -> None:
    assert scene_space(turned_survey(), 0.5).exaggeration is None
    known = scene_space(turned_survey(), 0.5, 2000.0)
    # 50 samples of 4 m at 2000 m/s are 200 m; half of the longer side, 500 m × √½ + 500 m × √½, are 353.6 m.
    assert known.exaggeration == pytest.approx(0.5 * 1000 * np.sqrt(0.5) / 200)
    assert scene_space(turned_survey("m"), 0.5).exaggeration == pytest.approx(known.exaggeration)
    bare = replace(turned_survey(), affine=None)
    assert scene_space(bare, 0.5, 2000.0).exaggeration is None


def test_a_ray_meets_the_slice_in_front() -> None:
    space = scene_space(turned_survey(), 0.5)
    slices = {Direction.INLINE: 10.0, Direction.CROSSLINE: 20.0, Direction.TIME: 25.0}
    spot = space.places(np.array([[10.0, 5.0, 12.0]]))[0]
    eye = space.places(np.array([[-80.0, 5.0, 12.0]]))[0]
    direction, (inline, crossline, sample) = met_slice(space, Ray(eye, spot - eye), slices)
    assert direction is Direction.INLINE
    assert (inline, crossline, sample) == pytest.approx((10, 5, 12))
    assert met_slice(space, Ray(eye, eye - spot), slices) is None, "nothing lies behind the eye"
    assert met_slice(space, Ray(eye, spot - eye), {Direction.TIME: 25.0}) is None, "that slice is passed by"


def test_a_slice_follows_the_pointer_along_its_own_direction() -> None:
    space = scene_space(turned_survey(), 0.5)
    held = (10.0, 5.0, 12.0)
    eye = space.places(np.array([[-30.0, 60.0, -90.0]]))[0]
    there = space.places(np.array([[14.0, 5.0, 12.0]]))[0]
    assert dragged_index(space, Direction.INLINE, held, Ray(eye, there - eye)) == pytest.approx(14)
    beyond = space.places(np.array([[55.0, 5.0, 12.0]]))[0]
    assert dragged_index(space, Direction.INLINE, held, Ray(eye, beyond - eye)) == 19, "it stays inside the survey"
    along = space.matrix[:3, 0]
    assert dragged_index(space, Direction.INLINE, held, Ray(there - 5 * along, along)) is None


def test_a_picture_covers_the_whole_slice() -> None:
    space = scene_space(turned_survey(), 0.5)
    matrix = space.slice_matrix(Direction.CROSSLINE, 7, (10, 25))  # every second inline, every second sample
    corners = np.array([[0, 0, 0, 1], [10, 0, 0, 1], [10, 25, 0, 1], [0, 25, 0, 1], [0, 0, 0, 1]]) @ matrix.T
    assert np.allclose(corners[:, :3], space.outline(Direction.CROSSLINE, 7))
    assert np.allclose(space.positions(corners[2:3, :3]), [[19.5, 7, 49.5]])


def test_ticks_carry_line_numbers_and_times() -> None:
    geometry = turned_survey()
    space = scene_space(geometry, 0.5)
    ticks, texts = numbered_edges(space, grid_axes(geometry), np.array([0.0, -30.0, 12.0]), np.array([1.0, 0.0, 0.0]))
    said = [text.text for text in texts]
    assert {"100", "120", "300", "310", "0", "50"} <= set(said)
    assert {"Inline", "Crossline", "Two-way time (ms)"} == {text.text for text in texts if text.is_title}
    assert len(ticks) == 2 * (len(texts) - 3)
    positions = space.positions(ticks[::2])
    numbers = [float(text.text) for text in texts if not text.is_title]
    values = np.stack([axis.value(positions[:, at]) for at, axis in enumerate(grid_axes(geometry))], axis=1)
    assert all(np.isclose(row, number).any() for row, number in zip(values, numbers, strict=True))


@pytest.mark.parametrize(("low", "high"), [(0, 1020), (100, 219), (-3, 4), (1e6, 1e6 + 12)])
def test_ticks_are_few_and_inside(low: float, high: float) -> None:
    ticks = nice_ticks(low, high, 6)
    assert 2 <= len(ticks) <= 7 and low <= ticks[0] and ticks[-1] <= high
