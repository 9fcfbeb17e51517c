"""Somebody cuts off the survey that is shown: the window says so once and goes on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt

from seisviewer.app.main_window.window import MainWindow
from seisviewer.volumes.geometry import Direction

OPENING_MS = 15_000


@pytest.mark.slow
def test_the_window_says_it_and_goes_on(
    qtbot, new_window: Callable[..., MainWindow], small_survey: Path, tmp_path: Path
) -> None:
    survey = Path(shutil.copy(small_survey, tmp_path / "cut.sgy"))
    window = new_window(1300, 850)
    sections = window.parts.sections
    sections.opener.open(survey)
    qtbot.waitUntil(lambda: sections.state.volume is not None and not window.parts.background.busy, timeout=OPENING_MS)
    view = sections.views.views[Direction.INLINE]
    qtbot.waitUntil(lambda: view.section is not None, timeout=OPENING_MS)
    os.truncate(survey, 10_000)
    for _ in range(5):  # resting now and then, when the exact amplitudes are read from the file
        qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
        qtbot.wait(150)
    sentence = f"{survey.name} was cut off while it was open: open it again once it is whole."
    qtbot.waitUntil(lambda: bool(window.errors.text), timeout=OPENING_MS)
    assert window.errors.text == sentence
    qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    qtbot.wait(300)
    assert window.errors.text == sentence and not window.errors.count.isVisible()
    assert sections.state.volume is not None and window.isVisible()
