"""The window on a small screen: it fits, and every sentence in it can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PyQt6.QtCore import QRect
from PyQt6.QtGui import QFontDatabase, QFontInfo
from PyQt6.QtWidgets import QApplication, QDialog, QSizePolicy, QTabBar

from seisviewer.app.main_window.start import make_application
from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.main_window.window_geometry import RememberedPlace, fitted
from seisviewer.app.menus.action import DESKS, SECTIONS, TRACES
from seisviewer.app.sections.pointer_readout import PointerReadout
from seisviewer.app.widgets.elided_label import ElidedLabel
from seisviewer.translation import LANGUAGE

SMALL = (1280, 720)  # the smallest screen that the window is made for
LONG = "Traces were recorded more than once at 12 places of the grid: the last one of each is shown, the others are left out."
POINTER = "Inline 1508   Crossline 4568   Time 630 ms   X 616012.5   Y 5719000.0   Amplitude −122.68"


@pytest.fixture
def large_font() -> Iterator[None]:
    app = make_application()
    usual = app.font()
    large = app.font()
    large.setPointSizeF(1.5 * usual.pointSizeF())
    app.setFont(large)
    yield
    app.setFont(usual)


def test_the_first_window_fits_on_the_screen(new_window: Callable[[], MainWindow]) -> None:
    window = new_window()
    room = window.screen().availableGeometry()
    assert room.contains(window.frameGeometry()), "the screen of this test is small"
    assert window.width() > 0.9 * min(room.width(), 1440), "it uses the room there is"


@pytest.mark.slow
def test_no_name_of_a_panel_is_cut_off_on_a_small_screen(new_window: Callable[..., MainWindow]) -> None:
    window = new_window(*SMALL)
    for desk in (SECTIONS, TRACES):
        window.parts.front.show(desk)
        QApplication.processEvents()
        bars = [bar for bar in window.findChildren(QTabBar) if bar.isVisible() and bar.count() > 1]
        assert bars
        cut = [[bar.tabText(n) for n in range(bar.count())] for bar in bars if bar.sizeHint().width() > bar.width()]
        assert not cut, desk


@pytest.mark.slow
def test_a_window_that_was_larger_than_the_screen_is_fitted_to_it(new_window: Callable[[], MainWindow]) -> None:
    first = new_window()
    room = first.screen().availableGeometry()
    first.setGeometry(room.adjusted(-200, -50, 600, 500))
    first.close()
    assert room.contains(new_window().frameGeometry())


@pytest.mark.parametrize(
    ("wanted", "screen"),
    [
        (QRect(0, 0, 1440, 900), QRect(0, 0, *SMALL)),
        (QRect(3000, 200, 1200, 700), QRect(0, 0, *SMALL)),  # its screen was unplugged
        (QRect(-900, -400, 1000, 600), QRect(0, 30, *SMALL)),
        (QRect(2000, 100, 1440, 900), QRect(1920, 0, 1280, 720)),
        (QRect(100, 100, 1000, 500), QRect(0, 0, 1920, 1080)),
    ],
)
def test_a_window_lies_on_its_screen_and_is_no_smaller_than_it_must_be(wanted: QRect, screen: QRect) -> None:
    found = fitted(wanted, screen)
    assert screen.contains(found)
    assert found.width() >= min(wanted.width(), screen.width() - 20)
    assert found.height() >= min(wanted.height(), screen.height() - 60)
    if screen.adjusted(10, 40, -10, -10).contains(wanted):
        assert found == wanted


@pytest.mark.parametrize("desk", DESKS)
def test_with_every_panel_it_fits_a_small_screen_in_large_letters(
    new_window: Callable[[], MainWindow], large_font: None, desk: str
) -> None:
    window = new_window()
    window.resize(*SMALL)
    window.parts.front.show(desk)
    page = window.parts.sections.views if desk == SECTIONS else window.parts.traces.page
    page.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    window.pages.setCurrentWidget(page)  # as with something open
    QApplication.processEvents()
    assert (window.width(), window.height()) == SMALL, "the panels widened it"
    assert window.minimumSizeHint().width() <= SMALL[0] and window.minimumSizeHint().height() <= SMALL[1]


def test_a_sentence_is_shown_whole_and_the_readout_gives_way(new_window: Callable[[], MainWindow]) -> None:
    window = new_window()
    window.resize(*SMALL)
    window.parts.front.show(SECTIONS)
    line = window.status_line
    readout = line.findChild(PointerReadout)
    readout.setText(f"{POINTER}   Facies 3, confidence 0.97")
    assert readout.isVisible()
    window.parts.sections.state.message.emit(LONG)
    QApplication.processEvents()
    sentence = next(label for label in line.findChildren(ElidedLabel) if label.text() == LONG)
    assert sentence.fontMetrics().horizontalAdvance(LONG) <= sentence.width()
    assert not readout.isVisible()
    readout.setText(POINTER)
    window.parts.sections.state.message.emit("f3.sgy is open already.")
    QApplication.processEvents()
    assert readout.isVisible(), "there is room for both"


def test_what_is_too_long_for_the_window_stands_in_the_tooltip(new_window: Callable[[], MainWindow]) -> None:
    window = new_window()
    window.parts.sections.state.message.emit(LONG * 3)
    window.status_line.findChild(PointerReadout).setText(POINTER * 9)
    QApplication.processEvents()
    assert {LONG * 3, POINTER * 9} <= {label.toolTip() for label in window.status_line.findChildren(ElidedLabel)}
    assert window.minimumSizeHint().width() <= SMALL[0], "a sentence does not widen the window"


def test_a_window_beside_comes_back_where_it_was_and_never_off_the_screen(qtbot) -> None:
    make_application()
    room = QApplication.primaryScreen().availableGeometry()

    def opened() -> QDialog:
        dialog = QDialog()
        dialog.resize(300, 200)
        RememberedPlace(dialog, "of this test")
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    first = opened()
    first.setGeometry(120, 90, 410, 260)
    first.close()
    again = opened()
    assert again.geometry() == QRect(120, 90, 410, 260)
    again.setGeometry(room.adjusted(3000, 0, 3000, 0))  # onto a screen that is unplugged
    again.close()
    assert room.contains(opened().geometry())


@pytest.mark.skipif(LANGUAGE != "zh", reason="signs that a font borrows from another are taller than its lines")
def test_signs_of_the_language_are_as_tall_as_the_lines_made_for_them(new_window: Callable[[], MainWindow]) -> None:
    window = new_window()
    family = QFontInfo(window.font()).family()
    assert family in QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
