"""Downloading from an FDSN server; the server runs on this machine."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import obspy
import pytest

from seisviewer.cli.main import main
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.progress import Notice, Progress, drive
from seisviewer.waveforms.fdsn import EventQuery, StationQuery
from seisviewer.waveforms.files.record_reading import read_waveforms
from seisviewer.workflows.traces.waveform_download import Request, download

from . import fdsn_server as fdsn

START = fdsn.START
BEGIN = START.timestamp


@pytest.fixture
def server() -> Iterator[fdsn.FdsnServer]:
    with fdsn.fdsn_server() as running:
        yield running


def two_hours(server: fdsn.FdsnServer) -> Request:
    stations = StationQuery(BEGIN, BEGIN + 7200, "XX", "*", "*", "HH?")
    return Request(server.address, stations, piece=3600.0)


def test_a_span_of_time_comes_in_pieces_that_open(server: fdsn.FdsnServer, tmp_path: Path) -> None:
    events = []
    done = drive(download(tmp_path / "new", two_hours(server)), events.append)
    files = sorted((tmp_path / "new" / "waveforms").iterdir())
    assert (done.new, done.had, done.missing) == (4, 0, ())
    assert [file.name.split(".")[1] for file in files] == ["AAA", "AAA", "BBB", "BBB"]
    stream = obspy.read(str(files[0]))
    assert sorted(trace.stats.channel for trace in stream) == ["HHE", "HHN", "HHZ"]
    assert stream[0].stats.starttime == START and len(stream[0]) == 3600 * 20
    assert len(obspy.read_inventory(str(tmp_path / "new" / "stations.xml"))[0]) == 2
    totals = {event.total for event in events if isinstance(event, Progress)}
    assert 4 in totals, "progress tells how many pieces there are"


def test_what_is_there_is_not_asked_for_again(server: fdsn.FdsnServer, tmp_path: Path) -> None:
    work = download(tmp_path, two_hours(server))
    while len(list((tmp_path / "waveforms").glob("*.mseed")) if (tmp_path / "waveforms").exists() else []) < 2:
        next(work)
    work.close()
    had = len(list((tmp_path / "waveforms").glob("*.mseed")))
    server.asked.clear()
    done = drive(download(tmp_path))  # the folder knows its request
    assert (done.had, done.new) == (had, 4 - had)
    assert len(server.asked) == 4 - had


def test_what_the_server_lacks_is_listed_and_comes_later(server: fdsn.FdsnServer, tmp_path: Path) -> None:
    server.lacks.add("BBB")
    events = []
    done = drive(download(tmp_path, two_hours(server)), events.append)
    with (tmp_path / "missing.csv").open(newline="") as file:
        listed = list(csv.DictReader(file))
    assert done.new == 2 and [row["file"].split(".")[1] for row in listed] == ["BBB", "BBB"]
    assert any(isinstance(event, Notice) and "2 of 4" in event.text for event in events)
    server.lacks.clear()
    assert drive(download(tmp_path)).new == 2
    assert not (tmp_path / "missing.csv").exists()


@pytest.mark.slow
def test_waveforms_around_the_events_of_a_catalogue(server: fdsn.FdsnServer, tmp_path: Path) -> None:
    whole = two_hours(server)
    request = replace(whole, events=EventQuery(BEGIN, BEGIN + 4 * 3600, magnitude=2.0), before=10.0, after=50.0)
    done = drive(download(tmp_path, request))
    assert done.new == 4, "two events of magnitude 2 and more, at two stations"
    starts = {obspy.read(str(file))[0].stats.starttime.timestamp for file in (tmp_path / "waveforms").iterdir()}
    assert starts == {BEGIN + 3600 - 10, BEGIN + 3 * 3600 - 10}
    assert len(obspy.read_events(str(tmp_path / "catalogue.xml"))) == 2


@pytest.mark.slow
def test_what_lies_beside_the_waveforms_is_passed_by_when_the_folder_is_opened(
    server: fdsn.FdsnServer, tmp_path: Path
) -> None:
    server.lacks.add("BBB")
    drive(download(tmp_path, replace(two_hours(server), events=EventQuery(BEGIN, BEGIN + 4 * 3600))))
    (tmp_path / "waveforms" / "missing.csv").write_text("somebody else's")
    assert {"query.json", "catalogue.xml", "missing.csv"} < {path.name for path in tmp_path.iterdir()}
    said: list[object] = []
    archive = drive(read_waveforms([tmp_path]), said.append)
    assert [record.station.station for record in archive.records] == ["AAA"]
    assert [event.text for event in said if isinstance(event, Notice)] == [
        "Left out, as ObsPy reads no waveforms from them: missing.csv."
    ]


def test_a_server_that_fails_in_the_middle_loses_nothing(server: fdsn.FdsnServer, tmp_path: Path) -> None:
    server.broken = True
    done = drive(download(tmp_path, two_hours(server)))
    assert len(done.missing) == 4 and all("did not give" in reason for _, reason in done.missing)
    server.broken = False
    assert drive(download(tmp_path)).new == 4


PAGE = b"<!DOCTYPE html>\n<html><head><title>Busy</title></head><body>" + b"<p>Try later</p>\n" * 40 + b"</body></html>"


@pytest.mark.parametrize("spoil", [
    {"pages": {"dataselect": PAGE}}, {"cut": 1000}, {"cut": 1000, "told": False},
], ids=["page", "broken off", "broken off unnoticed"])  # fmt: skip
def test_an_answer_that_is_no_whole_data_is_not_kept(spoil: dict, server: fdsn.FdsnServer, tmp_path: Path) -> None:
    for name, value in spoil.items():
        setattr(server, name, value)
    done = drive(download(tmp_path, two_hours(server)))
    assert done.new == 0 and len(done.missing) == 4
    assert list((tmp_path / "waveforms").iterdir()) == []
    server.pages, server.cut = {}, 0
    assert drive(download(tmp_path)).new == 4


@pytest.mark.parametrize("service, what", [("station", "stations"), ("event", "a catalogue")])
def test_a_page_in_place_of_metadata_is_told_and_forgotten(
    service: str, what: str, server: fdsn.FdsnServer, tmp_path: Path
) -> None:
    request = replace(two_hours(server), events=EventQuery(BEGIN, BEGIN + 4 * 3600))
    server.pages = {service: PAGE}
    with pytest.raises(UnreadableFile, match=f"gave something other than {what}") as error:
        drive(download(tmp_path, request))
    assert "\n" not in str(error.value)
    server.pages = {}
    assert drive(download(tmp_path)).new == 6


@pytest.mark.slow
def test_a_server_that_stalls_in_the_middle_of_an_answer_can_be_left(server: fdsn.FdsnServer, tmp_path: Path) -> None:
    server.stalled = True
    work = download(tmp_path, two_hours(server))
    while not server.asked:
        next(work)
    began = time.monotonic()
    for _ in range(5):
        next(work)
    work.close()
    assert time.monotonic() - began < 3.0
    assert list((tmp_path / "waveforms").iterdir()) == []


def test_only_the_channels_that_were_asked_for_come(server: fdsn.FdsnServer, tmp_path: Path) -> None:
    request = two_hours(server)
    drive(download(tmp_path, replace(request, stations=replace(request.stations, channel="HHZ"))))
    stream = obspy.read(str(tmp_path / "waveforms" / "*"))
    assert {trace.stats.channel for trace in stream} == {"HHZ"}


def test_mistakes_are_told_in_one_sentence(server: fdsn.FdsnServer, tmp_path: Path) -> None:
    request = two_hours(server)
    with pytest.raises(BadRequest, match="does not answer"):
        drive(download(tmp_path / "a", replace(request, server="http://127.0.0.1:9")))
    server.pages = {"application.wadl": PAGE}
    with pytest.raises(BadRequest, match="as an FDSN server"):
        drive(download(tmp_path / "a", request))
    server.pages = {}
    with pytest.raises(BadRequest, match="is no FDSN server"):
        drive(download(tmp_path / "b", replace(request, server="nowhere")))
    with pytest.raises(BadRequest, match="no such station"):
        stations = replace(request.stations, station="ZZZ")
        drive(download(tmp_path / "c", replace(request, stations=stations)))
    drive(download(tmp_path / "d", request))
    with pytest.raises(BadRequest, match="another request"):
        drive(download(tmp_path / "d", replace(request, piece=60.0)))
    with pytest.raises(BadRequest, match="no request to go on with"):
        drive(download(tmp_path / "e"))


def test_from_the_shell(server: fdsn.FdsnServer, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    given = ["download", str(tmp_path / "f"), "--server", server.address, "--network", "XX", "--station", "AAA"]
    span = ["--start", "2020-01-01T00:00", "--end", "2020-01-01T00:10"]
    assert main([*given, *span, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["new"] == 1
    for wrong, expected in (
        (["--start", "2020-01-02", "--end", "2020-01-01"], "is not after"),
        ([*span, "--magnitude", "3"], "--events"),
        ([*span, "--network", "*", "--station", "*"], "--around"),
    ):
        assert main([*given, *wrong]) == 1
        assert expected in capsys.readouterr().err


@pytest.mark.parametrize("code", ["../../x", "ABSOLUTE", "..", "a/b", "a\\..\\b"])
def test_codes_of_a_server_name_no_place_outside_the_folder(server: fdsn.FdsnServer, tmp_path: Path, code: str) -> None:
    server.network = str(tmp_path / "outside") if code == "ABSOLUTE" else code
    folder = tmp_path / "deep" / "er" / "new"
    done = drive(download(folder, two_hours(server)))
    assert done.new + len(done.missing) == 4
    files = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert all(path.parent in (folder, folder / "waveforms") for path in files)


def test_a_request_for_pieces_without_end_is_refused(server: fdsn.FdsnServer, tmp_path: Path) -> None:
    request = two_hours(server)
    drive(download(tmp_path, request))
    asked = json.loads((tmp_path / "query.json").read_text())
    asked["piece"] = 1e-9
    (tmp_path / "query.json").write_text(json.dumps(asked))
    with pytest.raises(BadRequest, match="pieces"):
        drive(download(tmp_path))
