"""What a project of traces holds goes out from the shell: picks, and events with their arrivals."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import obspy
import pytest

from seisviewer.cli.main import main
from seisviewer.picks.located.findings import holding
from seisviewer.picks.located.mechanism import DoubleCouple, Mechanism
from seisviewer.picks.pick import Change, Event, Origin, Pick, Review
from seisviewer.progress import drive
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.catalogue.located_events import CatalogueSettings, locate_events

from ..catalogue.network import MODEL, START, Source, arrivals, stations

SOURCES = (Source(START, 35.05, -117.05, 8.0), Source(START + 60, 34.9, -116.9, 11.0))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two located events, one of them reviewed; a faint pick without an event."""
    file = tmp_path / "records.mseed"
    file.write_bytes(b"")
    folder, sites = tmp_path / "day.seis", stations(6)
    picks: list[Pick] = []
    for number, (source, review) in enumerate(zip(SOURCES, (Review.ACCEPTED, Review.UNREVIEWED), strict=True), 1):
        picks += [
            Pick(
                StationId(*each.station.split("."), "", "HH"), each.phase, each.time, origin=Origin.AUTOMATIC, review=review,
                probability=0.9, model="phasenet:original", event=-number,
            )
            for each in arrivals(source, sites)
        ]  # fmt: skip
    events = [Event(source.time, source="seisviewer", id=-number) for number, source in enumerate(SOURCES, 1)]
    found = drive(locate_events(picks, events, sites, CatalogueSettings(MODEL)))
    faint = replace(picks[-1], time=START + 500, probability=0.15, event=0)
    items = (*holding(found.events, found.findings), *found.picks, faint)
    with TraceProject.create(folder, [file]) as made:
        made.commit([Change(None, item) for item in items])
    return folder


@pytest.mark.slow
def test_a_reviewed_catalogue_goes_out_with_its_arrivals(project: Path, tmp_path: Path) -> None:
    assert main(["export", "catalogue", str(project), str(tmp_path / "all.xml")]) == 0
    assert main(["export", "catalogue", str(project), str(tmp_path / "some.xml"), "--reviewed"]) == 0
    every, some = (obspy.read_events(str(tmp_path / name)) for name in ("all.xml", "some.xml"))
    assert (len(every), len(some)) == (2, 1)
    (event,) = some
    assert len(event.picks) == len(event.preferred_origin().arrivals) == 12
    assert all(arrival.distance is not None for arrival in event.preferred_origin().arrivals)


@pytest.mark.slow
def test_a_line_an_event_says_mechanism_and_type(project: Path, tmp_path: Path) -> None:
    with TraceProject.open(project) as held:
        first = held.events[0]
        slip = Mechanism(DoubleCouple(40, 60, -90), 0.8, 12.0, 0.1, None, 0.6, "B")
        held.commit([Change(first, replace(first, kind="explosion", found=replace(first.found, mechanisms=(slip,))))])
    assert main(["export", "catalogue", str(project), str(tmp_path / "a.csv")]) == 0
    row, other = csv.DictReader((tmp_path / "a.csv").open())
    assert (row["strike"], row["rake"], row["mechanism_quality"], row["event_type"]) == ("40", "-90", "B", "explosion")
    assert (other["strike"], other["event_type"]) == ("", "")


@pytest.mark.slow
def test_a_block_an_event(project: Path, tmp_path: Path) -> None:
    assert main(["export", "catalogue", str(project), str(tmp_path / "a.obs")]) == 0
    blocks = (tmp_path / "a.obs").read_text().strip().split("\n\n")
    assert [sum(" P " in line or " S " in line for line in block.splitlines()) for block in blocks] == [12, 12]


@pytest.mark.slow
def test_picks_go_out_by_their_probability_and_review(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def count(*options: str) -> int:
        assert main(["export", "picks", str(project), str(tmp_path / "p.csv"), *options]) == 0
        return len(list(csv.DictReader((tmp_path / "p.csv").open())))

    assert (count(), count("--above", "10"), count("--reviewed")) == (24, 25, 12)
    said = " ".join(capsys.readouterr().out.split())
    assert "24 picks are in" in said and "12 reviewed, 12 undecided, 0 rejected" in said
    assert "12 reviewed, 0 undecided, 0 rejected" in said


@pytest.mark.slow
@pytest.mark.parametrize("words, sentence", [
    (["catalogue", "a.json"], "no format of catalogues"),
    (["picks", "a.json"], "no format of picks"),
])  # fmt: skip
def test_a_wrong_ending_is_said(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert main(["export", words[0], str(project), str(tmp_path / words[1])]) == 1
    assert sentence in " ".join(capsys.readouterr().err.split())


@pytest.mark.slow
def test_nothing_reviewed_is_said(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with TraceProject.open(project) as held:
        held.commit([Change(pick, replace(pick, review=Review.UNREVIEWED)) for pick in held.picks])
    assert main(["export", "catalogue", str(project), str(tmp_path / "a.xml"), "--reviewed"]) == 1
    assert "None of the 2 events" in " ".join(capsys.readouterr().err.split()) and not (tmp_path / "a.xml").exists()
