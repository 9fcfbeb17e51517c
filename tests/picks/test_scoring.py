"""Who matches whom, and the scores that follow, against cases that can be counted by hand."""

from __future__ import annotations

import itertools
import math
import time
from dataclasses import replace

import numpy as np
import pytest

from seisviewer.picks.matching import near_pairs, nearest_first, pick_f1
from seisviewer.picks.pick import Origin, Pick, Review
from seisviewer.picks.pick_scores import score, snr_bins
from seisviewer.waveforms.station import StationId

CLC, CCC = StationId("CI", "CLC", "", "HH"), StationId("CI", "CCC", "", "HH")
T = 1562261629.0


def true(time: float, phase: str = "P", station: StationId = CLC, window: str = "") -> Pick:
    return Pick(station, phase, T + time, trace_name=window)


def made(time: float, probability: float = 0.9, phase: str = "P", station: StationId = CLC, window: str = "") -> Pick:
    return Pick(station, phase, T + time, None, origin=Origin.AUTOMATIC, review=Review.UNREVIEWED,
                probability=probability, model="m", trace_name=window)  # fmt: skip


@pytest.mark.parametrize("a, b, expected", [
    ([], [], 1.0),
    ([1.0], [], 0.0),
    ([1.0], [1.05], 1.0),
    ([1.0], [1.2], 0.0),
    ([1.0], [1.1], 1.0),  # on the edge counts, whatever floats make of it
    ([1.0, 1.02, 1.04], [1.03], 0.5),  # one to one
    ([3.0, 1.0, 2.0], [2.01, 3.01, 5.0, 9.0], 4 / 7),
])  # fmt: skip
def test_the_light_f1(a, b, expected):
    assert pick_f1(a, b, 0.1) == pytest.approx(expected)
    assert pick_f1(np.array(b), np.array(a), 0.1) == pytest.approx(expected), "the same the other way round"


def test_the_nearest_become_a_pair_first():
    a, b = np.array([0.0, 0.08]), np.array([0.09, 5.0])
    first, second, apart = near_pairs(a, b, 0.1)
    kept = nearest_first(first, second, apart)
    assert [(first[index], second[index]) for index in kept] == [(1, 0)]


def test_pairs_are_those_that_a_plain_loop_finds():
    rng = np.random.default_rng(2)
    for _ in range(30):
        a, b = rng.random(rng.integers(0, 40)) * 3, rng.random(rng.integers(0, 40)) * 3
        found = {(one, other) for one, other, _ in zip(*near_pairs(a, b, 0.1), strict=True)}
        assert found == {(i, j) for i, j in itertools.product(range(len(a)), range(len(b))) if abs(a[i] - b[j]) <= 0.1}
        first, second, apart = near_pairs(a, b, 0.1)
        kept = nearest_first(first, second, apart)
        assert len(set(first[kept])) == len(set(second[kept])) == len(kept)
        free = [
            index
            for index in range(len(first))
            if first[index] not in first[kept] and second[index] not in second[kept]
        ]
        assert not free, "no pair is left over that could still be made"


def test_precision_recall_and_residuals_by_phase():
    truth = [true(0), true(10), true(20), true(5, "S")]
    picks = [made(0.02), made(10.08), made(0.05), made(33), made(5.3, phase="S")]
    found = score(picks, truth, 0.1)
    p, s = found["P"].total, found["S"].total
    assert (p.picks, p.truth, p.matched) == (4, 3, 2)
    assert (p.precision, p.recall, p.f1) == (0.5, pytest.approx(2 / 3), pytest.approx(4 / 7))
    assert sorted(p.residuals) == pytest.approx([0.02, 0.08], abs=1e-6)
    assert p.to_json()["residual_mean"] == pytest.approx(0.05, abs=1e-6)
    assert p.to_json()["residual_std"] == pytest.approx(0.03, abs=1e-6)
    assert (s.precision, s.recall, s.f1) == (0, 0, 0) and math.isnan(s.to_json()["residual_mean"])
    assert score(picks, truth, 0.5)["S"].total.matched == 1


def test_picks_do_not_match_over_stations_or_windows_or_phases():
    truth = [true(0, window="a"), true(0, "S", window="b")]
    for pick in (made(0, window="b"), made(0, window="a", phase="S"), made(0, window="c")):
        assert score([pick], truth, 0.1)["P"].total.matched == 0
    assert score([made(0, window="a", station=CCC)], truth, 0.1)["P"].total.matched == 1, "the window says it all"
    assert score([made(0, station=CCC)], [true(0)], 0.1)["P"].total.matched == 0
    other_instrument = replace(made(0), station=StationId("CI", "CLC", "10", "BH"))
    assert score([other_instrument], [true(0)], 0.1)["P"].total.matched == 1, "a catalogue names the station"


def test_without_picks_or_truth_nothing_is_claimed():
    found = score([], [], 0.1)["P"]
    assert math.isnan(found.total.precision) and math.isnan(found.total.f1) and found.best is None
    assert score([made(0)], [], 0.1)["P"].total.precision == 0
    assert score([], [true(0)], 0.1)["P"].total.f1 == 0


def test_rejected_picks_count_on_neither_side_and_picks_without_probability_always_do():
    rejected = replace(made(50), review=Review.REJECTED)
    by_hand = Pick(CLC, "P", T)
    found = score([rejected, by_hand, made(99, 0.2)], [true(0), replace(true(70), review=Review.REJECTED)], 0.1)["P"]
    assert (found.total.picks, found.total.truth, found.total.f1) == (1, 1, 1.0)


def test_the_curve_says_what_each_threshold_would_give_and_where_f1_is_highest():
    truth = [true(time) for time in range(0, 100, 10)]
    right = [made(time + 0.01, 0.5) for time in range(0, 80, 10)]
    wrong = [made(time + 5, 0.4) for time in range(0, 40, 10)]
    found = score([*right, *wrong], truth, 0.1, {"P": 0.3})["P"]
    assert found.total.precision == pytest.approx(8 / 12) and found.threshold == 0.3
    points = {point.threshold: point for point in found.curve}
    assert points[0.4].precision == pytest.approx(8 / 12) and points[0.45].precision == 1
    assert points[0.45].recall == points[0.5].recall == 0.8
    assert 0.51 not in points, "nothing is left to score there"
    assert 0.4 < found.best.threshold <= 0.5 and found.best.f1 == pytest.approx(16 / 18)
    for point in found.curve:
        alone = score([*right, *wrong], truth, 0.1, {"P": point.threshold})["P"].total
        assert (alone.precision, alone.recall) == (point.precision, point.recall)


def test_stations_and_bins_of_signal_to_noise_add_up_to_the_whole():
    rng = np.random.default_rng(3)
    snr = {f"w{number}": float(rng.uniform(-5, 30)) for number in range(40)}
    names = [*snr, "silent"]
    truth = [true(3, window=name, station=(CLC, CCC)[number % 2]) for number, name in enumerate(snr)]
    picks = [made(3 + rng.normal(0, 0.1), rng.random(), window=name, station=(CLC, CCC)[number % 2])
             for number, name in enumerate(names)]  # fmt: skip
    found = score(picks, truth, 0.1, {"P": 0.5}, snr)["P"]
    for parts in (found.stations, found.snr):
        assert sum(part.picks for part in parts.values()) == found.total.picks
        assert sum(part.truth for part in parts.values()) == found.total.truth == 40
        assert sum(part.matched for part in parts.values()) == found.total.matched
    assert list(found.stations) == ["CI.CCC", "CI.CLC"]
    assert list(found.snr) == [name for name in snr_bins() if name in found.snr], "from the lowest bin on"
    low = sum(value < 0 for value in snr.values())
    assert found.snr["below 0 dB"].truth == low


def test_a_day_with_twenty_thousand_picks_is_scored_in_seconds():
    rng = np.random.default_rng(4)
    times = np.sort(rng.random(20000) * 86400)
    truth = [true(time) for time in times]
    picks = [made(time + rng.normal(0, 0.1), probability)
             for time, probability in zip(times, rng.random(20000), strict=True)]  # fmt: skip
    start = time.perf_counter()
    found = score(picks, truth, 0.1)["P"]
    assert found.total.recall > 0.4 and time.perf_counter() - start < 20


def test_without_networks_stations_are_told_apart_by_their_codes():
    bare = replace(true(0.0), station=StationId("", "CLC", "", ""))
    found = score([made(0.01), made(0.01, station=CCC)], [bare], 0.1)["P"]
    assert found.total.matched == 1 and found.stations["CLC"].recall == 1.0 and found.stations["CCC"].precision == 0.0
