"""Review mode of the trace desk in the real window: the bar, the keys and the words of the section desk, for picks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import obspy
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.menus.action import PICKS, RECORDS, TRACES
from seisviewer.app.review.review_bar import ReviewBar
from seisviewer.app.suggestions.reason_bar import ReasonBar
from seisviewer.app.suggestions.suggestion_list import Suggested
from seisviewer.app.traces.reviewing.pick_reviewer import ON_RECORD
from seisviewer.learning.phases.phase_ranking import RankedWindow
from seisviewer.picks.pick import Origin, Pick, Review
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.station import StationId

START = obspy.UTCDateTime("2019-07-04T17:00:00")
LEFT = Qt.MouseButton.LeftButton
# Seconds after START, probability.
AAA, BBB = ((100, 0.99), (110, 0.97), (120, 0.6), (400, 0.98)), ((101, 0.96), (111, 0.7))


def found(station: str, phase: str, at: float, probability: float) -> Pick:
    return Pick(
        StationId("XX", station, "", "HH"), phase, START.timestamp + at, 0.1, origin=Origin.AUTOMATIC,
        review=Review.UNREVIEWED, probability=probability, model="phasenet:original",
    )  # fmt: skip


class Desk:
    """The window with six picks of a picker on two stations, and half a minute in sight."""

    def __init__(self, qtbot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window
        self.parts = window.parts.traces
        self.state, self.page, self.canvas = self.parts.state, self.parts.page, self.parts.page.canvas
        (self.bar,) = self.page.findChildren(ReviewBar)
        picks = [found("AAA", "P", *each) for each in AAA] + [found("BBB", "P", *each) for each in BBB]
        self.parts.editor.add_automatic("phasenet:original", ["XX.AAA..HH", "XX.BBB..HH"], picks)
        self.state.set_span(START.timestamp + 95, START.timestamp + 125)
        self.canvas.setFocus()
        QApplication.processEvents()

    def key(self, key: Qt.Key | str, *held: Qt.KeyboardModifier) -> None:
        QTest.keyClick(self.canvas, key, *held)
        QApplication.processEvents()

    def reviews(self) -> str:
        """The first letters of what became of the picks, in the order of time."""
        return "".join(pick.review.value[0] for pick in self.state.picks)

    def spot(self, station: str, at: float, down: float = 0.5) -> QPoint:
        visible = self.page.visible
        top, bottom = visible.extent(f"XX.{station}..HH")
        return QPoint(round(visible.scale.x(START.timestamp + at)), round(top + down * (bottom - top)))

    def drag(self, start: QPoint, end: QPoint) -> None:
        self.drag_along(*(start + (end - start) * share for share in (0.0, 0.3, 0.7, 1.0)))

    def drag_along(self, *spots: QPoint, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mousePress(self.canvas, LEFT, held, spots[0])
        for spot in spots[1:]:
            QTest.mouseMove(self.canvas, spot)
        QTest.mouseRelease(self.canvas, LEFT, held, spots[-1])
        QApplication.processEvents()

    def taken(self) -> list[float]:
        """Seconds after START of what a key would decide about."""
        return [pick.time - START.timestamp for pick in self.parts.review.outlined]

    def standing(self) -> str:
        return ", ".join(label.text() for label in self.bar.counts.values())


@pytest.fixture
def desk(qtbot, new_window: Callable[..., MainWindow], tmp_path: Path) -> Desk:
    window, draw = new_window(1280, 720), np.random.default_rng(0)
    stream = obspy.Stream()
    for station in ("AAA", "BBB"):
        header = {"network": "XX", "station": station, "channel": "HHZ", "sampling_rate": 50.0, "starttime": START}
        stream.append(obspy.Trace(draw.normal(0, 100, 30_000).astype(np.int32), header))
    stream.write(str(tmp_path / "records.mseed"), format="MSEED")
    window.parts.open_router.drop([tmp_path / "records.mseed"])
    qtbot.waitUntil(lambda: window.parts.traces.state.archive is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not window.parts.background.busy)
    QApplication.processEvents()
    return Desk(qtbot, window)


@pytest.mark.slow
def test_picks_are_gone_through_by_the_keys_of_sections_and_each_decision_is_one_undo(desk: Desk) -> None:
    assert not desk.bar.isVisible()
    desk.key("v")
    assert desk.bar.isVisible() and desk.standing() == "6 undecided, 0 accepted, 0 rejected"
    desk.key(Qt.Key.Key_Return)
    desk.key("r")
    desk.key(Qt.Key.Key_Tab)  # the third is left for later
    before = desk.state.selected_pick
    desk.key("2")
    assert desk.reviews() == "arumuu"
    named = next(pick for pick in desk.state.picks if pick.id == before.id)
    assert (named.phase, named.time, named.origin) == ("S", before.time, Origin.MANUAL)
    assert named.probability is None and named.model == "", "the picker gave its probability to another phase"
    desk.key("7")
    assert desk.reviews() == "arumuu"
    desk.qtbot.waitUntil(lambda: desk.standing() == "3 undecided, 2 accepted, 1 rejected")
    assert len(desk.state.picks) == 6, "in the mode, a digit sets no pick"
    told: list[str] = []
    desk.state.message.connect(told.append)
    for left in ("aruuuu", "auuuuu", "uuuuuu"):
        desk.key("z", Qt.KeyboardModifier.ControlModifier)
        assert desk.reviews() == left
    assert [sentence for sentence in told if sentence.startswith("Undone")] == [
        "Undone: an accepted P on XX.BBB.", "Undone: a rejected P on XX.BBB.", "Undone: an accepted P on XX.AAA.",
    ]  # fmt: skip
    desk.key("z", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert desk.reviews() == "auuuuu"
    desk.key(Qt.Key.Key_Escape)
    assert not desk.bar.isVisible() and not desk.state.reviewing


@pytest.mark.slow
def test_tab_goes_on_and_shift_tab_back(desk: Desk) -> None:
    desk.key("v")
    times = []
    for key, held in (
        (Qt.Key.Key_Tab, []),
        (Qt.Key.Key_Tab, []),
        (Qt.Key.Key_Backtab, [Qt.KeyboardModifier.ShiftModifier]),
    ):
        desk.key(key, *held)
        times.append(desk.state.selected_pick.time - START.timestamp)
    assert times == [101, 110, 101] and desk.reviews() == "uuuuuu" and desk.canvas.hasFocus()


@pytest.mark.slow
def test_the_pick_under_the_pointer_is_the_one(desk: Desk) -> None:
    desk.key("v")
    QTest.mouseMove(desk.canvas, desk.spot("BBB", 111))
    QApplication.processEvents()
    assert [pick.time - START.timestamp for pick in desk.parts.review.outlined] == [111]
    desk.key("r")
    assert desk.reviews() == "uuuruu"


@pytest.mark.slow
def test_a_box_takes_many_and_one_undo_takes_them_back(desk: Desk) -> None:
    desk.key("v")
    desk.drag(desk.spot("AAA", 105, 0.2), desk.spot("AAA", 123, 0.8))
    assert [pick.time - START.timestamp for pick in desk.parts.review.outlined] == [110, 120]
    desk.key("r")
    assert desk.reviews() == "uururu"
    desk.key("z", Qt.KeyboardModifier.ControlModifier)
    assert desk.reviews() == "uuuuuu"
    desk.drag(desk.spot("AAA", 97, 0.2), desk.spot("BBB", 105, 0.8))
    desk.key(Qt.Key.Key_2)
    assert desk.reviews() == "mmuuuu" and [pick.phase for pick in desk.state.picks[:2]] == ["S", "S"]


@pytest.mark.slow
def test_a_lasso_takes_what_lies_in_it_and_nothing_beside_it(desk: Desk) -> None:
    desk.key("v")
    desk.drag(desk.spot("AAA", 96, 0.3), desk.spot("BBB", 123, 0.7))
    assert desk.taken() == [100, 101, 110, 111, 120], "a box over the same corners takes them all"
    around = [
        ("AAA", 96, 0.3), ("AAA", 105, 0.3), ("BBB", 105, 0.05), ("BBB", 123, 0.3), ("BBB", 123, 0.7), ("BBB", 108, 0.7),
    ]  # fmt: skip
    desk.drag_along(*(desk.spot(*each) for each in around), held=Qt.KeyboardModifier.AltModifier)
    assert desk.taken() == [100, 111]
    desk.key(Qt.Key.Key_Return)
    assert desk.reviews() == "auuauu"
    desk.key("z", Qt.KeyboardModifier.ControlModifier)
    assert desk.reviews() == "uuuuuu"


@pytest.mark.slow
def test_without_a_pick_v_says_what_to_do(qtbot, desk: Desk) -> None:
    desk.parts.editor.delete(*desk.state.picks)
    told: list[str] = []
    desk.state.message.connect(told.append)
    desk.key("v")
    assert not desk.state.reviewing and told[-1].startswith("There is no pick to review yet")


def test_what_is_greyed_out_says_what_it_waits_for(desk: Desk) -> None:
    menus = desk.window.parts.menus
    usual = menus.actions["accept"].toolTip()
    menus.allow(TRACES, {RECORDS})
    assert not menus.actions["accept"].isEnabled()
    assert menus.actions["accept"].toolTip() == f"{usual} (there is no pick yet)"
    menus.allow(TRACES, {RECORDS, PICKS})
    assert menus.actions["accept"].isEnabled() and menus.actions["accept"].toolTip() == usual


@pytest.mark.slow
def test_dragging_a_pick_mends_it_in_the_mode_too(desk: Desk) -> None:
    desk.key("v")
    desk.drag(desk.spot("AAA", 110), desk.spot("AAA", 114))
    moved = next(pick for pick in desk.state.picks if pick.review is Review.MOVED)
    assert moved.time == pytest.approx(START.timestamp + 114, abs=0.1) and moved.origin is Origin.MANUAL


@pytest.mark.slow
def test_all_that_is_sure_is_accepted_in_sight_or_on_a_trace_as_one_action(desk: Desk) -> None:
    desk.key("v")
    QTest.mouseClick(desk.bar.accept_all, LEFT)
    assert desk.reviews() == "aaauuu", "those of 95 % and more within the half minute"
    desk.key("z", Qt.KeyboardModifier.ControlModifier)
    assert desk.reviews() == "uuuuuu"
    desk.state.set_current("XX.AAA..HH")
    desk.bar.where.setCurrentText(ON_RECORD)
    QTest.mouseClick(desk.bar.accept_all, LEFT)
    assert desk.reviews() == "auauua"
    desk.bar.above.setValue(99)
    told: list[str] = []
    desk.state.message.connect(told.append)
    QTest.mouseClick(desk.bar.accept_all, LEFT)
    assert told == ["Nothing undecided here is surer than 99%."]
    desk.key("z", Qt.KeyboardModifier.ControlModifier)
    assert desk.reviews() == "uuuuuu", "the keyboard is still the traces'"


def test_a_number_that_was_typed_gives_the_keyboard_back(desk: Desk) -> None:
    desk.key("v")
    QTest.mouseClick(desk.bar.above, LEFT)
    desk.bar.above.setFocus()
    QTest.keyClick(desk.bar.above, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(desk.canvas.hasFocus)
    assert desk.reviews() == "uuuuuu"


def test_every_decision_is_in_the_project_at_once(desk: Desk) -> None:
    desk.key("v")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_R, Qt.Key.Key_2):
        desk.key(key)
        with TraceProject.open(desk.state.project.folder, edit=False) as another:
            assert "".join(pick.review.value[0] for pick in another.picks) == desk.reviews()


def test_outside_of_the_mode_the_keys_mean_what_they_meant(desk: Desk) -> None:
    desk.key("v")
    desk.key(Qt.Key.Key_M)  # measuring takes the left button, and ends the mode
    assert not desk.state.reviewing and not desk.bar.isVisible()
    desk.key(Qt.Key.Key_Escape)
    QTest.mouseMove(desk.canvas, QPoint(5, 5))
    QTest.mouseMove(desk.canvas, desk.spot("BBB", 117))
    desk.key("2")
    assert [pick.phase for pick in desk.state.picks].count("S") == 1


@pytest.mark.slow
def test_the_review_of_one_desk_takes_no_keys_of_the_other(desk: Desk, small_survey: Path, tmp_path: Path) -> None:
    parts = desk.window.parts
    parts.sections.opener.open(shutil.copy(small_survey, tmp_path / "survey.sgy"))
    desk.qtbot.waitUntil(lambda: parts.sections.views.active.amplitudes() is not None, timeout=15_000)
    parts.sections.state.set_tool(parts.sections.tools["review"])
    told: list[str] = []
    parts.sections.state.message.connect(told.append)
    parts.front.show(TRACES)
    desk.canvas.setFocus()
    QApplication.processEvents()
    desk.state.set_selected(desk.state.picks[0].id)
    desk.key("r")
    assert desk.reviews() == "ruuuuu" and not told
    assert not [bar for bar in desk.window.findChildren(ReviewBar) if bar.isVisible()]


@pytest.mark.slow
def test_the_reason_of_a_window_is_whole_above_the_traces_while_it_is_in_sight(desk: Desk) -> None:
    start = START.timestamp
    window = RankedWindow(f"XX.AAA..HH@{start + 200}", "XX.AAA", start + 200, start + 230, 0.5, 0.9, 2)
    desk.parts.suggestions.windows.show([Suggested(("AAA",) * 5, (0.0,) * 5, "Why. " * 60, window)], "One.")
    desk.key("j")
    bar = desk.page.findChild(ReasonBar)
    assert bar.isVisible() and "Why. Why." in bar.said.text()
    assert bar.said.height() >= bar.said.heightForWidth(bar.said.width()), "the reason is cut"
    desk.state.set_span(start + 300, start + 330)
    assert not bar.isVisible()
