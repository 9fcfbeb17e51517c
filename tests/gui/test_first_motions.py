"""First motions by a network, asked for with a key in the real window and taken back by one undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import obspy
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.traces.panels.pick_rows import polarity_words
from seisviewer.picks.pick import Origin, Pick, Polarity, Review
from seisviewer.waveforms.station import StationId

START = obspy.UTCDateTime("2019-07-04T17:00:00")
SIGNS = {20.0: Polarity.POSITIVE, 40.0: Polarity.NEGATIVE, 500.0: Polarity.POSITIVE}
STATION = StationId("XX", "AAA", "", "HH")


@pytest.fixture
def window(qtbot, new_window: Callable[..., MainWindow], tmp_path: Path) -> MainWindow:
    """Waves of known sign with automatic picks, the last one far off the screen."""
    seconds = np.arange(60_000) / 100
    samples = np.random.default_rng(0).normal(size=len(seconds))
    for at, polarity in SIGNS.items():
        later = np.maximum(seconds - at, 0.0)
        wave = np.sin(2 * np.pi * 5 * later) * np.exp(-3 * later)
        samples += (40 if polarity is Polarity.POSITIVE else -40) * wave
    header = {"network": "XX", "station": "AAA", "channel": "HHZ", "sampling_rate": 100.0, "starttime": START}
    obspy.Trace(samples.astype(np.float32), header).write(str(tmp_path / "a.mseed"), format="MSEED")
    window = new_window(1280, 720)
    window.parts.open_router.drop([tmp_path / "a.mseed"])
    state = window.parts.traces.state
    qtbot.waitUntil(lambda: state.archive is not None and not window.parts.background.busy, timeout=20_000)
    window.parts.traces.editor.import_picks([
        Pick(STATION, "P", START.timestamp + at, origin=Origin.AUTOMATIC, review=Review.UNREVIEWED, model="x") for at in SIGNS
    ])  # fmt: skip
    state.set_span(START.timestamp, START.timestamp + 100)
    return window


def ask(qtbot, window: MainWindow) -> None:
    qtbot.keyClick(window.parts.traces.page.canvas, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)


def polarities(window: MainWindow) -> list[Polarity]:
    return [pick.polarity for pick in window.parts.traces.state.picks]


@pytest.mark.slow
def test_first_motions_on_screen_are_found_and_one_undo_takes_them_back(
    qtbot, window: MainWindow, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEISBENCH_CACHE_ROOT", str(data_dir / "quake" / "weights"))
    ask(qtbot, window)
    up, down, none = Polarity.POSITIVE, Polarity.NEGATIVE, Polarity.NONE
    qtbot.waitUntil(lambda: polarities(window) == [up, down, none], timeout=60_000)
    first = window.parts.traces.state.picks[0]
    assert first.review is Review.UNREVIEWED and polarity_words(first).startswith("First motion positive: PolarCAP, ")
    window.parts.traces.editor.undo()
    assert polarities(window) == [none] * 3


@pytest.mark.slow
def test_what_was_set_while_the_network_was_asked_stays(
    qtbot, window: MainWindow, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEISBENCH_CACHE_ROOT", str(data_dir / "quake" / "weights"))
    ask(qtbot, window)
    editor, state = window.parts.traces.editor, window.parts.traces.state
    editor.set_polarity(state.picks[0], Polarity.NEGATIVE)
    editor.move(state.picks[1], START.timestamp + 41)
    qtbot.waitUntil(lambda: not window.parts.background.busy, timeout=60_000)
    assert polarities(window) == [Polarity.NEGATIVE, Polarity.NONE, Polarity.NONE]


def test_without_weights_a_file_is_asked_for_and_one_that_is_none_is_a_sentence(
    qtbot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEISBENCH_CACHE_ROOT", str(tmp_path / "nowhere"))
    (tmp_path / "text.h5").write_text("none")
    answers = iter(["", str(tmp_path / "text.h5")])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (next(answers), ""))
    said: list[str] = []
    window.parts.sections.state.problem.connect(said.append)
    ask(qtbot, window)
    assert not window.parts.background.busy
    ask(qtbot, window)
    qtbot.waitUntil(lambda: any("holds no weights of Keras" in str(each) for each in said), timeout=60_000)
