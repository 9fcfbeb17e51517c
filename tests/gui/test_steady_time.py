"""How long a round takes is told steadily, though single steps vary by a factor of five."""

from __future__ import annotations

from itertools import pairwise

import pytest

from seisviewer.app.live.steady_time import SETTLING, SteadyLeft, SteadyOutlook


class Round:
    def __init__(self, outlook: float | None) -> None:
        self.now = 500.0
        self.left = SteadyLeft(outlook, lambda: self.now)

    def tell(self, values: list[float], every: float = 2.0) -> list:
        """The time that is told after each of these, which come `every` seconds."""
        told = []
        for value in values:
            self.now += every
            told.append(self.left.of(value))
        return told


def test_one_slow_step_does_not_change_how_long_a_round_would_take() -> None:
    outlook = SteadyOutlook()
    told = [outlook.of(seconds).seconds for seconds in (1320, 1400, 6120, 1300, 1350, 5000, 1310)]
    assert max(told) <= 1.5 * min(told), told


def test_what_stays_longer_is_told_with_its_reason() -> None:
    outlook = SteadyOutlook()
    assert not any(outlook.of(seconds).slower for seconds in (600, 620, 610))
    told = [outlook.of(1800) for _ in range(9)]
    assert told[-1].seconds == 1800 and told[-1].slower


def test_the_first_steps_of_a_round_and_a_slow_one_do_not_show() -> None:
    """Values of a round on F3, in minutes, every four seconds: it began with 82."""
    one = Round(32 * 60.0)
    told = one.tell([60 * each for each in (82.5, 58.0, 47.5, 50.6, 47.0, 49.6, 200.0, 47.7, 47.3)], every=4.0)
    seconds = [each.seconds for each in told]
    assert seconds[0] == pytest.approx(32 * 60 - 4)
    for earlier, later in pairwise(told):
        assert later.seconds <= 1.5 * earlier.seconds or later.slower, seconds
    assert max(seconds) < 52 * 60


def test_nothing_is_told_at_first_where_nothing_was_told_before() -> None:
    one = Round(None)
    told = one.tell([900.0] * 20, every=1.0)
    assert [each.seconds is None for each in told] == [number < SETTLING for number in range(1, 21)]


def test_a_round_that_became_slower_says_so() -> None:
    one = Round(600.0)
    one.tell([590.0 - 2 * number for number in range(30)])
    told = one.tell([2000.0] * 60)
    assert told[-1].slower and told[-1].seconds > 1500


def test_a_pause_does_not_count() -> None:
    one = Round(600.0)
    before = one.tell([600.0 - 2 * number for number in range(20)])[-1].seconds
    one.now += 3600
    after = one.tell([560.0])[-1]
    assert after.seconds == pytest.approx(before, abs=10) and not after.slower
