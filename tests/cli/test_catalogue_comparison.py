"""`seisviewer compare-catalogues`: what it says, what it writes, what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from seisviewer.cli.main import main
from seisviewer.picks.catalogue import write_events
from seisviewer.picks.pick import Event

START = 1_562_261_629.0
KNOWN = tuple(Event(START + 100 * n, 35.7, -117.5, 8.0, 1.0 + n, "ML") for n in range(4))
OWN = (
    Event(START + 0.5, 35.75, -117.5, 9.5, 1.2, "ML"),
    Event(START + 150, 35.7, -117.5, 8.0, 2.0, "ML"),
    Event(START + 300.2, 35.7, -117.5, 8.0, 4.1, "ML"),
    Event(START + 9000, 35.7, -117.5, 8.0, 4.1, "ML"),
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    write_events(tmp_path / "known.csv", KNOWN)
    write_events(tmp_path / "own.xml", OWN)
    return str(tmp_path / "known.csv"), str(tmp_path / "own.xml")


def test_matched_missed_and_new_are_counted_and_written(files, tmp_path: Path, capsys) -> None:
    out = tmp_path / "compared.csv"
    assert main(["compare-catalogues", *files, "--out", str(out), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["matched"], answer["missed"], answer["new"]) == (2, 2, 1)  # the last of ours is after the known ones
    assert answer["by_magnitude"][-1] == {
        "least": 4.0,
        "matched": 1,
        "known": 1,
        "by_chance": answer["by_magnitude"][-1]["by_chance"],
    }
    assert answer["differences"]["larger"]["mean"] == pytest.approx(0.15)
    assert answer["differences"]["km"]["median"] == pytest.approx(2.78, abs=0.02)
    rows = list(csv.DictReader(out.open()))
    assert [row["found"] for row in rows] == ["matched", "missed", "new", "missed", "matched"]
    assert rows[0]["deeper_km"] == "1.5" and rows[0]["latitude"] == "35.75" and rows[1]["time"] == ""


def test_the_stretch_of_time_can_be_named_and_the_table_is_said(files, capsys) -> None:
    assert main(["compare-catalogues", *files, "--start", "2019-07-04T17:38:00", "--end", "2019-07-04T21:00:00"]) == 0
    said = capsys.readouterr().out
    assert "Missed of the known events: 0. New: 1." in said and "M ≥ 4" in said


def test_what_cannot_be_compared_is_one_sentence(files, tmp_path: Path, capsys) -> None:
    assert main(["compare-catalogues", *files, "--start", "2020-01-01"]) == 1
    assert "No event of the known catalogue" in capsys.readouterr().err
    assert main(["compare-catalogues", *files, "--out", str(tmp_path / "x.xml")]) == 1
    assert "must end in .csv" in capsys.readouterr().err
