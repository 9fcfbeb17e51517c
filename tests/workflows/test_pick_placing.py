"""Picks of files and the records that they lie on."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.picks.pick import Pick
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.traces.pick_placing import place_picks

START = 1_651_658_400.0


def record(location: str = "00", instrument: str = "HH", station: str = "AA01", start: float = START) -> Record:
    component = Component("Z", f"{instrument}Z", 100.0, (Segment(start, np.zeros(6000, np.float32)),))
    return Record(StationId("XW", station, location, instrument), (component,))


def pick(
    network: str = "XW", station: str = "AA01", location: str = "", instrument: str = "", after: float = 10
) -> Pick:
    return Pick(StationId(network, station, location, instrument), "P", START + after)


HERE = Archive((record(), record(station="AA02")))


@pytest.mark.parametrize("given", [
    pick(), pick(network=""), pick(location="00"), pick(instrument="HH"), pick(location="00", instrument="HH"),
])  # fmt: skip
def test_what_contradicts_nothing_goes_to_the_station(given: Pick) -> None:
    placed = place_picks([given], HERE)
    assert placed.picks[0].record == "XW.AA01.00.HH" and not placed.notices("a.xml")


@pytest.mark.parametrize("given, instrument", [
    (pick(location="00", instrument="BH"), "BH"),
    (pick(instrument="EH"), "EH"),
    (pick(network="", instrument="HN"), "HN"),
])  # fmt: skip
def test_another_instrument_of_the_same_place_is_kept_with_its_station_and_said(given: Pick, instrument: str) -> None:
    placed = place_picks([given], HERE)
    assert placed.picks[0].record == "XW.AA01.00.HH"
    (sentence,) = placed.notices("a.xml")
    assert sentence.startswith("1 pick of a.xml is of another instrument of a station that is open")
    assert f"({instrument} on HH)" in sentence


def test_another_location_is_another_instrument_that_is_kept_where_it_is() -> None:
    borehole = pick(location="10", instrument="HH")
    placed = place_picks([borehole], HERE)
    assert placed.picks == (borehole,)
    (sentence,) = placed.notices("a.xml")
    assert "another instrument" in sentence and "XW.AA01.10.HH" in sentence and "another station" not in sentence


@pytest.mark.parametrize("given, named", [(pick(station="AA09"), "XW.AA09"), (pick(network="YY"), "YY.AA01")])
def test_another_station_is_said_apart(given: Pick, named: str) -> None:
    placed = place_picks([given, given], HERE)
    assert placed.picks == (given, given)
    (sentence,) = placed.notices("a.xml")
    assert sentence == f"2 picks of a.xml are of another station, which is not open: kept, not drawn ({named})."


def test_of_several_instruments_the_one_that_is_named_counts_and_else_the_one_that_recorded() -> None:
    archive = Archive((record(instrument="HN"), record(instrument="HH", start=START + 1000)))
    picks = [pick(instrument="HN", after=1010), pick(after=1010), pick(instrument="BH", after=1010)]
    placed = place_picks(picks, archive)
    assert [each.station.instrument for each in placed.picks] == ["HN", "HH", "HH"]
    assert any("at a time at which nothing is recorded (XW.AA01.00.HN)" in each for each in placed.notices("a.csv"))


def test_windows_that_were_cut_out_of_these_records_are_no_other_records() -> None:
    given = Pick(StationId("XW", "AA01", "", ""), "P", START + 5, trace_name="bucket0$3")
    assert place_picks([given], HERE).picks[0].record == "XW.AA01.00.HH"
