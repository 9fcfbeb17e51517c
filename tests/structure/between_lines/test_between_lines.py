"""Labels that are brought from line to line: along boundaries between layers, and as shapes that change evenly."""

from __future__ import annotations

import numpy as np

from seisviewer.labels.stroke import UNLABELLED
from seisviewer.structure.between_lines.layer_depths import depths_by_layers
from seisviewer.structure.between_lines.shape_interpolation import labels_between, moved_labels

TRACES, SAMPLES = 40, 60


def disc(row: float, column: float, radius: float, number: int = 1) -> np.ndarray:
    rows, columns = np.indices((TRACES, SAMPLES))
    inside = np.hypot(rows - row, columns - column) <= radius
    return np.where(inside, number, UNLABELLED).astype(np.int8)


def test_a_shape_between_lies_between_and_is_as_large_as_its_share_says() -> None:
    found = labels_between(disc(20, 26, 8), disc(20, 34, 12), 0.5) == 1
    rows, columns = np.nonzero(found)
    assert abs(rows.mean() - 20) < 0.5 and abs(columns.mean() - 30) < 1
    assert np.pi * 8.5**2 < found.sum() < np.pi * 11**2
    near = labels_between(disc(20, 26, 8), disc(20, 34, 12), 0.05)
    assert (near != disc(20, 26, 8)).sum() < 40 and (
        labels_between(disc(20, 26, 8), disc(20, 34, 12), 0) == disc(20, 26, 8)
    ).all()


def test_shapes_that_lie_apart_or_on_one_line_alone_give_nothing() -> None:
    assert (labels_between(disc(8, 10, 5), disc(30, 48, 5), 0.5) == UNLABELLED).all()
    assert (labels_between(disc(20, 30, 8), np.full((TRACES, SAMPLES), UNLABELLED, np.int8), 0.5) == UNLABELLED).all()


def test_layers_that_fill_both_lines_fill_the_one_between() -> None:
    first, second = (np.full((TRACES, SAMPLES), 1, np.int8) for _ in range(2))
    first[:, 20:], second[:, 40:] = 2, 2
    found = labels_between(first, second, 0.25)
    assert (found[:, :25] == 1).all() and (found[:, 25:] == 2).all()


def test_samples_stay_at_their_place_between_the_same_boundaries() -> None:
    here = np.array([[10.0, 20.0, np.nan], [30.0, 40.0, 50.0]])
    there = np.array([[16.0, 20.0, 20.0], [40.0, 30.0, 40.0]])
    depths = depths_by_layers(here, there, SAMPLES)
    assert depths.shape == (3, SAMPLES)
    assert depths[0, [0, 10, 20, 30, 45]].tolist() == [6, 16, 28, 40, 55], (
        "parallel above and below, in proportion between"
    )
    assert depths[1, [20, 30, 40, 50]].tolist() == [20, 25, 30, 40]
    assert (depths[2] == np.arange(SAMPLES)).all(), "no trace there"


def test_labels_move_with_their_depths_and_none_come_from_beyond_the_line() -> None:
    labels = np.broadcast_to(np.arange(SAMPLES, dtype=np.int8), (TRACES, SAMPLES))
    depths = np.arange(SAMPLES) + np.linspace(-5, 5, TRACES)[:, None]
    depths[3] = np.nan
    found = moved_labels(labels, depths)
    assert (found[0, :5] == UNLABELLED).all() and found[0, 5] == 0 and (found[-1, -5:] == UNLABELLED).all()
    assert (found[3] == UNLABELLED).all() and found[-1, 0] == 5
