"""The window with the headers of the survey on the desk."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import Qt

from seisviewer.app.header_table import header_model
from seisviewer.app.header_table.header_window import THROUGH_FILE, HeaderWindow
from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.section_state import Position
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.segy.header_table.header_words import word_named

WAIT_MS = 15_000


def opened(window: MainWindow) -> HeaderWindow:
    window.parts.menus.actions["headers"].trigger()
    return window.parts.sections.headers.open["headers"]


def text(shown: HeaderWindow, trace: int, word: str) -> str:
    column = list(shown.model.words).index(word_named(word))
    return shown.model.data(shown.model.index(trace, column))


@pytest.mark.slow
def test_the_table_shows_the_trace_at_the_crosshair_and_takes_the_crosshair_to_a_trace(
    qtbot, survey_window: MainWindow
) -> None:
    state, volume = survey_window.parts.sections.state, survey_window.parts.sections.state.volume
    shown = opened(survey_window)
    at = volume.scan.trace_at[state.position.inline, state.position.crossline]
    assert shown.trace == at
    number = str(volume.geometry.inlines.number(state.position.inline))
    qtbot.waitUntil(lambda: text(shown, at, "inline") == number, timeout=WAIT_MS)
    trace = int(volume.scan.trace_at[7, 9])
    shown.go_to(trace)
    shown.table.doubleClicked.emit(shown.table.currentIndex())
    assert (state.position.inline, state.position.crossline) == (7, 9)
    state.set_position(Position(3, 4, 5))
    qtbot.mouseClick(shown.here, Qt.MouseButton.LeftButton)
    assert shown.trace == volume.scan.trace_at[3, 4]


@pytest.mark.slow
def test_only_what_is_looked_at_is_read(qtbot, survey_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header_model, "BLOCK", 40)
    shown = opened(survey_window)
    qtbot.waitUntil(lambda: text(shown, shown.trace, "inline") != "…", timeout=WAIT_MS)
    assert len(shown.model._blocks) <= 6 < shown.file.traces / 40
    assert text(shown, 1999 if shown.trace < 1500 else 400, "inline") == "…"


@pytest.mark.slow
def test_words_are_filtered_by_name_by_byte_and_by_whether_they_vary(qtbot, survey_window: MainWindow) -> None:
    shown = opened(survey_window)
    shown.filter.setText("crossline")
    assert {word.byte for word in shown.model.words} == {193, 221}
    shown.filter.setText("117")
    assert [word.name for word in shown.model.words] == ["sample interval"]
    shown.filter.clear()
    shown.varying.click()
    qtbot.waitUntil(lambda: len(shown.model.words) < 20, timeout=WAIT_MS)
    assert {189, 193} <= {word.byte for word in shown.model.words}
    assert 117 not in {word.byte for word in shown.model.words}


@pytest.mark.slow
def test_a_number_is_found_from_the_trace_in_use_on(qtbot, survey_window: MainWindow) -> None:
    shown, geometry = opened(survey_window), survey_window.parts.sections.state.volume.geometry
    shown.go_to(0)
    shown.word.setCurrentIndex(shown.word.findText("193–196 crossline"))
    qtbot.keyClicks(shown.number, str(geometry.crosslines.number(8)))
    found = []
    for _ in range(2):
        before = shown.trace
        qtbot.keyClick(shown.number, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda before=before: shown.trace != before, timeout=WAIT_MS)
        found.append(shown.trace)
    traces = survey_window.parts.sections.state.volume.scan.trace_at[:, 8]
    assert found == sorted(traces[traces >= 0])[:2]
    assert shown.model.words[shown.table.currentIndex().column()].byte == 193
    shown.number.setText("-7")
    qtbot.mouseClick(shown.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "No trace behind" in shown.about.text(), timeout=WAIT_MS)


@pytest.mark.slow
def test_a_word_is_plotted_along_the_section_in_use_and_through_the_file(qtbot, survey_window: MainWindow) -> None:
    shown, state = opened(survey_window), survey_window.parts.sections.state
    shown._use(word_named("crossline"))
    geometry, scan = state.volume.geometry, state.volume.scan
    live = scan.trace_at[state.position.inline] >= 0
    qtbot.waitUntil(lambda: shown.plot.shown is not None and shown.plot.shown.name == "crossline", timeout=WAIT_MS)
    np.testing.assert_array_equal(shown.plot.shown.values, geometry.crosslines.numbers[live])
    np.testing.assert_array_equal(shown.plot.shown.places, geometry.crosslines.numbers[live])
    survey_window.parts.sections.views.views[Direction.INLINE].go_to(2)
    qtbot.waitUntil(lambda: shown.plot.shown.traces[0] == scan.trace_at[2][scan.trace_at[2] >= 0][0], timeout=WAIT_MS)
    shown.along.setCurrentText(THROUGH_FILE)
    qtbot.waitUntil(lambda: len(shown.plot.shown.values) == shown.file.traces, timeout=WAIT_MS)


@pytest.mark.slow
def test_it_closes_with_the_survey(qtbot, survey_window: MainWindow) -> None:
    opened(survey_window)
    survey_window.parts.sections.opener.close_survey()
    qtbot.waitUntil(lambda: not survey_window.parts.sections.headers.open, timeout=WAIT_MS)
