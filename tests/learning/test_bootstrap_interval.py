"""Intervals of scores: as wide as what was held back is few and unlike, drawn by whole sections."""

from __future__ import annotations

import numpy as np

from seisviewer.learning.bootstrap_interval import bootstrap, is_enough
from seisviewer.learning.metrics import accuracy


def stroke(right: int, wrong: int) -> np.ndarray:
    return np.array([[right, wrong], [0, 0]])


def test_the_interval_holds_the_share_and_narrows_with_more_strokes():
    draw = np.random.default_rng(1)
    few, many = ([stroke(10, 0) if draw.random() < 0.7 else stroke(0, 10) for _ in range(n)] for n in (10, 200))
    one, other = bootstrap(few, range(10), accuracy), bootstrap(many, range(200), accuracy)
    assert one.low < one.value < one.high and one.high - one.low > 2 * (other.high - other.low)
    assert other.low < 0.7 < other.high
    assert one == bootstrap(few, range(10), accuracy)


def test_strokes_of_one_section_are_drawn_together():
    strokes = [stroke(10, 0)] * 20 + [stroke(0, 10)] * 20
    alone = bootstrap(strokes, range(40), accuracy)
    together = bootstrap(strokes, [0] * 20 + [1] * 20, accuracy)
    assert (together.low, together.high) == (0.0, 1.0) and alone.low > 0.2


def test_little_is_said_to_be_little():
    assert not is_enough(5, 2) and not is_enough(40, 1) and is_enough(6, 2)
