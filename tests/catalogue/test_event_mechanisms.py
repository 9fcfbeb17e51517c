"""From polarities of picks to mechanisms of located events."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seisviewer.catalogue.area import area_around
from seisviewer.catalogue.double_couple import kagan_angles, p_amplitudes, rays
from seisviewer.catalogue.locating import locate
from seisviewer.catalogue.mechanism_search import SearchSettings
from seisviewer.picks.located.findings import Findings
from seisviewer.picks.located.mechanism import DoubleCouple, normal_and_slip
from seisviewer.picks.pick import Event, Pick, Polarity, Review
from seisviewer.progress import Notice, drive
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.catalogue.event_mechanisms import find_mechanisms
from seisviewer.workflows.catalogue.located_events import LocatedEvents

from .network import START, Source, arrivals, stations, tables

SITES = stations(24)
TABLES = tables(SITES)
TRUTH = DoubleCouple(320.0, 60.0, -150.0)


def located(count: int) -> LocatedEvents:
    """One event whose first `count` P picks say up or down as the truth has it."""
    observed = arrivals(Source(START, 35.02, -117.03, 9.0), SITES)
    location = locate(observed, TABLES, area_around(SITES))
    picks = []
    for arrival in location.arrivals:
        station = StationId(*arrival.station.split("."), "", "HH")
        ray = rays(np.array([arrival.azimuth]), np.array([arrival.take_off]))
        up = p_amplitudes(*normal_and_slip(TRUTH), ray)[0] > 0
        told = arrival.phase == "P" and sum(pick.polarity is not Polarity.NONE for pick in picks) < count
        sign = (Polarity.POSITIVE if up else Polarity.NEGATIVE) if told else Polarity.NONE
        picks.append(Pick(station, arrival.phase, arrival.time, polarity=sign, event=-1))
    event = Event(location.time, location.latitude, location.longitude, location.depth, id=-1)
    return LocatedEvents(tuple(picks), (event,), Findings({-1: location}))


@pytest.mark.slow
def test_the_mechanism_is_that_of_the_first_motions() -> None:
    solved = drive(find_mechanisms(located(24), [TABLES], SearchSettings(), 120.0))
    best = solved.findings.mechanisms[-1][0]
    normal, slip = normal_and_slip(best.plane)
    assert kagan_angles(normal[None], slip[None], *normal_and_slip(TRUTH))[0] < 25
    assert best.misfit < 0.1 and solved.findings.locations.keys() == {-1}


@pytest.mark.slow
def test_too_few_or_rejected_first_motions_give_none_and_it_is_said() -> None:
    few = located(7)
    rejected = replace(located(9), picks=tuple(replace(pick, review=Review.REJECTED) for pick in located(9).picks))
    for found in (few, rejected):
        work = find_mechanisms(found, [TABLES], SearchSettings(), 120.0)
        said = []
        try:
            while True:
                said.append(next(work))
        except StopIteration as end:
            assert end.value.findings.mechanisms == {}
        assert any(isinstance(event, Notice) and "first motions" in event.text for event in said)


@pytest.mark.slow
def test_stations_too_far_away_are_not_used() -> None:
    near = drive(find_mechanisms(located(24), [TABLES], SearchSettings(), 10.0))
    assert near.findings.mechanisms == {}
