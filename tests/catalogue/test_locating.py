"""Places, depths and their confidence for arrivals of events that are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seisviewer.catalogue.area import area_around
from seisviewer.catalogue.locating import LocationSettings, Observed, azimuthal_gap, locate
from seisviewer.catalogue.station_tables import centred
from seisviewer.catalogue.station_terms import station_terms
from seisviewer.catalogue.surface import surface_elevation
from seisviewer.errors import BadRequest
from seisviewer.waveforms.station import Coordinates

from .network import START, Source, apart, arrivals, stations, tables

SITES = stations(8)
TABLES = tables(SITES)
AREA = area_around(SITES)
SOURCE = Source(START, 35.1, -116.9, 9.0)


@pytest.mark.parametrize("misfit", ["edt", "l1"])
def test_an_event_within_the_network_is_found(misfit: str) -> None:
    found = locate(arrivals(SOURCE, SITES), TABLES, AREA, LocationSettings(misfit))
    assert apart(found.latitude, found.longitude, SOURCE) < 0.6
    assert abs(found.depth - SOURCE.depth) < 1.5 and abs(found.time - START) < 0.15
    assert found.rms < 0.15 and found.stations == 8 and len(found.counted) == 16
    assert found.nearest == pytest.approx(min(each.distance for each in found.arrivals))


def test_a_false_pick_does_not_move_the_event() -> None:
    observed = arrivals(SOURCE, SITES)
    observed[3] = replace(observed[3], time=observed[3].time + 4.0)
    found = locate(observed, TABLES, AREA)
    assert apart(found.latitude, found.longitude, SOURCE) < 1.0
    assert found.arrivals[3].residual == pytest.approx(4.0, abs=0.4)


@pytest.mark.slow
def test_the_confidence_region_holds_the_truth_as_often_as_it_says() -> None:
    draw = np.random.default_rng(5)
    within, deep = [], []
    for number in range(20):
        source = Source(START, 35 + draw.uniform(-0.3, 0.3), -117 + draw.uniform(-0.4, 0.4), draw.uniform(3, 18))
        found = locate(arrivals(source, SITES, noise=0.05, seed=number), TABLES, AREA)
        away = apart(found.latitude, found.longitude, source)
        within.append(away <= found.ellipse.longer)
        deep.append(found.depth_range[0] <= source.depth <= found.depth_range[1])
        assert found.ellipse.shorter <= found.ellipse.longer < 8
    assert np.mean(within) >= 0.68 and np.mean(deep) >= 0.6


def test_outside_the_network_the_region_is_long_and_the_gap_wide() -> None:
    source = Source(START, 35.5, -116.2, 8.0)
    inside, outside = (locate(arrivals(each, SITES), TABLES, AREA) for each in (SOURCE, source))
    assert outside.gap > 180 > inside.gap
    assert outside.ellipse.longer > 2 * inside.ellipse.longer
    assert apart(outside.latitude, outside.longitude, source) < outside.ellipse.longer


def test_a_depth_that_is_held_fast_is_kept() -> None:
    found = locate(arrivals(SOURCE, SITES), TABLES, AREA, LocationSettings(depth=5.0))
    assert found.depth == 5.0 and found.depth_range == (5.0, 5.0) and found.has_fixed_depth


def test_an_arrival_of_no_weight_gets_a_residual_and_counts_for_nothing() -> None:
    observed = arrivals(SOURCE, SITES)
    wrong = [replace(observed[0], time=observed[0].time + 20, weight=0.0), *observed[1:]]
    found = locate(wrong, TABLES, AREA)
    assert apart(found.latitude, found.longitude, SOURCE) < 0.6
    assert found.arrivals[0].residual == pytest.approx(20.0, abs=0.3) and len(found.counted) == 15 and found.rms < 0.2


@pytest.mark.slow
def test_a_station_that_is_always_late_is_known_after_many_events() -> None:
    draw = np.random.default_rng(3)
    late = "XX.S02"
    found = []
    for number in range(10):
        source = Source(START, 35 + draw.uniform(-0.2, 0.2), -117 + draw.uniform(-0.3, 0.3), draw.uniform(5, 15))
        observed = arrivals(source, SITES, seed=number)
        found.append(
            locate([replace(each, time=each.time + 0.4 * (each.station == late)) for each in observed], TABLES, AREA)
        )
    terms = station_terms(found, {})
    assert terms[late, "P"] == pytest.approx(0.4, abs=0.12)
    assert abs(terms["XX.S05", "P"]) < 0.1


def test_too_few_arrivals_are_refused_with_what_is_needed() -> None:
    observed = arrivals(SOURCE, SITES)[:2]
    with pytest.raises(BadRequest, match="too few"):
        locate(observed, TABLES, AREA)
    with pytest.raises(BadRequest, match="too few"):
        locate([Observed("YY.ELSE", "P", START)] * 5, TABLES, AREA)


@pytest.mark.parametrize(
    "azimuths, gap", [([0, 90, 180, 270], 90), ([10, 350], 340), ([42], 360), ([0, 120, 240.0], 120)]
)
def test_the_gap_is_the_largest_angle_without_a_station(azimuths: list[float], gap: float) -> None:
    assert azimuthal_gap(azimuths) == pytest.approx(gap)


@pytest.mark.slow
def test_nothing_happens_above_the_ground() -> None:
    """Late S arrivals pull an event up; it stays under the valley though a station stands two kilometres high."""
    sites = {**stations(6), "XX.TOP": Coordinates(35.3, -116.6, 2500.0)}
    source = Source(START, 35.0, -117.0, 0.5)
    late = [replace(each, time=each.time + 0.6) if each.phase == "S" else each for each in arrivals(source, sites)]
    found = locate(late, tables(sites), area_around(sites))
    ground = float(surface_elevation(centred(np.array(found.latitude), np.array(found.longitude)), tables(sites)))
    assert -found.depth <= ground + 0.21 and ground < 1.7
    assert -locate(late, tables(sites), area_around(sites), LocationSettings(depth=-2.4)).depth == 2.4, (
        "as it was asked"
    )
