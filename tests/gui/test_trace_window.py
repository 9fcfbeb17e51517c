"""The trace desk in the real window: opening, keys and mouse, the two desks side by side, picks in and out."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import obspy
import pytest
from PyQt6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QTimer, QUrl
from PyQt6.QtGui import QDropEvent
from PyQt6.QtWidgets import QApplication, QDialog, QDoubleSpinBox, QFileDialog, QMessageBox, QTableView

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.menus.action import SECTIONS, TRACES
from seisviewer.app.traces.page.page_rows import Kind
from seisviewer.app.traces.panels.pick_table import PickTable
from seisviewer.app.traces.panels.stations_panel import StationsPanel
from seisviewer.picks.pick import Origin, Pick, Review
from seisviewer.predictions.probabilities import Curve, Probabilities
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.traces.picking import RecordPicked

from .real_windows import OFFSCREEN, program

OPENING_MS = 20_000
SIZE = (1400, 900)
START = obspy.UTCDateTime("2019-07-04T17:00:00")
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def waveforms(tmp_path: Path) -> list[Path]:
    """Ten minutes of noise at two stations, a file each, in a folder where a project may be made."""
    folder = tmp_path / "waves"
    folder.mkdir()
    return [write_waveforms(folder / f"{name}.mseed", name, seed) for seed, name in enumerate(("AAA", "BBB"))]


def write_waveforms(path: Path, station: str, seed: int) -> Path:
    draw = np.random.default_rng(seed)
    stream = obspy.Stream()
    for code in "ZNE":
        header = {
            "network": "XX",
            "station": station,
            "channel": f"HH{code}",
            "sampling_rate": 50.0,
            "starttime": START,
        }
        stream.append(obspy.Trace(draw.normal(0, 100, 30_000).astype(np.int32), header))
    stream.write(str(path), format="MSEED")
    return path


@pytest.fixture
def window(new_window: Callable[..., MainWindow]) -> MainWindow:
    return new_window(*SIZE)


@pytest.fixture
def opened(qtbot, window: MainWindow, waveforms: list[Path]) -> MainWindow:
    open_in(qtbot, window, *waveforms)
    return window


def open_in(qtbot, window: MainWindow, *paths: Path) -> None:
    window.parts.open_router.drop(paths)
    qtbot.waitUntil(
        lambda: window.parts.traces.state.archive is not None and not window.parts.background.busy, timeout=OPENING_MS
    )
    QApplication.processEvents()  # so that the page has found its size


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NONE)
    window.dropEvent(event)


def place(window: MainWindow, station: str, share: float) -> QPoint:
    """Where on the canvas the middle of a record lies, at a share of the span."""
    visible = window.parts.traces.page.visible
    top, bottom = visible.extent(f"XX.{station}..HH")
    return QPoint(round(visible.plot.left() + share * visible.plot.width()), round((top + bottom) / 2))


def press(qtbot, window: MainWindow, station: str, share: float, key: Qt.Key) -> None:
    """Point at a record with the mouse and press a key."""
    canvas = window.parts.traces.page.canvas
    for point in (QPoint(5, 5), place(window, station, share)):  # a pointer that is there already would not move
        qtbot.mouseMove(canvas, point)
        QApplication.processEvents()
    qtbot.keyClick(canvas, key)


def automatic(station: str, phase: str, at: float, probability: float) -> Pick:
    return Pick(
        StationId("XX", station, "", "HH"), phase, START.timestamp + at, 0.1, origin=Origin.AUTOMATIC,
        review=Review.UNREVIEWED, probability=probability, model="phasenet:original",
    )  # fmt: skip


@pytest.mark.slow
def test_opening_waveforms_shows_the_trace_desk_and_leaves_nothing_behind(
    opened: MainWindow, waveforms: list[Path]
) -> None:
    assert opened.parts.front.name == TRACES and opened.pages.currentWidget() is opened.parts.traces.page
    assert [record.station.station for record in opened.parts.traces.state.archive.records] == ["AAA", "BBB"]
    assert opened.windowTitle() == "2 records – seisviewer"
    assert opened.parts.panels.docks["stations"].isVisible() and not opened.parts.panels.docks["classes"].isVisible()
    shown = [action.text() for action in opened.menuBar().actions() if action.isVisible()]
    assert "&Picks" in shown and "&Paint" not in shown
    assert not list(waveforms[0].parent.glob("*.seis"))


@pytest.mark.slow
def test_picking_with_mouse_and_keys(qtbot, opened: MainWindow, waveforms: list[Path]) -> None:
    state, canvas = opened.parts.traces.state, opened.parts.traces.page.canvas
    press(qtbot, opened, "BBB", 0.5, Qt.Key.Key_F1)
    (pick,) = state.picks
    assert pick.phase == "P" and pick.record == "XX.BBB..HH"
    assert pick.time == pytest.approx(state.span.middle, abs=2 * state.span.length / canvas.width())
    press(qtbot, opened, "BBB", 0.6, Qt.Key.Key_2)
    assert [pick.phase for pick in state.picks] == ["P", "S"]
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert state.selected_pick.polarity.value == "positive"
    qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert state.selected_pick.polarity.value == ""
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert [pick.phase for pick in state.picks] == ["P"]
    qtbot.keyClick(canvas, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert [pick.phase for pick in state.picks] == ["P"], "a new change leaves nothing to bring back"
    with TraceProject.open(state.project.folder, edit=False) as project:
        assert len(project.picks) == 1, "it is on the disk already"
    assert state.project.folder.parent == waveforms[0].parent


@pytest.mark.slow
def test_setting_a_pick_moves_neither_rows_nor_time(qtbot, window: MainWindow, tmp_path: Path) -> None:
    """Else the next key sets its pick on another station."""
    folder = tmp_path / "network"
    folder.mkdir()
    open_in(qtbot, window, *(write_waveforms(folder / f"S{n:02d}.mseed", f"S{n:02d}", n) for n in range(9)))
    state, page = window.parts.traces.state, window.parts.traces.page
    state.set_span(START.timestamp + 100, START.timestamp + 160)
    lowest, *others = page.visible.layout.of("XX.S06..HH")
    page.rows_bar.setValue(round(lowest.bottom - page.visible.plot.height()))
    visible = page.visible
    assert visible.y(others[-1].bottom) > visible.plot.bottom() + 20, "the station is not cut off"
    point = QPoint(round(visible.plot.center().x()), round(visible.y(lowest.middle)))
    for where in (QPoint(5, 5), point):
        qtbot.mouseMove(page.canvas, where)
        QApplication.processEvents()
    before = page.rows_bar.value(), state.span
    assert page.pointed()[0] is lowest.record
    qtbot.keyClick(page.canvas, Qt.Key.Key_F1)
    assert (page.rows_bar.value(), state.span) == before
    qtbot.keyClick(page.canvas, Qt.Key.Key_F2)
    assert {pick.record for pick in state.picks} == {lowest.record.key} and len(state.picks) == 2
    qtbot.keyClick(page.canvas, Qt.Key.Key_Up)
    assert (page.rows_bar.value(), state.span) == before


def test_dragging_a_pick_moves_it(qtbot, opened: MainWindow) -> None:
    state, canvas = opened.parts.traces.state, opened.parts.traces.page.canvas
    press(qtbot, opened, "AAA", 0.4, Qt.Key.Key_F1)
    before = state.picks[0]
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(canvas, left, pos=place(opened, "AAA", 0.4))
    for share in (0.42, 0.46, 0.5):
        qtbot.mouseMove(canvas, place(opened, "AAA", share))
        QApplication.processEvents()
    qtbot.mouseRelease(canvas, left, pos=place(opened, "AAA", 0.5))
    (after,) = state.picks
    assert after.id == before.id and after.time > before.time + 0.05 * state.span.length
    opened.parts.menus.actions["undo"].trigger()
    assert state.picks == (before,)


def test_a_key_without_a_trace_under_the_pointer_says_what_to_do(qtbot, opened: MainWindow) -> None:
    opened.parts.menus.actions["set_p"].trigger()
    assert "Point at a trace" in opened.status_line.sentence
    assert opened.parts.traces.state.project is None


@pytest.mark.slow
def test_looks_by_keys(qtbot, opened: MainWindow) -> None:
    state, canvas = opened.parts.traces.state, opened.parts.traces.page.canvas
    whole = state.span
    for key, name in ((Qt.Key.Key_G, "spectrogram"), (Qt.Key.Key_U, "seconds"), (Qt.Key.Key_K, "picks")):
        before = getattr(state.display, name)
        qtbot.keyClick(canvas, key)
        assert getattr(state.display, name) is not before
    assert opened.parts.menus.actions["spectrogram"].isChecked()
    qtbot.keyClick(canvas, Qt.Key.Key_L)
    assert state.display.layout == "section" and opened.parts.menus.actions["record_section"].isChecked()
    qtbot.keyClick(canvas, Qt.Key.Key_L)
    filters = []
    for _ in range(4):
        qtbot.keyClick(canvas, Qt.Key.Key_F)
        filters.append(state.display.filter)
    assert filters == ["high-pass", "band-pass", "own", "raw"]
    qtbot.keyClick(canvas, Qt.Key.Key_Equal)
    assert state.span.length == pytest.approx(whole.length / 2)
    start = state.span.start
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert state.span.start > start + 0.5 * state.span.length
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert state.span == whole
    gain = state.display.gain
    qtbot.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert state.display.gain > gain


@pytest.mark.slow
def test_enter_reject_and_back_walk_through_the_picks(qtbot, opened: MainWindow) -> None:
    state, canvas = opened.parts.traces.state, opened.parts.traces.page.canvas
    picks = [automatic("AAA", "P", 100, 0.9), automatic("BBB", "P", 101, 0.2), automatic("BBB", "S", 105, 0.8)]
    opened.parts.traces.editor.add_automatic("phasenet:original", ["XX.AAA..HH", "XX.BBB..HH"], picks)
    state.set_span(START.timestamp + 90, START.timestamp + 120)
    qtbot.keyClick(canvas, Qt.Key.Key_N)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert [pick.review.value for pick in state.picks] == ["accepted", "unreviewed", "unreviewed"]
    qtbot.keyClick(canvas, Qt.Key.Key_R)
    assert [pick.review.value for pick in state.picks] == ["accepted", "unreviewed", "rejected"]
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    assert state.selected_pick.time == START.timestamp + 100


def click_row(qtbot, table: QTableView, row: int, key: Qt.KeyboardModifier = NONE) -> None:
    place = table.visualRect(table.model().index(row, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, key, QPoint(place))


def type_to(qtbot, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
    """Press a key in whatever has the focus, as a keyboard does."""
    qtbot.keyClick(QApplication.focusWidget(), key, *held)
    QApplication.processEvents()


@pytest.mark.slow
def test_keys_mean_picks_after_a_click_in_the_table(qtbot, opened: MainWindow) -> None:
    state = opened.parts.traces.state
    picks = [automatic("AAA", "P", 100 + n, 0.9) for n in range(6)]
    opened.parts.traces.editor.add_automatic("phasenet:original", ["XX.AAA..HH"], picks)
    panel = opened.parts.panels.docks["picks"].findChild(PickTable)
    qtbot.waitUntil(lambda: len(panel.model.rows) == 6)
    qtbot.mouseClick(panel.text, Qt.MouseButton.LeftButton)
    type_to(qtbot, Qt.Key.Key_A)
    assert panel.text.text() == "a"
    click_row(qtbot, panel.table, 1)
    for key in (Qt.Key.Key_R, Qt.Key.Key_Return, Qt.Key.Key_N):
        type_to(qtbot, key)
    assert panel.text.text() == "a"
    assert [pick.review.value[0] for pick in state.picks] == ["u", "r", "a", "u", "u", "u"]
    assert state.selected == state.picks[4].id
    click_row(qtbot, panel.table, 3)
    click_row(qtbot, panel.table, 5, Qt.KeyboardModifier.ShiftModifier)
    type_to(qtbot, Qt.Key.Key_Return)
    assert [pick.review.value[0] for pick in state.picks] == ["u", "r", "a", "a", "a", "a"], "all that are chosen"
    type_to(qtbot, Qt.Key.Key_Delete)
    assert len(state.picks) == 3
    type_to(qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(state.picks) == 6
    type_to(qtbot, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    type_to(qtbot, Qt.Key.Key_R)
    assert panel.text.text() == "r" and panel.text.hasFocus()


@pytest.mark.slow
def test_letters_after_a_click_in_the_stations_are_keys(qtbot, opened: MainWindow) -> None:
    panel = opened.parts.panels.docks["stations"].findChild(StationsPanel)
    qtbot.mouseClick(panel.text, Qt.MouseButton.LeftButton)
    place = panel.list.visualItemRect(panel.list.item(0)).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    type_to(qtbot, Qt.Key.Key_F)
    assert panel.text.text() == "" and opened.parts.traces.state.display.filter == "high-pass"


def test_keys_act_on_one_pick_again_when_the_table_is_left(qtbot, opened: MainWindow) -> None:
    picks = [automatic("AAA", "P", 100 + n, 0.9) for n in range(4)]
    opened.parts.traces.editor.add_automatic("phasenet:original", ["XX.AAA..HH"], picks)
    panel = opened.parts.panels.docks["picks"].findChild(PickTable)
    qtbot.waitUntil(lambda: len(panel.model.rows) == 4)
    click_row(qtbot, panel.table, 0)
    click_row(qtbot, panel.table, 3, Qt.KeyboardModifier.ShiftModifier)
    opened.parts.traces.page.canvas.setFocus()
    type_to(qtbot, Qt.Key.Key_Delete)
    assert len(opened.parts.traces.state.picks) == 3


@pytest.mark.slow
def test_fields_keep_the_keys_that_they_need(qtbot, opened: MainWindow) -> None:
    press(qtbot, opened, "AAA", 0.4, Qt.Key.Key_F1)
    field = opened.parts.panels.docks["trace_display"].findChild(QDoubleSpinBox)
    field.setFocus()
    before, picks = field.value(), opened.parts.traces.state.picks
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() != before
    assert opened.parts.traces.state.picks == picks


@pytest.mark.slow
def test_two_desks_side_by_side(qtbot, opened: MainWindow, small_survey: Path, tmp_path: Path) -> None:
    survey = Path(shutil.copy(small_survey, tmp_path / "survey.sgy"))
    assert opened.tabs.isHidden()
    press(qtbot, opened, "AAA", 0.5, Qt.Key.Key_F1)
    opened.parts.panels.docks["events"].hide()
    drop(opened, survey)
    qtbot.waitUntil(lambda: opened.parts.front.name == SECTIONS, timeout=OPENING_MS)
    assert opened.tabs.isVisible() and opened.windowTitle() == "survey – seisviewer"
    assert opened.parts.panels.docks["classes"].isVisible() and not opened.parts.panels.docks["stations"].isVisible()
    assert not opened.parts.menus.actions["undo"].isEnabled(), "nothing was painted"
    qtbot.keyClick(opened.parts.sections.views.active.canvas, Qt.Key.Key_1)
    assert opened.parts.sections.state.brush.label == 1 and len(opened.parts.traces.state.picks) == 1
    qtbot.keyClick(opened, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert opened.parts.front.name == TRACES and opened.parts.menus.actions["undo"].isEnabled()
    assert opened.parts.panels.docks["picks"].isVisible() and opened.parts.panels.docks["events"].isHidden()
    opened.parts.menus.actions["undo"].trigger()
    assert opened.parts.traces.state.picks == ()
    qtbot.mouseClick(opened.tabs, Qt.MouseButton.LeftButton, pos=opened.tabs.tabRect(0).center())
    assert opened.parts.front.name == SECTIONS
    opened.parts.menus.actions["close_survey"].trigger()
    assert opened.parts.front.name == TRACES and opened.tabs.isHidden()
    opened.parts.menus.actions["close_records"].trigger()
    assert opened.pages.currentWidget() is opened.start_page
    assert not any(dock.isVisible() for dock in opened.parts.panels.docks.values())


@pytest.mark.slow
def test_a_survey_and_waveforms_with_their_picks_dropped_together(
    qtbot, window: MainWindow, waveforms: list[Path], small_survey: Path, tmp_path: Path
) -> None:
    survey = Path(shutil.copy(small_survey, tmp_path / "survey.sgy"))
    table = tmp_path / "picks.csv"
    table.write_text(f"station,phase,time\nBBB,S,{START + 60}\nQQQ,P,{START + 61}\n")
    drop(window, survey, *waveforms, table)
    qtbot.waitUntil(lambda: len(window.parts.traces.state.picks) == 2, timeout=OPENING_MS)
    assert window.parts.sections.state.volume is not None
    assert window.parts.traces.state.picks[0].record == "XX.BBB..HH", (
        "a file that names the station alone means its instrument"
    )
    assert "1 pick of picks.csv is of another station, which is not open: kept, not drawn (QQQ)." in window.errors.text


def test_picks_dropped_before_their_waveforms_are_refused_in_words(window: MainWindow, tmp_path: Path) -> None:
    table = tmp_path / "picks.csv"
    table.write_text("station,phase,time\n")
    drop(window, table)
    assert "Open the waveforms first" in window.errors.text


@pytest.mark.slow
def test_a_file_without_waveforms_gives_one_sentence(qtbot, opened: MainWindow, tmp_path: Path) -> None:
    before = opened.parts.traces.state.archive
    broken = tmp_path / "broken.mseed"
    broken.write_bytes(b"no waveforms in here")
    drop(opened, broken)
    qtbot.waitUntil(lambda: bool(opened.errors.text), timeout=OPENING_MS)
    assert "broken.mseed" in opened.errors.text and opened.parts.traces.state.archive is before


@pytest.mark.slow
def test_the_look_and_the_picks_come_back(qtbot, new_window: Callable[..., MainWindow], waveforms: list[Path]) -> None:
    first = new_window(*SIZE)
    open_in(qtbot, first, *waveforms)
    press(qtbot, first, "BBB", 0.5, Qt.Key.Key_F1)
    state, folder = first.parts.traces.state, first.parts.traces.state.project.folder
    picks = state.picks
    state.set_span(START.timestamp + 100, START.timestamp + 160)
    state.set_display(filter="own", low=2.5, gain=3.0, layout="section", spectrogram=True)
    state.set_threshold("S", 0.75)
    state.set_hidden(frozenset({"XX.AAA..HH"}))
    first.parts.panels.docks["events"].hide()
    look = state.span, state.display, state.thresholds, state.hidden
    first.close()
    second = new_window(*SIZE)
    assert second.parts.recents.paths[0] == folder.resolve(), "several files are found again by their project"
    second.parts.open_router.open(second.parts.recents.paths[0])
    qtbot.waitUntil(lambda: second.parts.front.name == TRACES, timeout=OPENING_MS)
    again = second.parts.traces.state
    assert again.picks == picks
    assert (again.span, again.display, again.thresholds, again.hidden) == look
    assert second.parts.panels.docks["events"].isHidden() and second.parts.panels.docks["picks"].isVisible()
    assert second.parts.menus.actions["undo"].isEnabled(), "undo survives closing the program"


@pytest.mark.slow
def test_opening_what_is_open_already_brings_it_to_the_front(
    qtbot, opened: MainWindow, waveforms: list[Path], small_survey: Path, tmp_path: Path
) -> None:
    press(qtbot, opened, "BBB", 0.5, Qt.Key.Key_F1)
    drop(opened, Path(shutil.copy(small_survey, tmp_path / "survey.sgy")))
    qtbot.waitUntil(lambda: opened.parts.front.name == SECTIONS, timeout=OPENING_MS)
    before = opened.parts.traces.state.archive
    for paths in (waveforms, [opened.parts.traces.state.project.folder]):
        opened.parts.front.show(SECTIONS)
        drop(opened, *paths)
        assert (
            opened.parts.front.name == TRACES
            and opened.parts.traces.state.archive is before
            and not opened.parts.background.busy
        )


@pytest.mark.slow
def test_more_files_join_those_on_the_desk_and_the_picks_stay(
    qtbot, window: MainWindow, waveforms: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_in(qtbot, window, waveforms[0])
    press(qtbot, window, "AAA", 0.5, Qt.Key.Key_F1)
    window.parts.traces.state.set_display(gain=3.0)
    picks = window.parts.traces.state.picks
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(waveforms[1])], ""))
    window.parts.menus.actions["add_files"].trigger()
    qtbot.waitUntil(lambda: len(window.parts.traces.state.archive.records) == 2, timeout=OPENING_MS)
    assert window.parts.traces.state.picks == picks and window.parts.traces.state.display.gain == 3.0
    folder = window.parts.traces.state.project.folder
    window.parts.menus.actions["close_records"].trigger()
    open_in(qtbot, window, folder)
    assert len(window.parts.traces.state.archive.records) == 2, "the project knows of both files"


@pytest.mark.slow
def test_picks_go_out(qtbot, opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened.parts.traces.editor.add_automatic(
        "phasenet:original",
        ["XX.AAA..HH", "XX.BBB..HH"],
        [automatic("AAA", "P", 100, 0.9), automatic("BBB", "P", 101, 0.2)],
    )
    wanted = [tmp_path / f"out.{ending}" for ending in ("xml", "csv", "obs", "markers")]
    for path in wanted:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=path: (str(path), ""))
        opened.parts.menus.actions["export_picks"].trigger()
        qtbot.waitUntil(lambda path=path: path.exists() and not opened.parts.background.busy, timeout=OPENING_MS)
        assert "AAA" in path.read_text() and "BBB" not in path.read_text(), "what is below the threshold is not written"
    (pick,) = (pick for event in obspy.read_events(str(wanted[0])) for pick in event.picks)
    assert pick.time - (START + 100) == pytest.approx(0, abs=1e-6) and pick.evaluation_mode == "automatic"
    assert "0 reviewed, 1 undecided, 0 rejected" in opened.status_line.sentence
    press(qtbot, opened, "BBB", 0.5, Qt.Key.Key_F1)
    asked = tmp_path / "asked.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(asked), ""))
    for words, count in (("Reviewed only (1)", 1), ("All shown (2)", 2)):
        opened.parts.menus.actions["export_picks"].trigger()
        (box,) = (box for box in opened.findChildren(QMessageBox) if box.isVisible())
        assert "Of the 2 picks shown: 1 reviewed, 1 undecided, 0 rejected." in box.text()
        asked.unlink(missing_ok=True)
        next(button for button in box.buttons() if button.text() == words).click()
        qtbot.waitUntil(lambda: asked.exists() and not opened.parts.background.busy, timeout=OPENING_MS)
        assert len(asked.read_text().splitlines()) == 1 + count
        qtbot.waitUntil(lambda: not any(box.isVisible() for box in opened.findChildren(QMessageBox)))


@pytest.mark.slow
def test_what_is_here_already_is_not_imported_again(qtbot, opened: MainWindow, tmp_path: Path) -> None:
    press(qtbot, opened, "AAA", 0.5, Qt.Key.Key_F1)
    opened.parts.traces.import_export.export_to(tmp_path / "out.xml")
    qtbot.waitUntil(lambda: (tmp_path / "out.xml").exists() and not opened.parts.background.busy, timeout=OPENING_MS)
    drop(opened, tmp_path / "out.xml")
    qtbot.waitUntil(lambda: "here already" in opened.status_line.sentence, timeout=OPENING_MS)
    assert len(opened.parts.traces.state.picks) == 1


@pytest.mark.slow
def test_what_there_is_to_read_and_ask_opens(qtbot, opened: MainWindow) -> None:
    def titles() -> set[str]:
        return {dialog.windowTitle() for dialog in opened.findChildren(QDialog) if dialog.isVisible()}

    opened.parts.menus.actions["records_info"].trigger()
    qtbot.waitUntil(lambda: titles() == {"About 2 records"}, timeout=OPENING_MS)
    for action in ("cheat_sheet", "download", "augmentations", "find_events"):
        opened.parts.menus.actions[action].trigger()
    assert len(titles()) == 5
    opened.parts.menus.actions["close_records"].trigger()
    assert "About 2 records" not in titles(), "it described the records that are gone"


@pytest.mark.slow
def test_the_cheat_sheet_shows_the_keys_of_the_desk_in_front(opened: MainWindow) -> None:
    opened.parts.help_windows.cheat_sheet()
    sheet = opened.parts.help_windows.open["cheat sheet"].sheet
    assert "Set P" in sheet.text() and "Brush" not in sheet.text()
    opened.parts.menus.actions["close_records"].trigger()
    assert "Brush" in sheet.text(), "at the start page it shows all of them"


def test_closing_while_a_picker_runs_asks_once(qtbot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def no(_, title, *__):
        asked.append(title)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "question", no)
    monkeypatch.setattr(type(opened.parts.traces.engine), "busy", "Picking")
    assert not opened.close()
    assert opened.isVisible() and asked == ["Picking"]
    monkeypatch.undo()


@pytest.mark.slow
def test_the_theme_changes_the_traces_too(qtbot, opened: MainWindow) -> None:
    def paper() -> int:
        image = opened.parts.traces.page.canvas.grab().toImage()
        return image.pixelColor(image.width() - 3, image.height() - 3).lightness()

    before = paper()
    opened.parts.menus.actions["dark"].trigger()
    QApplication.processEvents()
    assert abs(paper() - before) > 100


@pytest.mark.slow
def test_nothing_is_left_after_closing(qtbot, new_window: Callable[..., MainWindow], waveforms: list[Path]) -> None:
    threads = set(threading.enumerate())
    window = new_window(*SIZE)
    open_in(qtbot, window, *waveforms)
    press(qtbot, window, "AAA", 0.5, Qt.Key.Key_F1)
    qtbot.keyClick(window.parts.traces.page.canvas, Qt.Key.Key_F)
    qtbot.keyClick(window.parts.traces.page.canvas, Qt.Key.Key_G)
    folder = window.parts.traces.state.project.folder
    window.close()
    assert not [timer for timer in window.findChildren(QTimer) if timer.isActive() and not timer.isSingleShot()]
    left = set(threading.enumerate()) - threads
    assert {thread.name for thread in left} <= {"ending an idle reader"}, "it is kept for the next file on purpose"
    TraceProject.open(folder, wait=0).close()  # the right to change it was given back


@pytest.mark.slow
def test_the_command_opens_waveforms(waveforms: list[Path]) -> None:
    """`seisviewer FILES…` as a real process, which is asked to end when the records are on screen."""
    watch = (
        "def seen(archive):\n"
        "        if archive is not None:\n"
        "            print(len(archive.records), window.parts.front.name, flush=True)\n"
        "            QTimer.singleShot(0, window.close)\n"
        "window.parts.traces.state.span_changed.connect(lambda _: seen(window.parts.traces.state.archive))"
    )
    done = subprocess.run(
        program(watch, *waveforms), check=False, capture_output=True, text=True, env=OFFSCREEN, timeout=60
    )
    assert done.stdout.startswith("2 traces") and done.returncode == 0, done.stderr


@pytest.mark.slow
def test_what_the_picker_said_is_there_again(
    qtbot, new_window: Callable[..., MainWindow], waveforms: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def picked(archive, keys, picker, **options):
        for key in keys:
            curve = Curve("P", START.timestamp, 50.0, np.full(30_000, 0.7, np.float32))
            yield RecordPicked(Probabilities(key, "phasenet:one", (curve,)), (automatic(key[3:6], "P", 100, 0.9),))
        return ()

    monkeypatch.setattr("seisviewer.app.traces.picker_engine.pick_archive", picked)
    first = new_window(*SIZE)
    open_in(qtbot, first, *waveforms)
    first.parts.traces.engine.pick("one", "one", ["XX.AAA..HH", "XX.BBB..HH"])
    qtbot.waitUntil(lambda: not first.parts.traces.engine.busy, timeout=OPENING_MS)
    folder = first.parts.traces.state.project.folder
    first.close()
    (damaged,) = (folder / "probabilities").glob("XX.BBB*")
    damaged.write_bytes(b"nonsense")
    second = new_window(*SIZE)
    open_in(qtbot, second, *waveforms)
    state, page = second.parts.traces.state, second.parts.traces.page
    qtbot.waitUntil(lambda: bool(state.probabilities), timeout=OPENING_MS)
    assert len(state.picks) == 2 and not second.errors.isVisible()
    assert list(state.probabilities) == ["XX.AAA..HH"]
    assert state.probabilities["XX.AAA..HH"].curves[0].values == pytest.approx(0.7, abs=0.01)
    qtbot.waitUntil(lambda: Kind.PROBABILITY in [row.kind for row in page.visible.layout.of("XX.AAA..HH")])


@pytest.mark.slow
def test_the_panels_leave_room_for_the_traces(new_window, waveforms: list[Path], qtbot) -> None:
    window = new_window(*SIZE)
    window.resize(1280, 800)
    window.parts.open_router.open(waveforms[0].parent)
    qtbot.waitUntil(lambda: window.parts.traces.state.archive is not None, timeout=OPENING_MS)
    qtbot.waitUntil(lambda: window.parts.traces.page.width() >= 640)
    window.parts.panels.bring_out("teaching")
    qtbot.wait(50)
    assert window.width() == 1280 and window.minimumSizeHint().width() < 1000


@pytest.mark.slow
def test_a_panel_that_is_new_stands_in_its_place(new_window, settings: QSettings, waveforms: list[Path], qtbot) -> None:
    def opened() -> MainWindow:
        window = new_window(*SIZE)
        window.parts.open_router.open(waveforms[0].parent)
        qtbot.waitUntil(lambda: window.parts.front.name == TRACES, timeout=OPENING_MS)
        return window

    first = opened()
    first.parts.panels.docks["stations"].hide()
    first.parts.panels.docks["teaching"].hide()
    first.close()
    known = settings.value("window/trace_panels", [], type=list)
    settings.setValue("window/trace_panels", [name for name in known if name != "teaching"])  # as of an older program
    second = opened()
    assert not second.parts.panels.docks["teaching"].isHidden()
    assert second.parts.panels.docks["thresholds"] in second.tabifiedDockWidgets(second.parts.panels.docks["teaching"])
    assert second.parts.panels.docks["stations"].isHidden()  # what the user put away stays away
