"""Picks and a catalogue as a notebook reads them, and picks added from there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import obspy
import pandas
import pytest

import seisviewer
from seisviewer.picks.pick import Change, Event, Origin, Pick, Review
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.station import StationId

START = 1_651_658_400.0
STATION = StationId("XW", "AA01", "00", "HH")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A minute of one station with an event, its P by hand, and an automatic S."""
    header = {
        "network": "XW",
        "station": "AA01",
        "location": "00",
        "sampling_rate": 20.0,
        "starttime": obspy.UTCDateTime(START),
    }
    traces = [obspy.Trace(np.arange(1200, dtype=np.float32), header | {"channel": f"HH{code}"}) for code in "ZNE"]
    obspy.Stream(traces).write(str(tmp_path / "day.mseed"), format="MSEED")
    with TraceProject.create(tmp_path / "day.seis", [tmp_path / "day.mseed"]) as made:
        made.commit([
            Change(None, Event(START + 5.25, 35.5, -117.5, 8.0, 2.1, "ML", id=-1, source="located")),
            Change(None, Pick(STATION, "P", START + 10.125, 0.05, event=-1)),
            Change(None, Pick(STATION, "S", START + 14, origin=Origin.AUTOMATIC, review=Review.UNREVIEWED,
                              probability=0.4, model="phasenet:original")),
        ])  # fmt: skip
    return tmp_path / "day.seis"


def test_picks_and_events_are_tables(project: Path) -> None:
    with seisviewer.open_traces(project) as traces:
        picks, events = traces.picks(), traces.catalogue()
        assert traces.waveforms == (project.with_name("day.mseed"),)
        assert len(traces.picks(least=0.5)) == len(traces.picks(reviewed=True)) == 1
    assert picks.phase.tolist() == ["P", "S"] and picks.event.tolist() == [events.index[0], 0]
    assert picks.time.iloc[0] == pandas.Timestamp(START + 10.125, unit="s", tz="UTC")
    assert np.isnan(picks.probability.iloc[0]) and picks.probability.iloc[1] == 0.4 and picks.channel.iloc[0] == "HH"
    (event,) = events.itertuples()
    assert (event.latitude, event.depth, event.magnitude, event.picks, event.stale) == (35.5, 8.0, 2.1, 1, False)


def test_an_empty_project_gives_empty_tables_with_their_columns(tmp_path: Path) -> None:
    (tmp_path / "a.mseed").write_bytes(b"")
    TraceProject.create(tmp_path / "a.seis", [tmp_path / "a.mseed"]).close()
    with seisviewer.open_traces(tmp_path / "a.seis") as traces:
        picks, events = traces.picks(), traces.catalogue(reviewed=True)
    assert picks.empty and events.empty and str(picks.time.dtype).startswith("datetime64") and "stale" in events


def test_added_picks_find_their_record_and_are_one_undo(project: Path) -> None:
    table = pandas.DataFrame({
        "station": ["AA01", "AA01"], "phase": ["P", "Sg"],
        "time": pandas.to_datetime([START + 20.123456, START + 25], unit="s", utc=True),
        "probability": [0.9, None], "model": ["mine", None],
    })  # fmt: skip
    with seisviewer.open_traces(project, edit=True) as traces:
        assert traces.add_picks(table) == 2 and traces.add_picks(table) == 0
    with TraceProject.open(project) as window:
        new = window.picks[2:]
        assert [pick.station for pick in new] == [STATION, STATION] and [pick.name for pick in new] == ["P", "Sg"]
        assert [pick.origin for pick in new] == [Origin.AUTOMATIC, Origin.MANUAL] and new[0].model == "mine"
        assert new[0].time == pytest.approx(START + 20.123456, abs=1e-6)
        assert [pick.review for pick in new] == [Review.UNREVIEWED, Review.ACCEPTED]
        window.undo()
        assert len(window.picks) == 2
    with seisviewer.open_traces(project, edit=True) as traces:
        assert traces.redo() and len(traces.picks()) == 4 and traces.undo()


def test_what_the_tables_give_can_be_added_again(project: Path) -> None:
    with seisviewer.open_traces(project, edit=True) as traces:
        before = traces.picks()
        assert traces.add_picks(before) == 0
        moved = before.assign(time=before.time + pandas.Timedelta(seconds=1))
        assert traces.add_picks(moved) == 2
        after = traces.picks().drop(before.index)
    same = [
        "network",
        "station",
        "location",
        "channel",
        "phase",
        "probability",
        "uncertainty",
        "origin",
        "review",
        "model",
    ]
    assert after.time.tolist() == moved.time.tolist()
    assert after[same].reset_index(drop=True).equals(moved[same].reset_index(drop=True))


def test_a_pick_of_no_record_is_a_warning(project: Path) -> None:
    table = pandas.DataFrame({"station": ["BB09"], "phase": ["P"], "time": [START + 3]})
    with seisviewer.open_traces(project, edit=True) as traces, pytest.warns(UserWarning, match="another station"):
        assert traces.add_picks(table) == 1


@pytest.mark.parametrize("table, said", [
    (pandas.DataFrame({"station": ["AA01"], "phase": ["P"]}), "no column time"),
    (pandas.DataFrame({"station": ["AA01"], "phase": ["P"], "time": ["noon"]}), "line 2, is no pick: “noon” is no time"),
    (pandas.DataFrame({"station": ["AA01"], "phase": ["P"], "time": [1.0], "origin": ["me"]}), "line 2"),
    ({"station": "AA01"}, "DataFrame"),
])  # fmt: skip
def test_a_wrong_table_changes_nothing_and_is_one_sentence(project: Path, table, said: str) -> None:
    with seisviewer.open_traces(project, edit=True) as traces:
        with pytest.raises(seisviewer.SeisviewerError, match=said):
            traces.add_picks(table)
        assert len(traces.picks()) == 2 and traces.version == 1


def test_a_reader_adds_nothing(project: Path) -> None:
    with seisviewer.open_traces(project) as traces, pytest.raises(seisviewer.SeisviewerError, match="edit=True"):
        traces.add_picks(pandas.DataFrame({"station": ["AA01"], "phase": ["P"], "time": [START + 3]}))
