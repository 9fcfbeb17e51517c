"""Wadati's line on times whose Vp/Vs and origin are known."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.catalogue.wadati import phase_pairs, wadati_fit
from seisviewer.picks.located.location import Arrival

ORIGIN = 1_562_261_629.5


def arrivals(ratio: float, distances: list[float], noise: float = 0.0, seed: int = 0) -> list[Arrival]:
    draw = np.random.default_rng(seed)
    return [
        Arrival(
            f"XX.S{number}", phase, ORIGIN + distance / 6.0 * slower + noise * draw.normal(), 0.0, distance, 0.0, 90.0
        )
        for number, distance in enumerate(distances)
        for phase, slower in (("P", 1.0), ("S", ratio))
    ]


def test_exact_times_give_the_ratio_and_the_origin() -> None:
    fit = wadati_fit(phase_pairs(arrivals(1.73, [10.0, 35.0, 60.0, 110.0])))
    assert fit.ratio == pytest.approx(1.73, abs=1e-5)
    assert fit.origin == pytest.approx(ORIGIN, abs=1e-4)
    assert fit.ratio_error == pytest.approx(0.0, abs=1e-5) and fit.rms == pytest.approx(0.0, abs=1e-5)


def test_the_errors_are_the_scatter_of_repeated_events() -> None:
    far = list(np.linspace(10, 120, 12))
    fits = [wadati_fit(phase_pairs(arrivals(1.73, far, 0.1, seed))) for seed in range(200)]
    for values, errors in (
        ([fit.ratio for fit in fits], [fit.ratio_error for fit in fits]),
        ([fit.origin - ORIGIN for fit in fits], [fit.origin_error for fit in fits]),
    ):
        assert np.mean(errors) == pytest.approx(np.std(values), rel=0.35)


def test_arrivals_that_do_not_count_make_no_line_but_are_kept_as_points() -> None:
    times = arrivals(1.73, [10.0, 35.0, 60.0, 110.0])
    wrong = [Arrival("XX.BAD", phase, ORIGIN + 5.0, 9.0, 40.0, 0.0, 90.0, weight=0.0) for phase in "PS"]
    pairs = phase_pairs([*times, *wrong])
    assert [pair.counts for pair in pairs] == [False, True, True, True, True]
    assert wadati_fit(pairs).ratio == pytest.approx(1.73, abs=1e-5)


def test_two_stations_or_times_without_a_slope_make_no_line() -> None:
    assert wadati_fit(phase_pairs(arrivals(1.73, [10.0, 35.0]))) is None
    assert wadati_fit(phase_pairs(arrivals(1.73, [10.0, 10.0, 10.0]))) is None
    only_p = [each for each in arrivals(1.73, [10.0, 35.0, 60.0]) if each.phase == "P"]
    assert phase_pairs(only_p) == () and wadati_fit(()) is None
