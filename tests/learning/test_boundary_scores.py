"""Boundaries between classes against known ones, with values counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.learning.boundary_scores import BoundaryScore, near_boundaries, samples_to


def layers(*boundaries: tuple[int, ...], samples: int = 40) -> np.ndarray:
    """One trace for each tuple: class 0 down to the first of its boundaries, then 1, …."""
    return np.array([[sum(sample >= each for each in trace) for sample in range(samples)] for trace in boundaries])


def score(known: np.ndarray, answer: np.ndarray, counted: np.ndarray | None = None) -> BoundaryScore:
    return BoundaryScore.of(known, answer, np.ones(known.shape, bool) if counted is None else counted)


def test_boundaries_are_as_far_as_they_were_moved() -> None:
    found = score(layers((10, 20), (10, 20)), layers((10, 22), (13, 24)))
    assert sorted(found.away) == [0, 2, 3, 4]
    assert found.within(0.5) == 2.5 and found.within(1.0) == 4
    assert found.missing == 0
    assert found.f1 == pytest.approx(3 / 4)  # one of four is more than three samples away, on both sides


def test_a_boundary_between_other_classes_finds_nothing() -> None:
    known, answer = layers((10, 20)), layers((10, 20))
    answer[answer == 2] = 5
    found = score(known, answer)
    assert sorted(found.away) == [0, np.inf] and found.missing == 0.5
    assert found.within(0.9) == 0
    assert found.f1 == pytest.approx(0.5)  # one of two found, one of two right


def test_noise_within_a_layer_costs_precision_alone() -> None:
    known = layers((10,))
    answer = known.copy()
    answer[0, 30] = 0  # two boundaries more: 1 to 0, and 0 to 1 again
    found = score(known, answer)
    assert (found.answered, found.right, list(found.away)) == (3, 1, [0])
    assert found.f1 == pytest.approx(2 * (1 / 3) * 1 / (1 / 3 + 1))


def test_what_does_not_count_has_no_boundaries() -> None:
    known, answer = layers((10, 20), (10, 20)), layers((10, 28), (30, 31))
    counted = np.ones(known.shape, bool)
    counted[1] = False
    counted[0, 20] = False
    found = score(known, answer, counted)
    assert list(found.away) == [0] and found.answered == 2
    nothing = score(known, answer, np.zeros(known.shape, bool))
    assert np.isnan([nothing.f1, nothing.missing, nothing.within(0.5)]).all()


def test_sections_add_up() -> None:
    one, other = score(layers((10,)), layers((11,))), score(layers((10,)), layers((30,)))
    both = one + other
    assert sorted(both.away) == [1, 20] and both.f1 == pytest.approx(0.5)


def test_how_far_the_nearest_marked_sample_is() -> None:
    marked = np.array([[0, 1, 0, 0, 0, 1], [0] * 6], bool)
    assert samples_to(marked).tolist() == [[1, 0, 1, 2, 1, 0], [np.inf] * 6]


def test_near_a_boundary_are_ten_samples_on_either_side() -> None:
    known = layers((15,))
    near = near_boundaries(known, np.ones(known.shape, bool))
    assert np.flatnonzero(near[0]).tolist() == list(range(5, 25))
