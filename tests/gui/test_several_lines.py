"""Several 2D lines on the desk, driven by mouse and keys."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QMessageBox

from seisviewer.app.section_state import Position
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction
from seisviewer.workflows.several_2d.adding_lines import add_lines
from tests.gui.real_windows import paint, show
from tests.workflows import several_lines
from tests.workflows.several_lines import path_of, write_line


@pytest.fixture
def desk(qtbot, new_window, tmp_path):
    """A window with line A open."""
    window = new_window()
    show(qtbot, window)
    window.parts.open_router.open(write_line(tmp_path, "A", first=101))
    qtbot.waitUntil(lambda: window.parts.sections.state.volume is not None)
    return window


@pytest.mark.slow
def test_lines_are_added_to_the_one_that_is_open_and_its_labels_stay(qtbot, desk, tmp_path):
    state, view = desk.parts.sections.state, desk.parts.sections.views.views[Direction.INLINE]
    qtbot.waitUntil(lambda: view.section is not None)
    paint(desk, "1", (70, 40), (90, 42))
    qtbot.waitUntil(lambda: state.project is not None and state.project.can_undo)
    folder, labels = state.project.folder, state.project.label_section(view.section)
    desk.parts.sections.line_adder.add([write_line(tmp_path, name) for name in ("B", "C")])
    qtbot.waitUntil(lambda: state.volume is not None and len(state.volume.geometry.lines) == 3, timeout=20_000)
    qtbot.waitUntil(lambda: view.section is not None)
    assert state.project.folder == folder
    np.testing.assert_array_equal(state.project.label_section(view.section), labels)
    header = view.header
    assert header.names.isVisible() and [header.names.itemText(row) for row in range(3)] == ["A", "B", "C"]
    assert view.axes[0].tickStrings([0.0], 1, 50)[0] == "101"

    layer = next(each for each in view.layers.layers if getattr(each, "picture_name", "") == "Crossing lines")
    assert [name.text for name in layer.names(view.section)] == ["C", "B"]
    state.set_position(Position(0, 75, 40))
    view.canvas.setFocus()
    QTest.keyClick(view.canvas, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: view.section is not None and view.section.number == 8)
    assert state.position == Position(1, 40, 40) and header.names.currentText() == "B"
    (low, high), _ = view.in_sight
    assert -1 <= low <= 0 and 79 <= high <= 81  # as long as line B, not as the longest
    assert view.axes[0].tickStrings([0.0], 1, 50)[0] == "1"
    ticks = [curve for curve in layer.curves(view.section) if not curve.dashed]
    assert len(ticks) == 1 and ticks[0].columns.mean() == pytest.approx(41, abs=2)  # what was painted on A

    survey_map = desk.parts.sections.survey_map
    spot = survey_map.box.mapViewToScene(QPointF(*path_of("C")[60]))
    QTest.mouseClick(survey_map.canvas.viewport(), Qt.MouseButton.LeftButton, pos=survey_map.canvas.mapFromScene(spot))
    assert state.position.inline == 2 and state.position.crossline == pytest.approx(60, abs=3)
    header.names.activated.emit(0)
    assert state.position.inline == 0


@pytest.mark.slow
def test_coordinates_that_look_wrong_are_asked_about(qtbot, desk, tmp_path, monkeypatch):
    xy = path_of("B")
    xy[1:-1] = xy[0]
    with monkeypatch.context() as patch:
        patch.setattr(several_lines, "path_of", lambda name: xy)
        odd = write_line(tmp_path, "B")
    state = desk.parts.sections.state
    desk.parts.sections.line_adder.add([odd])
    boxes = lambda: [box for box in desk.findChildren(QMessageBox) if box.isVisible()]  # noqa: E731
    qtbot.waitUntil(lambda: bool(boxes()), timeout=20_000)
    assert "at one place" in boxes()[0].text() and not state.volume.geometry.lines
    boxes()[0].button(QMessageBox.StandardButton.Yes).click()
    qtbot.waitUntil(lambda: state.volume is not None and len(state.volume.geometry.lines) == 2, timeout=20_000)


@pytest.mark.slow
def test_a_list_of_lines_is_opened_like_any_survey(qtbot, new_window, tmp_path):
    files = [write_line(tmp_path, name) for name in ("A", "B")]
    path = drive(add_lines(tmp_path / "all.lines", files)).path
    window = new_window()
    show(qtbot, window)
    window.parts.open_router.open(path)
    state = window.parts.sections.state
    qtbot.waitUntil(lambda: state.volume is not None)
    view = window.parts.sections.views.active
    qtbot.waitUntil(lambda: view.section is not None)
    QTest.keyClick(view.canvas, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: view.section.number == 8)
    assert window.parts.sections.views.directions == (Direction.INLINE,)


@pytest.mark.slow
def test_the_line_that_is_shown_is_removed_after_one_question(qtbot, new_window, tmp_path):
    files = [write_line(tmp_path, name) for name in ("A", "B", "C")]
    path = drive(add_lines(tmp_path / "all.lines", files)).path
    window = new_window()
    show(qtbot, window)
    window.parts.open_router.open(path)
    state = window.parts.sections.state
    qtbot.waitUntil(lambda: state.volume is not None)
    view = window.parts.sections.views.active
    qtbot.waitUntil(lambda: view.section is not None and view.section.number == 8)
    window.parts.menus.actions["remove_line"].trigger()
    (box,) = (box for box in window.findChildren(QMessageBox) if box.isVisible())
    assert "“B”" in box.text()
    box.button(QMessageBox.StandardButton.Yes).click()
    qtbot.waitUntil(lambda: state.volume is not None and state.volume.geometry.is_removed(1), timeout=20_000)
    qtbot.waitUntil(lambda: view.section is not None and view.amplitudes() is not None, timeout=10_000)
    window.parts.sections.views.active.go_to(0)
    window.parts.menus.actions["next"].trigger()
    qtbot.waitUntil(lambda: view.section.number == 9)
