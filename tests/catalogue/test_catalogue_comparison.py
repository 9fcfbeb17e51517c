"""Two catalogues beside one another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seisviewer.catalogue.catalogue_comparison import Tolerance, compare
from seisviewer.picks.pick import Event

START = 1_562_261_629.0


def known(number: int, every: float = 60.0) -> list[Event]:
    draw = np.random.default_rng(3)
    return [
        Event(START + every * place, 35.7 + draw.uniform(-0.1, 0.1), -117.5, 8.0, 1.0 + place % 4)
        for place in range(number)
    ]


def test_matched_missed_and_new_events_are_told_apart_with_what_differs() -> None:
    theirs = known(4)
    ours = [
        replace(theirs[2], time=theirs[2].time + 1.0, latitude=theirs[2].latitude + 0.1, depth=10.0, magnitude=3.3),
        replace(theirs[0], time=theirs[0].time - 0.5),
        Event(START + 30.0, 35.7, -117.5),
    ]
    found = compare(theirs, ours)
    assert [pair.known for pair in found.matched] == [theirs[0], theirs[2]]
    assert found.missed == (theirs[1], theirs[3])
    assert found.new == (ours[2],)
    near, far = found.matched
    assert (near.apart, near.distance, near.larger) == (pytest.approx(-0.5), pytest.approx(0.0, abs=1e-6), 0.0)
    assert far.distance == pytest.approx(11.1, abs=0.05)
    assert (far.deeper, far.larger) == (pytest.approx(2.0), pytest.approx(0.3))
    assert found.of_at_least(3.0)[:2] == (1, 2)


def test_an_event_far_away_at_the_same_time_is_another_one() -> None:
    theirs = known(1)
    away = replace(theirs[0], longitude=-117.0)
    assert compare(theirs, [away], Tolerance(kilometres=25.0)).matched == ()
    assert len(compare(theirs, [away], Tolerance(kilometres=60.0)).matched) == 1
    nowhere = replace(away, latitude=None, longitude=None, magnitude=None, depth=None)
    (pair,) = compare(theirs, [nowhere]).matched
    assert pair.distance is None and pair.deeper is None and pair.larger is None


def test_no_event_is_matched_twice_and_the_nearest_comes_first() -> None:
    theirs = known(1)
    ours = [replace(theirs[0], time=START + 2.0), replace(theirs[0], time=START + 0.4)]
    found = compare(theirs, ours)
    assert [pair.own for pair in found.matched] == [ours[1]]
    assert found.new == (ours[0],)


def test_chance_matches_are_those_that_unrelated_catalogues_have() -> None:
    """Random times: the share of the time within the tolerance of an event. The expected number is known."""
    draw = np.random.default_rng(4)
    span = 10_000.0
    theirs = [Event(START + when, 35.7, -117.5) for when in draw.uniform(0, span, 200)]
    ours = [Event(START + when, 35.7, -117.5) for when in draw.uniform(0, span, 300)]
    expected = 200 * (1 - np.exp(-300 * 2 * 1.0 / span))
    found = compare(theirs, ours, Tolerance(1.0, 25.0))
    assert found.by_chance == pytest.approx(expected, rel=0.15)
    far = [replace(event, latitude=40.0) for event in ours]
    assert compare(theirs, far, Tolerance(1.0, 25.0)).by_chance == 0.0


def test_known_events_are_shifted_over_all_of_the_time() -> None:
    """Ours lie in the last quarter: known ones of any time come there by some of the shifts, and all as often."""
    theirs = known(40, every=100.0)
    ours = [Event(START + when, 35.7, -117.5) for when in range(3000, 3900, 5)]
    found = compare(theirs, ours, Tolerance(3.0, 25.0))
    early, late = np.mean(found.chance_shares[:20]), np.mean(found.chance_shares[20:])
    assert early == pytest.approx(late, abs=0.05) and early == pytest.approx(900 / 3900, abs=0.05)


def test_empty_catalogues_have_nothing_in_common() -> None:
    theirs = known(2)
    assert compare(theirs, ()).missed == tuple(theirs)
    assert compare((), theirs).new == tuple(theirs)
    assert compare((), ()).by_chance == 0.0
