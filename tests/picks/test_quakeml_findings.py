"""Located events in QuakeML: valid, read by ObsPy, and the same when they come back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import obspy
import pytest
from obspy.io.quakeml.core import _validate

from seisviewer.picks.catalogue import read_events
from seisviewer.picks.located.findings import Findings, holding
from seisviewer.picks.located.found import Found
from seisviewer.picks.located.located_table import write_located_table
from seisviewer.picks.located.location import Arrival, Ellipse, Location
from seisviewer.picks.located.magnitude import CLIPPED, EventMagnitude, StationMagnitude
from seisviewer.picks.located.mechanism import DoubleCouple, Mechanism, other_plane
from seisviewer.picks.observations import read_picks, write_picks
from seisviewer.picks.pick import Event, Pick, Review
from seisviewer.picks.quakeml import write_quakeml
from seisviewer.waveforms.station import StationId

T = 1562261629.0
CLC, CCC = StationId("CI", "CLC", "", "HH"), StationId("CI", "CCC", "", "HH")
PICKS = (Pick(CLC, "P", T + 3.25, event=-1), Pick(CCC, "P", T + 5.5, event=-1), Pick(CCC, "S", T + 9.125, event=-1))
EVENT = Event(T, 35.705, -117.508, 8.5, 4.04, "ML", source="seisviewer", id=-1)
LOCATION = Location(
    T, 35.705, -117.508, 8.5, rms=0.125, gap=169.5, nearest=14.25, ellipse=Ellipse(3.5, 1.25, 53.0), depth_range=(5.0, 11.0),
    arrivals=(
        Arrival("CI.CLC", "P", T + 3.25, -0.04, 14.25, 326.0, 105.0),
        Arrival("CI.CCC", "P", T + 5.5, 0.06, 24.0, 147.0, 98.0),
        Arrival("CI.CCC", "S", T + 9.125, 1.4, 24.0, 147.0, 98.0, weight=0.0),
    ),
    model="iasp91",
)  # fmt: skip
MAGNITUDE = EventMagnitude(
    "ML", 4.04, 0.2, "iaspei",
    (
        StationMagnitude("CI.CLC", "", "HHN", 12500.0, T + 8, 4.04, 0.0),
        StationMagnitude("CI.CCC", "", "HHE", 99999.0, T + 11, 5.2, 1.16, CLIPPED),
    ),
)  # fmt: skip


def saved(folder: Path, location: Location = LOCATION) -> Path:
    path = folder / "a.xml"
    write_quakeml(path, PICKS, [EVENT], Findings({-1: location}, {-1: MAGNITUDE}))
    return path


def test_a_located_event_comes_back_as_it_was(tmp_path: Path) -> None:
    found = read_picks(saved(tmp_path))
    (location,), (magnitude,) = found.findings.locations.values(), found.findings.magnitudes.values()
    assert found.events[0].depth == 8.5 and set(found.findings.locations) == {found.events[0].id}
    for name in ("time", "latitude", "longitude", "depth", "rms", "gap", "model", "has_fixed_depth"):
        assert getattr(location, name) == getattr(LOCATION, name), name
    assert location.nearest == pytest.approx(14.25) and location.depth_range == pytest.approx((5.0, 11.0))
    assert (location.ellipse.longer, location.ellipse.shorter, location.ellipse.azimuth) == (3.5, 1.25, 53.0)
    for came, went in zip(location.arrivals, LOCATION.arrivals, strict=True):
        assert (came.station, came.phase, came.time, came.weight) == (went.station, went.phase, went.time, went.weight)
        assert (came.residual, came.azimuth, came.take_off) == (went.residual, went.azimuth, went.take_off)
        assert came.distance == pytest.approx(went.distance)
    assert (magnitude.kind, magnitude.value, magnitude.spread, magnitude.scale) == ("ML", 4.04, 0.2, "iaspei")
    for came, went in zip(magnitude.parts, MAGNITUDE.parts, strict=True):
        assert came == replace(went, amplitude=came.amplitude) and came.amplitude == pytest.approx(went.amplitude)
    write_quakeml(tmp_path / "b.xml", found.picks, found.events, found.findings)
    again = read_picks(tmp_path / "b.xml")
    assert list(again.findings.locations.values()) == list(found.findings.locations.values())


def test_other_programs_find_quality_arrivals_and_amplitudes_where_they_look(tmp_path: Path) -> None:
    path = saved(tmp_path)
    assert _validate(str(path))
    (event,) = obspy.read_events(str(path))
    origin, magnitude = event.preferred_origin(), event.preferred_magnitude()
    assert origin.quality.used_phase_count == 2 and origin.quality.azimuthal_gap == 169.5
    assert origin.depth_type == "from location" and origin.origin_uncertainty.max_horizontal_uncertainty == 3500.0
    assert [arrival.time_weight for arrival in origin.arrivals] == [1.0, 1.0, 0.0]
    assert origin.arrivals[0].distance == pytest.approx(14.25 / 111.19) and origin.arrivals[2].time_residual == 1.4
    assert magnitude.station_count == 1 and magnitude.origin_id == origin.resource_id
    assert [each.weight for each in magnitude.station_magnitude_contributions] == [1.0, 0.0]
    assert event.amplitudes[0].generic_amplitude == pytest.approx(1.25e-5)


def test_mechanisms_come_back_with_their_quality_the_preferred_one_first(tmp_path: Path) -> None:
    solutions = (
        Mechanism(DoubleCouple(137.0, 49.0, 141.0), 0.75, 17.5, 0.05, None, 0.68, "B"),
        Mechanism(DoubleCouple(20.0, 70.0, -30.0), 0.25, 22.5, 0.1, 0.2, 0.61, "D"),
    )
    path = tmp_path / "a.xml"
    write_quakeml(path, PICKS, [EVENT], Findings({-1: LOCATION}, mechanisms={-1: solutions}))
    assert _validate(str(path))
    (event,) = obspy.read_events(str(path))
    planes = event.preferred_focal_mechanism().nodal_planes
    assert (planes.nodal_plane_1.strike, planes.nodal_plane_1.dip, planes.nodal_plane_1.rake) == (137.0, 49.0, 141.0)
    assert planes.nodal_plane_2.strike == pytest.approx(other_plane(solutions[0].plane).strike)
    (came,) = read_picks(path).findings.mechanisms.values()
    assert came == solutions


def test_a_depth_that_was_held_fast_says_so(tmp_path: Path) -> None:
    fixed = replace(LOCATION, has_fixed_depth=True, depth_range=(8.5, 8.5))
    path = saved(tmp_path, fixed)
    (event,) = obspy.read_events(str(path))
    assert event.origins[0].depth_type == "operator assigned"
    (location,) = read_picks(path).findings.locations.values()
    assert location.has_fixed_depth and location.depth_range == (8.5, 8.5)


def test_the_ground_above_an_event_stays_and_nonsense_in_its_place_is_none(tmp_path: Path) -> None:
    path = saved(tmp_path, replace(LOCATION, ground=0.75))
    (location,) = read_picks(path).findings.locations.values()
    assert location.ground == 0.75 and location.depth_below_ground == 9.25
    for nonsense in ("high", "1e400", "900"):
        other = tmp_path / "other.xml"
        other.write_text(path.read_text().replace("ground_km: 0.750", f"ground_km: {nonsense}"))
        (location,) = read_picks(other).findings.locations.values()
        assert location.ground is None and location.depth == 8.5


def test_a_rejected_pick_is_no_arrival(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    picks = [replace(PICKS[0], review=Review.REJECTED), *PICKS[1:]]
    write_quakeml(path, picks, [EVENT], Findings({-1: LOCATION}))
    (event,) = obspy.read_events(str(path))
    assert len(event.picks) == 3 and len(event.origins[0].arrivals) == 2


def test_what_events_hold_is_written_without_being_given_again(tmp_path: Path) -> None:
    event = replace(EVENT, found=Found(LOCATION, MAGNITUDE), kind="quarry blast", stale=True)
    path = tmp_path / "held.xml"
    write_picks(path, (replace(PICKS[0], weight=3), *PICKS[1:]), [event])
    (written,) = obspy.read_events(str(path))
    assert written.event_type == "quarry blast" and written.origins[0].quality.azimuthal_gap == 169.5
    found = read_picks(path)
    (came,) = holding(found.events, found.findings)
    assert (came.kind, came.stale, came.found.location.rms, len(came.found.magnitude.parts)) == (
        "quarry blast",
        True,
        0.125,
        2,
    )
    assert [pick.weight for pick in found.picks] == [3, None, None]


def test_a_kind_that_quakeml_does_not_know_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "kind.xml"
    write_picks(path, PICKS, [replace(EVENT, kind="whale")])
    assert read_picks(path).events[0].kind == ""


def test_weights_go_through_tables_and_a_pick_that_shall_not_count_does_not_weigh_in_nonlinloc(tmp_path: Path) -> None:
    picks = (replace(PICKS[0], weight=4), replace(PICKS[1], weight=2), PICKS[2])
    write_picks(tmp_path / "a.csv", picks, [EVENT])
    assert [pick.weight for pick in read_picks(tmp_path / "a.csv").picks] == [4, 2, None]
    write_picks(tmp_path / "a.obs", picks, [EVENT])
    lines = [line.split() for line in (tmp_path / "a.obs").read_text().splitlines() if " GAU " in line]
    assert sorted((cells[0], cells[4], float(cells[10])) for cells in lines) == [
        ("CCC", "P", 0.1), ("CCC", "S", 0.1), ("CLC", "P", 9.0),
    ]  # fmt: skip


@pytest.mark.parametrize("ending", ["xml", "csv"])
def test_a_type_that_a_classifier_suggested_stays_marked_in_files(tmp_path: Path, ending: str) -> None:
    said = Event(T, 35.0, -117.0, 5.0, kind="explosion", id=1)
    suggested = replace(said, time=T + 60, id=2, found=Found(kind_model="kinds.pt"))
    if ending == "xml":
        write_quakeml(tmp_path / "c.xml", (), (said, suggested))
    else:
        write_located_table(tmp_path / "c.csv", (said, suggested), Findings())
    assert [(event.kind, event.found.kind_model) for event in read_events(tmp_path / f"c.{ending}")] == [
        ("explosion", ""),
        ("explosion", "kinds.pt"),
    ]
