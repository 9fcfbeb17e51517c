"""Events on the trace desk: gathered from picks, kept right while picks change, undone with what moved them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from seisviewer.app.traces.events.event_columns import COLUMNS, EventRow
from seisviewer.app.traces.events.event_list import EventList
from seisviewer.app.traces.events.location_form import LocationForm
from seisviewer.picks.pick import Change, Event, Pick, Review

from ...catalogue.network import apart
from .event_desk import FIRST, SECOND, EventDesk, event_desk, picks_of

WAIT = 20_000  # ms


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[EventDesk]:
    with event_desk(qtbot, tmp_path) as made:
        yield made


@pytest.fixture
def gathered(qtbot, desk: EventDesk) -> EventDesk:
    """Both earthquakes as located events, in one step."""
    picks = desk.state.picks
    early = {pick.id: -1 if pick.time < SECOND.time else -2 for pick in picks}
    desk.picks.commit(
        *(
            Change(None, Event(source.time, source="seisviewer", id=number, stale=True))
            for number, source in ((-1, FIRST), (-2, SECOND))
        ),
        *(Change(pick, replace(pick, event=early[pick.id])) for pick in picks),
    )
    qtbot.waitUntil(lambda: settled(desk), timeout=WAIT)
    return desk


def settled(desk: EventDesk) -> bool:
    return not any(event.stale for event in desk.state.events)


def test_picks_become_located_events_in_one_step(qtbot, desk: EventDesk) -> None:
    with qtbot.waitSignal(desk.work.gathered, timeout=WAIT):
        desk.work.gather(desk.state.picks, with_magnitudes=False)
    gathered, state = desk, desk.state
    assert len(state.events) == 2
    for source in (FIRST, SECOND):
        event = gathered.event_at(source)
        assert apart(event.latitude, event.longitude, source) < 2 and abs(event.depth - source.depth) < 4
        assert len([pick for pick in state.picks if pick.event == event.id]) == 12
        assert len(event.found.location.arrivals) == 12 and event.source == "seisviewer"
    gathered.picks.undo()
    assert state.events == () and not any(pick.event for pick in state.picks)
    gathered.picks.redo()
    assert len(state.events) == 2


def test_a_moved_pick_moves_its_event_at_once_and_one_undo_takes_both_back(qtbot, gathered: EventDesk) -> None:
    state = gathered.state
    before = state.picks, state.events
    event = gathered.event_at(FIRST)
    pick = next(pick for pick in state.picks if pick.event == event.id and pick.phase == "P")
    gathered.picks.move(pick, pick.time + 0.4)
    assert gathered.event_at(FIRST).stale
    qtbot.waitUntil(lambda: settled(gathered), timeout=WAIT)
    now = gathered.event_at(FIRST)
    assert now.found.location != event.found.location
    assert any(abs(each.time - pick.time - 0.4) < 1e-6 for each in now.found.location.arrivals)
    assert gathered.event_at(SECOND) == before[1][1], "the other event stays as it was"
    gathered.picks.undo()
    assert (state.picks, state.events) == before
    gathered.picks.redo()
    assert gathered.event_at(FIRST) == now, "nothing is located again for a redo"


def test_an_arrival_that_shall_not_count_stays_with_its_residual(qtbot, gathered: EventDesk) -> None:
    event = gathered.event_at(FIRST)
    pick = next(pick for pick in gathered.state.picks if pick.event == event.id and pick.phase == "S")
    gathered.editor.set_weight(4, pick)
    qtbot.waitUntil(lambda: settled(gathered), timeout=WAIT)
    location = gathered.event_at(FIRST).found.location
    (arrival,) = [each for each in location.arrivals if (each.station, each.phase) == (pick.station.code, "S")]
    assert arrival.weight == 0 and abs(arrival.residual) < 1 and len(location.counted) == 11
    assert next(each for each in gathered.state.picks if each.id == pick.id).review is Review.ACCEPTED


def test_what_is_far_off_counts_only_where_a_person_says_so(qtbot, gathered: EventDesk) -> None:
    event = gathered.event_at(FIRST)
    pick = next(pick for pick in gathered.state.picks if pick.event == event.id and pick.phase == "P")
    gathered.picks.move(pick, pick.time + 3.0)
    qtbot.waitUntil(lambda: settled(gathered), timeout=WAIT)
    assert len(gathered.event_at(FIRST).found.location.counted) == 11
    moved = next(each for each in gathered.state.picks if each.id == pick.id)
    gathered.editor.set_weight(0, moved)
    qtbot.waitUntil(lambda: settled(gathered), timeout=WAIT)
    assert len(gathered.event_at(FIRST).found.location.counted) == 12


def test_merged_events_are_one_that_has_the_picks_of_both_and_undo_parts_them(qtbot, gathered: EventDesk) -> None:
    before = gathered.state.picks, gathered.state.events
    gathered.editor.merge(*gathered.state.events)
    qtbot.waitUntil(lambda: settled(gathered), timeout=WAIT)
    (event,) = gathered.state.events
    assert {pick.event for pick in gathered.state.picks} == {event.id}
    assert len(event.found.location.arrivals) == 24
    gathered.picks.undo()
    assert (gathered.state.picks, gathered.state.events) == before


def test_chosen_picks_become_an_event_of_their_own(qtbot, gathered: EventDesk) -> None:
    first = gathered.event_at(FIRST)
    own = [pick for pick in gathered.state.picks if pick.event == first.id]
    gathered.editor.new_event(*own[:5])
    qtbot.waitUntil(lambda: settled(gathered), timeout=WAIT)
    assert len(gathered.state.events) == 3
    made = gathered.state.chosen_event
    assert made.found.location is not None and {pick.id for pick in own[:5]} == {
        pick.id for pick in gathered.state.picks if pick.event == made.id
    }
    left = next(event for event in gathered.state.events if event.id == first.id)
    assert len(left.found.location.arrivals) == 7


def test_an_event_with_too_few_picks_says_so_and_is_not_tried_for_ever(qtbot, gathered: EventDesk, monkeypatch) -> None:
    one = next(pick for pick in gathered.state.picks if pick.phase == "P")
    gathered.editor.new_event(one)
    made = gathered.state.chosen_event
    qtbot.waitUntil(lambda: made.id in gathered.work.reasons, timeout=WAIT)
    assert "too few" in gathered.work.reasons[made.id]
    version = gathered.state.project.version
    started: list[str] = []
    monkeypatch.setattr(gathered.lanes, "start", lambda lane, job: started.append(lane))
    qtbot.wait(300)
    assert started == []
    assert gathered.state.project.version == version
    listed = EventList(gathered.state, gathered.editor, gathered.work, lambda: None)
    qtbot.addWidget(listed)
    row = next(row for row in listed.model.rows if row.event.id == made.id)
    assert row.status == "not located"


def test_a_catalogue_event_stays_where_it_was_until_somebody_asks(qtbot, desk: EventDesk) -> None:
    desk.stored(Event(FIRST.time, 35.3, -117.3, 5.0, 3.1, "Mw", source="catalogue"))
    (event,) = desk.state.events
    own = [pick for pick in desk.state.picks if abs(pick.time - FIRST.time) < 30]
    desk.picks.commit(*(_of(pick, event) for pick in own))
    assert desk.state.events == (event,)
    desk.work.locate([event])
    qtbot.waitUntil(lambda: desk.state.events[0].found.location is not None, timeout=WAIT)
    now = desk.state.events[0]
    assert apart(now.latitude, now.longitude, FIRST) < 2 and (now.magnitude, now.magnitude_type) == (3.1, "Mw")


def test_gathering_loose_picks_leaves_events_that_are_there(qtbot, gathered: EventDesk) -> None:
    before = set(gathered.state.events)
    gathered.stored(*(replace(pick, time=pick.time + 40.0) for pick in picks_of(FIRST)))
    gathered.work.gather([pick for pick in gathered.state.picks if not pick.event], with_magnitudes=False)
    qtbot.waitUntil(lambda: len(gathered.state.events) == 3, timeout=WAIT)
    assert before < set(gathered.state.events)


@pytest.mark.slow
def test_gathering_all_picks_again_takes_the_place_of_events(qtbot, gathered: EventDesk) -> None:
    old = {event.id for event in gathered.state.events}
    gathered.work.gather(gathered.state.picks, with_magnitudes=False)
    qtbot.waitUntil(lambda: not old & {event.id for event in gathered.state.events}, timeout=WAIT)
    assert len(gathered.state.events) == 2


def test_the_type_of_events_is_said_in_the_words_of_quakeml(gathered: EventDesk) -> None:
    gathered.editor.set_kind("quarry blast", *gathered.state.events)
    assert {event.kind for event in gathered.state.events} == {"quarry blast"} and settled(gathered)
    gathered.picks.undo()
    assert {event.kind for event in gathered.state.events} == {""}


def _of(pick: Pick, event: Event) -> Change:
    return Change(pick, replace(pick, event=event.id))


def test_a_suggested_type_is_marked_until_somebody_says_it(desk: EventDesk) -> None:
    desk.stored(Event(FIRST.time), Event(SECOND.time, kind="earthquake"))
    first, second = desk.state.events
    desk.editor.suggest_kinds({first.id: "explosion", second.id: "explosion"}, "kinds.pt")
    assert [_type_of(event) for event in desk.state.events] == ["Explosion ?", "Earthquake"]
    desk.editor.set_kind("explosion", desk.state.events[0])
    assert [_type_of(event) for event in desk.state.events] == ["Explosion", "Earthquake"]
    desk.picks.undo()
    assert _type_of(desk.state.events[0]) == "Explosion ?"


def _type_of(event: Event) -> str:
    return next(column for column in COLUMNS if column.title == "Type").text(EventRow(event))


def test_a_depth_that_is_held_fast_is_that_of_every_event(qtbot, gathered: EventDesk) -> None:
    gathered.work.choose(replace(gathered.work.choices, depth=15.0))
    gathered.work.locate(gathered.state.events)
    qtbot.waitUntil(lambda: all(event.depth == 15.0 for event in gathered.state.events), timeout=WAIT)
    assert all(event.found.location.has_fixed_depth for event in gathered.state.events)
    gathered.work.choose(replace(gathered.work.choices, depth=None, deepest=9.0))
    gathered.work.locate(gathered.state.events)
    qtbot.waitUntil(lambda: all(event.depth != 15.0 for event in gathered.state.events), timeout=WAIT)
    assert gathered.event_at(SECOND).depth <= 9.0 + 1e-6 < SECOND.depth


def test_the_form_of_locations_says_depths(qtbot, desk: EventDesk) -> None:
    form = LocationForm(replace(desk.work.choices, deepest=12.0), True, Path())
    qtbot.addWidget(form)
    assert (form.choices.depth, form.choices.deepest) == (None, 12.0) and form.depth.text() == "free"
    form.depth.setValue(7.5)
    form.deepest.setValue(form.deepest.minimum())
    assert (form.choices.depth, form.choices.deepest) == (7.5, None)
