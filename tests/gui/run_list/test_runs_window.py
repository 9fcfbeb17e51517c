"""Lines for checking only and the list of runs, in the real window by keys and mouse."""

from __future__ import annotations

import os

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QInputDialog, QMessageBox

from seisviewer.app.main_window.theme import apply_theme
from seisviewer.app.run_list.runs_dialog import RunsDialog
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.workflows.layer_run import train_layers

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(survey_window):
    """On a survey with two classes painted on two inlines, the second of which is on screen."""
    parts = survey_window.parts.sections
    view = parts.views.views[Direction.INLINE]
    geometry = parts.state.volume.geometry
    rows, columns = geometry.section_shape(Direction.INLINE)
    for index in (10, 20):
        strokes = []
        for piece in range(4):
            for label, at in ((1, 8), (2, columns - 10)):
                mask = np.zeros((rows, columns), bool)
                mask[12 * piece : 12 * piece + 8, at : at + 4] = True
                before = np.full(mask.shape, UNLABELLED, np.int8)
                strokes.append(Stroke(geometry.section(Direction.INLINE, index), label, 0, 0, mask, before))
        parts.label_editor.commit(strokes)
    view.go_to(20)
    QApplication.processEvents()
    return survey_window


def chosen_line(window) -> SectionId:
    return window.parts.sections.views.views[Direction.INLINE].section


def dialog_of(window) -> RunsDialog:
    window.parts.menus.actions["runs"].trigger()
    (dialog,) = window.findChildren(RunsDialog)
    return dialog


def press(dialog: RunsDialog, name: str) -> None:
    assert dialog.buttons[name].isEnabled(), name
    QTest.mouseClick(dialog.buttons[name], LEFT)


def look(widget, name: str) -> None:
    """Save a picture where SEISVIEWER_PICTURES names a folder."""
    if folder := os.environ.get("SEISVIEWER_PICTURES"):
        QApplication.processEvents()
        widget.grab().save(f"{folder}/{name}.png")


@pytest.mark.slow
def test_a_section_is_set_apart_for_checking_by_its_key_and_taken_back_by_undo(qtbot, window):
    parts = window.parts.sections
    view, action = parts.views.views[Direction.INLINE], window.parts.menus.actions["checking_only"]
    qtbot.waitUntil(lambda: chosen_line(window) is not None)
    section = chosen_line(window)
    assert not action.isChecked() and view.header.checking.isHidden()
    view.canvas.setFocus()
    parts.views.active = view
    action.trigger()
    qtbot.waitUntil(lambda: section in parts.state.project.checking, timeout=5000)
    assert action.isChecked() and not view.header.checking.isHidden()
    look(window, "checking")
    view.go_to(10)
    QApplication.processEvents()
    assert view.header.checking.isHidden()
    window.parts.menus.actions["undo"].trigger()
    qtbot.waitUntil(lambda: not parts.state.project.checking, timeout=5000)


@pytest.mark.slow
def test_runs_are_listed_scored_named_pinned_compared_and_deleted(qtbot, window, monkeypatch):
    parts = window.parts.sections
    project, volume = parts.state.project, parts.state.volume
    dialog = dialog_of(window)
    assert "No runs yet" in dialog.said.text() and dialog.table.model().rowCount() == 0
    item = dialog.painted.list.item(1)
    item.setCheckState(Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: len(project.checking) == 1, timeout=5000)
    for _ in range(2):
        drive(train_layers(project, volume))
    dialog.refresh()
    assert dialog.table.model().rowCount() == 2 and dialog.chosen[0].run.number == 2
    assert "Not scored yet" in dialog.page.said.text()
    press(dialog, "score")
    qtbot.waitUntil(lambda: "On 8 strokes on 1 section that" in dialog.page.said.text(), timeout=60_000)
    scores = dialog.page.scores.model()
    names = [scores.index(row, 0).data() for row in range(scores.rowCount())]
    assert names[:3] == ["mean IoU", "accuracy", "mean IoU, predicted by depth"] and len(names) == 5
    assert len(dialog.page.reliability.points.data)
    dialog.page.setCurrentIndex(1)
    for theme in ("dark", "light"):
        apply_theme(QApplication.instance(), theme)
        look(dialog, f"runs_{theme}")
    dialog.page.setCurrentIndex(0)
    look(dialog, "runs_about")
    dialog.tabs.setCurrentIndex(1)
    look(dialog, "runs_painted")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("with salt", True))
    press(dialog, "rename")
    assert project.run(2).title == "with salt" == dialog.chosen[0].title
    press(dialog, "pin")
    assert project.run(2).pinned and not dialog.buttons["delete"].isEnabled()
    press(dialog, "copy")
    assert QApplication.clipboard().text() == dialog.chosen[0].repeat
    dialog.table.selectAll()
    press(dialog, "compare")
    qtbot.waitUntil(lambda: "differ on 0.0 %" in dialog.said.text(), timeout=60_000)
    dialog.table.selectRow(1)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    press(dialog, "delete")
    assert [run.number for run in project.runs()] == [2]


@pytest.mark.slow
def test_the_live_layer_model_is_listed_scored_on_lines_for_checking_and_compared(qtbot, window):
    parts = window.parts.sections
    project = parts.state.project
    section = chosen_line(window)
    parts.label_editor.set_for_checking((section,), marked=True)
    qtbot.waitUntil(lambda: section in project.checking, timeout=5000)
    drive(train_layers(project, parts.state.volume))
    parts.layers.set_on(True)
    qtbot.waitUntil(lambda: parts.layers.status.whole is not None, timeout=30_000)
    dialog = dialog_of(window)
    assert [facts.title for facts in dialog._model.rows] == ["Reflectors (live)", "run 1"]
    dialog.table.selectRow(0)
    (live,) = dialog.chosen
    assert live.run is None and live.labels.endswith("as they are now") and live.score == "not scored"
    assert not dialog.buttons["delete"].isEnabled() and "Folder" not in dialog.page.about.text()
    press(dialog, "score")
    qtbot.waitUntil(lambda: "On 8 strokes on 1 section that" in dialog.page.said.text(), timeout=60_000)
    assert dialog.chosen[0].score[0].isdigit() and "(" in dialog.chosen[0].score
    dialog.table.selectAll()
    press(dialog, "compare")
    qtbot.waitUntil(lambda: "run 1 and Reflectors (live) differ on 0.0 %" in dialog.said.text(), timeout=60_000)
    assert parts.answers.shown.run.number == 1 and parts.answers.other is None
    look(dialog, "runs_live")
    parts.layers.set_on(False)


@pytest.mark.slow
def test_too_little_held_back_is_said_with_how_to_get_more(qtbot, window):
    parts = window.parts.sections
    drive(train_layers(parts.state.project, parts.state.volume))
    dialog = dialog_of(window)
    press(dialog, "score")
    qtbot.waitUntil(lambda: "Not enough held back to tell" in dialog.page.said.text(), timeout=60_000)
    assert "For checking only" in dialog.page.said.text() and dialog.page.scores.isHidden()
