"""Putting another survey or other records on a desk, or none, while something still works on what lies there."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import obspy
import psutil
import pytest
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QMessageBox

from seisviewer.app.main_window.window import MainWindow
from seisviewer.labels.stroke import Stroke
from seisviewer.learning.events import RoundStarted, StageStarted
from seisviewer.learning.phases.picker_settings import PickerSettings
from seisviewer.progress import Progress
from seisviewer.project.project import Project
from seisviewer.project.trace_project import TraceProject
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.segy.segy_volume import SegyVolume
from seisviewer.volumes.survey_box import SurveyBox
from seisviewer.workflows import live_training
from seisviewer.workflows.exporting.export_plan import Content, ExportPlan

PATIENCE_MS = 20_000
STANDSTILL = 2.0  # seconds; waiting for a thread took 5 and more


class Answers:
    """Stands where the user answers a question. asked: the questions; yes: the answer."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.yes = False

    def question(self, parent: object, title: str, text: str, *_: object) -> QMessageBox.StandardButton:
        self.asked.append(text)
        return QMessageBox.StandardButton.Yes if self.yes else QMessageBox.StandardButton.Cancel


class Heart:
    """Beats in the GUI thread. longest: seconds between two beats."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.monotonic()
        self._timer = QTimer(interval=5, timeout=self._beat)
        self._timer.start()

    def stop(self) -> float:
        self._beat()
        self._timer.stop()
        return self.longest

    def _beat(self) -> None:
        now = time.monotonic()
        self.longest, self._last = max(self.longest, now - self._last), now


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    answers = Answers()
    monkeypatch.setattr(QMessageBox, "question", answers.question)
    return answers


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What holds a thread up until it is set."""
    gate = threading.Event()
    yield gate
    gate.set()


@pytest.fixture
def window(new_window: Callable[..., MainWindow], answers: Answers, gate: threading.Event) -> Iterator[MainWindow]:
    window = new_window(1200, 800)
    problems: list[str] = []
    for state in (window.parts.sections.state, window.parts.traces.state):
        state.problem.connect(problems.append)
    yield window
    gate.set()
    answers.yes = True
    assert window.close()
    assert not problems


@pytest.fixture
def surveys(small_survey: Path, tmp_path: Path) -> list[Path]:
    return [Path(shutil.copy(small_survey, tmp_path / f"{name}.sgy")) for name in ("first", "second")]


@pytest.fixture
def records(tmp_path: Path) -> list[Path]:
    """Two folders of a record each, a project beside the first."""
    places = [tmp_path / name for name in ("first_records", "second_records")]
    for number, place in enumerate(places):
        place.mkdir()
        write_record(place / "waves.mseed", f"S{number}")
    return [place / "waves.mseed" for place in places]


def write_record(path: Path, station: str) -> None:
    draw = np.random.default_rng(0)
    header = {"network": "XX", "station": station, "sampling_rate": 50.0, "starttime": obspy.UTCDateTime(2020, 1, 1)}
    traces = [
        obspy.Trace(draw.normal(0, 100, 3000).astype(np.int32), {**header, "channel": f"HH{code}"}) for code in "ZNE"
    ]
    obspy.Stream(traces).write(str(path), format="MSEED")


def open_survey(qtbot, window: MainWindow, path: Path) -> None:
    window.parts.sections.opener.open(path)
    state = window.parts.sections.state
    qtbot.waitUntil(lambda: state.volume is not None and state.volume.path == path, timeout=PATIENCE_MS)


def open_records(qtbot, window: MainWindow, path: Path) -> None:
    window.parts.traces.opener.open([path])
    state = window.parts.traces.state
    qtbot.waitUntil(lambda: state.archive is not None and path in state.archive.sources, timeout=PATIENCE_MS)


def stays(qtbot, window: MainWindow, shown: Callable[[], bool]) -> bool:
    """Whether what is shown is still shown when nothing works in the background any more."""
    qtbot.waitUntil(lambda: not window.parts.background.busy, timeout=PATIENCE_MS)
    qtbot.wait(50)
    return shown()


# A picker that is being taught


@pytest.fixture
def teaching(qtbot, window: MainWindow, records: list[Path], monkeypatch: pytest.MonkeyPatch, gate) -> Path:
    """A picker is being taught on the first records; its project folder. Nothing is learned, and it ends when told to."""

    def teach(project: TraceProject, archive: object, settings: PickerSettings) -> Generator[Any, None, Any]:
        run = project.new_run("picker", {})
        state = "stopped"
        try:
            while not gate.is_set():
                time.sleep(0.01)
                yield Progress(0, 0, "Learning")
            state = "finished"
        finally:
            time.sleep(0.2)  # writing takes a moment
            project.finish_run(run.number, state)
        return run, ()

    monkeypatch.setattr("seisviewer.app.traces.picker_engine.teach_from_project", teach)
    monkeypatch.setattr("seisviewer.app.traces.picker_engine.load_libraries", lambda: None)
    open_records(qtbot, window, records[0])
    window.parts.traces.engine.teach(PickerSettings())
    project = window.parts.traces.state.project
    qtbot.waitUntil(lambda: [run.state for run in project.runs()] == ["running"], timeout=PATIENCE_MS)
    return project.folder


def run_states(folder: Path) -> list[str]:
    kind = TraceProject if "records" in str(folder) else Project
    with kind.open(folder, edit=False) as project:
        return [run.state for run in project.runs()]


@pytest.mark.slow
def test_opening_other_waveforms_asks_while_a_picker_is_taught(
    qtbot, window: MainWindow, records: list[Path], answers: Answers, teaching: Path
) -> None:
    state, engine = window.parts.traces.state, window.parts.traces.engine
    archive = state.archive
    window.parts.traces.opener.open([records[1]])
    assert stays(qtbot, window, lambda: state.archive is archive)
    window.parts.traces.opener.add([records[1]])
    assert stays(qtbot, window, lambda: state.archive is archive)
    window.parts.menus.actions["close_records"].trigger()
    assert state.archive is archive
    assert len(answers.asked) == 3 and all("Teaching a picker" in question for question in answers.asked)
    assert engine.busy and run_states(teaching) == ["running"]
    answers.yes = True
    open_records(qtbot, window, records[1])
    assert len(answers.asked) == 4
    qtbot.waitUntil(lambda: run_states(teaching) == ["stopped"], timeout=PATIENCE_MS)
    assert not engine.busy
    TraceProject.open(teaching, wait=0).close()  # the right to change it was given back


def test_records_closed_while_a_picker_is_taught_leave_its_run_stopped(
    qtbot, window: MainWindow, answers: Answers, teaching: Path
) -> None:
    answers.yes = True
    window.parts.menus.actions["close_records"].trigger()
    assert window.parts.traces.state.archive is None
    qtbot.waitUntil(lambda: run_states(teaching) == ["stopped"], timeout=PATIENCE_MS)


@pytest.mark.slow
def test_the_window_closed_while_a_picker_is_taught_leaves_its_run_stopped(
    window: MainWindow, answers: Answers, teaching: Path
) -> None:
    assert not window.close() and window.isVisible()
    answers.yes = True
    assert window.close()
    assert len(answers.asked) == 2
    assert run_states(teaching) == ["stopped"]


# A survey that is being read


@pytest.mark.slow
def test_a_survey_that_is_still_read_holds_nobody_up(
    qtbot, window: MainWindow, surveys: list[Path], monkeypatch: pytest.MonkeyPatch, gate: threading.Event
) -> None:
    plain, reading = SegyVolume.section, threading.Event()

    def slow(volume: SegyVolume, section: Any) -> np.ndarray:
        if volume.path == surveys[0]:
            reading.set()
            gate.wait(30)
        return plain(volume, section)

    monkeypatch.setattr(SegyVolume, "section", slow)
    open_survey(qtbot, window, surveys[0])
    old = window.parts.sections.state.volume
    closed: list[bool] = []
    monkeypatch.setattr(old, "close", lambda: closed.append(gate.is_set()))
    qtbot.waitUntil(reading.is_set, timeout=PATIENCE_MS)
    heart = Heart()
    open_survey(qtbot, window, surveys[1])
    assert heart.stop() < STANDSTILL
    assert not closed, "it is closed when nobody reads it any more"
    gate.set()
    qtbot.waitUntil(lambda: closed == [True], timeout=PATIENCE_MS)


# Training that goes on


@pytest.fixture
def training(
    qtbot, window: MainWindow, surveys: list[Path], monkeypatch: pytest.MonkeyPatch, gate: threading.Event
) -> Path:
    """The first survey has a project, and a round of training is on whose step takes as long as the gate is shut; the
    folder."""

    def start_live(volume: object, inbox: object, *, project: Callable[[], Project]) -> Generator[Any, None, None]:
        held = project()
        run = held.new_run("live", {})
        try:
            yield RoundStarted("round 1", 1, (1, 2))
            yield StageStarted("teacher", 1, 6)
            while True:
                yield Progress(0, 0, "Learning")
                gate.wait(30)
                time.sleep(0.01)
        finally:
            held.finish_run(run.number, "finished")

    monkeypatch.setattr(live_training, "start_live", start_live)
    open_survey(qtbot, window, surveys[0])
    parts = window.parts.sections
    section = parts.state.volume.geometry.section(Direction.INLINE, 5)
    painted = np.ones((2, 2), bool)
    parts.label_editor.commit([Stroke(section, 1, 20, 20, painted, np.full(painted.shape, -1, np.int8))])
    parts.live.start()
    qtbot.waitUntil(lambda: parts.live.status.in_round, timeout=PATIENCE_MS)
    return parts.state.project.folder


@pytest.mark.slow
def test_opening_or_closing_a_survey_asks_while_a_round_runs(
    qtbot, window: MainWindow, surveys: list[Path], answers: Answers, training: Path, gate: threading.Event
) -> None:
    parts, volume = window.parts.sections, window.parts.sections.state.volume
    parts.opener.open(surveys[1])
    assert stays(qtbot, window, lambda: parts.state.volume is volume)
    window.parts.menus.actions["close_survey"].trigger()
    assert parts.state.volume is volume and parts.live.status.is_on
    assert len(answers.asked) == 2 and all("Round 1 has not ended" in question for question in answers.asked)
    answers.yes = True
    window.parts.menus.actions["close_survey"].trigger()
    assert parts.state.volume is None and not parts.live.status.is_on and len(answers.asked) == 3
    gate.set()


@pytest.mark.slow
def test_a_survey_that_is_learned_on_is_replaced_at_once_and_given_back_when_training_has_ended(
    qtbot, window: MainWindow, surveys: list[Path], answers: Answers, training: Path, gate: threading.Event
) -> None:
    answers.yes = True
    heart = Heart()
    open_survey(qtbot, window, surveys[1])
    assert heart.stop() < STANDSTILL
    assert run_states(training) == ["running"]
    open_survey(qtbot, window, surveys[0])
    assert window.parts.sections.state.project.can_edit, "the right to paint does not wait for training to end"
    gate.set()
    qtbot.waitUntil(lambda: run_states(training) == ["finished"], timeout=PATIENCE_MS)


# Labels on their way in or out


@pytest.mark.slow
def test_closing_a_survey_asks_while_labels_are_imported(
    window: MainWindow, qtbot, surveys: list[Path], answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[bool] = []

    def endless(*_: object) -> Generator[Progress, None, None]:
        try:
            while True:
                yield Progress(0, 0)
        finally:
            ended.append(True)

    monkeypatch.setattr("seisviewer.app.painting.label_editor.import_labels", endless)
    open_survey(qtbot, window, surveys[0])
    window.parts.sections.label_editor.import_labels(surveys[0].with_suffix(".npz"))
    window.parts.menus.actions["close_survey"].trigger()
    assert window.parts.sections.state.volume is not None and not ended
    assert len(answers.asked) == 1 and "imported" in answers.asked[0]
    answers.yes = True
    window.parts.menus.actions["close_survey"].trigger()
    assert window.parts.sections.state.volume is None and ended


def test_an_export_is_finished_though_its_survey_is_closed(
    window: MainWindow, qtbot, surveys: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate
) -> None:
    begun, rows = threading.Event(), []

    def export(project: Project | None, volume: SegyVolume, *_: object) -> Generator[Progress, None, tuple[Path, ...]]:
        begun.set()
        gate.wait(30)
        yield Progress(0, 1)
        rows.append(volume.section(volume.geometry.section(Direction.INLINE, 3)))
        return (tmp_path / "labels.sgy",)

    monkeypatch.setattr("seisviewer.app.exporting.section_export.export", export)
    open_survey(qtbot, window, surveys[0])
    box = SurveyBox.whole(window.parts.sections.state.volume.geometry)
    window.parts.sections.export.start(ExportPlan((Content.LABELS,), tmp_path, "labels", box), None)
    assert begun.wait(10) and surveys[0] in open_files()
    window.parts.menus.actions["close_survey"].trigger()
    assert window.parts.sections.state.volume is None
    gate.set()
    qtbot.waitUntil(lambda: not window.parts.background.busy, timeout=PATIENCE_MS)
    assert len(rows) == 1
    qtbot.waitUntil(lambda: surveys[0] not in open_files(), timeout=PATIENCE_MS)


def open_files() -> list[Path]:
    return [Path(file.path) for file in psutil.Process().open_files()]


@pytest.mark.slow
def test_a_window_whose_training_is_stuck_closes_all_the_same(
    qtbot, window: MainWindow, answers: Answers, training: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seisviewer.app.main_window.window.CLOSING_SECONDS", 0.3)
    answers.yes = True
    begun = time.monotonic()
    assert window.close() and not window.isVisible()
    assert time.monotonic() - begun < STANDSTILL
