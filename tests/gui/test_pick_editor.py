"""Changing picks: every change is one action of the project, and one undo takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seisviewer.app.traces.bring_into_view import show_pick
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.reviewing.review_walk import ReviewWalk
from seisviewer.app.traces.trace_state import Span, TraceState
from seisviewer.errors import ProjectError
from seisviewer.picks.pick import Event, Origin, Pick, Polarity, Review
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.traces.pick_placing import place_picks

START = 1562259600.0


def record(station: str, instrument: str = "HH", start: float = START) -> Record:
    samples = np.zeros(60_000, np.float32)
    components = tuple(Component(code, instrument + code, 100.0, (Segment(start, samples),)) for code in "ZNE")
    return Record(StationId("XX", station, "", instrument), components)


def found(station: str, phase: str, at: float, probability: float = 0.9, **more) -> Pick:
    return Pick(
        StationId("XX", station, "", "HH"), phase, START + at, 0.1, origin=Origin.AUTOMATIC, review=Review.UNREVIEWED,
        probability=probability, model="phasenet:original", **more,
    )  # fmt: skip


class Room:
    """A desk with two stations, whose project is made at the first change, and what was said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "records.seis"
        source = folder / "records.mseed"
        source.write_bytes(b"")
        self.state = TraceState()
        self.archive = Archive((record("AAA"), record("BBB")), (source,))
        self.editor = PickEditor(self.state, self.project_for)
        self.walk = ReviewWalk(self.state, self.editor)
        self.said: list[str] = []
        self.state.message.connect(self.said.append)
        self.state.problem.connect(self.said.append)
        self.state.set_archive(self.archive)

    def project_for(self, archive: Archive) -> TraceProject:
        return TraceProject.create(self.folder, archive.sources)

    @property
    def only(self) -> Pick:
        (pick,) = self.state.picks
        return pick


@pytest.fixture
def room(qapp, tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    if room.state.project is not None:
        room.state.project.close()


def test_the_first_pick_makes_the_project_and_is_kept(room: Room) -> None:
    assert not room.folder.exists(), "looking alone leaves nothing behind"
    room.editor.set_pick(room.archive.records[0], "P", START + 10)
    assert room.state.selected == room.only.id > 0
    room.state.project.close()
    with TraceProject.open(room.folder, edit=False) as again:
        (kept,) = again.picks
    assert (kept.record, kept.phase, kept.time, kept.origin) == ("XX.AAA..HH", "P", START + 10, Origin.MANUAL)
    assert kept.review is Review.ACCEPTED


def test_setting_a_phase_beside_a_shown_pick_moves_that_one(room: Room) -> None:
    room.editor.add_automatic("phasenet:original", ["XX.AAA..HH"], [found("AAA", "P", 10)])
    room.editor.set_pick(room.archive.records[0], "P", START + 10.3)
    assert room.only.time == pytest.approx(START + 10.3) and room.only.review is Review.MOVED
    assert room.only.origin is Origin.MANUAL and room.only.probability is None and room.only.model == ""
    room.editor.set_pick(room.archive.records[0], "S", START + 10.3)
    room.editor.set_pick(room.archive.records[1], "P", START + 10.3)
    room.editor.set_pick(room.archive.records[0], "P", START + 12)
    assert len(room.state.picks) == 4, "another phase, another station or another onset is another pick"


def test_every_change_is_undone_by_itself_also_after_closing(room: Room) -> None:
    editor, state = room.editor, room.state
    pick = editor.set_pick(room.archive.records[0], "P", START + 10)
    editor.move(pick, START + 11, 0.2)
    editor.polarity(room.only, up=True)
    editor.delete(room.only)
    assert state.picks == () and state.selected == 0
    state.project.close()
    state.set_project(TraceProject.open(room.folder))
    editor.undo()
    assert room.only.polarity is Polarity.POSITIVE
    editor.undo()
    assert room.only.polarity is Polarity.NONE and (room.only.time, room.only.uncertainty) == (START + 11, 0.2)
    editor.undo()
    assert (room.only.time, room.only.uncertainty) == (START + 10, None)
    editor.undo()
    assert state.picks == ()
    editor.undo()
    assert room.said[-1] == "There is nothing to undo."
    editor.redo()
    assert room.only.time == START + 10 and room.said[-1] == "Redone: P on XX.AAA."


def test_first_motion_goes_round(room: Room) -> None:
    room.editor.set_pick(room.archive.records[0], "P", START + 10)
    seen = []
    for up in (True, True, True, True, False):
        room.editor.polarity(room.only, up)
        seen.append(room.only.polarity.value)
    assert seen == ["positive", "undecidable", "", "positive", "negative"]


def test_giving_an_automatic_pick_a_first_motion_accepts_it(room: Room) -> None:
    """Else the next run of the picker would throw the polarity away with the pick."""
    room.editor.add_automatic("phasenet:original", ["XX.AAA..HH"], [found("AAA", "P", 10)])
    room.editor.polarity(room.only, up=False)
    assert room.only.review is Review.ACCEPTED
    room.editor.add_automatic("phasenet:original", ["XX.AAA..HH"], [found("AAA", "P", 10.02)])
    assert room.only.polarity is Polarity.NEGATIVE


def test_a_pick_that_was_moved_stays_known_as_moved_when_it_is_accepted(room: Room) -> None:
    room.editor.add_automatic("phasenet:original", [], [found("AAA", "P", 10)])
    room.editor.move(room.only, START + 11)
    room.editor.accept(room.only)
    assert room.only.review is Review.MOVED, "the picker would find it again where it was"
    room.editor.reject(room.only)
    assert room.only.review is Review.REJECTED


def test_reviewing_walks_through_what_is_shown_and_back(room: Room) -> None:
    picks = [found("AAA", "P", 10), found("BBB", "P", 11, 0.2), found("BBB", "S", 20), found("AAA", "S", 400)]
    room.editor.add_automatic("phasenet:original", ["XX.AAA..HH", "XX.BBB..HH"], picks)
    state, walk = room.state, room.walk
    state.set_span(START, START + 20)
    walk.next()
    assert state.selected_pick.time == START + 10
    walk.accept_and_next()
    assert state.selected_pick.time == START + 20, "what is below the threshold is passed by"
    assert state.current == "XX.BBB..HH"
    walk.reject_and_next()
    assert state.selected_pick.time == START + 400
    assert state.span.start < START + 400 < state.span.end and state.span.length == 20
    assert [pick.review.value for pick in state.shown_picks] == ["accepted", "rejected", "unreviewed"]
    walk.back()
    assert state.selected_pick.time == START + 20
    walk.back()
    assert state.selected_pick.time == START + 10
    walk.accept_and_next()
    assert state.selected_pick.time == START + 400, "what was rejected before is not asked about again"
    walk.accept_and_next()
    assert room.said[-1] == "No shown pick is left to review."
    state.set_threshold("P", 0.1)
    walk.next(-1)
    assert state.selected_pick.time == START + 11


def test_the_walk_shows_as_much_time_as_a_pick_is_judged_in(room: Room) -> None:
    picks = [found("AAA", "P", at) for at in (100, 200, 300, 400)]
    room.editor.add_automatic("phasenet:original", ["XX.AAA..HH"], picks)
    state, walk = room.state, room.walk
    walk.next()
    assert state.span == Span(START + 90, START + 110), "ten minutes in a thousand pixels show no onset"
    state.set_span(START + 70, START + 130)  # the user wants to see more of it
    walk.accept_and_next()
    assert state.span == Span(START + 170, START + 230)
    state.set_span(START, START + 600)  # a look at the whole is not what picks are judged in
    walk.accept_and_next()
    assert state.span == Span(START + 270, START + 330)
    state.set_span(START + 298, START + 303)
    walk.accept_and_next()
    assert state.span.length == 5
    walk.back()
    assert state.selected_pick.time == START + 300 and state.span.length == 5


def test_fast_records_are_judged_in_less_time(room: Room) -> None:
    fast = replace(record("FAST"), components=(Component("Z", "HHZ", 1000.0, (Segment(START, np.zeros(60_000)),)),))
    room.state.set_archive(Archive((fast,), room.archive.sources), room.editor.ensure_project())
    room.editor.add_automatic("phasenet:original", [fast.key], [found("FAST", "P", 30)])
    room.walk.next()
    assert room.state.span == Span(START + 29, START + 31)


def test_picks_of_hidden_records_are_passed_by_but_can_be_gone_to(room: Room) -> None:
    room.editor.add_automatic("m", ["XX.AAA..HH", "XX.BBB..HH"], [found("AAA", "P", 10), found("BBB", "P", 11)])
    room.state.set_hidden(frozenset({"XX.AAA..HH"}))
    assert room.walk.next().record == "XX.BBB..HH"
    show_pick(room.state, room.state.picks[0])
    assert room.state.hidden == frozenset() and room.state.selected_pick.record == "XX.AAA..HH"


def test_a_stale_pick_is_changed_as_it_is_now_and_one_that_is_gone_is_left_alone(room: Room) -> None:
    old = room.editor.set_pick(room.archive.records[0], "P", START + 10)
    room.editor.move(old, START + 11)
    room.editor.polarity(old, up=True)
    assert (room.only.time, room.only.polarity) == (START + 11, Polarity.POSITIVE)
    room.editor.delete(old)
    room.editor.move(old, START + 12)
    assert room.state.picks == () and not [said for said in room.said if "no longer" in said]


def test_a_project_that_cannot_be_changed_says_so(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    pick = room.editor.set_pick(room.archive.records[0], "P", START + 10)
    room.state.project.close()
    room.state.set_project(TraceProject.open(room.folder, edit=False))
    room.editor.move(pick, START + 11)
    assert room.only.time == START + 10 and "can only be looked at" in room.said[-1]


def test_a_project_that_cannot_be_made_says_so(qapp, tmp_path: Path) -> None:
    def refuse(archive: Archive) -> TraceProject:
        raise ProjectError("no room")

    room = Room(tmp_path)
    editor = PickEditor(room.state, refuse)
    assert editor.set_pick(room.archive.records[0], "P", START) is None
    assert room.said == ["no room"] and room.state.picks == ()


def test_importing_twice_adds_nothing_and_one_undo_takes_all_back(room: Room) -> None:
    event = Event(START + 5, 35.0, -117.0, name="quake", source="catalogue", id=-7)
    picks = [replace(found("AAA", "P", 10), event=-7), found("BBB", "P", 11)]
    assert room.editor.import_picks(picks, [event]) == 3
    assert room.state.events[0].id > 0 and room.state.picks[0].event == room.state.events[0].id
    assert room.state.picks[1].event == 0
    assert room.editor.import_picks(picks, [event]) == 0
    assert room.editor.import_picks([replace(found("AAA", "S", 14), event=-7)], [event]) == 1
    assert room.state.picks[-1].event == room.state.events[0].id, "a new pick of a known event"
    room.editor.undo()
    room.editor.undo()
    assert room.state.picks == () and room.state.events == ()


def test_events_of_one_source_take_the_place_of_its_older_ones(room: Room) -> None:
    room.editor.import_picks([], [Event(START, source="catalogue")])
    room.editor.add_events("STA/LTA", [Event(START + 1), Event(START + 2)])
    room.editor.add_events("STA/LTA", [Event(START + 3)])
    assert [(event.time - START, event.source) for event in room.state.events] == [(0, "catalogue"), (3, "STA/LTA")]
    room.editor.undo()
    assert len(room.state.events) == 3


def test_picks_that_came_with_the_records_are_taken_over_by_the_project(room: Room) -> None:
    reference = tuple(replace(found("AAA", phase, at), origin=Origin.MANUAL) for phase, at in (("P", 10), ("S", 14)))
    room.state.set_archive(room.archive, None, reference)
    assert len(room.state.picks) == 2 and not room.folder.exists()
    room.state.set_selected(room.state.picks[1].id)
    room.editor.move(room.state.picks[1], START + 15)
    assert [pick.time - START for pick in room.state.project.picks] == [10, 15]
    assert room.state.selected_pick.time == START + 15
    room.editor.undo()
    assert [pick.time - START for pick in room.state.picks] == [10, 14]


def test_events_that_came_with_the_records_are_taken_over_with_the_picks(room: Room) -> None:
    events = (Event(START + 5, 35.0, 140.0, source="catalogue", id=-1),)
    room.state.set_archive(room.archive, None, (found("AAA", "P", 10),), events)
    assert [event.time - START for event in room.state.events] == [5]
    room.editor.set_pick(room.archive.records[0], "S", START + 20)
    assert [event.time - START for event in room.state.project.events] == [5]
    assert [pick.time - START for pick in room.state.project.picks] == [10, 20]


def test_a_deleted_reference_pick_is_the_right_one(room: Room) -> None:
    room.state.set_archive(room.archive, None, (found("AAA", "P", 10), found("BBB", "P", 11)))
    room.editor.delete(room.state.picks[1])
    assert room.only.record == "XX.AAA..HH"


def test_reference_picks_that_were_deleted_do_not_come_back_when_the_project_is_found_again(room: Room) -> None:
    reference = (found("AAA", "P", 10), found("BBB", "P", 11))
    room.state.set_archive(room.archive, None, reference)
    room.editor.delete(*room.state.picks)
    room.state.project.close()
    room.state.set_archive(room.archive, None, reference)
    editor = PickEditor(room.state, lambda archive: TraceProject.open(room.folder))
    editor.set_pick(room.archive.records[0], "S", START + 20)
    assert [pick.time - START for pick in room.state.project.picks] == [20]


def test_picks_of_files_find_the_record_they_can_only_mean() -> None:
    early, late = record("AAA", "HN"), record("AAA", "HH", START + 1000)
    archive = Archive((early, late, record("BBB")))
    bare = Pick(StationId("", "AAA", "", ""), "P", START + 1010)
    exact = Pick(StationId("XX", "BBB", "", "HH"), "P", START + 1)
    other = Pick(StationId("YY", "BBB", "", ""), "P", START + 1)
    placed = place_picks([bare, exact, other], archive)
    first, second, third = placed.picks
    assert first.station == late.station, "the instrument that has samples then"
    assert second is exact and third is other and placed.strangers == {"YY.BBB": 1}


def test_the_project_can_be_asked_for_before_a_change(room: Room) -> None:
    project = room.editor.ensure_project()
    assert project is room.state.project and room.folder.is_dir() and not project.picks
    assert room.editor.ensure_project() is project


def test_what_a_person_moved_has_the_uncertainty_that_they_state_and_not_the_width_of_the_curve(room: Room) -> None:
    machine = replace(found("AAA", "P", 10), uncertainty=0.21, width_of_model=True)
    room.editor.add_automatic(machine.model, [machine.record], [machine])
    room.state.set_own_uncertainty(0.05)
    room.editor.move(room.only, START + 10.2)
    assert (room.only.uncertainty, room.only.width_of_model, room.only.review) == (0.05, False, Review.MOVED)
    room.editor.move(room.only, START + 10.3)
    assert room.only.review is Review.MOVED, "it stays known as moved"
    room.editor.undo()
    room.editor.undo()
    assert room.only == replace(machine, id=room.only.id)


def test_a_pick_set_by_hand_has_the_uncertainty_that_its_user_states(room: Room) -> None:
    room.editor.set_pick(room.archive.records[0], "P", START + 10)
    assert room.only.uncertainty is None
    room.editor.delete(room.only)
    room.state.set_own_uncertainty(0.04)
    room.editor.set_pick(room.archive.records[0], "P", START + 10)
    assert room.only.uncertainty == 0.04


def test_typing_an_uncertainty_makes_it_the_users(room: Room) -> None:
    machine = replace(found("AAA", "P", 10), uncertainty=0.21, width_of_model=True)
    room.editor.add_automatic(machine.model, [machine.record], [machine])
    room.editor.set_uncertainty(room.only, 0.1)
    assert (room.only.uncertainty, room.only.width_of_model) == (0.1, False)


def test_a_first_motion_by_a_network_goes_with_the_onset_and_one_by_hand_stays(room: Room) -> None:
    motion = (Polarity.NEGATIVE, "PolarCAP", 0.97, 0.02)
    room.editor.import_picks([found("AAA", "P", 10).with_polarity(*motion)])
    room.editor.accept(room.only)
    now = room.only
    assert (now.polarity, now.polarity_model, now.polarity_probability, now.polarity_spread) == motion
    room.editor.move(room.only, START + 10.4)
    assert (room.only.polarity, room.only.polarity_model, room.only.polarity_probability) == (Polarity.NONE, "", None)
    room.editor.undo()
    room.editor.set_polarity(room.only, Polarity.POSITIVE)
    assert (room.only.polarity_model, room.only.polarity_probability, room.only.polarity_spread) == ("", None, None)
    room.editor.move(room.only, START + 10.4)
    assert room.only.polarity is Polarity.POSITIVE
