"""What the tests of the window share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import QSettings, Qt
from PyQt6.QtGui import QCursor, QPalette
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QMessageBox, QWidget

from seisviewer.app.main_window.start import make_application, make_window
from seisviewer.app.main_window.window import MainWindow
from seisviewer.volumes.geometry import Direction

from .real_windows import destroy, show


@pytest.fixture(autouse=True)
def plain_clothes() -> Iterator[None]:
    """The theme that a window puts on the application goes with the window."""
    yield
    app = QApplication.instance()
    if app is not None and app.styleSheet():
        app.setStyleSheet("")
        app.setPalette(QPalette())


@pytest.fixture(autouse=True)
def no_question_unanswered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A question that a test does not expect would wait for its answer for ever, past pytest's time limit too."""
    asked: list[str] = []

    def cancel(parent: QWidget | None, title: str, text: str, *_: object) -> QMessageBox.StandardButton:
        asked.append(text)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "question", cancel)
    yield
    assert not asked, "the window asked what nobody answered"


@pytest.fixture(autouse=True)
def no_button_held() -> Iterator[None]:
    """A drag that a test leaves in the middle is over with it: while a button is held, the window puts off what it
    draws."""
    yield
    if QApplication.instance() is not None and QApplication.mouseButtons() != Qt.MouseButton.NoButton:
        QTest.mouseRelease(QWidget(), Qt.MouseButton.LeftButton)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    """Settings of this test alone."""
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def new_window(qtbot, settings: QSettings) -> Iterator[Callable[..., MainWindow]]:
    """Makes windows of a size, or as they come; one that is left open would catch the mouse of the next test."""
    windows: list[MainWindow] = []

    def make(*size: int) -> MainWindow:
        make_application()
        windows.append(window := make_window(settings))
        if size:
            window.resize(*size)
        show(qtbot, window)
        return window

    yield make
    QCursor.setPos(0, 0)  # a view under the pointer would be the one in use in the next test
    for window in windows:
        destroy(window)


@pytest.fixture
def survey_window(qtbot, new_window: Callable[..., MainWindow], small_survey: Path, tmp_path: Path) -> MainWindow:
    """A window on a survey of its own whose inline is drawn; strokes are not carried along reflectors."""
    window = new_window(1280, 720)
    sections = window.parts.sections
    sections.layers.set_on(False)
    sections.opener.open(Path(shutil.copy(small_survey, tmp_path / "survey.sgy")))
    view = sections.views.views[Direction.INLINE]
    qtbot.waitUntil(lambda: view.amplitudes() is not None, timeout=15_000)
    return window
