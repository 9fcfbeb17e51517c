"""The trace page: what it draws, and what mouse, wheel and keys do in it."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QWheelEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from seisviewer.app.main_window.theme import THEMES, palette
from seisviewer.app.review.review_colours import REVIEW_COLOURS
from seisviewer.app.traces.bring_into_view import show_pick
from seisviewer.app.traces.page.header_strip import axis_ticks, length_text, looks_text, time_title, window_title
from seisviewer.app.traces.page.page_rows import Kind, Row, component_index
from seisviewer.app.traces.page.recording_gaps import gaps_of
from seisviewer.app.traces.page.row_arrangement import RowArrangement
from seisviewer.app.traces.page.time_axis import utc_ticks
from seisviewer.app.traces.page.time_spans import TimeScale
from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.app.traces.page.trace_page import TracePage
from seisviewer.app.traces.page.trace_readout import read_trace
from seisviewer.app.traces.panels.pick_rows import COLUMNS
from seisviewer.app.traces.trace_state import Span, TraceState
from seisviewer.picks.pick import Event, Origin, Pick, Polarity, Review
from seisviewer.predictions.probabilities import Curve, Probabilities
from seisviewer.waveforms.amplitude_text import amplitude_text
from seisviewer.waveforms.clock_ticks import utc_text
from seisviewer.waveforms.record import Archive, Component, Record, Segment, record_title
from seisviewer.waveforms.station import Coordinates, StationId
from seisviewer.waveforms.window_times import WindowFacts
from seisviewer.workflows.review.review_counts import ReviewState

START = 1562261400.0  # 2019-07-04 17:30:00 UTC
RATE, SECONDS = 100.0, 60.0
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def component(code: str, samples: np.ndarray, start: float = START) -> Component:
    return Component(code, f"HH{code}", RATE, (Segment(start, samples),), "counts")


def record(name: str, scales=(1.0, 1.0, 1.0), coordinates: Coordinates | None = None, seed: int = 0) -> Record:
    """Sixty seconds of weak noise; after half of them one strong pulse upward on every component."""
    noise = np.random.default_rng(seed).normal(0, 1, (3, int(SECONDS * RATE)))
    noise[:, 3000:3040] += 1000.0
    parts = (component(code, (scale * row).astype(np.float32)) for code, scale, row in zip("ZNE", scales, noise))
    return Record(StationId("XX", name, "", "HH"), tuple(parts), coordinates)


class Editor:
    """Remembers what it was asked for."""

    def __init__(self) -> None:
        self.calls: list[tuple] = []

    def move(self, pick: Pick, time: float, uncertainty: float | None = None) -> None:
        self.calls.append(("move", pick, time))

    def set_uncertainty(self, pick: Pick, seconds: float) -> None:
        self.calls.append(("uncertainty", pick, seconds))


class Bench:
    """A desk with the page on screen, and hands to use it."""

    def __init__(self, qtbot) -> None:
        self.qtbot, self.state, self.editor = qtbot, TraceState(), Editor()
        self.problems: list[str] = []
        self.state.problem.connect(self.problems.append)
        self.page = TracePage(self.state, self.editor)
        self.canvas = self.page.canvas
        qtbot.addWidget(self.page)
        self.page.resize(1000, 700)
        self.page.show()
        qtbot.waitExposed(self.page)

    def open(self, *records: Record, picks=(), events=()) -> None:
        project = SimpleNamespace(picks=tuple(picks), events=tuple(events))
        self.state.set_archive(Archive(records), project)
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.page.working)
        self.canvas.repaint()
        self.qtbot.waitUntil(lambda: not self.page.working)

    def rows(self, key: str) -> tuple[Row, ...]:
        return self.page.visible.layout.of(key)

    def spot(self, row: Row, time: float) -> QPoint:
        visible = self.page.visible
        return QPointF(visible.scale.x(time), visible.y(row.middle)).toPoint()

    def wheel(self, spot: QPoint, notches: float, keys=NONE) -> None:
        turned = QPoint(0, round(120 * notches))
        where, whole = QPointF(spot), QPointF(self.canvas.mapToGlobal(spot))
        phase = Qt.ScrollPhase.NoScrollPhase
        QApplication.sendEvent(
            self.canvas, QWheelEvent(where, whole, QPoint(), turned, Qt.MouseButton.NoButton, keys, phase, False)
        )

    def drag(self, begin: QPoint, end: QPoint, keys=NONE, button=LEFT, release: bool = True) -> None:
        QTest.mouseMove(self.canvas, begin)
        QTest.mousePress(self.canvas, button, keys, begin)
        for share in (0.3, 0.7, 1.0):
            self.move_held(begin + (end - begin) * share, keys, button)
        if release:
            QTest.mouseRelease(self.canvas, button, keys, end)

    def move_held(self, spot: QPoint, keys, button) -> None:
        # QTest's own moves carry no buttons.
        where, whole = QPointF(spot), QPointF(self.canvas.mapToGlobal(spot))
        kind = QEvent.Type.MouseMove
        QApplication.sendEvent(self.canvas, QMouseEvent(kind, where, whole, Qt.MouseButton.NoButton, button, keys))

    def image(self) -> QImage:
        return self.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    def pixels(self, left: float, top: float, right: float, bottom: float) -> np.ndarray:
        """RGB (rows, columns, 3) of a part of the canvas."""
        image = self.image()
        data = np.frombuffer(image.constBits().asstring(image.sizeInBytes()), np.uint8)
        data = data.reshape(image.height(), image.bytesPerLine() // 4, 4)
        return data[round(top) : round(bottom), round(left) : round(right), 2::-1].astype(int)

    def of_row(self, row: Row, start: float, end: float) -> np.ndarray:
        visible = self.page.visible
        return self.pixels(visible.scale.x(start), visible.y(row.top), visible.scale.x(end), visible.y(row.bottom))


@pytest.fixture
def bench(qtbot):
    bench = Bench(qtbot)
    yield bench
    bench.state.closing.stop()
    assert bench.state.closing.wait(5.0)


def dark(pixels: np.ndarray) -> np.ndarray:
    """Where there is ink, bool (rows, columns)."""
    return pixels.sum(axis=-1) < 250


def like(pixels: np.ndarray, colour: QColor, tolerance: int = 60) -> np.ndarray:
    return np.abs(pixels - np.array(colour.getRgb()[:3])).sum(axis=-1) < tolerance


def pick_on(record: Record, after: float, number: int = 1, phase: str = "P", **more) -> Pick:
    return Pick(record.station, phase, START + after, id=number, **more)


def test_positive_amplitudes_point_up(bench) -> None:
    bench.open(record("A"))
    for row in bench.rows("XX.A..HH"):
        ink = dark(bench.of_row(row, START + 29.9, START + 30.5))
        rows = np.flatnonzero(ink.any(axis=1))
        assert rows.min() < 0.15 * row.height
        assert rows.max() < 0.6 * row.height


def test_components_of_a_record_keep_their_ratio_and_records_have_their_own_scale(bench) -> None:
    bench.open(record("A", (1.0, 0.2, 1.0)), record("B", (0.01, 0.01, 0.01)))

    def reach(row: Row) -> float:
        rows = np.flatnonzero(dark(bench.of_row(row, START + 29.9, START + 30.5)).any(axis=1))
        return (row.height / 2 - rows.min()) / row.height

    z, n, _ = bench.rows("XX.A..HH")
    assert reach(n) / reach(z) == pytest.approx(0.2, abs=0.08)
    assert reach(bench.rows("XX.B..HH")[0]) == pytest.approx(reach(z), abs=0.05)


def test_a_gap_is_hatched_and_holds_no_trace(bench) -> None:
    noise = np.random.default_rng(0).normal(0, 1, 2000).astype(np.float32)
    parts = Segment(START, noise), Segment(START + 40, noise)
    bench.open(Record(StationId("XX", "GAP", "", "HH"), (Component("Z", "HHZ", RATE, parts),)))
    (row,) = bench.rows("XX.GAP..HH")
    colours = TraceColours.of(bench.canvas.palette())
    gap = bench.of_row(row, START + 20.5, START + 39.5)
    assert not dark(gap).any()
    assert like(gap, colours.gap, 12).mean() > 0.5 and like(gap, colours.hatch, 12).any()
    assert dark(bench.of_row(row, START + 5, START + 6)).any()


def test_gaps_are_what_no_segment_covers() -> None:
    samples = np.zeros(100, np.float32)
    two = Component("Z", "HHZ", 10.0, (Segment(10.0, samples), Segment(25.0, samples)))
    assert gaps_of(two, Span(0.0, 100.0)) == [Span(0.0, 10.0), Span(20.0, 25.0), Span(35.0, 100.0)]
    assert gaps_of(two, Span(12.0, 18.0)) == []
    joined = Component("Z", "HHZ", 10.0, (Segment(10.0, samples), Segment(20.0, samples)))
    assert gaps_of(joined, Span(10.0, 30.0)) == []


def test_a_pick_is_drawn_on_all_components_of_its_record_and_on_no_other(bench) -> None:
    near, far = record("A"), record("B")
    bench.open(near, far, picks=[pick_on(near, 10.0)])
    red = TraceColours.of(bench.canvas.palette()).of_phase("P")

    def columns(row: Row) -> int:
        return int(like(bench.of_row(row, START + 9.5, START + 10.5), red).any(axis=1).sum())

    assert all(columns(row) > 0.8 * row.height for row in bench.rows(near.key))
    assert not any(columns(row) for row in bench.rows(far.key))


def test_what_a_picker_says_lies_below_what_a_person_said_and_a_rejected_pick_is_grey(bench) -> None:
    one = record("A")
    found = {"origin": Origin.AUTOMATIC, "review": Review.UNREVIEWED, "probability": 0.9}
    rejected = replace(pick_on(one, 40.0, 3, "P", **found), review=Review.REJECTED)
    bench.open(one, picks=(pick_on(one, 20.0, 1, "P"), pick_on(one, 20.0, 2, "S", **found), rejected))
    colours, row = TraceColours.of(bench.canvas.palette()), bench.rows("XX.A..HH")[1]

    def has(colour: QColor, time: float) -> bool:
        return bool(like(bench.of_row(row, START + time - 0.2, START + time + 0.2), colour, 30).any())

    assert has(colours.of_phase("P"), 20.0) and not has(colours.of_phase("S"), 20.0)
    assert has(REVIEW_COLOURS[ReviewState.REJECTED], 40.0) and not has(colours.of_phase("P"), 40.0)


def test_a_threshold_shows_and_hides_unreviewed_picks_at_once(bench) -> None:
    one = record("A")
    weak = pick_on(one, 10.0, probability=0.4, origin=Origin.AUTOMATIC, review=Review.UNREVIEWED)
    bench.open(one, picks=[weak])
    red = TraceColours.of(bench.canvas.palette()).of_phase("P")
    row = bench.rows(one.key)[0]
    assert like(bench.of_row(row, START + 9, START + 11), red).any()
    bench.state.set_threshold("P", 0.5)
    assert not like(bench.of_row(row, START + 9, START + 11), red).any()


def test_the_wheel_zooms_at_the_pointer_and_with_keys_scrolls_and_gains(bench) -> None:
    bench.open(record("A"))
    row = bench.rows("XX.A..HH")[0]
    spot = bench.spot(row, START + 20)
    before = bench.page.visible.scale.time(spot.x())
    bench.wheel(spot, 3)
    assert bench.state.span.length == pytest.approx(SECONDS / 1.25**3, rel=1e-3)
    assert bench.page.visible.scale.time(spot.x()) == pytest.approx(before, abs=1e-6)
    length, start = bench.state.span.length, bench.state.span.start
    bench.wheel(spot, -1, SHIFT)
    assert bench.state.span.start == pytest.approx(start + 0.1 * length)
    assert bench.state.span.length == pytest.approx(length)
    bench.wheel(spot, 2, CTRL)
    assert bench.state.display.gain == pytest.approx(1.2**2)
    assert "Gain ×1.44" in looks_text(bench.state, "")


def test_arrows_page_home_shows_all_and_a_double_click_the_record(bench) -> None:
    late = record("B")
    shifted = tuple(
        replace(part, segments=(Segment(START + 100, part.segments[0].samples),)) for part in late.components
    )
    bench.open(record("A"), replace(late, components=shifted))
    bench.state.set_span(START + 10, START + 20)
    QTest.keyClick(bench.canvas, Qt.Key.Key_Right)
    assert bench.state.span.start == pytest.approx(START + 19)
    QTest.keyClick(bench.canvas, Qt.Key.Key_Left)
    assert bench.state.span.start == pytest.approx(START + 10)
    QTest.keyClick(bench.canvas, Qt.Key.Key_Home)
    assert (bench.state.span.start, bench.state.span.end) == pytest.approx((START, START + 160), abs=0.1)
    QTest.mouseDClick(bench.canvas, LEFT, NONE, bench.spot(bench.rows("XX.B..HH")[0], START + 120))
    assert bench.state.span.start == pytest.approx(START + 100)
    assert bench.state.current == "XX.B..HH"


def test_a_middle_drag_takes_time_along(bench) -> None:
    bench.open(record("A"))
    bench.state.set_span(START + 10, START + 20)
    row = bench.rows("XX.A..HH")[1]
    bench.drag(bench.spot(row, START + 15), bench.spot(row, START + 17), button=MIDDLE)
    assert bench.state.span.start == pytest.approx(START + 8, abs=0.05)


def test_dragging_a_pick_moves_it_by_what_the_pointer_moved(bench) -> None:
    one, other = record("A"), record("B")
    pick = pick_on(one, 10.0, uncertainty=0.2)
    bench.open(one, other, picks=[pick])
    row = bench.rows(one.key)[2]
    grabbed = bench.spot(row, START + 10) + QPoint(3, 0)
    bench.drag(grabbed, grabbed + QPoint(100, 0))
    ((name, moved, time),) = bench.editor.calls
    assert (name, moved) == ("move", pick)
    assert time - pick.time == pytest.approx(100 * bench.page.visible.scale.seconds_a_pixel, abs=1e-6)
    assert bench.state.selected == pick.id
    elsewhere = bench.spot(bench.rows(other.key)[0], START + 10)
    bench.drag(elsewhere, elsewhere + QPoint(100, 0))
    assert len(bench.editor.calls) == 1, "the pick of one station was moved from another"
    assert bench.state.selected == 0


def test_an_edge_or_shift_changes_the_uncertainty(bench) -> None:
    one = record("A")
    pick = pick_on(one, 10.0, uncertainty=2.0)
    bench.open(one, picks=[pick])
    bench.state.set_selected(pick.id)
    row = bench.rows(one.key)[0]
    bench.drag(bench.spot(row, START + 12), bench.spot(row, START + 14))
    bench.drag(bench.spot(row, START + 10), bench.spot(row, START + 9), SHIFT)
    (first, _, wide), (second, _, narrow) = bench.editor.calls
    assert (first, second) == ("uncertainty", "uncertainty")
    assert (wide, narrow) == pytest.approx((4.0, 1.0), abs=0.1)


def test_a_second_press_soon_after_a_click_drags_the_pick_all_the_same(bench) -> None:
    one = record("A")
    bench.open(one, picks=[pick_on(one, 10.0)])
    begin = bench.spot(bench.rows(one.key)[0], START + 10)
    QTest.mouseDClick(bench.canvas, LEFT, NONE, begin)
    for step in (30, 60, 90):
        bench.move_held(begin + QPoint(step, 0), NONE, LEFT)
    QTest.mouseRelease(bench.canvas, LEFT, NONE, begin + QPoint(90, 0))
    ((name, _, time),) = bench.editor.calls
    assert name == "move" and time > START + 10


def test_many_picks_leave_the_trace_to_be_seen_and_are_taken_by_their_marks(bench) -> None:
    one = record("A")
    picks = [pick_on(one, 20 + 0.1 * number, number + 1, "PS"[number % 2]) for number in range(200)]
    bench.open(one, picks=picks)
    row, low = bench.rows(one.key)[:2]
    colours = TraceColours.of(bench.canvas.palette())

    def share(row: Row) -> float:
        part = bench.of_row(row, START + 22, START + 38)
        return float(max(like(part, colours.of_phase(phase), 260).any(axis=0).mean() for phase in "PS"))

    assert share(row) > 0.25 and share(low) == 0, "picks bury the traces"
    begin = bench.spot(low, START + 30)
    bench.drag(begin, begin + QPoint(50, 0))
    assert bench.editor.calls == [] and bench.state.selected == 0, "a pick that is not drawn there was moved"
    mark = QPoint(begin.x(), round(bench.page.visible.y(row.top)) + 3)
    QTest.mouseClick(bench.canvas, LEFT, NONE, mark)
    assert bench.state.selected_pick.time == pytest.approx(START + 30, abs=0.3)
    assert share(low) > 0, "the selected one is a line"
    bench.state.set_span(START + 29, START + 31)
    bench.drag(bench.spot(low, bench.state.selected_pick.time), bench.spot(low, START + 30.3))
    assert len(bench.editor.calls) == 1


def test_escape_drops_what_is_dragged_and_a_click_only_selects(bench) -> None:
    one = record("A")
    pick = pick_on(one, 10.0)
    bench.open(one, picks=[pick])
    row = bench.rows(one.key)[0]
    begin = bench.spot(row, START + 10)
    bench.drag(begin, begin + QPoint(80, 0), release=False)
    QTest.keyClick(bench.canvas, Qt.Key.Key_Escape)
    QTest.mouseRelease(bench.canvas, LEFT, NONE, begin + QPoint(80, 0))
    QTest.mouseClick(bench.canvas, LEFT, NONE, begin)
    assert bench.editor.calls == []
    assert bench.state.selected == pick.id


def test_keys_know_the_record_and_time_under_the_pointer(bench) -> None:
    bench.open(record("A"), record("B"))
    readings = []
    bench.state.pointer_moved.connect(readings.append)
    QTest.mouseMove(bench.canvas, bench.spot(bench.rows("XX.B..HH")[1], START + 30.2))
    bench.qtbot.waitUntil(lambda: bench.page.pointed() is not None)
    found, time = bench.page.pointed()
    assert found.key == "XX.B..HH"
    assert time == pytest.approx(START + 30.2, abs=0.1)
    assert "XX.B HHN" in readings[-1].text and "counts" in readings[-1].text
    assert readings[-1].amplitude == pytest.approx(1000, abs=10)


def test_a_pick_that_is_gone_to_is_brought_into_sight_and_selecting_alone_moves_nothing(bench) -> None:
    one = record("A")
    bench.open(one, picks=[pick_on(one, 50.0, 7)])
    bench.state.set_span(START, START + 5)
    bench.state.set_selected(7)
    assert bench.state.span == Span(START, START + 5)
    show_pick(bench.state, bench.state.selected_pick)
    assert bench.state.span.middle == pytest.approx(START + 50)
    assert bench.state.span.length == pytest.approx(5)


def test_a_pick_set_in_a_section_leaves_its_order_until_the_pointer_leaves(bench) -> None:
    records = [record(name) for name in "ABCD"]
    bench.open(*records)
    bench.state.set_display(layout="section")
    last = bench.page.visible.layout.rows[-1]
    QTest.mouseMove(bench.canvas, bench.spot(last, START + 10))
    bench.qtbot.waitUntil(lambda: bench.page.pointed() is not None)
    bench.state.project = SimpleNamespace(picks=(pick_on(records[3], 10.0),), events=())
    bench.state.load_picks()
    assert bench.page.pointed()[0] is records[3], "the next key would set a pick on another station"
    QApplication.sendEvent(bench.canvas, QEvent(QEvent.Type.Leave))
    bench.qtbot.waitUntil(lambda: bench.page.visible.layout.rows[0].record is records[3])


def test_rows_that_come_leave_the_record_under_the_pointer_where_it_is(bench) -> None:
    records = [record(f"S{number:02d}") for number in range(12)]
    bench.open(*records)
    bench.page.rows_bar.setValue(600)
    row = bench.page.visible.rows[4]
    QTest.mouseMove(bench.canvas, bench.spot(row, START + 10))
    bench.qtbot.waitUntil(lambda: bench.page.pointed() is not None)
    curve = Curve("P", START, RATE, np.zeros(6000, np.float32))
    for each in records[:3]:
        bench.state.set_probabilities(Probabilities(each.key, "test", (curve,)))
    bench.qtbot.waitUntil(lambda: len(bench.page._probabilities.of) == 3)
    bench.settle()
    assert bench.page.pointed()[0] is row.record


def test_a_filter_is_made_behind_the_old_picture_and_changes_nothing_stored(bench) -> None:
    slow = 1000 * np.sin(2 * np.pi * 0.1 * np.arange(6000) / RATE)
    one = Record(StationId("XX", "A", "", "HH"), (component("Z", slow.astype(np.float32)),))
    before = one.components[0].segments[0].samples.copy()
    bench.open(one)
    bench.state.set_display(filter="high-pass")
    image = bench.image()
    assert bench.page.working and not image.isNull()
    assert dark(bench.of_row(bench.rows(one.key)[0], START, START + 60)).sum() == 0, "the old picture is not marked"
    bench.settle()
    reading = []
    bench.state.pointer_moved.connect(reading.append)
    bench.image()
    QTest.mouseMove(bench.canvas, bench.spot(bench.rows(one.key)[0], START + 42.5))
    bench.qtbot.waitUntil(lambda: bool(reading) and reading[-1] is not None)
    assert abs(reading[-1].amplitude) < 10, "0.1 Hz passed a 1 Hz high-pass"
    assert np.array_equal(one.components[0].segments[0].samples, before)
    assert "High-pass 1 Hz" in looks_text(bench.state, "")


def test_what_cannot_be_done_is_said_once_and_the_traces_stay(bench) -> None:
    bench.open(record("A"))
    bench.state.set_display(response="velocity")
    bench.canvas.repaint()
    bench.settle()
    bench.canvas.repaint()
    bench.settle()
    assert len(bench.problems) == 1 and "StationXML" in bench.problems[0]
    assert bench.rows("XX.A..HH")


def test_a_section_is_ordered_by_distance_else_by_first_arrival_and_says_so(bench) -> None:
    near, far = (record(name, coordinates=Coordinates(35.0, east)) for name, east in (("ZNEAR", 10.1), ("AFAR", 11.0)))
    quake = Event(START + 1, 35.0, 10.0, 8.0, 5.1, name="Test")
    bench.open(far, near, events=[quake])
    bench.state.set_display(layout="section")
    layout = bench.page.visible.layout
    assert [row.record.station.station for row in layout.rows] == ["ZNEAR", "AFAR"]
    assert layout.rows[0].distance == pytest.approx(9.1, abs=0.1)
    assert layout.caption == "By distance from M5.1 Test"
    late, early = record("A"), record("B")
    bench.open(late, early, picks=[pick_on(late, 20, 1), pick_on(early, 10, 2)])
    layout = bench.page.visible.layout
    assert [row.record.key for row in layout.rows] == [early.key, late.key]
    assert layout.caption.startswith("By first arrival")
    bench.open(late, early)
    assert bench.page.visible.layout.caption.startswith("By name: no picks")


def test_probabilities_and_spectrogram_have_rows_of_their_own(bench) -> None:
    one = record("A")
    bench.open(one)
    values = np.zeros(6000, np.float32)
    values[900:1100] = 1.0
    bench.state.set_probabilities(Probabilities(one.key, "test", (Curve("P", START, RATE, values),)))
    bench.state.set_display(spectrogram=True)
    bench.qtbot.waitUntil(lambda: bench.page.visible is not None and len(bench.rows(one.key)) == 5)
    bench.settle()
    bench.qtbot.waitUntil(lambda: bool(bench.page._probabilities.of))
    kinds = [row.kind for row in bench.rows(one.key)]
    assert kinds == [Kind.TRACE] * 3 + [Kind.SPECTROGRAM, Kind.PROBABILITY]
    red = TraceColours.of(bench.canvas.palette()).of_phase("P")
    spectrum, curve = bench.rows(one.key)[3:]
    high = bench.of_row(curve, START + 9.2, START + 10.8)[: round(0.25 * curve.height)]
    assert like(high, red).any(), "a probability of one is not drawn near the top"
    low = bench.of_row(curve, START + 20, START + 22)[: round(0.4 * curve.height)]
    assert not like(low, red).any()
    colours = bench.of_row(spectrum, START + 5, START + 55).reshape(-1, 3)
    assert len(np.unique(colours, axis=0)) > 20, "no spectrogram came"


def test_the_axis_counts_utc_or_seconds_from_the_selected_pick(bench) -> None:
    one = record("A")
    bench.open(one, picks=[pick_on(one, 10.25, polarity=Polarity.POSITIVE)])
    metrics = QFontMetricsF(bench.canvas.font())
    assert "17:30:10" in [tick.text for tick in axis_ticks(bench.state, bench.page.visible, metrics)]
    assert time_title(bench.state).startswith("2019-07-04 UTC")
    bench.state.set_selected(1)
    bench.state.set_display(seconds=True)
    zero = next(tick for tick in axis_ticks(bench.state, bench.page.visible, metrics) if tick.text == "0")
    assert zero.time == pytest.approx(START + 10.25)
    assert time_title(bench.state).startswith("Seconds from P at XX.A, 2019-07-04 17:30:10.250 UTC")


def test_times_and_amplitudes_in_words() -> None:
    assert utc_text(START + 0.9996, 3) == "2019-07-04 17:30:01.000"
    assert utc_text(START + 0.25, 2, date=False) == "17:30:00.25"
    day = TimeScale(Span(START, START + 86400), 0, 1000)
    texts = [tick.text for tick in utc_ticks(day, 60)]
    assert "2019-07-05" in texts and "18:00" in texts
    assert [length_text(seconds) for seconds in (0.5, 4800, 86400 * 1.5, 90)] == [
        "0.5 s",
        "1 h 20 min",
        "1 d 12 h",
        "1 min 30 s",
    ]
    assert amplitude_text(423.7, "counts") == "±420 counts"
    assert amplitude_text(1.26e7, "counts") == "±1.3e7 counts"
    assert amplitude_text(2.2e-6, "m/s") == "±2.2e−6 m/s"


def test_many_stations_scroll_and_the_one_in_use_is_brought_into_sight(bench) -> None:
    bench.open(*(record(f"S{number:02d}") for number in range(20)))
    visible = bench.page.visible
    assert visible.layout.height > visible.plot.height() and bench.page.rows_bar.isVisible()
    assert len(visible.rows) < 30
    bench.wheel(QPoint(20, 300), -2)
    assert bench.page.visible.scrolled > 0
    bench.state.set_current("XX.S19..HH")
    assert any(row.record.key == "XX.S19..HH" for row in bench.page.visible.rows)
    bench.state.set_hidden(frozenset(f"XX.S{number:02d}..HH" for number in range(18)))
    assert {row.record.key for row in bench.page.visible.rows} == {"XX.S18..HH", "XX.S19..HH"}


def test_the_page_wears_the_dark_theme(bench) -> None:
    bench.open(record("A"))
    bench.page.setPalette(palette(THEMES["dark"]))
    row = bench.rows("XX.A..HH")[0]
    seen = bench.of_row(row, START + 5, START + 6)
    assert seen[1].sum(axis=-1).max() < 250, "the paper is not dark"
    assert seen.sum(axis=-1).max() > 500, "the trace is not light"


def test_an_empty_page_paints_and_ignores_hands(bench) -> None:
    bench.wheel(QPoint(300, 300), 1)
    bench.drag(QPoint(300, 300), QPoint(400, 300))
    QTest.keyClick(bench.canvas, Qt.Key.Key_Right)
    assert bench.page.pointed() is None and not bench.image().isNull()


def test_a_pick_stands_on_the_sample_that_it_names(bench) -> None:
    one = record("A")
    spike = np.zeros(int(SECONDS * RATE), np.float32)
    spike[2000] = 1000.0
    alone = Component("Z", "HHZ", RATE, (Segment(START, spike),), "counts")
    one = replace(one, components=(alone,))
    red = TraceColours.of(bench.canvas.palette()).of_phase("P")
    for shift in (0.0, 0.003, 0.006, 0.009, 0.012):
        bench.open(one)
        bench.state.set_span(START + 18 + shift, START + 22 + shift)
        bench.settle()
        row = bench.rows(one.key)[0]
        part = bench.of_row(row, START + 19.9, START + 20.1)
        drawn = np.flatnonzero(dark(part[: part.shape[0] // 4]).any(axis=0))
        bench.open(one, picks=[pick_on(one, 20.0)])
        bench.state.set_span(START + 18 + shift, START + 22 + shift)
        bench.settle()
        picked = np.flatnonzero(like(bench.of_row(row, START + 19.9, START + 20.1)[-30:], red, 200).any(axis=0))
        assert set(picked) & set(drawn), f"pick in {picked}, spike in {drawn}"


def test_a_click_leaves_the_page_where_it_is(bench) -> None:
    records = [record(f"S{number}", seed=number) for number in range(8)]
    bench.open(*records)
    bench.page.rows_bar.setValue(60)
    bench.settle()
    lowest = bench.page.visible.rows[-1]
    spot = QPointF(600, min(bench.page.visible.y(lowest.top) + 5, bench.canvas.height() - 3)).toPoint()
    QTest.mouseClick(bench.canvas, LEFT, NONE, spot)
    assert bench.state.current == lowest.record.key
    assert bench.page.rows_bar.value() == 60, "the page ran away under the pointer"


def test_windows_of_a_dataset_are_shown_one_by_one(bench) -> None:
    near = replace(record("A"), name="ev1")
    parts = tuple(component(each.code, each.segments[0].samples, START + 36000) for each in near.components)
    far = replace(near, components=parts, name="ev2")
    bench.open(near, far)
    assert bench.state.span == Span(near.start, near.end)
    bench.state.set_current("ev2")
    assert bench.state.span == Span(far.start, far.end)
    assert bench.rows("ev2") and not bench.rows("ev1"), "only what lies in the span has a row"
    bench.page.page(-1)
    assert (bench.state.current, bench.state.span) == ("ev1", Span(near.start, near.end))
    assert bench.rows("ev1") and not bench.rows("ev2")


def test_windows_without_a_time_show_no_date(bench) -> None:
    facts = WindowFacts("109C.TA_2006_EV", "ev7", 1_153_670_330.0)
    parts = tuple(component(each.code, each.segments[0].samples, 7200.0) for each in record("A").components)
    window = replace(record("A"), components=parts, name="bucket0$0", facts=facts)
    pick = Pick(window.station, "P", 7220.0, id=1, trace_name=window.name)
    bench.open(window, picks=[pick])
    assert "1970" not in time_title(bench.state) and "No time known" in time_title(bench.state)
    assert "109C.TA_2006_EV   event ev7   origin 2006-07-23 15:58:50.00 UTC" == window_title(bench.state)
    assert record_title(window) == "XX.A" and COLUMNS[0].text(pick) == "no time + 20.00 s"
    assert "no time + 20.000 s" in read_trace(window, None, 7220.0).text
    ticks = axis_ticks(bench.state, bench.page.visible, QFontMetricsF(bench.canvas.font()))
    assert ticks[0].text == "0", "seconds of the window, not of a day"


def test_nothing_is_pointed_at_where_a_record_has_no_time(bench) -> None:
    near = record("A")
    parts = tuple(component(each.code, each.segments[0].samples, START + 36000) for each in near.components)
    bench.open(near, replace(record("B"), components=parts))
    bench.state.set_span(START + 36000, START + 36020)
    row = bench.rows(near.key)[0]
    QTest.mouseMove(bench.canvas, bench.spot(row, START + 36010))
    assert bench.page.pointed() is None, "a pick could be set where the record has nothing"


def test_a_pick_is_dragged_no_farther_than_its_record_goes(bench) -> None:
    one = record("A")
    bench.open(one, picks=[pick_on(one, 59.0)])
    bench.state.set_span(START + 40, START + 80)
    begin = bench.spot(bench.rows(one.key)[0], START + 59)
    bench.drag(begin, begin + QPoint(200, 0))
    assert bench.editor.calls[0][2] == one.end


def test_other_records_end_a_drag(bench) -> None:
    one = record("A")
    bench.open(one, picks=[pick_on(one, 10.0)])
    begin = bench.spot(bench.rows(one.key)[0], START + 10)
    bench.drag(begin, begin + QPoint(80, 0), release=False)
    bench.open(record("B"))
    bench.move_held(begin + QPoint(90, 0), NONE, LEFT)
    QTest.mouseRelease(bench.canvas, LEFT, NONE, begin + QPoint(90, 0))
    assert bench.editor.calls == []


def test_closing_records_does_not_wait_for_their_filter(bench, monkeypatch) -> None:
    begun, going_on = threading.Event(), threading.Event()

    def slow(*_: object) -> None:
        begun.set()
        going_on.wait(5)

    monkeypatch.setattr("seisviewer.app.traces.page.treated_records.treated", slow)
    bench.open(record("A"))
    bench.state.set_display(filter="high-pass")
    bench.canvas.repaint()
    assert begun.wait(5)
    before = time.monotonic()
    bench.state.set_archive(None)
    waited = time.monotonic() - before
    going_on.set()
    assert waited < 1


def test_radial_stands_for_north_whatever_else_was_recorded() -> None:
    horizontal = replace(record("A"), components=record("A").components[1:])
    assert [component_index(horizontal, code) for code in "RT"] == [0, 1]
    assert [component_index(record("A"), code) for code in "ZRT"] == [0, 1, 2]


def test_units_are_written_beside_the_traces_in_large_letters_too(bench) -> None:
    font = bench.canvas.font()
    font.setPointSizeF(1.8 * font.pointSizeF())
    bench.canvas.setFont(font)
    bench.open(*(record(f"S{number}") for number in range(6)))
    line = QFontMetricsF(bench.canvas.font()).height()
    assert all(row.height >= 2 * line for row in bench.page.visible.rows)


def test_the_page_says_which_event_r_and_t_are_turned_to() -> None:
    state, samples = TraceState(), np.zeros(1000, np.float32)
    components = tuple(Component(code, f"HH{code}", 100.0, (Segment(1562261620.0, samples),)) for code in "ZNE")
    state.set_archive(Archive((Record(StationId("CI", "CLC", "", "HH"), components, Coordinates(35.8, -117.6)),)))
    state.events = (Event(1562261629.0, 35.7, -117.5, magnitude=6.4, magnitude_type="ML"),)
    state.set_display(rotated=True)
    arrangement = RowArrangement(state)
    arrangement.renew()
    assert arrangement.layout(400.0, 14.0).caption == "R, T from 2019-07-04 17:33:49 ML 6.4"
