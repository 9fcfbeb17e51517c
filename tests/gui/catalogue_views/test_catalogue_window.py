"""The catalogue window beside the trace desk: opened by its key, linked with the event list both ways."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import obspy
import pytest
from PyQt6 import sip
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QFileDialog

from seisviewer.app.catalogue_views.catalogue_window import CatalogueWindow
from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.traces.events.event_list import EventList
from seisviewer.picks.catalogue import read_events, write_events
from seisviewer.picks.pick import Event

START = obspy.UTCDateTime("2019-07-04T17:00:00")


@pytest.fixture
def window(qtbot, new_window: Callable[..., MainWindow], tmp_path: Path) -> MainWindow:
    """With a minute of noise and three events, two of which have a place."""
    header = {"network": "XX", "station": "AAA", "channel": "HHZ", "sampling_rate": 50.0, "starttime": START}
    noise = np.random.default_rng(0).normal(0, 100, 30_000).astype(np.int32)
    path = tmp_path / "records.mseed"
    obspy.Stream([obspy.Trace(noise, header)]).write(str(path), format="MSEED")
    made = new_window(1280, 720)
    made.parts.open_router.drop([path])
    state = made.parts.traces.state
    qtbot.waitUntil(lambda: state.archive is not None and not made.parts.background.busy, timeout=20_000)
    made.parts.traces.editor.import_picks([], [
        Event(START.timestamp + 50, 35.6, -117.6, 8.0, 2.5, source="catalogue"),
        Event(START.timestamp + 500, 35.7, -117.4, 9.0, 1.5, source="catalogue"),
        Event(START.timestamp + 550, source="STA/LTA"),
    ])  # fmt: skip
    return made


def catalogue_of(window: MainWindow) -> CatalogueWindow:
    (made,) = window.findChildren(CatalogueWindow)
    return made


@pytest.mark.slow
def test_its_key_opens_it_and_selection_goes_both_ways(qtbot, window: MainWindow) -> None:
    state = window.parts.traces.state
    state.set_span(START.timestamp, START.timestamp + 60)
    QTest.keyClick(window.parts.traces.page, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    shown = catalogue_of(window)
    assert shown.isVisible() and not shown.isModal()
    qtbot.waitUntil(lambda: len(shown.map.map.events.points()) == 2)
    later = state.events[1]
    shown.map.map.event_chosen.emit(later.id)
    assert state.chosen_event == later and state.span.start < later.time < state.span.end
    qtbot.waitUntil(lambda: len(shown.map.map.ring.points()) == 1)
    state.set_selected_event(state.events[0].id)
    qtbot.waitUntil(lambda: shown.map.map.ring.points()[0].pos().x() == pytest.approx(-117.6))
    window.parts.menus.actions["catalogue"].trigger()
    assert catalogue_of(window) is shown  # asked for again it comes to the front


@pytest.mark.slow
def test_it_follows_the_events_and_goes_with_the_window(qtbot, window: MainWindow) -> None:
    window.parts.menus.actions["catalogue"].trigger()
    shown = catalogue_of(window)
    qtbot.waitUntil(lambda: len(shown.map.map.events.points()) == 2)
    window.parts.traces.editor.delete_events(window.parts.traces.state.events[0])
    qtbot.waitUntil(lambda: len(shown.map.map.events.points()) == 1)
    window.parts.traces.editor.undo()
    qtbot.waitUntil(lambda: len(shown.map.map.events.points()) == 2)
    window.parts.traces.opener.close_records()
    qtbot.waitUntil(lambda: not len(shown.map.map.events.points()))
    window.close()
    QApplication.processEvents()
    assert sip.isdeleted(shown)


@pytest.mark.slow
def test_a_known_catalogue_stands_beside_the_events(qtbot, window: MainWindow, tmp_path: Path) -> None:
    state = window.parts.traces.state
    path = tmp_path / "known.csv"
    write_events(path, [
        Event(START.timestamp + 50.4, 35.61, -117.6, 7.0, 2.2, "Mw"),
        Event(START.timestamp + 300, 35.61, -117.6, 7.0, 1.0),
        Event(START.timestamp + 90_000, 35.61, -117.6, 7.0, 1.0),
    ])  # fmt: skip
    window.parts.menus.actions["catalogue"].trigger()
    page = catalogue_of(window).comparison
    catalogue_of(window).tabs.setCurrentWidget(page)
    page.load(path)
    qtbot.waitUntil(lambda: page.found is not None, timeout=10_000)
    assert [row[0] for row in page.model.rows] == ["matched", "missed"]  # nothing is new after the last known event
    assert "17:00:50 to 2019-07-04 17:05:00 UTC" in page.said.text()
    assert "1 of 2 are here (50 %; by chance" in page.said.text()
    cells = [page.model.data(page.model.index(0, column)) for column in range(8)]
    assert cells[2:] == ["M 2.5", "Mw 2.2", "−0.40 s", "1.1 km", "+1.0 km", "+0.30"]
    state.set_span(START.timestamp, START.timestamp + 60)
    page.table.clicked.emit(page.model.index(1, 0))  # missed: there is none to select
    assert state.span.start < START.timestamp + 300 < state.span.end
    page.table.clicked.emit(page.model.index(0, 0))
    assert state.chosen_event == state.events[0]
    window.parts.traces.editor.delete_events(state.events[0])
    qtbot.waitUntil(lambda: not page.found.matched)
    page.which.setCurrentIndex(page.which.findData("missed"))
    page.which.activated.emit(page.which.currentIndex())
    assert [row[0] for row in page.model.rows] == ["missed", "missed"]


@pytest.mark.slow
def test_the_events_that_their_list_shows_go_out(
    qtbot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = window.parts.panels.docks["events"].findChild(EventList)
    events.text.setText("STA/LTA")
    for path, count in ((tmp_path / "some.xml", 1), (tmp_path / "all.csv", 3)):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=path: (str(path), ""))
        window.parts.menus.actions["export_events"].trigger()
        qtbot.waitUntil(lambda path=path: path.exists() and not window.parts.background.busy)
        assert len(read_events(path)) == count
        events.text.clear()


@pytest.mark.slow
def test_a_page_is_saved_as_a_picture(
    qtbot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.parts.menus.actions["catalogue"].trigger()
    shown = catalogue_of(window)
    qtbot.waitUntil(lambda: len(shown.map.map.events.points()) == 2)
    path = tmp_path / "map.svg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    QTest.keyClick(shown, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = window.parts.pictures.dialog
    assert dialog.isVisible() and dialog.parent() is shown
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(path.exists, timeout=20_000)
    assert "Depth below sea level" in path.read_text()
    qtbot.waitUntil(lambda: not window.parts.background.busy, timeout=20_000)
    shown.tabs.setCurrentWidget(shown.mechanism)
    shown.picture.click()
    assert window.parts.pictures.dialog is None and "nothing to draw" in window.status_line.sentence
