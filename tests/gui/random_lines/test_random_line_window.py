"""Random lines: drawn on the map, shown in their window."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtTest import QTest

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.random_lines.random_line_window import RandomLineWindow
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.volumes.geometry import Direction
from seisviewer.workflows.random_lines import random_lines

LEFT = Qt.MouseButton.LeftButton


def on_map(window: MainWindow, inline: int, crossline: int) -> tuple[Any, QPoint]:
    survey_map = window.parts.sections.survey_map
    spot = survey_map.box.mapViewToScene(QPointF(*survey_map.grid.place(inline, crossline)))
    return survey_map.canvas.viewport(), survey_map.canvas.mapFromScene(spot)


def click(window: MainWindow, inline: int, crossline: int, *, twice: bool = False) -> None:
    port, spot = on_map(window, inline, crossline)
    QTest.mouseClick(port, LEFT, pos=spot)
    if twice:
        QTest.mouseDClick(port, LEFT, pos=spot)


def near(nodes: list[tuple[int, int]], wanted: list[tuple[int, int]], within: int) -> bool:
    return np.shape(nodes) == np.shape(wanted) and bool((np.abs(np.array(nodes) - wanted) <= within).all())


@pytest.mark.slow
def test_a_line_is_drawn_moved_undone_and_deleted(qtbot, survey_window: MainWindow) -> None:
    parts = survey_window.parts.sections
    survey_map, lines, geometry = parts.survey_map, parts.random_lines, parts.state.volume.geometry
    before = parts.state.position
    survey_window.parts.menus.actions["random_line"].trigger()
    shown = survey_window.findChild(RandomLineWindow)
    assert shown.draw.isChecked() and shown.said.isVisible()
    last = geometry.inlines.count - 1, geometry.crosslines.count - 1
    ends = [(0, 0), (last[0] // 2, last[1] // 2), last]
    size = survey_map.box.viewPixelSize()
    steps = geometry.affine[:, :2] if geometry.affine is not None else np.eye(2)
    within = int(np.ceil(2 * max(size) / np.abs(steps).max(axis=0).min())) + 1  # what a pixel of the map is
    click(survey_window, *ends[0])
    click(survey_window, *ends[1])
    click(survey_window, *ends[2], twice=True)
    qtbot.waitUntil(lambda: shown.view.amplitudes() is not None, timeout=15_000)
    line = lines.line
    nodes = [(geometry.inlines.index(i), geometry.crosslines.index(j)) for i, j in line.nodes]
    assert near(nodes, ends, within) and parts.state.position == before, "clicks drew, and did not jump"
    path = shown.view._state.volume.path_along
    whole = parts.state.volume.section(geometry.section(Direction.INLINE, int(path.inlines[3])))
    assert np.array_equal(shown.view.amplitudes()[3], whole[path.crosslines[3]], equal_nan=True)
    assert random_lines(parts.state.project) == (line,)

    port, spot = on_map(survey_window, *nodes[1])
    _, to = on_map(survey_window, nodes[1][0], last[1])
    QTest.keyClick(survey_map.canvas, Qt.Key.Key_Escape)
    assert not shown.draw.isChecked()
    QTest.mousePress(port, LEFT, pos=spot)
    QTest.mouseMove(port, to)
    QTest.mouseRelease(port, LEFT, pos=to)
    moved = lines.line
    assert moved.nodes != line.nodes and (moved.nodes[0], moved.nodes[2]) == (line.nodes[0], line.nodes[2])
    QTest.keyClick(survey_map.canvas, Qt.Key.Key_Delete)
    assert lines.line.nodes == (line.nodes[0], line.nodes[2]), "the node that was moved is dropped"
    QTest.keyClick(survey_map.canvas, Qt.Key.Key_Delete)
    assert lines.lines == () and random_lines(parts.state.project) == ()
    for _ in range(3):
        shown.undo.click()
    assert lines.line == line and random_lines(parts.state.project) == (line,)


@pytest.mark.slow
def test_labels_lie_on_it_and_a_click_takes_the_views_there(qtbot, survey_window: MainWindow) -> None:
    parts = survey_window.parts.sections
    state, geometry = parts.state, parts.state.volume.geometry
    inline = geometry.section(Direction.INLINE, geometry.inlines.count // 2)
    mask = np.ones((geometry.crosslines.count, 5), bool)
    parts.label_editor.commit([Stroke(inline, 1, 0, 10, mask, np.full(mask.shape, UNLABELLED, np.int8))])
    numbers = geometry.inlines.numbers, geometry.crosslines.numbers
    parts.random_lines.add(tuple((int(numbers[0][end]), int(numbers[1][end])) for end in (0, -1)))
    survey_window.parts.menus.actions["random_line"].trigger()
    shown = survey_window.findChild(RandomLineWindow)
    qtbot.waitUntil(lambda: shown.layers.said.labels is not None, timeout=15_000)
    path = shown.view._state.volume.path_along
    crossing = path.inlines == geometry.inlines.count // 2
    labels = shown.layers.said.labels
    assert (labels[crossing, 10:15] == 1).all() and (labels[~crossing] == UNLABELLED).all()
    image = shown.layers.rgba(shown.view.section, (1.0, 1.0))
    assert image[crossing, 12, 3].all()
    qtbot.waitUntil(lambda: shown.view.amplitudes() is not None, timeout=15_000)
    view = shown.view
    spot = view.canvas.mapFromScene(view.box.mapViewToScene(QPointF(4, 20)))
    QTest.mouseClick(view.canvas.viewport(), LEFT, pos=spot)
    trace = shown.desk.position.crossline
    assert (state.position.inline, state.position.crossline) == (path.inlines[trace], path.crosslines[trace])
    assert state.position.sample == shown.desk.position.sample


@pytest.mark.slow
def test_a_name_is_changed_and_no_name_is_given_twice(survey_window: MainWindow) -> None:
    lines = survey_window.parts.sections.random_lines
    geometry = survey_window.parts.sections.state.volume.geometry
    numbers = geometry.inlines.numbers, geometry.crosslines.numbers
    nodes = tuple((int(numbers[0][end]), int(numbers[1][end])) for end in (0, -1))
    lines.add(nodes)
    lines.add(nodes[::-1])
    lines.change(name="Line 1")
    assert [line.name for line in lines.lines] == ["Line 1", "Line 2"]
    lines.change(name="Across the dome")
    assert [line.name for line in random_lines(survey_window.parts.sections.state.project)] == [
        "Line 1",
        "Across the dome",
    ]
