"""The robot interpreter paints the strokes of the published protocol: the same ones for the same seed, for ever."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from seisviewer.labels.robot_interpreter import (
    NOT_PAINTED,
    ROBOTS,
    Painting,
    correcting_strokes,
    robot_boundaries,
    robot_strokes,
)


def known_classes() -> np.ndarray:
    """Five dipping layers of 120 traces, one of them in places a sample thin; ten traces are not known."""
    trace, sample = np.arange(120)[:, None], np.arange(90)[None]
    known = np.zeros((120, 90), np.uint8)
    for number, (depth, dip) in enumerate([(20, 0.05), (37, -0.08), (55, 0.1), (58, -0.12)], 1):
        known[sample >= depth + dip * trace] = number
    known[100:110] = NOT_PAINTED
    return known


def mark(painted: np.ndarray) -> str:
    return hashlib.sha256(painted.tobytes()).hexdigest()[:16]


# Computed once with the script of the protocol that figures are published for.
@pytest.mark.parametrize("robot, seed, painting, expected", [
    ("centred", 3, Painting(), "a92364e0f0b2e6e0"),
    ("centred", 4, Painting(1, 15), "58420048868f245a"),
    ("loose", 3, Painting(), "d513fd6734a4c777"),
    ("loose", 4, Painting(1, 15), "52f1f0193b0d3dfb"),
    ("wild", 3, Painting(), "fc93bb79f19374ad"),
    ("wild", 4, Painting(1, 15), "c6acbe508b2a9739"),
])  # fmt: skip
def test_strokes_are_those_of_the_protocol(robot: str, seed: int, painting: Painting, expected: str) -> None:
    assert mark(robot_strokes(known_classes(), seed, ROBOTS[robot], painting)) == expected


@pytest.mark.parametrize("robot, inline, crossline", [
    ("centred", "fee5b667ed2b6fe7", "9a946f2deadf9338"),
    ("loose", "a6d638ddf6c38cf1", "3791082c42d0a828"),
    ("wild", "e799e3d5ffe12bda", "0b44cf04f4428fb3"),
])  # fmt: skip
def test_strokes_on_a_real_survey_are_those_of_the_protocol(
    data_dir: Path, robot: str, inline: str, crossline: str
) -> None:
    with np.load(data_dir / "f3" / "f3_facies.npz") as facies:
        found = [mark(robot_strokes(facies[name], 3, ROBOTS[robot])) for name in ("inline_130", "crossline_575")]
    assert found == [inline, crossline]


def test_strokes_stay_in_their_class_but_for_the_wrong_ones() -> None:
    known = known_classes()
    for name, robot in ROBOTS.items():
        painted = robot_strokes(known, 0, robot)
        there = painted != NOT_PAINTED
        assert set(np.unique(painted[there])) == {0, 1, 2, 3, 4}
        assert not there[known == NOT_PAINTED].any()
        right = (painted == known)[there]
        assert right.all() if name != "wild" else 0.5 < right.mean() < 1


def test_a_stroke_in_the_middle_of_a_layer_is_as_long_and_thick_as_asked() -> None:
    known = np.zeros((100, 40), np.uint8)
    known[:, 20:] = 1
    painted = robot_strokes(known, 1, ROBOTS["centred"], Painting(per_class=1, length=30, width=6))
    rows = np.flatnonzero((painted == 1).any(axis=1))
    columns = np.flatnonzero((painted == 1).any(axis=0))
    assert len(rows) <= 30 and list(columns) == [27, 28, 29, 30, 31, 32]


def test_corrections_lie_in_the_largest_wrong_areas_and_say_what_is_true() -> None:
    known = known_classes()
    answer = known.copy()
    answer[10:70, 5:15] = 3  # wrong in class 0
    answer[80:95, 80:84] = 0  # wrong in class 4, a smaller area
    painted = correcting_strokes(known, answer, 5, seed=1)
    there = painted != NOT_PAINTED
    assert (painted == known)[there].all() and (answer != known)[there].all()
    assert set(np.unique(painted[there])) == {0, 4}
    assert set(np.unique(correcting_strokes(known, answer, 1, seed=1))) == {0, NOT_PAINTED}
    assert (correcting_strokes(known, known, 5, seed=1) == NOT_PAINTED).all()


def test_every_boundary_is_drawn_once_and_is_off_by_two_samples_at_most() -> None:
    trace = np.arange(120)
    known = (np.arange(90) >= np.stack([20 + trace // 12, 60 - trace // 20], axis=1)[:, :, None]).sum(axis=1)
    known[100:] = NOT_PAINTED
    lines = robot_boundaries(known.astype(np.uint8), seed=2)
    assert [(line.above, line.below) for line in lines] == [(0, 1), (1, 2)]
    for line, depth in zip(lines, (20 + trace // 12, 60 - trace // 20), strict=True):
        assert 30 <= len(line.traces) <= 40 and line.traces.max() < 100
        away = line.depths - (depth[line.traces] - 0.5)
        assert np.ptp(away) < 1e-9 and 0 < abs(away[0]) <= 2
