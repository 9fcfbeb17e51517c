"""Events in a project with what was found out about them: stored, marked when their picks change, undone together."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from seisviewer.errors import BadRequest, ProjectError
from seisviewer.picks.located.found import Found
from seisviewer.picks.located.location import Arrival, Ellipse, Location
from seisviewer.picks.located.magnitude import EventMagnitude, StationMagnitude
from seisviewer.picks.located.mechanism import DoubleCouple, Mechanism
from seisviewer.picks.pick import Change, Event, Origin, Pick, Polarity, Review
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.station import StationId

from .timelines import reopened

CLC, CCC = StationId("CI", "CLC", "", "HH"), StationId("CI", "CCC", "", "HH")
T = 1562261629.0
PLACE = Location(
    T, 35.7, -117.5, 8.5, 0.12, 169.5, 14.25, Ellipse(3.5, 1.25, 53.0), (5.0, 11.0),
    (Arrival("CI.CLC", "P", T + 3, -0.04, 14.25, 326.0, 105.0), Arrival("CI.CCC", "P", T + 5, 0.1, 24.0, 147.0, 98.0, 0.0)),
    "iasp91",
)  # fmt: skip
FOUND = Found(
    PLACE,
    EventMagnitude("ML", 4.0, 0.2, "iaspei", (StationMagnitude("CI.CLC", "", "HHN", 12500.0, T + 8, 4.0, 0.0, "clipped"),)),
    (Mechanism(DoubleCouple(10.0, 80.0, -170.0), 0.9, 12.0, 0.1, None, 0.5, "B"),),
)  # fmt: skip
EVENT = Event(T, 35.7, -117.5, 8.5, 4.0, "ML", source="seisviewer", id=-1, kind="quarry blast", found=FOUND)

BEFORE_LOCATED = 12  # version of projects that knew nothing of where events lie


def pick(time: float, station: StationId = CLC, phase: str = "P", event: int = -1) -> Pick:
    return Pick(
        station, phase, time, 0.05, Polarity.NONE, Origin.AUTOMATIC, Review.UNREVIEWED, 0.8, "phasenet:original",
        event=event,
    )  # fmt: skip


@pytest.fixture
def traces(tmp_path: Path) -> Iterator[TraceProject]:
    records = tmp_path / "ridgecrest.mseed"
    records.write_bytes(b"samples")
    with TraceProject.create(tmp_path / "ridgecrest.seis", [records]) as made:
        made.commit([Change(None, each) for each in (EVENT, pick(T + 3), pick(T + 5, CCC), pick(T + 50, event=0))])
        yield made


def test_what_was_found_out_about_an_event_comes_back(traces):
    (event,) = traces.events
    assert event == replace(EVENT, id=event.id) and not event.stale
    chosen = replace(traces.picks[0], weight=4)
    traces.commit([Change(traces.picks[0], chosen)])
    with reopened(traces) as again:
        assert again.events[0].found == FOUND and again.events[0].kind == "quarry blast"
        assert again.picks[0] == chosen


@pytest.mark.parametrize(
    "changed",
    [
        lambda pick: replace(pick, time=pick.time + 0.4),
        lambda pick: replace(pick, review=Review.REJECTED),
        lambda pick: replace(pick, phase="S"),
        lambda pick: replace(pick, weight=2),
        lambda pick: replace(pick, uncertainty=0.3),
        lambda pick: replace(pick, event=0),
        lambda pick: None,
    ],
)
def test_a_change_of_a_pick_that_moves_its_event_marks_the_event_and_one_undo_takes_both_back(traces, changed):
    before = traces.picks, traces.events
    traces.commit([Change(traces.picks[0], changed(traces.picks[0]))])
    assert traces.events[0].stale and traces.events[0].found == FOUND
    traces.undo()
    assert (traces.picks, traces.events) == before
    traces.redo()
    assert traces.events[0].stale


@pytest.mark.parametrize(
    "changed",
    [
        lambda pick: replace(pick, review=Review.ACCEPTED),
        lambda pick: replace(pick, polarity=Polarity.POSITIVE),
        lambda pick: replace(pick, onset="emergent"),
    ],
)
def test_what_says_nothing_of_the_place_marks_nothing(traces, changed):
    traces.commit([Change(traces.picks[0], changed(traces.picks[0]))])
    assert not traces.events[0].stale


def test_events_that_come_located_with_their_picks_are_not_marked(traces):
    located = replace(EVENT, time=T + 40, id=-5)
    traces.commit([Change(None, located), Change(traces.picks[2], replace(traces.picks[2], event=-5))])
    assert [event.stale for event in traces.events] == [False, False]


def test_a_pick_that_goes_to_another_event_marks_both_and_an_event_that_was_never_located_is_not_marked(traces):
    traces.commit([Change(None, replace(EVENT, time=T + 40, id=-1)), Change(None, Event(T + 90))])
    first, second, third = traces.events
    traces.commit([Change(traces.picks[0], replace(traces.picks[0], event=second.id))])
    assert [event.stale for event in traces.events] == [True, True, False]
    traces.commit([Change(traces.picks[2], replace(traces.picks[2], event=third.id))])
    assert not traces.events[2].stale


def test_where_an_event_lies_now_belongs_to_the_step_that_moved_it(traces):
    before = traces.picks, traces.events
    traces.commit([Change(traces.picks[0], None)])
    stale = traces.events[0]
    located = replace(stale, depth=3.0, stale=False, found=replace(FOUND, location=replace(PLACE, depth=3.0)))
    traces.follow_up([Change(stale, located)])
    after = traces.picks, traces.events
    assert traces.events == (located,)
    with reopened(traces) as again:
        again.undo()
        assert (again.picks, again.events) == before
        again.redo()
        assert (again.picks, again.events) == after


def test_a_new_event_that_is_located_afterwards_is_gone_after_one_undo_also_from_the_file(traces):
    (made,) = traces.commit([Change(None, Event(T + 60, source="seisviewer", stale=True))])
    traces.follow_up([Change(made.after, replace(made.after, depth=2.0, stale=False))])
    traces.undo()
    assert len(traces.events) == 1
    with reopened(traces) as again:
        assert len(again.events) == 1


def test_what_follows_is_refused_where_the_event_changed_meanwhile_and_leaves_what_can_be_redone(traces):
    stale = traces.events[0]
    traces.commit([Change(stale, replace(stale, kind="explosion"))])
    with pytest.raises(BadRequest):
        traces.follow_up([Change(stale, replace(stale, depth=1.0))])
    traces.undo()
    now = traces.events[0]
    traces.follow_up([Change(now, replace(now, depth=1.0))])
    assert traces.can_redo and traces.events[0].depth == 1.0
    traces.undo()
    assert not traces.events, "it belonged to the step that brought the event"


def test_picks_that_are_picked_again_stay_with_their_event(traces):
    traces.replace_automatic("phasenet:original", {str(CLC)}, [pick(T + 3.02, event=0), pick(T + 51, event=0)])
    number = traces.events[0].id
    assert [each.event for each in traces.picks] == [number, number, 0]
    assert traces.events[0].stale, "its P came 0.02 s later"


def test_a_copy_of_a_project_whose_file_was_spoilt_keeps_what_was_found(traces, tmp_path):
    copy = tmp_path / "copy.seis"
    traces._store_anew(copy)
    with TraceProject.open(copy) as again:
        assert again.events[0].found == FOUND and again.events[0].kind == "quarry blast"


@pytest.mark.parametrize("text", ["{", "[]", '{"location": {"time": 1}}', '{"location": 3}', '{"mechanisms": [[1]]}'])
def test_what_seisviewer_never_writes_is_damage_in_one_sentence(traces, text):
    folder = traces.folder
    traces.close()
    with sqlite3.connect(folder / "project.db") as connection:
        connection.execute("UPDATE events SET found = ?", (text,))
    with pytest.raises(ProjectError, match="project.db"):
        TraceProject.open(folder)


def test_a_project_from_before_events_were_located_opens_and_undoes_what_was_done_then(traces):
    folder = traces.folder
    traces.commit([Change(traces.events[0], replace(traces.events[0], found=Found(), kind=""))])
    traces.close()
    with sqlite3.connect(folder / "project.db") as connection:
        for column in ("kind", "found", "stale"):
            connection.execute(f"ALTER TABLE events DROP COLUMN {column}")
        connection.execute("ALTER TABLE picks DROP COLUMN weight")
        connection.execute("ALTER TABLE strokes DROP COLUMN along")  # of a later version
        for table in ("horizons", "wells"):  # of later versions
            connection.execute(f"DROP TABLE {table}")
        connection.execute(f"PRAGMA user_version = {BEFORE_LOCATED}")
    with TraceProject.open(folder) as again:
        assert [(event.magnitude, event.kind, event.found) for event in again.events] == [(4.0, "", Found())]
        assert len(again.picks) == 3


def test_choices_for_the_catalogue_are_kept(traces):
    assert traces.catalogue_choices == {}
    traces.set_catalogue_choices({"velocity": "ak135"})
    with reopened(traces) as again:
        assert again.catalogue_choices == {"velocity": "ak135"}
