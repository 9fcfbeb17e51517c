"""Problems stay in the bar until they are dismissed, or until what they are about has gone well."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication

from seisviewer.app.live.training_status import LiveStatus, Phase
from seisviewer.app.main_window.error_bar import ErrorBar
from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.topics import Topic
from seisviewer.errors import ProjectError
from seisviewer.labels.label_edits import cropped_stroke
from seisviewer.progress import Notice
from seisviewer.volumes.geometry import Direction

OPENING_MS = 15_000


@pytest.fixture
def window(new_window: Callable[..., MainWindow]) -> MainWindow:
    return new_window(1280, 720)


@pytest.fixture
def survey(small_survey: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(small_survey, tmp_path / "survey.sgy"))


def open_in(qtbot, window: MainWindow, path: Path) -> None:
    state = window.parts.sections.state
    window.parts.open_router.open(path)
    qtbot.waitUntil(lambda: state.volume is not None and state.volume.path == path, timeout=OPENING_MS)
    qtbot.waitUntil(lambda: not window.parts.background.busy)


def fail_to_open(qtbot, window: MainWindow, path: Path) -> None:
    path.write_bytes(b"no seismic data")
    window.parts.open_router.open(path)
    qtbot.waitUntil(lambda: path.name in window.errors.text, timeout=OPENING_MS)


@pytest.mark.slow
def test_an_opening_that_succeeds_takes_away_the_one_that_failed(qtbot, window, survey, tmp_path: Path) -> None:
    fail_to_open(qtbot, window, tmp_path / "broken.sgy")
    fail_to_open(qtbot, window, tmp_path / "other.sgy")
    assert window.errors.count.text() == "2 messages" and window.errors.count.isVisible()
    open_in(qtbot, window, survey)
    assert window.errors.isHidden() and not window.errors.text


@pytest.mark.slow
def test_a_failure_takes_nothing_away(qtbot, window, survey, tmp_path: Path) -> None:
    open_in(qtbot, window, survey)
    window.parts.sections.state.report("Training stopped.", Topic.TRAINING)
    fail_to_open(qtbot, window, tmp_path / "broken.sgy")
    assert "Training stopped." in window.errors.text and "broken.sgy" in window.errors.text


@pytest.mark.slow
def test_what_was_said_about_a_survey_goes_with_it(qtbot, window, survey) -> None:
    open_in(qtbot, window, survey)
    window.parts.sections.state.report("inline_7 cannot be read.", Topic.SECTIONS)
    window.parts.sections.state.problem.emit("seisviewer made a mistake.")
    open_in(qtbot, window, Path(shutil.copy(survey, survey.with_name("other.sgy"))))
    assert window.errors.text == "seisviewer made a mistake.", "that is about no survey"


@pytest.mark.slow
def test_a_stroke_that_is_stored_takes_away_the_one_that_was_not(qtbot, window, survey, monkeypatch) -> None:
    open_in(qtbot, window, survey)
    state, editor = window.parts.sections.state, window.parts.sections.label_editor
    section = state.volume.geometry.section(Direction.INLINE, 3)
    mask = np.zeros(state.volume.geometry.section_shape(Direction.INLINE), bool)
    mask[4:9, 4:9] = True
    stroke = cropped_stroke(editor.labels(section), section, mask, 1)
    editor.commit([stroke])

    def refuse(_):
        raise ProjectError("Another program holds the project.")

    with monkeypatch.context() as patch:
        patch.setattr(type(state.project), "commit", lambda self, strokes: refuse(strokes))
        patch.setattr(type(state.project), "set_classes", lambda self, table: refuse(table))
        editor.commit([stroke])
        editor.change_classes(lambda table: table.add())
        editor.counts()
        assert window.errors.text == "Another program holds the project.", "nothing has gone well since"
    editor.commit([stroke])
    assert not window.errors.text


def test_training_that_runs_again_takes_away_why_it_stopped(qtbot, window, survey) -> None:
    open_in(qtbot, window, survey)
    live = window.parts.sections.live
    live._fail(RuntimeError("out of memory"))
    assert "out of memory" in window.errors.text
    live._set_status(LiveStatus(Phase.STARTING))
    assert window.errors.text
    live._set_status(LiveStatus(Phase.RUNNING))
    assert not window.errors.text
    live._set_status(LiveStatus())


def test_a_notice_of_an_opening_outlives_its_success(qtbot, window) -> None:
    def work(texts):
        def run():
            for text in texts:
                yield Notice(text)
            yield from ()

        return run

    background, errors = window.parts.background, window.errors
    background.run("Opening a", work(["An older word."]), topic=Topic.OPENING)
    qtbot.waitUntil(lambda: not background.busy)
    assert errors.text == "An older word."
    background.run("Opening b", work(["Header bytes were guessed.", "Twelve traces are dead."]), topic=Topic.OPENING)
    qtbot.waitUntil(lambda: not background.busy)
    assert errors.text.splitlines() == ["Twelve traces are dead.", "Header bytes were guessed."]
    background.run("Opening c", work([]), topic=Topic.OPENING)
    qtbot.waitUntil(lambda: not background.busy)
    assert not errors.text


def test_many_problems_are_counted_and_can_be_scrolled_to(qtbot) -> None:
    bar = ErrorBar()
    qtbot.addWidget(bar)
    bar.resize(700, 60)
    for number in range(9):
        bar.say(f"Section {number} cannot be read: the file was cut off in the middle of it, copy it again.")
        bar.show()
    QApplication.processEvents()
    assert bar.count.text() == "9 messages"
    assert len(bar.text.splitlines()) == 9 and bar.text.startswith("Section 8")
    assert bar.height() < 130, "the views keep their room"
    assert bar._area.verticalScrollBar().maximum() > 0
    qtbot.mouseClick(bar.dismiss, Qt.MouseButton.LeftButton)
    assert bar.isHidden() and not bar.text
