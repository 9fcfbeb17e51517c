"""Picks of windows without a time go to no file as if they had one."""

from __future__ import annotations

from pathlib import Path

import pytest

from seisviewer.errors import BadRequest
from seisviewer.picks.observations import read_picks
from seisviewer.picks.pick import Event, Pick
from seisviewer.progress import Notice, drive
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.events.project_catalogue import write_event_catalogue
from seisviewer.workflows.traces.pick_files import write_file

STATION = StationId("TA", "109C", "", "HH")
DATED = Pick(STATION, "P", 1.5e9, trace_name="new")
UNDATED = Pick(STATION, "S", 7212.5, trace_name="old", event=3)


def told(work) -> str:
    said: list[Notice] = []
    drive(work, lambda event: said.append(event) if isinstance(event, Notice) else None)
    return " ".join(each.text for each in said)


@pytest.mark.parametrize("starts", [None, {"old": (7200.0, 100.0)}])
def test_a_table_counts_from_the_start_of_the_window_and_is_read_back(tmp_path: Path, starts) -> None:
    path = tmp_path / "picks.csv"
    assert "1 picks in picks.csv lie in windows" in told(write_file(path, [DATED, UNDATED], (), starts))
    assert "1970" not in path.read_text() and "12.500000" in path.read_text()
    back = read_picks(path, {"old": (7200.0, 100.0), "new": (1.5e9, 100.0)}).picks
    assert {pick.time for pick in back} == {1.5e9, 7212.5}


@pytest.mark.parametrize("name", ["picks.xml", "picks.obs", "picks.markers"])
def test_other_formats_leave_them_out_and_say_so(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    events = [Event(7200.0, id=3), Event(1.5e9, id=4)]
    assert f"1 picks are not in {name}" in told(write_file(path, [DATED, UNDATED], events))
    assert "1970" not in path.read_text()
    assert [pick.phase for pick in read_picks(path).picks] == ["P"]


def test_nothing_but_such_picks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"None of these picks has a time.*\.csv"):
        drive(write_file(tmp_path / "picks.xml", [UNDATED], ()))
    with pytest.raises(BadRequest, match="None of these picks has a time"):
        drive(write_event_catalogue(tmp_path / "events.csv", [Event(7200.0, id=3)], [UNDATED]))
    assert not list(tmp_path.iterdir())
