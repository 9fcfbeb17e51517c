"""The real window with the real training: two strokes by mouse, a prediction on screen, and closing in the middle of it."""

from __future__ import annotations

import gc
import shutil
import threading
import weakref

import numpy as np
import pytest
from PyQt6.QtCore import QObject
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QMessageBox

from seisviewer.app.background.garbage import INTERVAL, Garbage
from seisviewer.app.live.training_status import LiveStatus, Phase
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction

from .real_windows import paint


@pytest.fixture
def make(qtbot, new_window, small_survey, tmp_path):
    """Makes the window on a survey of its own, with only the inline on screen."""
    survey = shutil.copy(small_survey, tmp_path / "survey.sgy")

    def make():
        window = new_window(1200, 900)
        window.parts.sections.opener.open(survey)
        view = window.parts.sections.views.views[Direction.INLINE]
        qtbot.waitUntil(lambda: view.amplitudes() is not None, timeout=15_000)
        window.parts.sections.views.set_directions((Direction.INLINE,))
        QApplication.processEvents()
        return window

    return make


@pytest.fixture
def window(make):
    return make()


@pytest.mark.slow
def test_two_strokes_are_carried_without_training_until_they_are_undone_or_it_is_switched_off(
    qtbot, window, make
) -> None:
    view, carry = window.parts.sections.views.views[Direction.INLINE], window.parts.menus.actions["carry"]
    caption = view.corners.caption
    assert carry.isChecked() and "reflectors" in carry.toolTip()
    paint(window, "1", (8, 8), (40, 8))
    paint(window, "2", (8, 54), (40, 54))
    qtbot.waitUntil(lambda: caption.text == "Carried by reflectors", timeout=30_000)
    assert not window.parts.sections.live.status.is_on
    assert window.parts.sections.predictions.rgba(view.section, (1.0, 1.0))[..., 3].any()
    classes = window.parts.sections.live.predictions.get(view.section).classes
    assert (classes[10:40, :12] == 1).all() and (classes[10:40, 52:] == 2).all()

    window.parts.menus.actions["undo"].trigger()
    qtbot.waitUntil(lambda: caption.text == "", timeout=30_000)
    window.parts.menus.actions["redo"].trigger()
    qtbot.waitUntil(lambda: caption.text == "Carried by reflectors", timeout=30_000)
    QTest.keyClick(view.canvas, "r")
    qtbot.waitUntil(lambda: caption.text == "", timeout=30_000)
    QTest.keyClick(view.canvas, "r")
    qtbot.waitUntil(lambda: caption.text == "Carried by reflectors", timeout=30_000)

    assert window.close()
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("seisviewer ")]
    again = make().parts.sections.views.views[Direction.INLINE].corners.caption
    qtbot.waitUntil(lambda: again.text == "Carried by reflectors", timeout=30_000)


def test_two_strokes_bring_a_prediction_and_closing_loses_nothing(qtbot, window, make, monkeypatch) -> None:
    window.parts.sections.layers.set_on(False)
    window.parts.sections.live.set_auto_start(True)
    paint(window, "1", (8, 8), (40, 8))
    paint(window, "2", (8, 54), (40, 54))
    view = window.parts.sections.views.views[Direction.INLINE]
    qtbot.waitUntil(lambda: window.parts.sections.live.predictions.get(view.section) is not None, timeout=60_000)
    answer = window.parts.sections.live.predictions.get(view.section)
    assert set(np.unique(answer.classes)) <= {1, 2}
    assert window.parts.sections.predictions.rgba(view.section, (1.0, 1.0))[..., 3].any()
    qtbot.waitUntil(lambda: view.corners.caption.text.startswith("Predicted"), timeout=5000)

    folder, section = window.parts.sections.state.project.folder, view.section
    painted = window.parts.sections.state.project.label_section(section)
    assert (painted != UNLABELLED).sum() > 50
    asked = []
    monkeypatch.setattr(QMessageBox, "question", lambda *rest: asked.append(rest[2]))
    assert window.close()
    assert not asked, "nothing is lost"
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("seisviewer ")]
    again = Project.open(folder)
    assert np.array_equal(again.label_section(section), painted)
    assert [run.kind for run in again.runs()] == ["live"], "what was learned is kept too"
    again.close()

    window = make()
    view = window.parts.sections.views.views[Direction.INLINE]
    qtbot.waitUntil(lambda: window.parts.sections.live.predictions.get(view.section) is not None, timeout=60_000)
    assert window.parts.sections.live.status.phase is Phase.PAUSED, "it is predicted again, without being asked for"
    assert not window.parts.menus.actions["live"].isChecked()
    window.parts.menus.actions["live"].trigger()
    qtbot.waitUntil(
        lambda: window.parts.sections.live.status.phase is Phase.RUNNING and window.parts.sections.live.status.step > 0,
        timeout=30_000,
    )
    window.parts.sections.opener.close_survey()
    assert window.parts.sections.state.closing.wait(30.0)
    again = Project.open(folder)
    assert [run.state for run in again.runs()] == ["finished"], "what is learned is kept before the project is closed"
    again.close()


@pytest.mark.slow
def test_what_makes_no_sense_is_greyed_out(window) -> None:
    actions = window.parts.menus.actions
    learning = ("pause", "improve", "finish_round", "drop_round")
    assert [actions[name].isEnabled() for name in learning] == [False, True, False, False]
    window.parts.sections.live._set_status(LiveStatus(Phase.RUNNING, in_round=True))
    window.parts.sections.state.labels_changed.emit()
    assert [actions[name].isEnabled() for name in learning] == [True, False, True, True]
    window.parts.sections.live._set_status(LiveStatus())


@pytest.mark.slow
def test_labels_that_cannot_be_changed_refuse_a_stroke_before_it_is_drawn(window) -> None:
    paint(window, "1", (8, 8), (40, 8))
    assert window.parts.sections.label_editor.refusal(1) == ""
    folder = window.parts.sections.state.project.folder
    window.parts.sections.state.project.close()
    window.parts.sections.state.set_project(Project.open(folder, edit=False))
    assert "only be looked at" in window.parts.sections.label_editor.refusal(1)


def test_qt_objects_in_cycles_are_taken_down_by_the_gui_thread(qtbot) -> None:
    class Cycle(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.itself = self

    ended: list[str] = []

    def churn() -> None:
        """Allocate as training does, enough to make Python collect."""
        for _ in range(30):
            _ = [[] for _ in range(2000)]

    garbage = Garbage()
    try:
        weakref.finalize(Cycle(), lambda: ended.append(threading.current_thread().name))
        worker = threading.Thread(target=churn, name="worker")
        worker.start()
        worker.join()
        assert ended == []
        qtbot.waitUntil(lambda: len(ended) > 0, timeout=5 * INTERVAL)
    finally:
        garbage.release()
    assert ended == [threading.main_thread().name]
    assert gc.isenabled()
