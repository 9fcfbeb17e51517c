"""QuakeML in and out: what other programs write survives, and what is written is valid."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import obspy
import pytest
from obspy import UTCDateTime
from obspy.core import event as quake
from obspy.io.quakeml.core import _validate

from seisviewer import guarded_files
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks import quakeml_reading
from seisviewer.picks.found_picks import IMPROBABLE, NEITHER, NO_STATION, NO_TIME
from seisviewer.picks.observations import is_pick_file, read_picks, write_picks
from seisviewer.picks.pick import Change, Event, Origin, Pick, Polarity, Review
from seisviewer.picks.quakeml import write_quakeml
from seisviewer.picks.quakeml_reading import read_quakeml
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.station import StationId

M64 = 1562261629.0
CLC = StationId("CI", "CLC", "", "HH")


def foreign(phase_hint: str | None = "P", arrival: str | None = "P", **words: object) -> quake.Event:
    """An event of another program with one pick and its arrival."""
    pick = quake.Pick(
        resource_id=quake.ResourceIdentifier("smi:org.other/pick/1"),
        time=UTCDateTime(M64),
        waveform_id=quake.WaveformStreamID("CI", "CLC", "--", "HHZ"),
        phase_hint=phase_hint,
        **words,
    )
    origin = quake.Origin(
        resource_id=quake.ResourceIdentifier("smi:org.other/origin/1"),
        time=UTCDateTime(M64 - 5), latitude=35.0, longitude=-117.0, depth=5000.0,
    )  # fmt: skip
    if arrival is not None:
        origin.arrivals = [quake.Arrival(pick_id=pick.resource_id, phase=arrival)]
    event = quake.Event(resource_id=quake.ResourceIdentifier("smi:org.other/event/1"), origins=[origin], picks=[pick])
    event.preferred_origin_id = origin.resource_id
    return event


def saved(folder: Path, *events: quake.Event, name: str = "other.xml") -> Path:
    quake.Catalog(list(events)).write(str(folder / name), format="QUAKEML")
    return folder / name


@pytest.mark.parametrize("hint, arrival, name", [
    (None, "Pg", "Pg"), ("", "Sn", "Sn"), ("x", "P", "P"), ("Pn", "P", "Pn"), ("S", None, "S"), ("P*", None, "P*"),
])  # fmt: skip
def test_the_phase_stands_in_the_pick_or_in_its_arrival(tmp_path: Path, hint: str, arrival: str, name: str) -> None:
    (pick,) = read_picks(saved(tmp_path, foreign(hint, arrival))).picks
    assert pick.name == name and pick.phase == name[0] and pick.station == CLC and pick.event == -1


def test_of_several_origins_the_preferred_one_counts(tmp_path: Path) -> None:
    event = foreign(None, "S")
    pick = event.picks[0].resource_id
    worse = quake.Origin(time=UTCDateTime(M64 - 9), latitude=1.0, longitude=2.0)
    worse.arrivals = [quake.Arrival(pick_id=pick, phase="P")]
    event.origins.insert(0, worse)
    found = read_picks(saved(tmp_path, event))
    assert found.events[0].latitude == 35.0 and found.picks[0].phase == "S"


def test_half_a_place_is_none(tmp_path: Path) -> None:
    path = saved(tmp_path, foreign())
    text = path.read_text().replace("<value>-117.0</value>", "<value>-1x17.0</value>")
    path.write_text(text)
    (event,) = read_picks(path).events
    assert (event.latitude, event.longitude) == (None, None)


def test_what_other_programs_say_survives_import_project_and_export(tmp_path: Path) -> None:
    words = {"onset": "emergent", "polarity": "negative", "evaluation_mode": "manual", "evaluation_status": "final"}
    found = read_picks(saved(tmp_path, foreign("Pg", "Pg", **words)))
    with TraceProject.create(tmp_path / "a.seis", [tmp_path / "waves.mseed"]) as project:
        project.commit([Change(None, item) for item in (*found.events, *found.picks)])
    with TraceProject.open(tmp_path / "a.seis") as project:
        write_picks(tmp_path / "ours.xml", project.picks, project.events)
    assert _validate(str(tmp_path / "ours.xml"))
    (event,) = obspy.read_events(tmp_path / "ours.xml")
    (pick,) = event.picks
    assert (pick.phase_hint, pick.onset, pick.polarity) == ("Pg", "emergent", "negative")
    assert (pick.evaluation_mode, pick.evaluation_status) == ("manual", "final")
    assert str(pick.resource_id) == "smi:org.other/pick/1" and str(event.resource_id) == "smi:org.other/event/1"
    assert str(event.preferred_origin().resource_id) == "smi:org.other/origin/1"
    assert event.preferred_origin().arrivals[0].phase == "Pg"
    assert read_picks(tmp_path / "ours.xml") == found


def test_a_status_that_is_no_longer_true_is_not_written_again(tmp_path: Path) -> None:
    pick = Pick(CLC, "P", M64, review=Review.REJECTED, status="final")
    write_quakeml(tmp_path / "a.xml", [pick])
    assert obspy.read_events(tmp_path / "a.xml")[0].picks[0].evaluation_status == "rejected"


def test_an_event_without_a_place_has_no_origin_and_comes_back_with_its_picks(tmp_path: Path) -> None:
    event = Event(M64 + 0.5, source="STA/LTA", score=0.75, id=3)
    half = Event(M64 + 100, latitude=35.0, magnitude=2.0, id=4)
    write_quakeml(tmp_path / "a.xml", [Pick(CLC, "P", M64 + 1, event=3)], [event, half])
    assert _validate(str(tmp_path / "a.xml"))
    assert not any(each.origins for each in obspy.read_events(tmp_path / "a.xml"))
    found = read_picks(tmp_path / "a.xml")
    assert [(each.time, each.score) for each in found.events] == [(M64 + 0.5, 0.75), (M64 + 100, None)]
    assert found.picks[0].event == found.events[0].id


@pytest.mark.parametrize("pick", [
    Pick(StationId("", "CLC", "", ""), "P", M64),
    Pick(StationId("CI", "CLC", "00", "HH"), "S", M64, 0.05, Polarity.UNDECIDABLE, phase_name="S*", onset="impulsive"),
    Pick(CLC, "P", M64, None, origin=Origin.AUTOMATIC, probability=0.5, model="~/é ü/<b>&.pt", review=Review.UNREVIEWED),
    Pick(CLC, "P", M64, trace_name="a\x01&<b>", public_id="not a uri"),
])  # fmt: skip
def test_what_is_written_is_valid_by_the_schema(tmp_path: Path, pick: Pick) -> None:
    write_quakeml(tmp_path / "a.xml", [pick, replace(pick, time=M64 + 1)], [Event(M64, 1.0, 2.0, name="<b>", id=1)])
    assert _validate(str(tmp_path / "a.xml"))
    assert len(read_quakeml(tmp_path / "a.xml").picks) == 2


@pytest.mark.parametrize("station", [
    StationId("CI", "STATION.0001", "", "HH"), StationId("NETWORK01", "A", "", "HH"), StationId("CI", "A", "LOCATION1", "HH"),
])  # fmt: skip
def test_codes_that_are_too_long_are_refused_and_no_file_is_left(tmp_path: Path, station: StationId) -> None:
    with pytest.raises(BadRequest, match=f"8 letters a code, and {station} has longer ones.*csv"):
        write_quakeml(tmp_path / "a.xml", [Pick(station, "P", M64)])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a.xml", "a.csv"])
def test_a_first_motion_by_a_network_comes_back_with_its_probability(tmp_path: Path, name: str) -> None:
    by_hand = Pick(CLC, "P", M64, 0.05, Polarity.NEGATIVE)
    found = Pick(CLC, "P", M64 + 9, 0.05).with_polarity(Polarity.POSITIVE, "PolarCAP", 0.953125, 0.0625)
    write_picks(tmp_path / name, [by_hand, found])
    assert [
        (pick.polarity, pick.polarity_model, pick.polarity_probability, pick.polarity_spread)
        for pick in read_picks(tmp_path / name).picks
    ] == [(Polarity.NEGATIVE, "", None, None), (Polarity.POSITIVE, "PolarCAP", 0.953125, 0.0625)]


def test_the_width_of_a_models_curve_is_not_passed_off_as_a_measured_error(tmp_path: Path) -> None:
    machine = Pick(CLC, "P", M64, 0.2, origin=Origin.AUTOMATIC, model="phasenet", probability=0.9, width_of_model=True)
    by_hand = Pick(CLC, "S", M64 + 9, 0.05)
    write_quakeml(tmp_path / "a.xml", [machine, by_hand])
    first, second = obspy.read_events(tmp_path / "a.xml")[0].picks
    assert any("no measured error" in comment.text for comment in first.comments)
    assert not any("no measured error" in comment.text for comment in second.comments)
    assert [pick.width_of_model for pick in read_quakeml(tmp_path / "a.xml").picks] == [True, False]
    write_picks(tmp_path / "a.csv", [machine, by_hand])
    assert [pick.width_of_model for pick in read_picks(tmp_path / "a.csv").picks] == [True, False]


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    event = foreign()
    for hint, station in (("AML", "CLC"), ("END", "CLC"), ("S", "")):
        where = quake.WaveformStreamID("CI", station, "", "HHZ")
        event.picks.append(quake.Pick(time=UTCDateTime(M64), waveform_id=where, phase_hint=hint))
    found = read_picks(saved(tmp_path, event))
    assert len(found.picks) == 1 and found.left_out == {NEITHER: 2, NO_STATION: 1}


def test_amplitudes_alone_are_no_picks_and_said(tmp_path: Path) -> None:
    found = read_picks(saved(tmp_path, foreign("IAML", None)))
    assert not found.picks and len(found.events) == 1 and found.left_out == {NEITHER: 1}


@pytest.mark.parametrize("old, new, reason", [
    ("2019-07-04T17:33:49.000000Z", "12004-07-04T17:33:49.000000Z", NO_TIME),
    ("probability: 0.5", "probability: 1e308", IMPROBABLE),
    ("probability: 0.5", "probability: -0.5", IMPROBABLE),
])  # fmt: skip
def test_silent_nonsense_is_left_out(tmp_path: Path, old: str, new: str, reason: str) -> None:
    write_quakeml(tmp_path / "a.xml", [Pick(CLC, "P", M64, probability=0.5), Pick(CLC, "S", M64 + 9)])
    path = tmp_path / "a.xml"
    path.write_text(path.read_text().replace(old, new))
    found = read_picks(path)
    assert [pick.phase for pick in found.picks] == ["S"] and found.left_out == {reason: 1}


@pytest.mark.parametrize("uncertainty", ["1e+307", "3601", "-0.5", "inf"])
def test_an_uncertainty_that_cannot_be_true_is_not_taken(tmp_path: Path, uncertainty: str) -> None:
    write_quakeml(tmp_path / "a.xml", [Pick(CLC, "P", M64, 0.0625)])
    path = tmp_path / "a.xml"
    path.write_text(path.read_text().replace("<uncertainty>0.0625<", f"<uncertainty>{uncertainty}<"))
    found = read_picks(path)
    assert [(pick.phase, pick.uncertainty) for pick in found.picks] == [("P", None)]
    assert any("beyond an hour" in remark for remark in found.remarks) == (not uncertainty.startswith("-"))


@pytest.mark.parametrize("old, new, lost", [("<value>6.4<", "<value>1e307<", "magnitude"), ("<value>6.4<", "<value>640<", "magnitude"),
                                            ("<value>10500.0<", "<value>1e12<", "depth")])  # fmt: skip
def test_a_magnitude_or_depth_that_cannot_be_true_is_not_taken_and_said(
    tmp_path: Path, old: str, new: str, lost: str
) -> None:
    write_quakeml(tmp_path / "a.xml", (), [Event(M64, 35.7, -117.5, 10.5, 6.4)])
    path = tmp_path / "a.xml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    found = read_picks(path)
    assert getattr(found.events[0], lost) is None and any(lost in remark.lower() for remark in found.remarks)


ENTITIES = '<?xml version="1.0"?>\n<!DOCTYPE q [<!ENTITY secret SYSTEM "file://{}">]>\n'
LAUGHS = '<?xml version="1.0"?>\n<!DOCTYPE q [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>\n'


@pytest.mark.parametrize("head", [ENTITIES, LAUGHS])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_that_brings_entities_is_refused(tmp_path: Path, head: str, encoding: str) -> None:
    (tmp_path / "secret.txt").write_text("SECRET")
    write_quakeml(tmp_path / "a.xml", [Pick(CLC, "P", M64, probability=0.5)], [Event(M64, 1.0, 2.0, name="&", id=1)])
    text = (
        (tmp_path / "a.xml")
        .read_text()
        .replace("<?xml version='1.0' encoding='utf-8'?>", head.format(tmp_path / "secret.txt"))
    )
    (tmp_path / "evil.xml").write_bytes(
        text.replace("&amp;", "&secret;" if head is ENTITIES else "&b;").encode(encoding)
    )
    with pytest.raises(UnreadableFile, match="evil.xml is not read, for it declares a document type"):
        read_quakeml(tmp_path / "evil.xml")


def test_events_of_seiscomp_are_read(tmp_path: Path) -> None:
    catalogue = quake.Catalog([foreign("P", "P", evaluation_mode="manual")])
    catalogue.write(str(tmp_path / "scolv.xml"), format="SC3ML")
    assert is_pick_file(tmp_path / "scolv.xml")
    found = read_picks(tmp_path / "scolv.xml")
    assert [(str(pick.station), pick.phase) for pick in found.picks] == [("CI.CLC..HH", "P")] and found.events


def test_bulletins_that_obspy_reads_are_read(tmp_path: Path) -> None:
    event = foreign("P", "P", evaluation_mode="manual", onset="impulsive")
    quake.Catalog([event]).write(str(tmp_path / "a.nor"), format="NORDIC", userid="abcd")
    assert is_pick_file(tmp_path / "a.nor")
    (pick,) = read_picks(tmp_path / "a.nor").picks
    assert (pick.station.station, pick.phase, pick.onset) == ("CLC", "P", "impulsive")
    assert pick.time == pytest.approx(M64, abs=0.02)


@pytest.mark.slow
def test_quakeml_is_read_by_a_child_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What keeps its reader for ever, or brings it down, is one sentence."""
    path = saved(tmp_path, *(foreign() for _ in range(300)))
    assert read_quakeml(path).picks
    monkeypatch.setattr(quakeml_reading, "SECONDS", 0.001)
    monkeypatch.setattr(guarded_files, "SECONDS_A_BYTE", 0.0)
    with pytest.raises(UnreadableFile, match="other.xml cannot be read .*does not come to an end"):
        read_quakeml(path)


@pytest.mark.slow
def test_what_a_child_says_is_what_was_read() -> None:
    """Everything, whatever the file."""
    folder = Path(obspy.__file__).parent / "io" / "quakeml" / "tests" / "data"
    compared = 0
    for path in sorted(folder.glob("*.xml")):
        try:
            here = quakeml_reading.parsed(path)
        except UnreadableFile:
            continue
        assert read_quakeml(path) == here
        compared += bool(here.picks or here.events)
    assert compared > 3
