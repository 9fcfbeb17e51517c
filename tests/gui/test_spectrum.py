"""Spectrum and histogram of what is on screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt

from seisviewer.app.main_window.window import MainWindow
from seisviewer.structure.attributes.section_spectrum import amplitude_histogram, average_spectrum
from seisviewer.volumes.geometry import Direction

OPENING_MS = 15_000
SHAPE = (6, 40, 250)
INTERVAL = 4.0  # ms


@pytest.fixture
def opened(qtbot, new_window: Callable[..., MainWindow], tmp_path: Path) -> MainWindow:
    """Inline after inline of waves of 10, 20, … Hz, of strength 1, 2, …"""
    times = np.arange(SHAPE[2]) * INTERVAL / 1000
    lines = [(line + 1) * np.sin(2 * np.pi * 10 * (line + 1) * times) for line in range(SHAPE[0])]
    cube = np.broadcast_to(np.array(lines)[:, None], SHAPE).astype(np.float32).copy()
    cube[:, :4] = np.nan
    np.save(tmp_path / "waves.npy", cube)
    window = new_window(1280, 720)
    window.parts.sections.opener.begin(tmp_path / "waves.npy")
    qtbot.waitUntil(lambda: view(window).amplitudes() is not None, timeout=OPENING_MS)
    return window


def view(window: MainWindow, direction: Direction = Direction.INLINE):
    return window.parts.sections.views.views[direction]


def panel(window: MainWindow):
    return window.parts.panels.docks["spectrum"].widget()


@pytest.mark.slow
def test_the_spectrum_follows_the_section_and_the_zoom(qtbot, opened: MainWindow) -> None:
    spectrum = panel(opened).spectrum
    assert spectrum.shown is None, "it is not seen yet"
    qtbot.keyClick(view(opened).canvas, Qt.Key.Key_U, Qt.KeyboardModifier.ShiftModifier)
    for index in (0, 3):
        view(opened).go_to(index)
        qtbot.waitUntil(
            lambda hertz=10 * (index + 1): spectrum.shown is not None and abs(spectrum.shown.strongest - hertz) < 1.1,
            timeout=OPENING_MS,
        )
    assert spectrum.shown.traces == SHAPE[1] - 4
    assert "Inline" in panel(opened).about.text() and "36 traces" in panel(opened).about.text()
    view(opened).box.show_cells((10, 19), (50, 149))
    qtbot.waitUntil(lambda: spectrum.shown.traces <= 11)
    assert "200" in panel(opened).about.text()


@pytest.mark.slow
def test_the_histogram_marks_the_clip(qtbot, opened: MainWindow) -> None:
    opened.parts.panels.bring_out("spectrum")
    histogram, state = panel(opened).histogram, opened.parts.sections.state
    view(opened).go_to(2)
    qtbot.waitUntil(lambda: histogram.shown is not None, timeout=OPENING_MS)
    state.set_display(gain=2.0)
    limit = state.display.limit / 2.0
    qtbot.waitUntil(lambda: abs(histogram.clips[1].value() - limit) < 1e-6)
    assert histogram.clips[0].value() == -limit
    amplitudes = view(opened).amplitudes()[4:]
    qtbot.waitUntil(lambda: abs(histogram.shown.beyond - (np.abs(amplitudes) > limit).mean()) < 1e-6)


@pytest.mark.slow
def test_a_time_slice_has_a_histogram_only(qtbot, opened: MainWindow) -> None:
    opened.parts.panels.bring_out("spectrum")
    opened.parts.sections.views.make_large(Direction.TIME)
    qtbot.waitUntil(lambda: "no spectrum" in panel(opened).about.text(), timeout=OPENING_MS)
    assert panel(opened).spectrum.shown is None and panel(opened).histogram.shown is not None


def test_cut_waves_of_two_strengths_stand_as_far_apart_as_their_decibels() -> None:
    times = np.arange(500) * 0.004
    traces = (np.sin(2 * np.pi * 20 * times) + 0.1 * np.sin(2 * np.pi * 60 * times))[None].astype(np.float32)
    found = average_spectrum(np.repeat(traces, 3, axis=0), 0.004)
    at = [int(np.argmin(np.abs(found.frequencies - hertz))) for hertz in (20, 60)]
    assert found.decibels[at[0]] == 0 and abs(found.decibels[at[1]] + 20) < 0.5
    assert average_spectrum(np.full((2, 100), np.nan, np.float32), 0.004) is None
    assert average_spectrum(np.zeros((2, 100), np.float32), 0.004) is None


def test_a_histogram_counts_what_there_is() -> None:
    found = amplitude_histogram(np.array([[-3.0, 0, 0, 0], [np.nan, 1, 1, 1]], np.float32), 2.5)
    assert abs(found.shares.sum() - 1) < 1e-9 and abs(found.beyond - 1 / 7) < 1e-9
    middle = found.edges[:-1] + np.diff(found.edges) / 2
    assert abs(found.shares[np.abs(middle) < 1e-9][0] - 3 / 7) < 1e-9
    assert amplitude_histogram(np.full((2, 2), np.nan), 1.0) is None
