"""Labels of another project beside one's own, in the window."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtTest import QTest

from seisviewer.app.interpreters.interpreter_bar import THEIRS, InterpreterBar
from seisviewer.app.main_window.window import MainWindow
from seisviewer.labels.label_edits import cropped_stroke
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction
from seisviewer.workflows.survey_opening import ingest

WAIT_MS = 15_000


@pytest.fixture
def compared(qtbot, survey_window: MainWindow, small_survey: Path, tmp_path: Path) -> MainWindow:
    """The other one painted two blocks of class 1 and 2 on the inline in use; a project of a copy of the survey."""
    sections = survey_window.parts.sections
    section = sections.views.views[Direction.INLINE].section
    (tmp_path / "other").mkdir()
    copy = Path(shutil.copy(small_survey, tmp_path / "other" / "survey.sgy"))
    made = drive(ingest(copy, tmp_path / "other" / "other.seis"))
    for number, columns in ((1, slice(5, 25)), (2, slice(25, 50))):
        mask = np.zeros(made.volume.geometry.section_shape(Direction.INLINE), bool)
        mask[10:30, columns] = True
        nothing = np.full(mask.shape, UNLABELLED, np.int8)
        made.project.commit([cropped_stroke(nothing, section, mask, number)])
    folder = made.project.folder
    made.project.close()
    made.volume.close()
    sections.second_interpreter.open(folder)
    qtbot.waitUntil(lambda: sections.second_interpreter.other is not None, timeout=WAIT_MS)
    return survey_window


def view(window: MainWindow):
    return window.parts.sections.views.views[Direction.INLINE]


def bar(window: MainWindow) -> InterpreterBar:
    return next(each for each in window.parts.sections.views.bars if isinstance(each, InterpreterBar))


def labels(window: MainWindow) -> np.ndarray:
    return window.parts.sections.label_editor.labels(view(window).section)


def pixel(window: MainWindow, row: float, column: float):
    return view(window).canvas.mapFromScene(view(window).box.mapViewToScene(QPointF(row, column)))


def click(window: MainWindow, row: float, column: float) -> None:
    QTest.mouseClick(view(window).canvas.viewport(), Qt.MouseButton.LeftButton, pos=pixel(window, row, column))


@pytest.mark.slow
def test_the_map_and_the_bar_say_where_the_two_agree(qtbot, compared: MainWindow) -> None:
    second, section = compared.parts.sections.second_interpreter, view(compared).section
    assert bar(compared).isVisible() and "nothing is labelled by both" in bar(compared).said.text()
    mask = np.zeros(labels(compared).shape, bool)
    mask[10:30, 15:45] = True
    compared.parts.sections.label_editor.commit([cropped_stroke(labels(compared), section, mask, 1)])
    found = second.agreement(section)
    assert [(found == code).sum() for code in (0, 1, 2, 3)] == [20 * 10, 20 * 20, 0, 20 * 15]
    assert "600 samples labelled by both, 33 % agree" in bar(compared).said.text()
    qtbot.mouseClick(bar(compared).count, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Whole survey: 600 samples" in bar(compared).said.text(), timeout=WAIT_MS)
    assert "IoU by class" in bar(compared).said.text()
    bar(compared).shows.setCurrentText(THEIRS)
    assert second.theirs_shown
    qtbot.mouseClick(bar(compared).stop, Qt.MouseButton.LeftButton)
    assert second.other is None and not bar(compared).isVisible()


@pytest.mark.slow
def test_a_click_takes_a_region_over_and_an_undo_gives_it_back(qtbot, compared: MainWindow) -> None:
    view(compared).canvas.setFocus()
    qtbot.keyClick(view(compared).canvas, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    assert compared.parts.sections.state.tool is compared.parts.sections.tools["take_over"]
    click(compared, 20, 12)
    assert (labels(compared) == 1).sum() == 20 * 20 and not (labels(compared) == 2).any()
    click(compared, 20, 12)
    assert (labels(compared) == 1).sum() == 20 * 20, "there is nothing more to take"
    compared.parts.menus.actions["undo"].trigger()
    qtbot.waitUntil(lambda: not (labels(compared) != UNLABELLED).any(), timeout=WAIT_MS)


@pytest.mark.slow
def test_a_drag_takes_over_what_lies_in_its_box(qtbot, compared: MainWindow) -> None:
    compared.parts.menus.actions["take_over"].trigger()
    port = view(compared).canvas.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=pixel(compared, 15, 20))
    QTest.mouseMove(port, pixel(compared, 18, 25))
    QTest.mouseMove(port, pixel(compared, 24, 34))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=pixel(compared, 24, 34))
    found = labels(compared)
    assert (found == 1).any() and (found == 2).any()
    rows = np.flatnonzero((found != UNLABELLED).any(axis=1))
    assert 14 <= rows[0] <= 16 and 23 <= rows[-1] <= 25
