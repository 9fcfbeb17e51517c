"""The focal sphere beside its onsets: flipped first motions are undone, and the mechanism is searched anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest

from seisviewer.app.catalogue_views.catalogue_window import CatalogueWindow
from seisviewer.app.catalogue_views.mechanism_page import MechanismPage
from seisviewer.app.catalogue_views.onset_list import ROW
from seisviewer.app.main_window.window import MainWindow
from seisviewer.catalogue.double_couple import kagan_angles
from seisviewer.catalogue.focal_sphere import starts_upward
from seisviewer.picks.located.found import Found
from seisviewer.picks.located.location import Arrival, Ellipse, Location
from seisviewer.picks.located.mechanism import DoubleCouple, Mechanism, normal_and_slip
from seisviewer.picks.pick import Change, Event, Pick, Polarity
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import Coordinates, StationId

START = 1_562_261_629.0
TRUTH = DoubleCouple(320.0, 60.0, -150.0)
COUNT = 16
AZIMUTHS = [360 / COUNT * number for number in range(COUNT)]
DISTANCES = [8.0 + 5 * (number % 6) for number in range(COUNT)]
TAKE_OFFS = [180.0 - float(np.degrees(np.arctan2(distance, 9.0))) for distance in DISTANCES]  # straight up to them
UP = starts_upward(TRUTH, AZIMUTHS, TAKE_OFFS)
WRONG = 3  # the station whose first motion was read the wrong way


def station(number: int) -> StationId:
    return StationId("XX", f"S{number:02d}", "", "HH")


def record(number: int) -> Record:
    """A vertical step at P, 3 s after the origin time, the way the truth has it."""
    turn = np.radians(AZIMUTHS[number])
    place = Coordinates(
        35.0 + DISTANCES[number] * np.cos(turn) / 111.195,
        -117.0 + DISTANCES[number] * np.sin(turn) / 111.195 / np.cos(np.radians(35.0)),
    )
    samples = np.zeros(1000, np.float32)
    samples[300:] = (1.0 if UP[number] else -1.0) * np.hanning(1400)[:700]
    return Record(station(number), (Component("Z", "HHZ", 100.0, (Segment(START, samples),)),), place)


def polarity(number: int) -> Polarity:
    return Polarity.POSITIVE if UP[number] != (number == WRONG) else Polarity.NEGATIVE


@pytest.fixture
def window(qtbot, new_window: Callable[..., MainWindow], tmp_path: Path) -> MainWindow:
    """One located event with a mechanism and COUNT first motions, one of them wrong."""
    (tmp_path / "records.mseed").write_bytes(b"")
    made = new_window(1280, 720)
    arrivals = tuple(
        Arrival(station(number).code, "P", START + 3.0, 0.0, DISTANCES[number], AZIMUTHS[number], TAKE_OFFS[number])
        for number in range(COUNT)
    )
    location = Location(
        START, 35.0, -117.0, 9.0, 0.1, 30.0, 8.0, Ellipse(1, 1, 0), (8.0, 10.0), arrivals, "half-space:6.0,3.46"
    )
    solution = Mechanism(TRUTH, 0.8, 20.0, 0.1, None, 0.5, "B")
    found = Found(location, mechanisms=(solution, replace(solution, plane=DoubleCouple(30, 50, 60), probability=0.2)))
    project = TraceProject.create(tmp_path / "records.seis", [tmp_path / "records.mseed"])
    event, *_ = project.commit([  # at once: an event that gains picks later is located anew
        Change(None, Event(START, 35.0, -117.0, 9.0, 2.0, "ML", source="test", id=-1, found=found)),
        *(Change(None, Pick(station(number), "P", START + 3.0, polarity=polarity(number), event=-1))
          for number in range(COUNT)),
    ])  # fmt: skip
    state = made.parts.traces.state
    state.set_archive(Archive(tuple(map(record, range(COUNT))), (tmp_path / "records.mseed",)), project)
    state.set_selected_event(event.after.id)
    made.parts.menus.actions["catalogue"].trigger()
    return made


@pytest.fixture
def page(qtbot, window: MainWindow) -> MechanismPage:
    (shown,) = window.findChildren(CatalogueWindow)
    shown.tabs.setCurrentWidget(shown.mechanism)
    qtbot.waitUntil(lambda: len(shown.mechanism.ball.marks) == COUNT)
    return shown.mechanism


def contradicting(page: MechanismPage) -> list[str]:
    return [mark.motion.station for mark in page.ball.marks if mark.contradicts]


@pytest.mark.slow
def test_stations_lie_on_the_sphere_and_what_contradicts_is_said(page: MechanismPage) -> None:
    assert contradicting(page) == [station(WRONG).code]
    assert "1 of 16 first motions contradict it" in page.said.text() and "Quality B" in page.said.text()
    assert [page.solutions.tabText(place) for place in range(page.solutions.count())] == ["1: B, 80 %", "2: B, 20 %"]
    page.solutions.setCurrentIndex(1)
    assert len(contradicting(page)) > 1  # of the less probable solution


@pytest.mark.slow
def test_a_flip_is_undone_with_the_mechanism_that_was_searched_anew(
    qtbot, window: MainWindow, page: MechanismPage
) -> None:
    state = window.parts.traces.state
    before = state.events[0].found.mechanisms
    row = next(place for place, mark in enumerate(page.onsets.rows.marks) if mark.contradicts)
    page.onsets.ensureVisible(0, row * ROW)
    at = page.onsets.rows.mapTo(page.onsets.viewport(), QPoint(40, row * ROW + ROW // 2))
    qtbot.mouseClick(page.onsets.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.keyClick(page.onsets, Qt.Key.Key_Space)
    wrong = next(pick for pick in state.picks if pick.station == station(WRONG))
    assert wrong.polarity is (Polarity.POSITIVE if UP[WRONG] else Polarity.NEGATIVE)
    qtbot.waitUntil(lambda: state.events[0].found.mechanisms != before, timeout=30_000)
    qtbot.waitUntil(lambda: page.mechanisms == state.events[0].found.mechanisms)
    normal, slip = normal_and_slip(page.mechanisms[0].plane)
    assert kagan_angles(normal[None], slip[None], *normal_and_slip(TRUTH))[0] < 30
    assert station(WRONG).code not in contradicting(page)
    QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert state.events[0].found.mechanisms == before
    assert next(pick for pick in state.picks if pick.station == station(WRONG)).polarity is polarity(WRONG)
    qtbot.waitUntil(lambda: contradicting(page) == [station(WRONG).code])


@pytest.mark.slow
def test_a_click_on_a_station_opens_its_trace(qtbot, window: MainWindow, page: MechanismPage) -> None:
    state = window.parts.traces.state
    mark = page.ball.marks[5]
    qtbot.mouseClick(page.ball, Qt.MouseButton.LeftButton, pos=page.ball.place_of(mark).toPoint())
    assert state.selected == mark.motion.pick.id and state.current == mark.motion.pick.record
    QTest.keyClick(page.onsets, Qt.Key.Key_N)
    following = page.ball.marks[6].motion.pick
    assert page.chosen_pick == following.id and state.selected != following.id
    QTest.keyClick(page.onsets, Qt.Key.Key_Return)
    assert state.selected == following.id


@pytest.mark.slow
def test_onsets_are_aligned_on_p_and_begin_at_zero(page: MechanismPage) -> None:
    for mark, (seconds, heights) in zip(page.onsets.rows.marks, page.onsets.rows._curves, strict=True):
        number = int(mark.motion.station[-2:])
        assert np.abs(heights[seconds < 0]).max() < 0.01
        assert np.sign(heights[-1]) == (1 if UP[number] else -1)


@pytest.mark.slow
def test_too_few_first_motions_are_said_and_leave_the_mechanism(qtbot, window: MainWindow, page: MechanismPage) -> None:
    state = window.parts.traces.state
    window.parts.traces.editor.delete(*state.picks[:10])
    qtbot.waitUntil(lambda: len(page.ball.marks) == COUNT - 10)
    qtbot.mouseClick(page.search, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "too few for a mechanism" in page.state_said.text(), timeout=20_000)
    assert page.mechanisms


@pytest.mark.slow
def test_an_event_without_a_place_says_what_to_do(qtbot, window: MainWindow, page: MechanismPage) -> None:
    window.parts.traces.state.set_selected_event(0)
    qtbot.waitUntil(lambda: "No event is chosen" in page.said.text())
    assert not page.search.isEnabled() and not page.buttons["flip"].isEnabled()
