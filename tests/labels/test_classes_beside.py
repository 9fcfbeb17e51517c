"""The two classes that a line lies between."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.labels.classes_beside import classes_beside
from seisviewer.labels.stroke import UNLABELLED

ROWS = np.arange(10, 30)


def answer(*ends: int) -> np.ndarray:
    """Classes 0, 1, … of a section of 40 traces and 100 samples, each down to a sample."""
    column = np.full(100, len(ends), np.int8)
    for number, end in reversed(list(enumerate(ends))):
        column[:end] = number
    return np.tile(column, (40, 1))


def at(depth: float) -> np.ndarray:
    return np.full(len(ROWS), depth)


@pytest.mark.parametrize(
    "depth, pair", [(22, (0, 1)), (38, (0, 1)), (42, (1, 2)), (75, (2, 3)), (95, (2, 3)), (2, (0, 1))]
)
def test_the_change_nearest_to_the_line_counts(depth, pair):
    assert classes_beside(answer(20, 60, 80), ROWS, at(depth)) == pair


def test_strokes_far_apart_are_enough():
    strokes = np.full((40, 100), UNLABELLED, np.int8)
    strokes[0:5, 18:22], strokes[15:25, 48:52], strokes[35:40, 78:82] = 4, 1, 9
    assert classes_beside(strokes, ROWS, at(30)) == (4, 1)
    assert classes_beside(strokes, ROWS, at(70)) == (1, 9)


def test_what_lies_on_the_same_traces_counts_before_what_lies_elsewhere():
    strokes = np.full((40, 100), UNLABELLED, np.int8)
    strokes[10:30, 20:24], strokes[10:30, 80:84], strokes[0:4, 40:60] = 1, 3, 2
    assert classes_beside(strokes, ROWS, at(50)) == (1, 3)


def test_most_traces_decide():
    known = answer(20, 60)
    known[10:13] = answer(49, 51)[0]
    assert classes_beside(known, ROWS, at(56)) == (1, 2)


def test_a_side_that_nothing_tells_of_is_not_known():
    known = np.full((40, 100), UNLABELLED, np.int8)
    assert classes_beside(known, ROWS, at(50)) == (UNLABELLED, UNLABELLED)
    known[0:3, 30:33] = 5
    assert classes_beside(known, ROWS, at(50)) == (5, UNLABELLED)
    assert classes_beside(known, ROWS, at(10)) == (UNLABELLED, 5)
