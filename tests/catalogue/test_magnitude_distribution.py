"""b-values of synthetic catalogues whose b is known, and what is said of catalogues that are too small."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.catalogue.magnitude_distribution import b_value, distribution


def magnitudes(b: float, number: int, least: float = 1.0, seed: int = 0) -> np.ndarray:
    """At or above `least` as Gutenberg and Richter have it, rounded to tenths as catalogues are."""
    drawn = np.random.default_rng(seed).exponential(1 / (b * np.log(10)), number)
    return np.round(least - 0.05 + drawn, 1)


@pytest.mark.parametrize("b", [0.7, 1.0, 1.4])
def test_the_b_value_is_found_within_its_error_in_repeated_catalogues(b: float) -> None:
    found = [b_value(distribution(magnitudes(b, 1000, seed=seed))) for seed in range(40)]
    values = np.array([each.b for each in found])
    errors = np.array([each.error for each in found])
    assert values.mean() == pytest.approx(b, abs=0.02)
    assert errors.mean() == pytest.approx(values.std(), rel=0.3)  # Shi & Bolt's error is the scatter of the values


def test_the_step_of_the_magnitudes_makes_no_bias() -> None:
    """Without Utsu's half step b of coarse magnitudes would be far too large (1.3 here)."""
    fine = 1.0 - 0.1 + np.random.default_rng(1).exponential(1 / np.log(10), 20_000)
    assert b_value(distribution(fine, step=0.2)).b == pytest.approx(1.0, abs=0.03)
    assert b_value(distribution(fine, completeness=1.2)).b == pytest.approx(1.0, abs=0.03)


def test_small_events_that_are_missing_do_not_count() -> None:
    """Completeness is where most events are; below it most were missed."""
    whole = magnitudes(1.0, 40_000, least=0.0)
    heard = np.random.default_rng(2).random(len(whole)) < np.clip(whole / 1.5, 0.02, 1.0)
    kept = whole[heard]
    found = distribution(kept, completeness=1.5)
    assert b_value(found).b == pytest.approx(1.0, abs=0.08)
    curved = distribution([0.9, 1.0, 1.0, 1.1, 1.1, 1.2, 1.2, 1.2, 1.3, 1.3, 1.3, 2.0])
    assert curved.completeness == pytest.approx(1.3)  # of two that are as full, the upper one
    assert curved.used == 4


def test_counts_and_their_sums_say_how_many_there_are() -> None:
    found = distribution([1.0, 1.04, 1.25, 1.5, np.nan])
    assert found.magnitudes == pytest.approx([1.0, 1.1, 1.2, 1.3, 1.4, 1.5])
    assert found.counts.tolist() == [2, 0, 0, 1, 0, 1]
    assert found.cumulative.tolist() == [4, 2, 2, 2, 1, 1]
    assert distribution([-0.31, -0.3, -0.29]).magnitudes == pytest.approx([-0.3])


def test_the_line_goes_through_the_events_that_it_was_drawn_for() -> None:
    found = distribution(magnitudes(1.0, 5000))
    line = b_value(found)
    middle = np.array([1.0, 1.5, 2.0])
    assert line.events_above(middle) == pytest.approx([5000, 5000 / 10**0.5, 500], rel=0.1)


def test_too_few_events_have_no_b_value() -> None:
    assert (
        b_value(distribution(magnitudes(1.0, 29))) is None
        and b_value(distribution(magnitudes(1.0, 29)), fewest=10) is not None
    )
    assert b_value(distribution(np.full(100, 2.0))) is None
    assert b_value(distribution([2.0]), fewest=1) is None
    assert distribution([]) is None
