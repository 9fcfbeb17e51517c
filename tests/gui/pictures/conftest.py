"""The real window with a small survey in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication

from seisviewer.app.main_window.window import MainWindow

OPENING_MS = 20_000


@pytest.fixture
def window(new_window: Callable[..., MainWindow]) -> MainWindow:
    return new_window(1280, 720)


@pytest.fixture
def opened(qtbot, window: MainWindow, small_survey: Path, tmp_path: Path) -> MainWindow:
    window.parts.sections.opener.open(Path(shutil.copy(small_survey, tmp_path)))
    views = window.parts.sections.views
    qtbot.waitUntil(lambda: window.parts.sections.state.volume is not None, timeout=OPENING_MS)
    qtbot.waitUntil(lambda: all(view.amplitudes() is not None for view in views.shown_views), timeout=OPENING_MS)
    QApplication.processEvents()
    return window
