"""A project that is deleted under an open window: the user is told, saves it as a new folder, and goes on."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import obspy
import pytest
from PyQt6.QtWidgets import QFileDialog, QMessageBox

from seisviewer.app.main_window.window import MainWindow
from seisviewer.labels.stroke import Stroke
from seisviewer.picks.pick import Change, Pick
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.project.trace_project import TraceProject
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.survey_opening import ingest

from .easel import write_survey

PATIENCE_MS = 20_000


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The questions; each is answered with Save, and the folder is saved.seis."""
    asked: list[str] = []

    def question(parent: object, title: str, text: str, *_: object) -> QMessageBox.StandardButton:
        asked.append(text)
        return QMessageBox.StandardButton.Save

    monkeypatch.setattr(QMessageBox, "question", question)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "saved"), ""))
    return asked


def stroke(line: int) -> Stroke:
    mask = np.ones((4, 5), bool)
    return Stroke(SectionId(Direction.INLINE, line), 1, 0, 0, mask, np.full(mask.shape, -1, np.int8))


@pytest.mark.slow
def test_a_survey_whose_project_was_deleted_is_saved_and_painted_on(
    qtbot, new_window: Callable[..., MainWindow], tmp_path, asked
):
    window = new_window(1280, 720)
    survey = tmp_path / "survey"
    survey.mkdir()
    window.parts.sections.opener.begin(write_survey(survey), axes=ArrayAxes(inline_start=100, crossline_start=500))
    qtbot.waitUntil(lambda: window.parts.sections.state.volume is not None, timeout=PATIENCE_MS)
    state, editor = window.parts.sections.state, window.parts.sections.label_editor
    first = state.volume.geometry.inlines.start
    editor.commit([stroke(first)])
    gone = state.project
    shutil.rmtree(gone.folder)
    editor.commit([stroke(first + 1)])
    assert state.project is gone and editor.counts() == {1: 20}
    qtbot.waitUntil(lambda: state.project is not None and state.project is not gone, timeout=PATIENCE_MS)
    assert len(asked) == 1 and "was deleted or overwritten" in asked[0]
    assert state.project.folder == tmp_path / "saved.seis" and editor.counts() == {1: 20}
    editor.commit([stroke(first + 1)])
    assert editor.counts() == {1: 40} and not gone.folder.exists()
    with Project.open(tmp_path / "saved.seis", edit=False) as stored:
        assert stored.snapshot().counts() == {1: 40}


@pytest.mark.slow
def test_a_window_does_not_close_over_a_project_that_is_gone_without_asking(
    qtbot, new_window: Callable[..., MainWindow], tmp_path, monkeypatch
):
    window = new_window(1280, 720)
    survey = tmp_path / "survey"
    survey.mkdir()
    window.parts.sections.opener.begin(write_survey(survey), axes=ArrayAxes(inline_start=100, crossline_start=500))
    state, editor = window.parts.sections.state, window.parts.sections.label_editor
    qtbot.waitUntil(lambda: state.volume is not None, timeout=PATIENCE_MS)
    editor.commit([stroke(state.volume.geometry.inlines.start)])
    said, answers = [], [QMessageBox.StandardButton.Cancel]
    monkeypatch.setattr(QMessageBox, "question", lambda parent, title, text, *_: said.append(text) or answers[-1])
    shutil.rmtree(state.project.folder)
    assert not window.close() and "Close all the same?" in said[0]
    answers.append(QMessageBox.StandardButton.Yes)
    assert window.close()


@pytest.mark.slow
def test_records_whose_project_was_deleted_are_saved_too(qtbot, new_window: Callable[..., MainWindow], tmp_path, asked):
    folder = tmp_path / "waves"
    folder.mkdir()
    header = {"network": "XX", "station": "AAA", "channel": "HHZ", "sampling_rate": 50.0}
    obspy.Stream([obspy.Trace(np.zeros(3000, np.int32), header)]).write(str(folder / "a.mseed"), format="MSEED")
    pick = Pick(StationId("XX", "AAA", "", "HH"), "P", 10.0)
    with TraceProject.create(folder / "a.seis", [folder / "a.mseed"]) as made:
        made.commit([Change(None, pick)])
    window = new_window(1280, 720)
    window.parts.open_router.open(folder / "a.seis")
    state, editor = window.parts.traces.state, window.parts.traces.editor
    qtbot.waitUntil(lambda: state.project is not None, timeout=PATIENCE_MS)
    gone = state.project
    (gone.folder / "project.db").unlink()
    editor.add_events("found", [])
    editor.undo()
    qtbot.waitUntil(lambda: state.project is not None and state.project is not gone, timeout=PATIENCE_MS)
    assert len(asked) == 1 and state.project.folder == tmp_path / "saved.seis" and len(state.project.picks) == 1


@pytest.mark.slow
def test_a_project_that_was_handed_over_is_asked_about_once(
    qtbot, new_window: Callable[..., MainWindow], tmp_path, monkeypatch
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "theirs").mkdir()
    survey, folder = write_survey(tmp_path / "theirs"), tmp_path / "mine" / "a.seis"
    opened = drive(ingest(survey, folder, axes=ArrayAxes(inline_start=100, crossline_start=500)))
    opened.project.close()
    opened.volume.close()
    with closing(sqlite3.connect(folder / "project.db")) as database:
        database.execute("UPDATE holder SET host = 'elsewhere'")
        database.commit()
    window = new_window(1280, 720)
    opener, state = window.parts.sections.opener, window.parts.sections.state
    questions: list[QMessageBox] = []

    def question() -> bool:
        questions[:] = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
        return bool(questions)

    opener.open(folder)
    qtbot.waitUntil(question, timeout=PATIENCE_MS)
    assert str(survey) in questions[0].text()
    questions[0].button(QMessageBox.StandardButton.Cancel).click()
    qtbot.waitUntil(lambda: not question(), timeout=PATIENCE_MS)
    assert state.volume is None
    opener.open(folder)
    qtbot.waitUntil(question, timeout=PATIENCE_MS)
    next(each for each in questions[0].buttons() if each.text() == "Read it").click()
    qtbot.waitUntil(lambda: state.project is not None, timeout=PATIENCE_MS)
    assert state.project.folder == folder
