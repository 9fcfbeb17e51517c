"""Looking for events by three ways: from records and a catalogue to events and scores."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from obspy import Stream, Trace, UTCDateTime

from seisviewer.cli.main import main
from seisviewer.errors import BadRequest, LabelsError
from seisviewer.learning.detection.detector_settings import DetectorSettings
from seisviewer.picks.catalogue import read_events, write_events
from seisviewer.picks.pick import Event
from seisviewer.progress import Notice, drive
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.synthetic_events import SyntheticEvents, SyntheticSettings, synthetic_events
from seisviewer.workflows.traces.detection_setup import DetectionSetup, DetectSettings, first_arrivals, prepare, within
from seisviewer.workflows.traces.event_detection import (
    CNN,
    SOURCES,
    choose_templates,
    compare,
    detect,
    detect_cnn,
    detect_sta_lta,
    detect_templates,
    same_cluster,
    teach,
)

SETTINGS = DetectSettings(clusters=2, training=DetectorSettings(steps=100, batch=32), step=1.0)


@pytest.fixture(scope="module")
def made() -> SyntheticEvents:
    """Three quarters of an hour with 20 clear events of two regions."""
    noise = [np.random.default_rng(seed).standard_normal((3, 6000)).astype(np.float32) for seed in range(4)]
    return synthetic_events(noise, SyntheticSettings(hours=0.75, events=20, regions=2, strength=150.0, seed=1))


@pytest.fixture(scope="module")
def catalogue(made: SyntheticEvents) -> list[Event]:
    return [Event(each.time, each.latitude, each.longitude, each.depth, each.magnitude) for each in made.sources]


@pytest.fixture(scope="module")
def setup(made: SyntheticEvents) -> DetectionSetup:
    return drive(prepare(Archive((made.record,)), SETTINGS.band))


@pytest.mark.slow
def test_the_three_ways_find_clear_events(setup: DetectionSetup, catalogue: list[Event]) -> None:
    taught = drive(teach(setup, catalogue, SETTINGS))
    assert sum(taught.windows) == 80 and taught.windows[0] == 60
    found = [
        drive(detect_cnn(setup, taught.model, taught.spec, SETTINGS)),
        drive(detect_sta_lta(setup, SETTINGS)),
        drive(detect_templates(setup, choose_templates(setup, catalogue, SETTINGS), SETTINGS)),
    ]
    scores = compare(setup, found, catalogue, 3.0)
    assert {method: score.known for method, score in scores.items()} == dict.fromkeys(SOURCES, 20)
    assert min(score.recall for score in scores.values()) >= 0.8
    assert min(score.precision for score in scores.values()) >= 0.8
    assert same_cluster(setup, found[2], catalogue, taught.clusters, 3.0) >= 0.8
    assert {event.source for each in found for event in each.events} == set(SOURCES.values())
    assert all(event.latitude is not None for event in found[0].events)


def test_what_cannot_be_used_is_left_out_and_said(made: SyntheticEvents) -> None:
    single = Record(StationId("XX", "UNO", "", "HH"), made.record.components[:1])
    uneven = replace(made.record.components[1], rate=50.0)
    mixed = Record(StationId("XX", "MIX", "", "HH"), (*made.record.components[:2], uneven))
    notices: list[object] = []
    setup = drive(prepare(Archive((made.record, single, mixed)), None), notices.append)
    assert list(setup.stretches) == [made.record.key]
    assert [event.text.split()[0] for event in notices if isinstance(event, Notice)] == ["XX.UNO..HH", "XX.MIX..HH"]
    with pytest.raises(BadRequest, match="None of the records"):
        drive(prepare(Archive((mixed,)), None))


@pytest.mark.slow
def test_two_instruments_of_one_station_are_one_witness(made: SyntheticEvents, catalogue: list[Event]) -> None:
    strong = replace(made.record, station=StationId("XX", "SYN", "", "HN"))
    rest = [replace(made.record, station=StationId("XX", name, "", "HH")) for name in ("TWO", "TRI")]
    still = [replace(record, components=tuple(_still(each) for each in record.components)) for record in rest]
    setup = drive(prepare(Archive((made.record, strong, *still)), SETTINGS.band))
    templates = choose_templates(drive(prepare(Archive((made.record, strong)), SETTINGS.band)), catalogue, SETTINGS)
    assert drive(detect_sta_lta(setup, SETTINGS)).events == ()
    assert drive(detect_templates(setup, templates, SETTINGS)).events == ()
    alone = replace(SETTINGS, stations=1)
    assert [event.score for event in drive(detect_sta_lta(setup, alone)).events][:10] == pytest.approx([1 / 3] * 10)
    assert len(drive(detect_templates(setup, templates, alone)).events) > 10


def _still(component: Component) -> Component:
    """The component with noise in place of what it recorded."""
    noise = np.random.default_rng(5).standard_normal(component.count).astype(np.float32)
    return replace(component, segments=(Segment(component.start, noise),))


def test_what_is_found_can_be_taken_as_a_catalogue(
    setup: DetectionSetup, catalogue: list[Event], tmp_path: Path
) -> None:
    found = drive(detect_templates(setup, choose_templates(setup, catalogue, SETTINGS), SETTINGS))
    write_events(tmp_path / "found.csv", found.events)
    again = replace(found, events=read_events(tmp_path / "found.csv"))
    origins = np.array([event.time for event in catalogue])
    apart = [float(np.abs(origins - event.time).min()) for event in again.events]
    assert np.median(apart) < 0.1, "times are origin times, as those of other catalogues"
    score = compare(setup, [again], catalogue, 1.0)["templates"]
    assert score.recall >= 0.8 and abs(score.mean) < 0.2


def test_a_record_without_coordinates_does_not_move_first_arrivals(
    made: SyntheticEvents, catalogue: list[Event]
) -> None:
    nowhere = replace(made.record, station=StationId("XX", "UNO", "", "HH"), coordinates=None)
    setup = drive(prepare(Archive((made.record, nowhere)), None))
    expected = [source.p for source in made.sources]
    assert first_arrivals(setup, catalogue) == pytest.approx(expected, abs=0.1)


def test_an_event_in_a_gap_of_all_records_is_not_one_that_could_be_found(made: SyntheticEvents) -> None:
    start = made.record.start
    components = [
        replace(each, segments=tuple(Segment(start + first, _part(each, first)) for first in (0.0, 600.0)))
        for each in made.record.components
    ]
    setup = drive(prepare(Archive((replace(made.record, components=tuple(components)),)), None))
    events = [Event(start + second) for second in (200.0, 450.0, 700.0, 950.0)]
    assert within(setup, events) == (events[0], events[2])


def _part(component: Component, first: float) -> np.ndarray:
    """Five minutes of a component."""
    begin = round(first * component.rate)
    return component.segments[0].samples[begin : begin + round(300 * component.rate)]


def test_a_record_too_short_for_a_way_is_named(made: SyntheticEvents) -> None:
    components = tuple(
        replace(each, segments=(Segment(each.start, each.segments[0].samples[:1500]),))
        for each in made.record.components
    )
    setup = drive(prepare(Archive((replace(made.record, components=components),)), None))
    reports_errors: list[object] = []
    assert drive(detect_sta_lta(setup, SETTINGS), reports_errors.append).events == ()
    assert [event.text for event in reports_errors if isinstance(event, Notice)] == [
        "XX.SYN..HH is not searched: it has no 20 seconds without a gap."
    ]


def test_a_catalogue_of_another_time_teaches_nothing(setup: DetectionSetup, catalogue: list[Event]) -> None:
    late = [replace(event, time=event.time + 1e6) for event in catalogue]
    assert within(setup, late) == ()
    with pytest.raises(LabelsError, match="No located event"):
        drive(teach(setup, late, SETTINGS))
    with pytest.raises(LabelsError, match="No located event"):
        drive(detect("templates", setup, late, None, SETTINGS))


@pytest.fixture(scope="module")
def files(made: SyntheticEvents, catalogue: list[Event], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record as miniSEED (which knows no place) and the catalogue with the times of the arrivals there."""
    folder = tmp_path_factory.mktemp("detecting")
    traces = []
    for component in made.record.components:
        (segment,) = component.segments
        header = {"network": "XX", "station": "SYN", "channel": component.channel, "sampling_rate": component.rate}
        traces.append(Trace(segment.samples, {**header, "starttime": UTCDateTime(segment.start)}))
    Stream(traces).write(str(folder / "record.mseed"), format="MSEED")
    arrived = [replace(event, time=each.p) for event, each in zip(catalogue, made.sources, strict=True)]
    write_events(folder / "catalogue.csv", arrived)
    return folder


@pytest.mark.slow
def test_the_command_trains_finds_scores_and_writes(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record, known, model = (str(files / name) for name in ("record.mseed", "catalogue.csv", "detector.pt"))
    common = ["--catalogue", known, "--clusters", "2", "--steps", "60", "--json"]
    assert main(["detect", record, *common, "--train", model, "--out", str(files / "found.csv")]) == 0
    reports_errors = capsys.readouterr()
    answer = json.loads(reports_errors.out)
    assert "no coordinates" in reports_errors.err and "learned from" in reports_errors.err
    assert answer["training"]["windows"][0] == 60 and answer["methods"][CNN]["recall"] >= 0.8
    assert len(read_events(files / "found.csv")) == answer["methods"][CNN]["events"]
    ways = ["--method", "cnn", "--method", "sta-lta", "--method", "templates"]
    assert main(["detect", record, *common, "--model", model, *ways]) == 0
    again = json.loads(capsys.readouterr().out)
    assert list(again["methods"]) == ["cnn", "sta-lta", "templates"]
    assert again["methods"][CNN]["events"] == answer["methods"][CNN]["events"]


@pytest.mark.parametrize("line, expected", [
    ("--method cnn", "needs one of --model"),
    ("--method templates", "--catalogue"),
    ("--train here.pt", "--catalogue"),
    ("--band 2", "names no band"),
    ("--out events.txt", "ending"),
    ("--sta 30", "shorter"),
    ("--catalogue none.csv", "no file none.csv"),
])  # fmt: skip
def test_what_cannot_work_is_said_before_the_work(
    line: str, expected: str, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["detect", str(files / "record.mseed"), *line.split()]) == 1
    reports_errors = capsys.readouterr()
    assert expected in reports_errors.err and reports_errors.err.count("\n") == 1 and reports_errors.out == ""


@pytest.mark.slow
def test_the_ridgecrest_foreshock_is_found_by_all_four_stations(data_dir: Path, tmp_path: Path) -> None:
    out = tmp_path / "events.csv"
    assert main(["detect", str(data_dir / "quake" / "continuous"), "--out", str(out)]) == 0
    strongest = [event for event in read_events(out) if abs(event.time - 1562261632.0) < 3.0]
    assert [event.score for event in strongest] == [1.0]
