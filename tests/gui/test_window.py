"""The whole window, driven as a user drives it: files, keys, mouse, closing down."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from PyQt6 import sip
from PyQt6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QTimer, QUrl
from PyQt6.QtGui import QDropEvent, QPalette
from PyQt6.QtWidgets import QAbstractSpinBox, QApplication, QDialog, QFileDialog, QMessageBox

from seisviewer.app.dialogs.text_dialog import TextDialog
from seisviewer.app.main_window.start import Mistakes, make_application, make_window
from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.menus.action import DESKS, SECTIONS
from seisviewer.app.menus.action_table import BY_ID, TABLE
from seisviewer.app.menus.commands import commands
from seisviewer.app.widgets.icons import icon
from seisviewer.progress import Progress, drive
from seisviewer.volumes.geometry import Direction
from seisviewer.workflows.survey_opening import ingest

from .real_windows import OFFSCREEN, destroy, program, show

OPENING_MS = 15_000


@pytest.fixture
def survey(small_survey: Path, tmp_path: Path) -> Path:
    """A survey in a folder of its own, where its project may be made beside it."""
    return Path(shutil.copy(small_survey, tmp_path / "survey.sgy"))


@pytest.fixture
def window(new_window: Callable[..., MainWindow]) -> MainWindow:
    return new_window(1300, 850)


@pytest.fixture
def opened(qtbot, window: MainWindow, survey: Path) -> MainWindow:
    open_in(qtbot, window, survey)
    return window


def open_in(qtbot, window: MainWindow, path: Path) -> None:
    window.parts.sections.opener.open(path)
    qtbot.waitUntil(
        lambda: window.parts.sections.state.volume is not None and not window.parts.background.busy, timeout=OPENING_MS
    )
    qtbot.waitUntil(lambda: inline_view(window).section is not None, timeout=OPENING_MS)


def inline_view(window: MainWindow):
    return window.parts.sections.views.views[Direction.INLINE]


def on_screen(view, row: float, column: float) -> QPoint:
    """Where a place of the section lies in the view's canvas."""
    scene = view.box.mapViewToScene(QPointF(row, column))
    return view.canvas.mapFromScene(scene)


def drag(qtbot, view, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press, move in steps and release with the left button of a real mouse."""
    port, left = view.canvas.viewport(), Qt.MouseButton.LeftButton
    qtbot.mousePress(port, left, pos=on_screen(view, *start))
    for share in np.linspace(0, 1, 8)[1:]:
        row, column = (a + share * (b - a) for a, b in zip(start, end, strict=True))
        qtbot.mouseMove(port, on_screen(view, row, column))
        QApplication.processEvents()
    qtbot.mouseRelease(port, left, pos=on_screen(view, *end))


def paint(qtbot, window: MainWindow, sample: float) -> None:
    window.parts.menus.actions["brush"].trigger()
    drag(qtbot, inline_view(window), (10, sample), (30, sample))


def test_every_action_does_something_and_is_told_apart(window: MainWindow) -> None:
    assert set(commands(window.parts)) == set(BY_ID)
    assert len(BY_ID) == len(TABLE)
    for state in DESKS:
        keys = [key for action in TABLE if state in action.desks for key in action.keys]
        assert len(keys) == len(set(keys)), f"two actions answer to one key at the {state}"
    for action in TABLE:
        assert action.tip, f"{action.id} does not say what it does"
        if action.icon:
            assert not icon(action.icon).pixmap(24).toImage().isNull()


def test_no_plot_has_a_menu_of_another_program(opened: MainWindow) -> None:
    """pyqtgraph's speaks English alone, and changes axes behind the window's back."""
    opened.parts.menus.actions["flatten"].trigger()
    plots = opened.findChildren(pg.PlotWidget)
    assert len(plots) > 3 and not [plot for plot in plots if plot.getPlotItem().menuEnabled()]


@pytest.mark.slow
def test_opening_a_survey_shows_its_sections_and_remembers_it(opened: MainWindow, survey: Path) -> None:
    assert opened.pages.currentWidget() is opened.parts.sections.views
    assert survey.stem in opened.windowTitle()
    assert opened.parts.recents.paths[0] == survey.resolve()
    assert all(dock.isVisible() for dock in opened.parts.panels.of(SECTIONS))
    section = inline_view(opened).section
    np.testing.assert_array_equal(inline_view(opened).amplitudes(), opened.parts.sections.state.volume.section(section))
    assert not survey.with_suffix(".seis").exists(), "looking alone must leave nothing behind"


@pytest.mark.slow
def test_keys_step_choose_and_toggle(qtbot, opened: MainWindow) -> None:
    view, state = inline_view(opened), opened.parts.sections.state
    view.canvas.setFocus()
    start = state.position.inline
    qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    assert state.position.inline == start + 1
    qtbot.keyClick(view.canvas, Qt.Key.Key_Z)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert state.position.inline == start - 10
    qtbot.keyClick(view.canvas, Qt.Key.Key_B)
    assert state.tool is opened.parts.sections.tools["brush"] and opened.parts.menus.actions["brush"].isChecked()
    size = state.brush.size
    qtbot.keyClick(view.canvas, Qt.Key.Key_BracketRight)
    assert state.brush.size > size
    qtbot.keyClick(view.canvas, Qt.Key.Key_1)
    assert state.brush.label == 1
    qtbot.keyClick(view.canvas, Qt.Key.Key_B)
    assert state.tool is opened.parts.sections.tools["brush"] and opened.parts.menus.actions["brush"].isChecked(), (
        "B again keeps the brush"
    )
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert state.tool is None and not opened.parts.menus.actions["brush"].isChecked()
    shown = state.overlays.prediction
    qtbot.keyClick(view.canvas, Qt.Key.Key_P)
    assert state.overlays.prediction is not shown
    qtbot.keyClick(view.canvas, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert Direction.CROSSLINE not in opened.parts.sections.views.directions
    assert not opened.parts.menus.actions["view_crossline"].isChecked()


@pytest.mark.slow
def test_stepping_keys_step_the_view_in_use_and_can_be_changed(qtbot, opened: MainWindow) -> None:
    view, state = opened.parts.sections.views.views[Direction.CROSSLINE], opened.parts.sections.state
    qtbot.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(view, 20, 30))
    none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    keys = ((Qt.Key.Key_Right, none, 1), (Qt.Key.Key_X, none, 1), (Qt.Key.Key_Z, none, -1), (Qt.Key.Key_Z, shift, -10))
    for key, modifiers, lines in keys:
        before = state.position
        qtbot.keyClick(view.canvas, key, modifiers)
        assert state.position == before.moved(Direction.CROSSLINE, before.crossline + lines)
    view.canvas.zoom(4)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Home)
    assert view.box.viewRange()[0] == pytest.approx([-0.5, state.volume.geometry.inlines.count - 0.5])
    opened.parts.keymap.set_keys("next", ("W",))
    before = state.position
    qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    assert state.position == before, "a key that was taken away does nothing any more"


@pytest.mark.slow
def test_esc_in_the_line_number_gives_the_number_up_and_keeps_the_tool(qtbot, opened: MainWindow) -> None:
    number = inline_view(opened).header.number
    opened.parts.menus.actions["brush"].trigger()
    shown = number.text()
    number.setFocus()
    number.selectAll()
    qtbot.keyClicks(number, "7")
    qtbot.keyClick(number, Qt.Key.Key_Escape)
    assert number.text() == shown and not number.hasFocus()
    assert opened.parts.sections.state.tool is opened.parts.sections.tools["brush"]
    qtbot.keyClick(inline_view(opened).canvas, Qt.Key.Key_Escape)
    assert opened.parts.sections.state.tool is None


@pytest.mark.slow
def test_return_and_esc_in_a_field_of_a_panel_give_the_keyboard_back(qtbot, opened: MainWindow) -> None:
    boxes = [box for dock in opened.parts.panels.of(SECTIONS) for box in dock.findChildren(QAbstractSpinBox)]
    boxes = [box for box in boxes if box.isVisible() and box.isEnabled()]
    assert len(boxes) >= 2
    for box in boxes:
        for key, taken in ((Qt.Key.Key_Return, True), (Qt.Key.Key_Escape, False)):
            before = box.text()
            box.setFocus()
            qtbot.waitUntil(box.hasFocus)
            box.selectAll()
            qtbot.keyClicks(box, "7" if taken else "9")
            qtbot.keyClick(box, key)
            qtbot.waitUntil(inline_view(opened).canvas.hasFocus)
            assert (box.text() == before) is not taken
    position = opened.parts.sections.state.position
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_X)
    assert opened.parts.sections.state.position == position.moved(Direction.INLINE, position.inline + 1)


@pytest.mark.slow
def test_painting_and_undo_by_mouse_and_keys(qtbot, opened: MainWindow, survey: Path) -> None:
    view, state = inline_view(opened), opened.parts.sections.state
    assert not opened.parts.menus.actions["undo"].isEnabled()
    qtbot.keyClick(view.canvas, Qt.Key.Key_B)
    qtbot.keyClick(view.canvas, Qt.Key.Key_1)
    drag(qtbot, view, (10, 20), (30, 20))
    painted = state.project.label_section(view.section)
    assert painted[20, 20] == 1 and painted[20, 60] == -1
    assert survey.with_suffix(".seis").is_dir()
    qtbot.keyClick(view.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (state.project.label_section(view.section) == -1).all()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(view.canvas, Qt.Key.Key_Z, both)
    np.testing.assert_array_equal(state.project.label_section(view.section), painted)


@pytest.mark.slow
def test_a_locked_class_and_its_name_show_in_the_menu(qtbot, opened: MainWindow) -> None:
    opened.parts.sections.state.set_brush(label=1)
    opened.parts.menus.actions["lock_class"].trigger()
    facies = opened.parts.sections.label_editor.classes.by_number(1)
    assert facies.locked and opened.parts.menus.actions["lock_class"].isChecked()
    assert opened.parts.menus.actions["class_1"].text() == facies.name
    opened.parts.sections.state.set_brush(label=0)
    assert not opened.parts.menus.actions["lock_class"].isChecked()


@pytest.mark.slow
def test_a_file_that_cannot_be_read_gives_one_sentence(qtbot, opened: MainWindow, tmp_path: Path) -> None:
    broken = tmp_path / "broken.sgy"
    broken.write_bytes(b"no seismic data")
    before = opened.parts.sections.state.volume
    opened.parts.sections.opener.open(broken)
    qtbot.waitUntil(lambda: bool(opened.errors.text), timeout=OPENING_MS)
    assert "broken.sgy" in opened.errors.text
    assert opened.parts.sections.state.volume is before
    qtbot.mouseClick(opened.errors.dismiss, Qt.MouseButton.LeftButton)
    assert opened.errors.isHidden()


@pytest.mark.slow
def test_a_mistake_of_ours_keeps_the_window_alive(qtbot, opened: MainWindow) -> None:
    mistakes = Mistakes(opened)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "excepthook", mistakes.take)
            mistakes.take(*_raised(ZeroDivisionError("division by zero")))
            qtbot.waitUntil(lambda: "division by zero" in opened.errors.text)
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: "ZeroDivisionError" in opened.errors.text)
    finally:
        mistakes.release()
    assert opened.isVisible()


def _raised(error: Exception):
    return type(error), error, error.__traceback__


def test_files_dropped_on_the_window(qtbot, window: MainWindow, survey: Path, tmp_path: Path) -> None:
    drop(window, survey)
    qtbot.waitUntil(lambda: inline_view(window).section is not None, timeout=OPENING_MS)
    section = inline_view(window).section
    labels = np.full(window.parts.sections.state.volume.geometry.section_shape(Direction.INLINE), 255, np.uint8)
    labels[5:9, 10:20] = 2
    np.savez(tmp_path / "strokes.npz", **{str(section): labels})
    drop(window, tmp_path / "strokes.npz")
    qtbot.waitUntil(lambda: window.parts.menus.actions["undo"].isEnabled(), timeout=OPENING_MS)
    assert (window.parts.sections.state.project.label_section(section)[5:9, 10:20] == 2).all()


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(event)


@pytest.mark.slow
@pytest.mark.parametrize("button, counts", [
    ("Nothing was labelled there", {1: 200}), ("Class 0", {0: 3000, 1: 200}), ("Cancel", {}),
])  # fmt: skip
def test_labels_whose_zeros_may_mean_unlabelled_are_asked_about(
    qtbot, window: MainWindow, survey: Path, tmp_path: Path, button: str, counts: dict[int, int]
) -> None:
    labels = np.zeros((50, 64), np.uint8)
    labels[10:20, 20:40] = 1
    np.savez(tmp_path / "strokes.npz", inline_105=labels)
    drop(window, tmp_path / "strokes.npz", survey)
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)), timeout=OPENING_MS)
    (question,) = window.findChildren(QMessageBox)
    assert "94 % of the samples in strokes.npz are 0" in question.text()
    (choice,) = (each for each in question.buttons() if each.text().replace("&", "") == button)
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton)
    editor = window.parts.sections.label_editor
    qtbot.waitUntil(lambda: dict(editor.counts()) == counts)


@pytest.mark.slow
def test_a_survey_and_its_labels_dropped_together(qtbot, window: MainWindow, survey: Path, tmp_path: Path) -> None:
    np.savez(tmp_path / "strokes.npz", inline_105=np.full((50, 64), 3, np.uint8))
    drop(window, tmp_path / "strokes.npz", survey)
    qtbot.waitUntil(
        lambda: window.parts.sections.state.project is not None and window.parts.sections.state.project.can_undo,
        timeout=OPENING_MS,
    )
    assert set(window.parts.sections.state.project.snapshot().counts()) == {3}


def test_cancelling_leaves_what_is_on_the_desk(qtbot, opened: MainWindow) -> None:
    def endless():
        while True:
            time.sleep(0.005)
            yield Progress(1, 4, "Counting sheep")

    before, said = opened.parts.sections.state.volume, []
    opened.parts.sections.state.message.connect(said.append)
    opened.parts.background.run("Counting", endless)
    qtbot.waitUntil(opened.parts.background.isVisible)
    qtbot.mouseClick(opened.parts.background.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not opened.parts.background.busy)
    assert said == ["Counting: stopped."] and not opened.parts.background.isVisible()
    assert opened.parts.sections.state.volume is before


def test_labels_dropped_before_a_survey_are_refused_in_words(window: MainWindow, tmp_path: Path) -> None:
    drop(window, tmp_path / "strokes.npz")
    assert "Open the survey first" in window.errors.text


@pytest.mark.slow
def test_the_theme_changes_every_widget_and_is_remembered(window: MainWindow, settings: QSettings) -> None:
    first = window.parts.theme.name
    window.parts.menus.actions["dark"].trigger()
    assert window.parts.theme.name != first
    assert settings.value("theme") == window.parts.theme.name
    dark = window.parts.sections.views.palette().color(QPalette.ColorRole.Window).lightness() < 128
    assert dark == (window.parts.theme.name == "dark") == window.parts.menus.actions["dark"].isChecked()


@pytest.mark.slow
def test_the_layout_and_the_view_come_back(qtbot, new_window: Callable[..., MainWindow], survey: Path) -> None:
    first = new_window(1300, 850)
    open_in(qtbot, first, survey)
    paint(qtbot, first, 20)
    first.parts.sections.views.set_directions((Direction.INLINE, Direction.TIME))
    first.parts.panels.docks["map"].hide()
    QApplication.processEvents()
    first.parts.sections.views._outer.setSizes([300, 500])
    share = share_of_the_first(first)
    first.parts.sections.state.set_position(first.parts.sections.state.position.moved(Direction.INLINE, 3))
    first.parts.sections.state.set_display(gain=2.0)
    first.close()
    second = new_window(1300, 850)
    open_in(qtbot, second, survey)
    assert second.parts.sections.views.directions == (Direction.INLINE, Direction.TIME)
    QApplication.processEvents()
    assert share_of_the_first(second) == pytest.approx(share, abs=0.05)
    assert second.parts.panels.docks["map"].isHidden() and second.parts.panels.docks["classes"].isVisible()
    assert second.parts.sections.state.position.inline == 3 and second.parts.sections.state.display.gain == 2.0
    assert second.parts.menus.actions["undo"].isEnabled(), "undo survives closing the program"


def share_of_the_first(window: MainWindow) -> float:
    sizes = window.parts.sections.views._outer.sizes()
    return sizes[0] / sum(sizes)


@pytest.mark.slow
def test_pictures_go_to_a_file_and_to_the_clipboard(
    opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "window"), ""))
    opened.parts.menus.actions["save_window"].trigger()
    assert (tmp_path / "window.png").stat().st_size > 1000
    opened.parts.menus.actions["copy_window"].trigger()
    assert QApplication.clipboard().pixmap().size() == opened.grab().size()


@pytest.mark.slow
def test_what_there_is_to_read_opens_once_and_closes(qtbot, opened: MainWindow) -> None:
    def shown() -> list[QDialog]:
        return [widget for widget in opened.findChildren(QDialog) if widget.isVisible()]

    for paper in ("cheat_sheet", "shortcuts", "manual", "about", "log", "survey_info"):
        opened.parts.menus.actions[paper].trigger()
        qtbot.waitUntil(lambda: len(shown()) == 1, timeout=OPENING_MS)
        opened.parts.menus.actions[paper].trigger()
        qtbot.waitUntil(lambda: not opened.parts.background.busy)
        assert len(shown()) == 1, f"asking again for the {paper} brings the same one to the front"
        shown()[0].close()
        assert not shown(), paper


@pytest.mark.slow
def test_the_log_is_shown_with_its_path_whatever_programs_the_system_has(
    qtbot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seisviewer.app.main_window.help_windows.user_log_folder", lambda: tmp_path)
    (tmp_path / "seisviewer.log").write_text("x" * 100_000 + "\nERROR <something> went wrong\n", encoding="utf-8")
    opened.parts.menus.actions["log"].trigger()
    (dialog,) = (dialog for dialog in opened.findChildren(TextDialog) if dialog.isVisible())
    text = dialog.browser.toPlainText()
    assert str(tmp_path / "seisviewer.log") in text
    assert "ERROR <something> went wrong" in text and "xxx" not in text


@pytest.mark.slow
def test_a_shortcut_can_be_changed_and_stays_changed(qtbot, opened: MainWindow, settings: QSettings) -> None:
    view = inline_view(opened)
    opened.parts.keymap.set_keys("brush", ("E",))
    qtbot.keyClick(view.canvas, Qt.Key.Key_E)
    assert opened.parts.sections.state.tool is opened.parts.sections.tools["brush"]
    assert opened.parts.keymap.keys("eraser") == (), "a key belongs to one action"
    assert "(E)" in opened.parts.menus.actions["brush"].toolTip()
    again = make_window(settings)
    assert again.parts.menus.actions["brush"].shortcut().toString() == "E"
    destroy(again)


def test_closing_a_survey_goes_back_to_the_start_page(opened: MainWindow, survey: Path) -> None:
    opened.parts.menus.actions["close_survey"].trigger()
    assert opened.parts.sections.state.volume is None
    assert opened.pages.currentWidget() is opened.start_page
    assert not any(dock.isVisible() for dock in opened.parts.panels.docks.values())
    assert not opened.parts.menus.actions["brush"].isEnabled()
    assert opened.start_page.list.item(0).text().startswith(survey.name)


@pytest.mark.slow
def test_opening_what_is_open_already_changes_nothing(qtbot, opened: MainWindow, survey: Path) -> None:
    paint(qtbot, opened, 20)
    before = opened.parts.sections.state.volume
    opened.parts.sections.opener.open(survey)
    opened.parts.sections.opener.open(survey.with_suffix(".seis"))
    assert opened.parts.sections.state.volume is before and not opened.parts.background.busy and not opened.errors.text


@pytest.mark.slow
def test_a_double_click_opens_once(qtbot, new_window: Callable[..., MainWindow], survey: Path) -> None:
    sections, said = new_window(1280, 720).parts.sections, []
    sections.state.message.connect(said.append)
    sections.opener.open(survey)
    sections.opener.open(survey)
    qtbot.waitUntil(lambda: sections.state.volume is not None, timeout=OPENING_MS)
    assert not any("stopped" in each for each in said)


@pytest.mark.slow
def test_another_survey_takes_the_place_of_the_first(qtbot, opened: MainWindow, survey: Path) -> None:
    paint(qtbot, opened, 20)
    opened.parts.sections.state.set_display(polarity="normal", flipped=True, gain=3.0, agc=80.0, colour_map="vik")
    opened.parts.menus.actions["survey_info"].trigger()
    qtbot.waitUntil(lambda: opened.findChild(TextDialog) is not None, timeout=OPENING_MS)
    other = Path(shutil.copy(survey, survey.with_name("other.sgy")))
    opened.parts.sections.opener.open(other)
    qtbot.waitUntil(lambda: opened.parts.sections.state.volume.path == other, timeout=OPENING_MS)
    qtbot.waitUntil(lambda: inline_view(opened).section is not None, timeout=OPENING_MS)
    assert opened.parts.sections.state.project is None
    assert not opened.parts.menus.actions["undo"].isEnabled()
    assert not [page for page in opened.findChildren(TextDialog) if page.isVisible()], "it described the first survey"
    display = opened.parts.sections.state.display
    assert (display.polarity, display.flipped, display.gain, display.agc) == ("not stated", False, 1.0, 0)
    assert display.colour_map == "vik", "the colour map is the user's taste"


@pytest.mark.slow
def test_of_several_surveys_dropped_the_others_are_named(qtbot, window: MainWindow, survey: Path) -> None:
    said = []
    window.parts.sections.state.message.connect(said.append)
    drop(window, survey, survey.with_name("other.sgy"))
    assert any("survey.sgy is taken, other.sgy is not" in text for text in said)
    qtbot.waitUntil(lambda: inline_view(window).section is not None, timeout=OPENING_MS)


@pytest.mark.slow
def test_closing_while_training_asks_once(qtbot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def no(*_, **__):
        asked.append(1)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "question", no)
    monkeypatch.setattr(type(opened.parts.sections.live.status), "is_on", True)
    assert not opened.close()
    assert opened.isVisible() and asked == [1]
    monkeypatch.undo()


@pytest.mark.slow
def test_a_second_survey_of_a_stem_says_where_its_labels_are_kept(qtbot, opened: MainWindow, survey: Path) -> None:
    other = survey.with_suffix(".npy")
    np.save(other, np.zeros((6, 7, 8), np.float32) + np.arange(8))
    made = drive(ingest(other, survey.with_suffix(".seis")))
    with made.project, closing(made.volume):  # another program works with it
        said: list[str] = []
        opened.parts.sections.state.message.connect(said.append)
        paint(qtbot, opened, 20)
    kept = survey.with_name("survey.sgy.seis")
    assert f"What you do on survey.sgy is kept in {kept}." in said and kept.is_dir()


@pytest.mark.slow
def test_a_project_that_is_renamed_while_open_is_gone_on_with_under_its_new_name(
    qtbot, opened: MainWindow, survey: Path
) -> None:
    paint(qtbot, opened, 20)
    state, renamed = opened.parts.sections.state, survey.with_name("renamed.seis")
    state.project.folder.rename(renamed)
    with qtbot.waitSignal(state.problem) as said:
        paint(qtbot, opened, 40)
    assert f"not stored: open {renamed} to go on" in said.args[0]
    open_in(qtbot, opened, renamed)
    assert state.project.folder == renamed and state.project.can_edit
    paint(qtbot, opened, 40)
    assert len(state.project.snapshot().labelled_sections) == 1 and not survey.with_suffix(".seis").exists()


@pytest.mark.slow
def test_nothing_is_left_after_closing(qtbot, settings: QSettings, survey: Path) -> None:
    make_application()
    threads = set(threading.enumerate())
    widgets = set(QApplication.topLevelWidgets())
    window = make_window(settings)
    show(qtbot, window)
    open_in(qtbot, window, survey)
    paint(qtbot, window, 20)
    window.parts.help_windows.cheat_sheet()
    window.close()
    assert not [timer for timer in window.findChildren(QTimer) if timer.isActive() and not timer.isSingleShot()]
    assert set(threading.enumerate()) <= threads
    destroy(window)
    assert (
        sip.isdeleted(window)
        and sip.isdeleted(window.parts.sections.state)
        and sip.isdeleted(window.parts.sections.views.active)
    )
    assert not [widget for widget in set(QApplication.topLevelWidgets()) - widgets if widget.isVisible()]


@pytest.mark.slow
def test_a_script_with_a_window_ends_without_windows(tmp_path: Path) -> None:
    """PyQt deletes what is left at the end in no order, and crashes where one thing takes others along."""
    code = (
        "import atexit, sys\n"
        "from PyQt6.QtCore import QSettings\n"
        "from PyQt6.QtWidgets import QApplication\n"
        "from seisviewer.app.main_window.start import make_application, make_window\n"
        "kinds = lambda: [type(each).__name__ for each in QApplication.topLevelWidgets()]\n"
        "atexit.register(lambda: print('MainWindow' in kinds()))  # runs last, but for what PyQt has registered\n"
        "app = make_application()\n"
        "window = make_window(QSettings(sys.argv[1], QSettings.Format.IniFormat))\n"
        "window.show()\n"
        "window.close()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "settings.ini")], capture_output=True, text=True, env=OFFSCREEN, timeout=60
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (0, "False\n"), ended.stderr


@pytest.mark.slow
def test_what_makes_new_objects_of_qt_when_it_goes_does_not_crash_the_end_of_a_program() -> None:
    """PyQt's own end does: the table that it walks through grows."""
    code = (
        "from PyQt6.QtCore import QObject, QPointF\n"
        "from seisviewer.app.main_window.start import make_application\n"
        "app = make_application()\n"
        "new, left = [], [QObject() for _ in range(100)]\n"
        "for each in left:\n"
        "    each.destroyed.connect(lambda: new.extend(QPointF(0, 0) for _ in range(200)))\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=OFFSCREEN, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")


ENDING = [signal.SIGINT] + [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
SHOWN = "window.parts.sections.views.views['inline'].section_shown.connect(lambda _: print('shown', flush=True))"
UNFINISHED = """
from seisviewer.app.main_window.closing_stages import Unfinished
window.parts.closing.on_ask(lambda: Unfinished("Teaching", "It is not done."))
"""
STORED = "\nwindow.parts.closing.on_store(lambda: print('stored', flush=True))\n"
DIALOGS = {
    "no dialog": "",
    "a dialog": """
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QMessageBox
QTimer.singleShot(0, lambda: QMessageBox.question(window, "A question", "Is anybody there?"))
""",
    "the question of its closing": "\nfrom PyQt6.QtCore import QTimer\nQTimer.singleShot(0, window.close)\n",
}


def ended_by(number: int, code: str, survey: Path) -> tuple[int, list[str], list[str]]:
    """The exit code of a real program that gets a signal when its survey is shown, what it prints, and what it complains."""
    process = subprocess.Popen(
        program(code, survey), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=OFFSCREEN
    )
    try:
        while process.stdout.readline() not in ("shown\n", ""):
            pass
        time.sleep(0.3)
        process.send_signal(number)
        printed, said = process.communicate(timeout=30)
    finally:
        process.kill()
    complaints = [line for line in said.splitlines() if line and "plugin does not support" not in line]
    return process.returncode, printed.splitlines(), complaints


@pytest.mark.slow
@pytest.mark.parametrize("number", ENDING)
def test_a_signal_that_ends_the_program_closes_its_window(number: int, survey: Path) -> None:
    """Ctrl+C in the terminal, the end of a session, a terminal that is closed: it stores and stops as the window's own
    button has it do, and says nothing on the way out."""
    code, printed, complaints = ended_by(number, SHOWN + STORED, survey)
    assert (code, printed[-1:], complaints) == (0, ["stored"], [])


@pytest.mark.slow
@pytest.mark.parametrize("dialog", DIALOGS)
def test_the_end_of_a_session_asks_nobody(dialog: str, survey: Path) -> None:
    """Work that has not ended would be asked about otherwise, and a dialog may stand before the window."""
    code, printed, complaints = ended_by(ENDING[-1], SHOWN + STORED + UNFINISHED + DIALOGS[dialog], survey)
    assert (code, printed[-1:], complaints) == (0, ["stored"], [])


IMPORT_UNDO_CLOSE = """import os
from pathlib import Path
parts, labels, seen = window.parts.sections, Path(os.environ["LABELS"]), []
def opened():
    if not seen:
        seen.append("section")
        QTimer.singleShot(0, lambda: parts.import_export.import_from(labels))
def changed():
    painted = parts.state.project is not None and bool(parts.state.project.snapshot().counts())
    if painted and "imported" not in seen:
        seen.append("imported")
        QTimer.singleShot(0, parts.label_editor.undo)
    elif not painted and seen[-1:] == ["imported"]:
        seen.append("undone")
        print(*seen, flush=True)
        QTimer.singleShot(0, window.close)
parts.views.views["inline"].section_shown.connect(lambda _: opened())
parts.state.labels_changed.connect(changed)
def runs(frame):
    return frame is not None and (frame.f_code is start.run.__code__ or runs(frame.f_back))
window.destroyed.connect(lambda: print("taken down, in time:", runs(sys._getframe()), flush=True))"""


@pytest.mark.slow
def test_closing_after_an_import_that_was_undone_ends_cleanly(survey: Path, tmp_path: Path) -> None:
    """A real process. What is left to be taken down when the program has ended goes in an order that differs from run to
    run, and Qt crashed in up to half of them: the window goes before."""
    painted = np.full((50, 64), 255, np.uint8)
    painted[5:30, 10:40] = 2
    np.savez(tmp_path / "strokes.npz", **{f"inline_{number}": painted for number in range(101, 110)})
    done = subprocess.run(
        program(IMPORT_UNDO_CLOSE, survey),
        check=False,
        capture_output=True,
        text=True,
        env=OFFSCREEN | {"LABELS": str(tmp_path / "strokes.npz")},
        timeout=60,
    )
    assert done.stdout == "section imported undone\ntaken down, in time: True\n", done.stderr
    assert done.returncode == 0
