"""Picks of several events, false ones among them, sorted into events."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seisviewer.catalogue.associating import AssociationSettings, associate
from seisviewer.errors import BadRequest
from seisviewer.picks.pick import Origin, Pick
from seisviewer.waveforms.station import StationId

from .network import MODEL, START, Source, apart, arrivals, stations


def picks_of(sources: list[Source], sites: dict, false: float = 0.0, seed: int = 0) -> tuple[list[Pick], list[int]]:
    """All picks in the order of time, and the source of each, −1 for a false one."""
    draw = np.random.default_rng(seed)
    found = [
        (each.station, each.phase, each.time, number)
        for number, source in enumerate(sources)
        for each in arrivals(source, sites, seed=seed + number)
    ]
    codes = list(sites)
    last = max(time for _, _, time, _ in found)
    for _ in range(round(false * len(found))):
        found.append((codes[draw.integers(len(codes))], "PS"[draw.integers(2)], draw.uniform(START, last), -1))
    found.sort(key=lambda each: each[2])
    picks = [
        Pick(StationId(*code.split("."), "", "HH"), phase, time, origin=Origin.AUTOMATIC)
        for code, phase, time, _ in found
    ]
    return picks, [number for *_, number in found]


def spread_events(count: int, seed: int = 7) -> list[Source]:
    draw = np.random.default_rng(seed)
    return [
        Source(START + 60.0 * number, 35 + draw.uniform(-0.3, 0.3), -117 + draw.uniform(-0.4, 0.4), draw.uniform(3, 15))
        for number in range(count)
    ]


@pytest.mark.parametrize("count", [4, 8, 20])
def test_events_get_their_own_picks_and_no_others(count: int) -> None:
    sites, sources = stations(count), spread_events(8)
    picks, truth = picks_of(sources, sites, false=0.05)
    found = associate("pyocto", picks, sites, MODEL, AssociationSettings.for_network(sites))
    assert len(found) == len(sources)
    for event, source in zip(found, sources, strict=True):
        own = [truth[place] for place in event.picks]
        assert own.count(sources.index(source)) >= 0.85 * len(own) and len(own) >= 0.85 * 2 * count
        assert abs(event.time - source.time) < 3
        assert apart(event.latitude, event.longitude, source) < 12
    taken = [place for event in found for place in event.picks]
    assert len(taken) == len(set(taken)), "no pick belongs to two events"


def test_three_stations_are_enough() -> None:
    sites, sources = stations(3), spread_events(3)
    picks, _ = picks_of(sources, sites)
    assert len(associate("pyocto", picks, sites, MODEL, AssociationSettings.for_network(sites))) == 3


def test_an_s_before_its_stations_p_is_in_no_event() -> None:
    sites, (source,) = stations(8), spread_events(1)
    picks, _ = picks_of([source], sites)
    p = next(pick for pick in picks if pick.station.station == "S03" and pick.phase == "P")
    picks = [
        replace(pick, time=p.time - 0.5) if pick.station == p.station and pick.phase == "S" else pick for pick in picks
    ]
    (event,) = associate("pyocto", picks, sites, MODEL, AssociationSettings.for_network(sites))
    own = {(picks[place].station.station, picks[place].phase) for place in event.picks}
    assert ("S03", "P") in own and ("S03", "S") not in own


def test_noise_alone_makes_no_events() -> None:
    sites = stations(8)
    draw = np.random.default_rng(2)
    picks = [
        Pick(StationId("XX", code[3:], "", "HH"), "PS"[draw.integers(2)], START + draw.uniform(0, 3600))
        for code in draw.choice(list(sites), 120)
    ]
    assert associate("pyocto", picks, sites, MODEL, AssociationSettings.for_network(sites)) == []


def test_what_no_network_of_this_size_can_have_is_refused() -> None:
    sites = stations(4)
    with pytest.raises(BadRequest, match="ask for fewer"):
        associate("pyocto", [], sites, MODEL, replace(AssociationSettings.for_network(sites), fewest=12))
    with pytest.raises(BadRequest, match="three are needed"):
        AssociationSettings.for_network(stations(2))
    with pytest.raises(BadRequest, match="no associator"):
        associate("gamma", [], sites, MODEL, AssociationSettings.for_network(sites))
