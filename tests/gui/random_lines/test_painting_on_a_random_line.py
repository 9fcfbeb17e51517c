"""Brush, eraser and undo in the window of a random line."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtTest import QTest

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.random_lines.line_painting import ONLY
from seisviewer.app.random_lines.random_line_window import RandomLineWindow
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.volumes.geometry import Direction
from seisviewer.workflows.random_lines import labels_along

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def shown(qtbot, survey_window: MainWindow) -> RandomLineWindow:
    """The section from corner to corner, in front."""
    parts = survey_window.parts.sections
    numbers = parts.state.volume.geometry.inlines.numbers, parts.state.volume.geometry.crosslines.numbers
    parts.random_lines.add(tuple((int(numbers[0][end]), int(numbers[1][end])) for end in (0, -1)))
    survey_window.parts.menus.actions["random_line"].trigger()
    found = survey_window.findChild(RandomLineWindow)
    qtbot.waitUntil(lambda: found.view.amplitudes() is not None, timeout=15_000)
    qtbot.waitUntil(found.isActiveWindow, timeout=5_000)
    return found


def drag(shown: RandomLineWindow, begin: tuple[int, int], end: tuple[int, int]) -> None:
    """From trace and sample to trace and sample."""
    view = shown.view
    port = view.canvas.viewport()
    spots = [view.canvas.mapFromScene(view.box.mapViewToScene(QPointF(*place))) for place in (begin, end)]
    QTest.mouseMove(port, spots[0])
    QTest.mousePress(port, LEFT, pos=spots[0])
    QTest.mouseMove(port, spots[1])
    QTest.mouseRelease(port, LEFT, pos=spots[1])


def along(shown: RandomLineWindow, window: MainWindow) -> np.ndarray:
    project = window.parts.sections.state.project
    return labels_along(project.snapshot(), shown.editor.path)


@pytest.mark.slow
def test_a_stroke_lies_on_the_traces_of_the_line_and_one_key_takes_it_back(qtbot, survey_window, shown) -> None:
    state, path = survey_window.parts.sections.state, shown.editor.path
    last = path.count - 3
    QTest.keyClick(shown, Qt.Key.Key_B)
    QTest.keyClick(shown, Qt.Key.Key_2)
    assert state.tool.name == "brush" and state.brush.label == 2
    drag(shown, (2, 20), (last, 20))
    painted = along(shown, survey_window)
    assert (painted[2 : last + 1, 20] == 2).all()
    assert (shown.layers.said.labels == painted).all(), "it is seen at once"
    around = shown.layers.outline(shown.view.section, (0.1, 0.1))
    assert around[..., 0].min() <= 2 and around[..., 0].max() >= last, "an outline tells it from predictions"
    for direction, places, across in (
        (Direction.INLINE, path.inlines, path.crosslines),
        (Direction.CROSSLINE, path.crosslines, path.inlines),
    ):
        section = state.volume.geometry.section(direction, int(places[5]))
        assert state.project.label_section(section)[across[5], 20] == 2

    QTest.keyClick(shown, Qt.Key.Key_E)
    drag(shown, (4, 20), (4, 20))
    assert along(shown, survey_window)[4, 20] == UNLABELLED
    position = state.position
    QTest.keyClick(shown, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: (along(shown, survey_window) == painted).all())
    QTest.keyClick(shown, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not state.project.snapshot().counts())
    assert state.position == position
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(shown, Qt.Key.Key_Z, keys)
    qtbot.waitUntil(lambda: (along(shown, survey_window) == painted).all())
    qtbot.waitUntil(lambda: shown.layers.said.labels is not None and (shown.layers.said.labels == painted).all())


@pytest.mark.slow
def test_what_cannot_be_painted_is_told_and_changes_nothing(survey_window, shown) -> None:
    sections, menus = survey_window.parts.sections, survey_window.parts.menus
    state, editor = sections.state, sections.label_editor
    before, version = state.position, state.project.labels_version
    menus.actions["polygon"].trigger()
    drag(shown, (2, 20), (8, 20))
    assert shown.paint.said.text() == ONLY and state.project.labels_version == version and state.position == before
    menus.actions["brush"].trigger()
    assert not shown.paint.said.text()
    editor.change_classes(lambda table: table.lock(state.brush.label, True))
    drag(shown, (2, 20), (8, 20))
    assert "locked" in shown.paint.said.text() and state.project.labels_version == version
    editor.change_classes(lambda table: table.lock(state.brush.label, False))
    menus.actions["no_tool"].trigger()
    drag(shown, (2, 20), (8, 20))
    assert state.project.labels_version == version and state.position != before, "without a tool it goes there"


@pytest.mark.slow
def test_reflectors_carry_what_is_painted_along_the_line_itself(qtbot, survey_window, shown) -> None:
    survey_window.parts.sections.layers.set_on(True)
    QTest.keyClick(shown, Qt.Key.Key_B)
    last, samples = shown.editor.path.count - 3, survey_window.parts.sections.state.volume.geometry.samples.count
    for key, sample in ((Qt.Key.Key_1, samples // 5), (Qt.Key.Key_2, samples * 4 // 5)):
        QTest.keyClick(shown, key)
        drag(shown, (2, sample), (last, sample))
    qtbot.waitUntil(lambda: shown.layers.said.by_reflectors, timeout=20_000)
    said = shown.layers.said.classes
    assert (said[:, samples // 5] == 1).mean() > 0.9 and (said[:, samples * 4 // 5] == 2).mean() > 0.9
