"""Traces shifted by the computed P of the selected event: everything on them is shifted alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import QPoint, Qt

from seisviewer.app.traces.events.arrival_panel import ArrivalPanel
from seisviewer.app.traces.page.trace_page import TracePage
from seisviewer.picks.pick import Pick

from .event_desk import FIRST, EventDesk, event_desk

WAIT = 20_000  # ms


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[EventDesk]:
    with event_desk(qtbot, tmp_path) as made:
        first = [pick for pick in made.state.picks if pick.time < FIRST.time + 40]
        made.editor.new_event(*first)
        qtbot.waitUntil(lambda: not made.state.events[0].stale, timeout=WAIT)
        qtbot.waitUntil(lambda: made.state.theoretical is not None, timeout=WAIT)
        made.state.set_span(FIRST.time - 2, FIRST.time + 25)
        yield made


@pytest.fixture
def page(qtbot, desk: EventDesk) -> TracePage:
    made = TracePage(desk.state, desk.picks)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def first_p(desk: EventDesk, station: str) -> Pick:
    return next(pick for pick in desk.state.picks if pick.station.code == station and pick.phase == "P")


def spot(page: TracePage, pick: Pick) -> QPoint:
    top, bottom = page.visible.extent(pick.record)
    return QPoint(round(page.visible.scale_of(pick.record).x(pick.time)), round((top + bottom) / 2))


def test_p_waves_of_all_stations_lie_under_each_other_when_aligned(desk: EventDesk, page: TracePage) -> None:
    computed = {code: time for (code, phase), time in desk.state.theoretical.times.items() if phase == "P"}
    assert len(computed) == 6 and max(computed.values()) - min(computed.values()) > 2
    desk.state.set_display(moveout="aligned")
    places = [page.visible.scale_of(f"{code}..HH").x(time) for code, time in computed.items()]
    assert max(places) - min(places) < 0.01


def test_reduced_time_takes_the_distance_at_six_km_a_second_off(desk: EventDesk, page: TracePage) -> None:
    desk.state.set_display(moveout="reduced")
    away = desk.state.theoretical.away
    near, far = min(away, key=away.get), max(away, key=away.get)
    delays = page.visible.delays
    assert delays[f"{near}..HH"] == 0
    assert delays[f"{far}..HH"] == pytest.approx((away[far] - away[near]) / 6.0)


def test_a_pick_is_taken_and_dragged_where_it_is_drawn(qtbot, desk: EventDesk, page: TracePage) -> None:
    desk.state.set_display(moveout="aligned")
    late = max(page.visible.delays, key=page.visible.delays.get)
    pick = first_p(desk, late.removesuffix("..HH"))
    start = spot(page, pick)
    end = start + QPoint(30, 0)
    canvas = page.canvas
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    assert desk.state.selected == pick.id
    for step in (10, 20, 30):
        qtbot.mouseMove(canvas, start + QPoint(step, 0))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    moved = next(each for each in desk.state.picks if each.id == pick.id)
    assert moved.time - pick.time == pytest.approx(30 * page.visible.scale.seconds_a_pixel, rel=0.1)


def test_an_event_that_is_not_selected_shifts_nothing(qtbot, desk: EventDesk, page: TracePage) -> None:
    desk.state.set_display(moveout="aligned")
    assert page.visible.delays
    desk.state.set_selected_event(0)
    qtbot.waitUntil(lambda: not page.visible.delays)


def test_a_tick_in_the_arrivals_says_what_counts(qtbot, desk: EventDesk) -> None:
    panel = ArrivalPanel(desk.state, desk.editor, desk.work, lambda: None)
    qtbot.addWidget(panel)
    panel.resize(900, 300)
    panel.show()
    qtbot.waitExposed(panel)
    assert len(panel.model.rows) == 12
    nearest = panel.model.rows[0]
    box = panel.table.visualRect(panel.model.index(0, 0))
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.left() + 10, box.center().y()))
    qtbot.waitUntil(
        lambda: not desk.state.events[0].stale and len(desk.state.events[0].found.location.counted) == 11, timeout=WAIT
    )
    qtbot.waitUntil(lambda: not next(row for row in panel.model.rows if row.pick.id == nearest.pick.id).counts)
