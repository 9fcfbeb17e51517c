"""Files of picks: what is written is read back, by this program and by others."""

from __future__ import annotations

import csv
import io
import warnings
from dataclasses import replace

import obspy
import pytest

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks.found_picks import NEITHER, FoundPicks
from seisviewer.picks.observations import REGISTRY, endings, read_picks, write_picks
from seisviewer.picks.pick import Event, Origin, Pick, Polarity, Review
from seisviewer.picks.quakeml import write_quakeml
from seisviewer.picks.quakeml_reading import read_quakeml
from seisviewer.picks.snuffler import read_markers
from seisviewer.picks.table import COLUMNS, read_csv, write_csv
from seisviewer.waveforms.station import StationId

M64 = 1562261629.0


def close(read: tuple, written: tuple) -> bool:
    """The same but for times, which files keep to the microsecond."""
    alike = all(abs(one.time - other.time) < 1e-6 for one, other in zip(read, written, strict=True))
    return alike and [replace(each, time=0.0) for each in read] == [replace(each, time=0.0) for each in written]


def without_files(items: tuple) -> tuple:
    """Without the public ids and the status that a file gives them."""
    named = {"public_id": "", "status": "", "origin_id": ""}
    return tuple(replace(each, **{name: text for name, text in named.items() if hasattr(each, name)}) for each in items)


def test_quakeml_keeps_everything_about_picks_and_events(tmp_path, picks, events):
    write_quakeml(tmp_path / "picks.xml", picks, events)
    found = read_quakeml(tmp_path / "picks.xml")
    assert close(without_files(found.picks), picks) and close(without_files(found.events), events)


def test_quakeml_is_valid_and_says_the_same_to_obspy(tmp_path, picks, events):
    path = tmp_path / "picks.xml"
    # The schema wants a latitude and longitude in every origin, which a detection does not have.
    write_quakeml(path, picks, events[:1])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        catalogue = obspy.read_events(path, format="QUAKEML")
    from obspy.io.quakeml.core import _validate

    assert _validate(str(path))
    event, loose = catalogue
    assert event.preferred_origin().latitude == 35.705 and event.preferred_origin().depth == 10700
    assert event.preferred_magnitude().mag == 6.4 and not loose.origins
    first, second = event.picks
    assert first.waveform_id.get_seed_string() == "CI.CLC..HHZ" and first.time.microsecond == 123456
    assert (first.evaluation_mode, first.evaluation_status, first.polarity) == ("manual", "confirmed", "positive")
    assert first.time_errors.uncertainty == 0.05
    assert (second.evaluation_mode, second.evaluation_status) == ("automatic", "preliminary")
    assert str(second.method_id) == "smi:local/seisviewer/phasenet-original"
    assert [each.evaluation_status for each in loose.picks] == ["reviewed", "rejected", "confirmed"]
    assert {arrival.pick_id for arrival in event.origins[0].arrivals} == {pick.resource_id for pick in event.picks}


def test_quakeml_of_other_programs_is_read(tmp_path):
    catalogue = obspy.read_events()  # ObsPy's example: events without picks
    pick = obspy.core.event.Pick(
        time=obspy.UTCDateTime(M64),
        waveform_id=obspy.core.event.WaveformStreamID("BW", "RJOB", channel_code="EHZ"),
        phase_hint="Pg",
        evaluation_mode="manual",
        evaluation_status="reviewed",
        time_errors=obspy.core.event.QuantityError(lower_uncertainty=0.1, upper_uncertainty=0.3),
    )
    amplitude = obspy.core.event.Pick(time=obspy.UTCDateTime(M64), waveform_id=pick.waveform_id, phase_hint="AML")
    catalogue[1].picks += [pick, amplitude]
    catalogue.write(tmp_path / "other.xml", format="QUAKEML")
    found = read_picks(tmp_path / "other.xml")
    picks, events = without_files(found.picks), found.events
    station = StationId("BW", "RJOB", "", "EH")
    assert picks == (Pick(station, "P", M64, 0.3, review=Review.ACCEPTED, event=-2, phase_name="Pg"),)
    assert found.left_out == {NEITHER: 1}
    assert len(events) == len(catalogue) and events[1].magnitude == catalogue[1].magnitudes[0].mag


def test_a_table_keeps_everything_but_the_event(tmp_path, picks):
    starts = {"bucket0$0,:3,:9001": (M64 - 20.0, 100.0)}
    write_csv(tmp_path / "picks.csv", picks, starts)
    assert close(read_csv(tmp_path / "picks.csv").picks, tuple(replace(pick, event=0) for pick in picks))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "picks.csv").read_text())))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["time"] == "2019-07-04T17:33:53.123456Z" and rows[0]["channel"] == "HH"
    assert [row["sample"] for row in rows] == ["", "", "", "", "3100"]
    later = {name: (0.0, rate) for name, (_, rate) in starts.items()}
    assert read_csv(tmp_path / "picks.csv", later).picks[0].time == pytest.approx(31.0), (
        "the sample counts where it can"
    )


@pytest.mark.parametrize("text, expected", [
    (
        "Station;Phase Hint;Time\nCI.CLC..HHZ;Pn;2019-07-04T17:33:49\n",
        Pick(StationId("CI", "CLC", "", "HH"), "P", M64, phase_name="Pn"),
    ),
    (
        "id\ttimestamp\ttype\tprob\nCI.CLC..BH\t2019-07-04 17:33:49.5Z\ts\t0.4\n",
        Pick(StationId("CI", "CLC", "", "BH"), "S", M64 + 0.5, None, Polarity.NONE, Origin.AUTOMATIC,
             Review.UNREVIEWED, 0.4),
    ),
    (
        "\ufeffid,timestamp,type,prob\nCI.CLC..BH,2019-07-04 17:33:49.5Z,S,0.4\n",
        Pick(StationId("CI", "CLC", "", "BH"), "S", M64 + 0.5, None, Polarity.NONE, Origin.AUTOMATIC,
             Review.UNREVIEWED, 0.4),
    ),
    (
        "network,station,location,channel,phase,time,polarity\nCI,CLC,--,HNE,P,1562261629,U\n\n",
        Pick(StationId("CI", "CLC", "", "HN"), "P", M64, None, Polarity.POSITIVE),
    ),
])  # fmt: skip
def test_tables_of_other_programs_are_read(tmp_path, text, expected):
    (tmp_path / "other.csv").write_text(text, encoding="utf-8")
    assert read_csv(tmp_path / "other.csv").picks == (expected,)


@pytest.mark.parametrize("text, sentence", [
    ("", "no column phase and no column station and no column time"),
    ("station,phase\nCLC,P\n", "no column time"),
    ("station,phase,time\nCLC,P,yesterday\n", "line 2, is no pick: “yesterday” is no time"),
    ("station,phase,time,probability\nCLC,P,1e9,1\nCLC,P,2e9,high\n", "line 3, is no pick"),
    ("station,phase,time\nCLC,P,noon\n", "“noon” is no time"),
    ("station,phase,time,review\nCLC,P,1e9,perhaps\n", "line 2, is no pick"),
    ("trace_name,phase,sample\nbucket0$0,P,3000\n", "line 2, is no pick: it has no time"),
])  # fmt: skip
def test_a_bad_table_is_one_sentence_that_names_the_place(tmp_path, text, sentence):
    (tmp_path / "bad.csv").write_text(text)
    with pytest.raises(UnreadableFile, match=f"bad.csv.*{sentence}") as caught:
        read_csv(tmp_path / "bad.csv")
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


def test_snuffler_markers_come_back_without_what_they_cannot_say(tmp_path, picks, events):
    write_picks(tmp_path / "picks.markers", picks, events)
    text = (tmp_path / "picks.markers").read_text().splitlines()
    assert text[0] == "# Snuffler Markers File Version 0.2"
    assert text[1].startswith("event: 2019-07-04 17:33:49.000000 0 seisviewer--1 35.705 -117.506 10700.0 6.4 None")
    first = "phase: 2019-07-04 17:33:53.123456 1 CI.CLC..HH* seisviewer--1 2019-07-04 17:33:49.000000 P 1 False"
    assert text[2] == first
    read = read_picks(tmp_path / "picks.markers")
    found, found_events = read.picks, read.events
    assert [(pick.station, pick.phase, pick.polarity) for pick in found] == [
        (pick.station, pick.phase, pick.polarity) for pick in picks if pick.review is not Review.REJECTED
    ]
    assert [pick.event for pick in found] == [-1, -1, 0, 0], "the event without a place is not written"
    assert found_events == (replace(events[0], magnitude_type=""),)


def test_snuffler_markers_with_a_length_uncertainty_or_wildcard_are_understood(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(
        "# Snuffler Markers File Version 0.3\n"
        "phase: 2019-07-04 17:33:49.000 2019-07-04 17:33:50.000 1.0 1 CI.CLC..HHZ,CI.CLC..HHN None None None S None False None\n"
        "phase: 2019-07-04 17:33:51.000 1 CI.CLC..HHZ None None None P -1 True 0.2\n"
        "event: 2009-04-06 01:32:39.000 0 hash 42.33 13.33 8800.0 6.3 None L'Aquila None\n"
        "phase: 2019-07-04 17:33:51.000 1 *.*.*.* None None None P None False None\n"
        "2019-07-04 17:33:51.000 0 None\n"
    )
    clc = StationId("CI", "CLC", "", "HH")
    read = read_markers(path)
    picks, events = read.picks, read.events
    assert [(event.name, event.depth) for event in events] == [("L'Aquila", 8.8)]
    assert picks == (
        Pick(clc, "S", M64 + 0.5, 0.5),
        Pick(clc, "P", M64 + 2, 0.2, Polarity.NEGATIVE, Origin.AUTOMATIC, Review.UNREVIEWED),
    )


def test_nonlinloc_gets_a_block_for_each_event_and_no_rejected_pick(tmp_path, picks, events):
    write_picks(tmp_path / "picks.obs", picks, events)
    blocks = [
        [line.split() for line in block.splitlines() if not line.startswith("PUBLIC_ID")]
        for block in (tmp_path / "picks.obs").read_text().split("\n\n")
    ]
    assert [[line[0] + " " + line[4] for line in block] for block in blocks] == [
        ["CLC P", "CLC S"],
        ["CCC P"],
        ["CCC S"],
    ]
    first = blocks[0][0]
    assert first[6:8] == ["20190704", "1733"] and float(first[8]) == pytest.approx(53.1235)
    assert float(first[10]) == 0.05 and float(blocks[0][1][10]) == 0.1, "a pick without an uncertainty gets one"


@pytest.mark.parametrize("name", [name for name, each in REGISTRY.items() if each.write])
def test_every_format_writes_nothing_and_something_and_refuses_what_it_cannot(name, tmp_path, picks, events):
    ending = REGISTRY[name].endings[0]
    write_picks(tmp_path / f"none{ending}", ())
    write_picks(tmp_path / f"some{ending}", picks, events)
    assert read_picks(tmp_path / f"none{ending}") == FoundPicks()
    assert len(read_picks(tmp_path / f"some{ending}").picks) >= 4
    (tmp_path / f"other{ending}").write_bytes(b"\x00\x01 something else \xff")
    for missing in ("other", "missing"):
        with pytest.raises(UnreadableFile, match=f"{missing}"):
            read_picks(tmp_path / f"{missing}{ending}")
    with pytest.raises(BadRequest, match="cannot be written"):
        write_picks(tmp_path / "no folder" / f"a{ending}", picks)
    assert not list(tmp_path.glob(".*")), "no unfinished file is left"


def test_an_ending_that_is_no_format_is_refused_with_those_that_are(tmp_path, picks):
    with pytest.raises(BadRequest, match=r"picks\.docx .*\.xml.*\.obs"):
        write_picks(tmp_path / "picks.docx", picks)
    with pytest.raises(UnreadableFile, match=r"picks\.docx .*\.xml.*\.txt"):
        read_picks(tmp_path / "picks.docx")
    assert ".pha" in endings(reading=True) and ".pha" not in endings()


def test_events_without_picks_are_a_catalogue(tmp_path):
    events = tuple(Event(M64 + number, 35.0, -117.0, 5.0, 2.0 + number, "ML", source="catalogue", id=-1 - number)
                   for number in range(3))  # fmt: skip
    without_ids = [replace(event, id=0) for event in events]
    write_picks(tmp_path / "catalogue.xml", (), without_ids)
    assert read_picks(tmp_path / "catalogue.xml").picks == ()
    assert without_files(read_picks(tmp_path / "catalogue.xml").events) == events
    write_picks(tmp_path / "catalogue.markers", (), without_ids)
    assert [event.magnitude for event in read_picks(tmp_path / "catalogue.markers").events] == [2.0, 3.0, 4.0]


@pytest.mark.parametrize("head, cells, expected", [
    ("id,network,station,phase,time", "17,CI,CLC,P,1e9", StationId("CI", "CLC", "", "")),  # the number of the pick
    ("id,station,phase,time", "CI.CLC..HHZ,CLC,P,1e9", StationId("CI", "CLC", "", "HH")),
    ("station,phase,type,time", "CLC,P,manual,1e9", StationId("", "CLC", "", "")),  # “type” only without a “phase”
    ("station,station_code,phase,time", "CLC,,P,1e9", StationId("", "CLC", "", "")),
])  # fmt: skip
def test_of_columns_that_mean_the_same_the_plain_one_counts(tmp_path, head, cells, expected):
    (tmp_path / "other.csv").write_text(f"{head}\n{cells}\n")
    assert [(pick.station, pick.phase) for pick in read_csv(tmp_path / "other.csv").picks] == [(expected, "P")]


def test_what_a_table_does_not_know_is_none(tmp_path):
    (tmp_path / "pandas.csv").write_text("station,phase,time,probability,uncertainty\nCLC,P,1e9,nan,-1\n")
    (pick,) = read_csv(tmp_path / "pandas.csv").picks
    assert pick.probability is None and pick.uncertainty is None


@pytest.mark.parametrize("text, sentence", [
    ("station,phase,time\nCLC,P,1562261629120\n", "“1562261629120” is no time"),  # milliseconds
    ("station,phase,time\nCLC,P,20190704173349\n", "“20190704173349” is no time"),
    ("station,phase,time\n,P,1e9\n", "names no station"),
    ('station,phase,time\n"CLC,P,1\nCLC,P,2\n', "no table from line"),  # a quote that is never closed
    (f"station,phase,time\n{'a' * 200_000},P,1\n", "no table from line"),
])  # fmt: skip
def test_a_table_that_would_be_misread_is_refused(tmp_path, text, sentence):
    (tmp_path / "other.csv").write_text(text)
    with pytest.raises(UnreadableFile, match=sentence):
        read_csv(tmp_path / "other.csv")


def test_another_encoding_is_one_sentence(tmp_path):
    (tmp_path / "other.csv").write_text("station,phase,time,备注\nCLC,P,1,好\n", encoding="gbk")
    with pytest.raises(UnreadableFile, match="UTF-8"):
        read_csv(tmp_path / "other.csv")


def test_quakeml_gives_back_the_same_microseconds(tmp_path):
    times = [M64 + 0.365829 + step * 1.000003 for step in range(200)]
    written = [Pick(StationId("CI", "CLC", "", "HH"), "P", round(time, 6)) for time in times]
    write_quakeml(tmp_path / "picks.xml", written)
    assert list(without_files(read_quakeml(tmp_path / "picks.xml").picks)) == written


@pytest.mark.parametrize("name", ["picks.xml", "picks.csv", "picks.markers", "picks.obs"])
def test_names_that_no_file_can_hold_keep_no_pick_from_it(tmp_path, name):
    """Control characters in the names of windows, bytes of file names that are no text."""
    station = StationId("CI", "CLC", "", "HH")
    written = [Pick(station, "P", M64, trace_name="a\x01b"), Pick(station, "S", M64 + 1, model="/caf\udce9.pt")]
    write_picks(tmp_path / name, written)
    if name != "picks.obs":  # names there go through ObsPy
        assert [pick.time for pick in read_picks(tmp_path / name).picks] == [M64, M64 + 1]


@pytest.mark.parametrize("old, new", [("probability: 0.5", "probability: high"), ("origin: manual", "origin: robot")])
def test_a_wrong_comment_in_quakeml_is_one_sentence(tmp_path, old, new):
    write_quakeml(tmp_path / "picks.xml", [Pick(StationId("CI", "CLC", "", "HH"), "P", M64, probability=0.5)])
    text = (tmp_path / "picks.xml").read_text()
    (tmp_path / "picks.xml").write_text(text.replace(old, new))
    with pytest.raises(UnreadableFile, match="comment of seisviewer"):
        read_quakeml(tmp_path / "picks.xml")


def test_the_name_of_an_event_does_not_break_a_marker(tmp_path):
    event = Event(M64, 35.7, -117.5, name='Searles\nValley "A" \\', id=-1)
    write_picks(tmp_path / "picks.markers", [], [event])
    assert read_markers(tmp_path / "picks.markers").events[0].name == "Searles Valley 'A' \\"


def test_a_name_too_long_for_the_disk_is_one_sentence(tmp_path):
    with pytest.raises(BadRequest, match="cannot be written"):
        write_picks(tmp_path / ("a" * 260 + ".csv"), [])
