"""The guided tour: it points at real controls, follows what the user does, and can be left at any step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PyQt6.QtCore import QPoint, QRect, QSize, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from seisviewer.app.main_window.empty_desk import OFFERED, EmptyDesk
from seisviewer.app.main_window.start_page import StartPage
from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.menus.action import DESKS, SECTIONS, TRACES
from seisviewer.app.menus.action_table import BY_ID
from seisviewer.app.section_state import Position
from seisviewer.app.tour.section_tour import section_steps
from seisviewer.app.tour.tour_card import place_beside
from seisviewer.app.tour.trace_tour import trace_steps

WINDOW = QRect(0, 0, 1280, 720)
CARD = QSize(340, 180)


@pytest.mark.slow
def test_it_is_offered_at_the_first_start_alone_and_names_what_is_there(new_window: Callable[..., MainWindow]) -> None:
    window = new_window(1280, 720)
    parts = window.parts
    offered = [button.text() for button in window.start_page.findChildren(QToolButton)]
    assert offered == ["Section desk", "Trace desk", "No, thanks"]
    assert parts.tours.tour is None, "nothing begins by itself"
    assert not StartPage(parts.recents, parts.tours).findChildren(QToolButton), "it was offered"
    for steps in (section_steps(parts), trace_steps(parts)):
        for step in steps:
            assert set(step.actions) <= set(BY_ID) and (not step.panel or step.panel in parts.panels.docks)
            assert step.targets() and None not in step.targets(), step.title
    # A desk with nothing open says how to begin, and its buttons do.
    for desk in DESKS:
        parts.front.show(desk)
        page = window.pages.currentWidget()
        assert isinstance(page, EmptyDesk)
        assert page.findChild(QLabel).text() and set(OFFERED[desk]) <= set(BY_ID)
    page.findChildren(QPushButton)[-1].click()
    assert parts.front.name == "" and parts.tours.tour.at == 0
    assert not parts.tours.tour.card.next.isEnabled(), "waveforms have to be opened first"


@pytest.mark.slow
def test_it_points_at_what_is_on_screen_goes_on_with_the_user_and_is_left_at_any_step(
    qtbot, survey_window: MainWindow
) -> None:
    parts = survey_window.parts
    state, begin = parts.sections.state, parts.menus.actions["tour_sections"].trigger
    titles = [step.title for step in section_steps(parts)]
    begin()
    tour = parts.tours.tour
    assert tour.step.title == titles[1] and not tour.card.back.isEnabled(), "the survey is open already"
    # What the user does leads on, and what is done on another step does not.
    state.set_overlays(prediction=not state.overlays.prediction)
    state.set_position(Position(state.position.inline + 1, state.position.crossline, state.position.sample))
    qtbot.waitUntil(lambda: tour.step.title == titles[2], timeout=5000)
    # Keys turn the cards and leave the desk alone.
    position = state.position
    for key, at in ((Qt.Key.Key_Right, 3), (Qt.Key.Key_Return, 4), (Qt.Key.Key_Left, 3)):
        QTest.keyClick(tour.card, key)
        assert tour.at == at
    assert state.position == position
    # Every step frames something, and its card stands whole on the window.
    for title in titles[3:]:
        QApplication.processEvents()
        assert tour.step.title == title and tour.frame.isVisible()
        assert survey_window.rect().contains(tour.card.geometry())
        assert tour.card.text.height() >= tour.card.text.heightForWidth(tour.card.text.width())
        tour.card.next.click()
    assert parts.tours.tour is None
    # Esc leaves the tour, not the tool that the user holds.
    begin()
    parts.menus.actions["brush"].trigger()
    canvas = parts.sections.views.active.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert parts.tours.tour is None and state.tool is not None
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert state.tool is None
    # The tour of the other desk hides nothing: the user comes back to the survey, unless something was opened there.
    parts.menus.actions["tour_traces"].trigger()
    tour = parts.tours.tour
    assert (parts.front.name, tour.at) == (TRACES, 0) and state.volume is not None
    assert tour.frame.isVisible() and all(button.isVisibleTo(survey_window) for button in tour.step.targets())
    tour.leave()
    assert parts.front.name == SECTIONS
    parts.menus.actions["tour_traces"].trigger()
    parts.front.show(TRACES)
    assert parts.tours.tour is not None
    parts.front.show(SECTIONS)
    assert parts.tours.tour is None and parts.front.name == SECTIONS
    # It ends with what it shows.
    begin()
    parts.menus.actions["close_survey"].trigger()
    assert parts.tours.tour is None


@pytest.mark.parametrize("area", [
    QRect(100, 10, 40, 30), QRect(0, 100, 270, 600), QRect(1000, 100, 280, 300), QRect(300, 650, 500, 60),
])  # fmt: skip
def test_a_card_stands_beside_what_it_speaks_of(area: QRect) -> None:
    place = place_beside(area, CARD, WINDOW)
    assert WINDOW.contains(place) and not place.intersects(area)


def test_a_card_on_a_control_that_fills_the_window_leaves_its_middle_free() -> None:
    place = place_beside(WINDOW, CARD, WINDOW)
    assert WINDOW.contains(place) and not place.contains(WINDOW.center()) and not place.contains(QPoint(5, 5))
