"""From picks to a catalogue in the shell, on a small network and on the records of Ridgecrest."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

import numpy as np
import obspy
import pytest

from seisviewer.catalogue.station_tables import centred, distances
from seisviewer.cli.main import main
from seisviewer.picks.catalogue import read_events, write_events
from seisviewer.picks.observations import write_picks
from seisviewer.picks.pick import Event, Origin, Pick, Polarity
from seisviewer.picks.quakeml_reading import read_quakeml
from seisviewer.waveforms.station import StationId

START = 1_562_261_629.0
STATIONS = {
    "XX.A": (35.0, -117.4),
    "XX.B": (35.3, -116.9),
    "XX.C": (34.8, -116.8),
    "XX.D": (35.2, -117.2),
    "XX.E": (34.9, -117.1),
}
SOURCES = ((START, 35.05, -117.1, 8.0), (START + 90, 35.15, -117.0, 5.0))


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """picks.csv and stations.csv of two events in a half-space."""
    folder = tmp_path_factory.mktemp("network")
    lines = [
        "id,latitude,longitude,elevation_m",
        *(f"{code},{north},{east},0" for code, (north, east) in STATIONS.items()),
    ]
    (folder / "stations.csv").write_text("\n".join(lines) + "\n")
    picks = []
    for time, latitude, longitude, depth in SOURCES:
        place = centred(np.array(latitude), np.array(longitude))
        for code, (north, east) in STATIONS.items():
            ray = float(np.hypot(distances(place, centred(np.array(north), np.array(east))), depth))
            station = StationId(*code.split("."), "", "HH")
            picks += [Pick(station, phase, time + ray / speed, origin=Origin.AUTOMATIC, probability=0.9)
                      for phase, speed in (("P", 6.0), ("S", 3.5))]  # fmt: skip
    write_picks(folder / "picks.csv", picks)
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., dict]:
    """A command that must go well; its answer in JSON."""

    def called(*words: object) -> dict:
        code = main([*map(str, words), "--json"])
        said = capsys.readouterr()
        assert code == 0, said.err
        return json.loads(said.out)

    return called


def asked(network: Path, out: Path, picks: str = "picks.csv") -> list[str]:
    """The words that associate picks of the network."""
    return ["associate", str(network / picks), "--stations", str(network / "stations.csv"), "--velocity",
            "half-space:6,3.5", "--out", str(out)]  # fmt: skip


@pytest.mark.slow
def test_picks_become_events_where_they_were(run, network: Path, tmp_path: Path) -> None:
    said = run(*asked(network, tmp_path / "a.xml"))
    assert said["events"] == 2 and said["picks"] == {"of events": 20, "without an event": 0}
    for event, (time, latitude, longitude, depth) in zip(read_events(tmp_path / "a.xml"), SOURCES, strict=True):
        assert abs(event.time - time) < 0.1 and abs(event.depth - depth) < 1
        assert abs(event.latitude - latitude) < 0.005 and abs(event.longitude - longitude) < 0.005


@pytest.mark.slow
def test_events_are_located_anew_at_a_depth_that_is_named(run, network: Path, tmp_path: Path) -> None:
    run(*asked(network, tmp_path / "a.xml"))
    run("locate", tmp_path / "a.xml", "--stations", network / "stations.csv", "--velocity", "half-space:6,3.5", "--depth",
        "12", "--out", tmp_path / "b.xml")  # fmt: skip
    assert [event.preferred_origin().depth for event in obspy.read_events(str(tmp_path / "b.xml"))] == [
        12000.0,
        12000.0,
    ]


@pytest.mark.slow
def test_a_table_of_events_has_their_quality_and_is_read_as_a_catalogue(run, network: Path, tmp_path: Path) -> None:
    run(*asked(network, tmp_path / "a.csv"))
    rows = list(csv.DictReader((tmp_path / "a.csv").open()))
    assert all(float(row["depth_below_ground_km"]) == float(row["depth"]) for row in rows), "stations at sea level"
    assert [row["phases"] for row in rows] == ["10", "10"] and all(float(row["rms_s"]) < 0.1 for row in rows)
    assert len(read_events(tmp_path / "a.csv")) == 2


def test_fewer_events_where_more_picks_are_asked_for(run, network: Path, tmp_path: Path) -> None:
    (network / "few.csv").write_text("".join(
        line for number, line in enumerate((network / "picks.csv").open()) if number not in (1, 2, 3)))  # fmt: skip
    assert run(*asked(network, tmp_path / "a.xml", "few.csv"), "--fewest", "9")["events"] == 1


@pytest.mark.parametrize("words, sentence", [
    (["--velocity", "nowhere"], "no velocity model"),
    (["--fewest", "99"], "ask for fewer"),
    (["--out", "a.json"], "no format of catalogues"),
])  # fmt: skip
def test_what_cannot_be_is_one_sentence(
    network: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    code = main([*asked(network, tmp_path / "a.xml"), *words])
    said = " ".join(capsys.readouterr().err.split())
    assert code == 1 and sentence in said and "Traceback" not in said


@pytest.mark.slow
def test_stations_that_are_not_in_the_table_are_named(
    network: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (network / "stations.csv").read_text().splitlines()
    (tmp_path / "fewer.csv").write_text("\n".join(lines[:-1]) + "\n")
    assert main([*asked(network, tmp_path / "a.xml"), "--stations", str(tmp_path / "fewer.csv")]) == 0
    assert main(["locate", str(tmp_path / "a.xml"), "--stations", str(tmp_path / "fewer.csv"), "--out",
                 str(tmp_path / "b.xml")]) == 0  # fmt: skip
    assert "Picks of XX.E take no part" in " ".join(capsys.readouterr().err.split())


@pytest.mark.slow
def test_any_depth_of_an_earthquake_can_be_held_fast_and_no_other(
    run, network: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(*asked(network, tmp_path / "a.xml"))
    words = ["locate", str(tmp_path / "a.xml"), "--stations", str(network / "stations.csv"), "--out",
             str(tmp_path / "b.csv")]  # fmt: skip
    for depth in ("-1.5", "60"):
        run(*words, "--depth", depth)
        assert [float(row["depth"]) for row in csv.DictReader((tmp_path / "b.csv").open())] == [float(depth)] * 2
    for option, value in (("--depth", "nan"), ("--depth", "7000"), ("--deepest", "nan"), ("--deepest", "1e6")):
        assert main([*words, option, value]) == 1
        assert "depth must lie between" in " ".join(capsys.readouterr().err.split())


@pytest.mark.slow
def test_what_cannot_be_measured_or_located_anew_keeps_what_was_known_of_it(run, network: Path, tmp_path: Path) -> None:
    gains = (network / "stations.csv").read_text().replace("elevation_m", "elevation_m,hh_counts_per_m_s")
    (tmp_path / "stations.csv").write_text(gains.replace(",0\n", ",0,1e9\n"))
    ends = ["--stations", tmp_path / "stations.csv", "--velocity", "half-space:6,3.5", "--out"]
    run(*asked(network, tmp_path / "a.xml"))
    times = np.arange(0, 100, 0.02)
    shaken = 1e4 * np.exp(-(((times - 60) / 5) ** 2)) * np.sin(20 * times) + np.random.default_rng(0).normal(0, 5, 5000)
    for name, start in (("first", START - 40), ("later", START + 9000)):
        header = {"network": "XX", "station": "A", "channel": "HHN", "sampling_rate": 50.0,
                  "starttime": obspy.UTCDateTime(start)}  # fmt: skip
        obspy.Trace(shaken.astype(np.int32), header).write(str(tmp_path / f"{name}.mseed"), "MSEED")
    measured = run("magnitude", tmp_path / "a.xml", "--records", tmp_path / "first.mseed", *ends, tmp_path / "m.xml")
    again = run("magnitude", tmp_path / "m.xml", "--records", tmp_path / "later.mseed", *ends, tmp_path / "n.xml")
    assert measured["magnitudes"] == again["magnitudes"] == 1
    only = tmp_path / "one.csv"
    only.write_text("".join((tmp_path / "stations.csv").open().readlines()[:2]))
    run("locate", tmp_path / "n.xml", "--stations", only, "--out", tmp_path / "l.xml")
    said = run("locate", tmp_path / "n.xml", "--stations", only, "--out", tmp_path / "l.csv")
    assert said["located"] == 2


@pytest.mark.slow
def test_what_has_no_event_or_no_known_station_is_one_sentence(
    run, network: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(*asked(network, tmp_path / "a.xml"))
    ends = ["--stations", str(network / "stations.csv"), "--out", str(tmp_path / "b.xml")]
    assert main(["locate", str(network / "picks.csv"), *ends]) == 1
    assert "None of the picks belongs to an event" in " ".join(capsys.readouterr().err.split())
    header = {"network": "YY", "station": "ELSE", "channel": "HHN", "starttime": obspy.UTCDateTime(START)}
    obspy.Trace(np.zeros(1000, np.int32), header).write(str(tmp_path / "elsewhere.mseed"), "MSEED")
    assert main(["magnitude", str(tmp_path / "a.xml"), "--records", str(tmp_path / "elsewhere.mseed"), *ends]) == 1
    assert "No station here has a known place" in " ".join(capsys.readouterr().err.split())


@pytest.mark.slow
def test_a_known_catalogue_of_other_events_gives_no_corrections(
    run, network: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(*asked(network, tmp_path / "a.xml"))
    (tmp_path / "known.csv").write_text("time,latitude,longitude,magnitude\n2001-01-01T00:00:00,35,-117,3\n")
    header = {"network": "XX", "station": "A", "channel": "HHN", "starttime": obspy.UTCDateTime(START)}
    obspy.Trace(np.zeros(1000, np.int32), header).write(str(tmp_path / "waves.mseed"), "MSEED")
    words = [
        "magnitude",
        tmp_path / "a.xml",
        "--records",
        tmp_path / "waves.mseed",
        "--stations",
        network / "stations.csv",
    ]
    assert main([*map(str, words), "--known", str(tmp_path / "known.csv"), "--out", str(tmp_path / "m.xml")]) == 1
    assert "too few for corrections" in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "m.xml").exists()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_ridgecrest_is_found_located_and_measured(data_dir: Path, tmp_path: Path) -> None:
    """Every event of magnitude 4 and more of the first twelve minutes, within 5 km (12 with fewer than seven arrivals) and
    a magnitude of the regional catalogue's; a kill costs an hour of it."""
    quake = data_dir / "quake"
    (tmp_path / "records").mkdir()
    for file in (quake / "continuous").iterdir():
        record = obspy.read(str(file), endtime=obspy.UTCDateTime("2019-07-04T17:46"))
        record.write(str(tmp_path / "records" / file.name), "MSEED")
    stations = str(quake / "catalogue" / "ridgecrest_stations.csv")
    environment = os.environ | {"SEISBENCH_CACHE_ROOT": str(quake / "weights")}
    words = ["catalogue", "records", "--stations", stations, "--velocity", "southern-california"]
    command = [sys.executable, "-m", "seisviewer", *words, "--out", "m.xml", "--json"]
    killed = subprocess.Popen(command, cwd=tmp_path, env=environment)
    while killed.poll() is None and not list((tmp_path / "m.xml.picks").glob("*.csv")):
        sleep(0.05)
    killed.kill()
    killed.wait()
    again = subprocess.run(command, cwd=tmp_path, env=environment, check=True, timeout=600, capture_output=True)
    assert b"1 of 2 hours are picked already" in again.stderr
    assert sum(json.loads(again.stdout)["picks"].values()) > 450
    found = read_quakeml(tmp_path / "m.xml")
    told = [pick.polarity for pick in found.picks if pick.phase == "P" and pick.event]
    assert min(told.count(Polarity.POSITIVE), told.count(Polarity.NEGATIVE)) > 20
    rows = csv.DictReader((quake / "catalogue" / "ridgecrest_catalogue_until_1745.tsv").open(), delimiter="\t")
    large = [row for row in rows if float(row["magnitude"]) >= 4]
    assert len(large) == 5
    for row in large:
        when = datetime.fromisoformat(row["time"]).replace(tzinfo=UTC).timestamp()
        event = min(found.events, key=lambda event: abs(event.time - when))
        place = centred(np.array(float(row["latitude"])), np.array(float(row["longitude"])))
        away = float(distances(place, centred(np.array(event.latitude), np.array(event.longitude))))
        assert abs(event.time - when) < 2
        assert away < (5 if len(found.findings.locations[event.id].counted) >= 7 else 12)
        assert event.magnitude is None or abs(event.magnitude - float(row["magnitude"])) < 1


@pytest.mark.parametrize("command", [["locate"], ["magnitude", "--records", "."], ["mechanism"]])
def test_events_that_come_without_picks_are_said_to(
    network: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    write_events(tmp_path / "origins.xml", [Event(START, 35.05, -117.1, 8.0, 2.5)])
    words = [command[0], str(tmp_path / "origins.xml"), *command[1:], "--stations", str(network / "stations.csv")]
    assert main([*words, "--out", str(tmp_path / "out.xml")]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "origins.xml has 1 events without their P and S picks" in said and "Traceback" not in said
