"""Computed arrivals and remembered choices of a project's events."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import BadRequest
from seisviewer.picks.located.found import Found
from seisviewer.picks.located.location import Arrival, Ellipse, Location
from seisviewer.picks.pick import Event
from seisviewer.progress import drive
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import Coordinates, StationId
from seisviewer.workflows.catalogue.network import TravelTimes, stations_of
from seisviewer.workflows.events.catalogue_choices import CatalogueChoices, choices_in
from seisviewer.workflows.events.theoretical_arrivals import theoretical_arrivals

START = 1_562_261_629.0
SITES = {"XX.A": Coordinates(35.0, -117.0), "XX.B": Coordinates(35.2, -117.0)}


def archive(sites: dict[str, Coordinates | None]) -> Archive:
    component = Component("Z", "HHZ", 100.0, (Segment(START, np.zeros(1000, np.float32)),))
    return Archive(
        tuple(Record(StationId(*code.split("."), "", "HH"), (component,), site) for code, site in sites.items())
    )


def event(model: str) -> Event:
    """At station A, 6 km deep, with one arrival that came 0.1 s late."""
    late = Arrival("XX.A", "P", START + 1.1, 0.1, 0.0, 0.0, 180.0)
    place = Location(START, 35.0, -117.0, 6.0, 0.1, 360.0, 0.0, Ellipse(1, 1, 0), (5.0, 7.0), (late,), model)
    return Event(START, 35.0, -117.0, 6.0, id=1, found=Found(place))


def test_arrivals_are_computed_at_every_station_by_the_model_that_located(tmp_path: Path) -> None:
    here = archive(SITES)
    choices = CatalogueChoices("half-space:6,3.5")
    named = choices.settings().model.name
    found = drive(theoretical_arrivals(event(named), here, drive(stations_of(here)), choices, TravelTimes()))
    assert found.times["XX.A", "P"] == pytest.approx(START + 1.0)
    ray = np.hypot(22.2, 6.0)
    assert found.times["XX.B", "P"] == pytest.approx(START + ray / 6, abs=0.05)
    assert found.times["XX.B", "S"] == pytest.approx(START + ray / 3.5, abs=0.08)
    assert found.away["XX.B"] == pytest.approx(22.2, abs=0.1)


def test_another_model_than_that_of_the_location_computes_nothing(tmp_path: Path) -> None:
    here = archive(SITES)
    choices = CatalogueChoices("southern-california")
    found = drive(theoretical_arrivals(event("iasp91"), here, drive(stations_of(here)), choices, TravelTimes()))
    assert set(found.times) == {("XX.A", "P")} and found.times["XX.A", "P"] == pytest.approx(START + 1.0)


def test_a_file_of_stations_counts_more_than_the_records_and_without_either_the_user_is_told(tmp_path: Path) -> None:
    here = archive({"XX.A": Coordinates(1.0, 2.0), "XX.B": None})
    file = tmp_path / "stations.csv"
    file.write_text("id,latitude,longitude,elevation_m,hh_counts_per_m_s\nXX.A,35,-117,100,6e8\n")
    table = drive(stations_of(here, [file]))
    assert table.sites == {"XX.A": Coordinates(35.0, -117.0, 100.0)} and table.gains == {("XX.A", "HH"): 6e8}
    with pytest.raises(BadRequest, match="name a file of stations"):
        drive(stations_of(archive({"XX.A": None})))


def test_choices_come_back_and_what_no_choice_can_be_is_as_at_first() -> None:
    chosen = CatalogueChoices("ak135", "/a.xml", "norway", 2.0, 7, 4, 2).with_terms({("XX.A", "P"): -0.2})
    assert choices_in(json.loads(json.dumps(chosen.stored()))) == chosen
    wrong = {
        "velocity": 3,
        "scale": "moon",
        "tolerance": 1e9,
        "fewest": -1,
        "terms": [["XX.A", "Q", 1.0], 3],
        "more": 1,
    }
    assert choices_in(wrong) == CatalogueChoices()
