"""An earlier run over the sections, and two answers compared there, in the real window by keys and mouse."""

from __future__ import annotations

import os

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from seisviewer.app.chosen_answer.answer_box import AnswerBox
from seisviewer.app.main_window.theme import apply_theme
from seisviewer.app.run_list.runs_dialog import BACK, RunsDialog
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction
from seisviewer.workflows.exporting.export_answer import answers
from seisviewer.workflows.layer_run import train_layers
from seisviewer.workflows.prediction import predictor_of

LEFT = Qt.MouseButton.LeftButton


def paint(parts, index: int, *pieces: tuple[int, slice, slice]) -> None:
    """Commit strokes on an inline: class, traces and samples of each."""
    geometry = parts.state.volume.geometry
    strokes = []
    for label, rows, columns in pieces:
        mask = np.zeros(geometry.section_shape(Direction.INLINE), bool)
        mask[rows, columns] = True
        before = np.full(mask.shape, UNLABELLED, np.int8)
        strokes.append(Stroke(geometry.section(Direction.INLINE, index), label, 0, 0, mask, before))
    parts.label_editor.commit(strokes)


@pytest.fixture
def window(survey_window):
    """Of a survey with two layer runs: the second knows a class in the middle that the first does not."""
    parts = survey_window.parts.sections
    view = parts.views.views[Direction.INLINE]
    columns = parts.state.volume.geometry.samples.count
    for index in (10, 20):
        paint(parts, index, (1, slice(0, 40), slice(8, 12)), (2, slice(0, 40), slice(columns - 12, columns - 8)))
    drive(train_layers(parts.state.project, parts.state.volume))
    paint(parts, 10, (3, slice(0, 40), slice(columns // 2, columns // 2 + 4)))
    drive(train_layers(parts.state.project, parts.state.volume))
    view.go_to(20)
    QApplication.processEvents()
    return survey_window


def section_of(window):
    return window.parts.sections.views.views[Direction.INLINE].section


def drawn(window) -> np.ndarray | None:
    """The classes drawn on the inline on screen."""
    return window.parts.sections.predictions.classes_in(section_of(window))


def said_by(window, number: int) -> np.ndarray:
    """What a run says of it."""
    parts, section = window.parts.sections, section_of(window)
    predictor = predictor_of(parts.state.project.run(number), parts.state.volume, "cpu")
    return predictor.predict(section, parts.state.volume.section(section)).classes


def shows(window, number: int) -> bool:
    return drawn(window) is not None and np.array_equal(drawn(window), said_by(window, number))


def dialog_of(window) -> RunsDialog:
    window.parts.menus.actions["runs"].trigger()
    (dialog,) = window.findChildren(RunsDialog)
    return dialog


def choose(dialog: RunsDialog, *numbers: int) -> None:
    dialog.table.clearSelection()
    for row in range(dialog.table.model().rowCount()):
        if dialog.table.model().facts(row).run is not None and dialog.table.model().facts(row).run.number in numbers:
            where = dialog.table.visualRect(dialog.table.model().index(row, 1)).center()
            QTest.mouseClick(dialog.table.viewport(), LEFT, Qt.KeyboardModifier.ControlModifier, where)
    assert {facts.run.number for facts in dialog.chosen} == set(numbers)


def press(dialog: RunsDialog, name: str) -> None:
    assert dialog.buttons[name].isEnabled(), name
    QTest.mouseClick(dialog.buttons[name], LEFT)


def look(widget, name: str) -> None:
    """Save pictures in both themes where SEISVIEWER_PICTURES names a folder."""
    if folder := os.environ.get("SEISVIEWER_PICTURES"):
        for theme in ("light", "dark"):
            apply_theme(QApplication.instance(), theme)
            QApplication.processEvents()
            widget.grab().save(f"{folder}/{name}_{theme}.png")


@pytest.mark.slow
def test_an_earlier_run_is_shown_named_left_and_found_again_after_a_restart(qtbot, window, new_window):
    parts = window.parts.sections
    (box,) = window.findChildren(AnswerBox)
    assert box.isHidden() and drawn(window) is None
    dialog = dialog_of(window)
    choose(dialog, 1)
    press(dialog, "show")
    qtbot.waitUntil(lambda: shows(window, 1), timeout=20_000)
    section, project = section_of(window), parts.state.project
    assert parts.predictions.caption(section).startswith("Run 1 (reflectors)\n1 label change since")
    assert not box.isHidden() and "Run 1 (reflectors)" in box.said.text() and "does not know" in box.said.text()
    assert project.chosen_run.number == 1 and answers(project)[0].run.number == 1
    qtbot.waitUntil(lambda: (project.folder / "predictions" / "1" / f"{section}.line").exists(), timeout=10_000)
    assert parts.stored.store.name == "1" and dialog.buttons["show"].text() == BACK
    look(window, "earlier_run")
    look(dialog, "runs_in_use")
    dialog.close()
    folder = project.folder
    window.close()
    again = new_window(1280, 720)
    again.parts.sections.layers.set_on(False)
    again.parts.sections.opener.open(folder)
    qtbot.waitUntil(lambda: section_of(again) is not None and shows(again, 1), timeout=20_000)
    (box,) = again.findChildren(AnswerBox)
    QTest.mouseClick(box.back, LEFT)
    assert box.isHidden() and drawn(again) is None
    assert again.parts.sections.state.project.chosen_run is None


@pytest.mark.slow
def test_two_runs_are_flipped_and_reduced_to_where_they_differ(qtbot, window):
    parts = window.parts.sections
    dialog = dialog_of(window)
    choose(dialog, 1, 2)
    press(dialog, "compare")
    qtbot.waitUntil(lambda: "Both are over the sections" in dialog.said.text(), timeout=20_000)
    first = parts.answers.shown.run.number
    other = 3 - first
    qtbot.waitUntil(lambda: shows(window, first), timeout=20_000)
    actions = window.parts.menus.actions
    assert actions["flip_answer"].isEnabled() and parts.state.project.chosen_run is None
    kept = parts.predictions.rgba(section_of(window), (1.0, 1.0))
    actions["flip_answer"].trigger()
    qtbot.waitUntil(lambda: shows(window, other), timeout=20_000)
    assert parts.predictions.rgba(section_of(window), (1.0, 1.0)) is not kept
    actions["flip_answer"].trigger()
    assert parts.predictions.rgba(section_of(window), (1.0, 1.0)) is kept, "flipping back draws nothing anew"
    actions["flip_answer"].trigger()
    differs = said_by(window, 1) != said_by(window, 2)
    assert differs.any() and not differs.all()
    actions["only_differences"].trigger()
    image = parts.predictions.rgba(section_of(window), (1.0, 1.0))
    painted = parts.state.project.label_section(section_of(window)) != UNLABELLED
    assert not image[~differs, 3].any() and (image[differs & ~painted, 3] > 0).all()
    assert "differs, only that is drawn" in parts.predictions.caption(section_of(window))
    for _ in range(2):
        actions["flip_answer"].trigger()
    assert parts.predictions.rgba(section_of(window), (1.0, 1.0)) is image, (
        "nor does it where only differences are drawn"
    )
    dialog.close()
    look(window, "only_differences")
    actions["only_differences"].trigger()
    assert (parts.predictions.rgba(section_of(window), (1.0, 1.0))[..., 3] > 0).sum() > differs.sum()
    actions["live_answer"].trigger()
    assert not parts.answers.is_chosen and not actions["flip_answer"].isEnabled()


@pytest.mark.slow
def test_a_run_that_cannot_be_read_is_said_and_leaves_the_live_answer(qtbot, window):
    parts, problems = window.parts.sections, []
    parts.state.problem.connect(problems.append)
    (parts.state.project.run(1).folder / "layers.npz").write_bytes(b"nothing")
    parts.answers.use(parts.state.project.run(1))
    qtbot.waitUntil(lambda: not parts.answers.is_chosen, timeout=20_000)
    assert len(problems) == 1 and "layers.npz" in problems[0]


@pytest.mark.slow
def test_a_shown_run_that_is_deleted_gives_the_screen_back(qtbot, window, monkeypatch):
    from PyQt6.QtWidgets import QMessageBox

    parts = window.parts.sections
    dialog = dialog_of(window)
    choose(dialog, 2)
    press(dialog, "show")
    qtbot.waitUntil(lambda: shows(window, 2), timeout=20_000)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    press(dialog, "delete")
    assert not parts.answers.is_chosen and parts.state.project.chosen_run is None
    assert [run.number for run in parts.state.project.runs()] == [1]
    assert (drawn(window) is None) or not (drawn(window) != NO_CLASS).any()
