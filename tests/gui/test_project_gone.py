"""A project that is deleted under an open window: the user is told, saves it as a new folder, and goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import obspy
import pytest
from PyQt6.QtWidgets import QFileDialog, QMessageBox

from seisviewer.app.main_window.window import MainWindow
from seisviewer.labels.stroke import Stroke
from seisviewer.picks.pick import Change, Pick
from seisviewer.project.project import Project
from seisviewer.project.trace_project import TraceProject
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.waveforms.station import StationId

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
