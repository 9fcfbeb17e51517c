"""Painting with a real mouse on real section views: what is stored, what is seen, and what is taken back."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QEvent, QPointF, Qt, QTimer
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from seisviewer.app.painting.paint_tools import REGISTRY
from seisviewer.app.painting.stroke_preview import MaskPreview
from seisviewer.app.painting.widening import at_least_wide
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.progress import Progress, drive
from seisviewer.volumes.geometry import SectionId
from seisviewer.workflows.label_exchange import export_labels

from . import easel as bench

INLINE, CROSSLINE, TIME = bench.INLINE, bench.CROSSLINE, bench.TIME
LEFT, MISSING = bench.LEFT, bench.MISSING


@pytest.fixture
def easel(qtbot, tmp_path):
    easel = bench.Easel(qtbot, bench.write_survey(tmp_path))
    yield easel
    easel.end()


def test_a_brush_stroke_is_stored_at_release_and_makes_the_project(easel):
    assert not easel.survey.with_suffix(".seis").exists()
    easel.use("brush", label=2, size=6)
    easel.drag((10, 20), (30, 20), release=False)
    assert (easel.labels() == UNLABELLED).all()
    QTest.mouseRelease(easel.surface(INLINE), LEFT, pos=easel.pixel(INLINE, 30, 20))
    painted = easel.labels()
    assert (painted[10:31, 18:23] == 2).all()
    assert (painted[:, 26:] == UNLABELLED).all() and (painted[:, :15] == UNLABELLED).all()
    assert easel.survey.with_suffix(".seis").is_dir()


def test_the_circle_at_the_pointer_is_what_gets_painted(easel):
    easel.use("brush", label=1, size=16)
    easel.hover(25, 32)
    circle = next(item for item in easel.preview_items() if hasattr(item, "rect")).rect()
    corners = (easel.pixel(INLINE, circle.left(), circle.top()), easel.pixel(INLINE, circle.right(), circle.bottom()))
    size = corners[1] - corners[0]
    assert abs(size.x() - size.y()) <= 2, "round on screen"
    easel.click(25, 32)
    rows, columns = np.nonzero(easel.labels() == 1)
    assert np.ptp(columns) + 1 == pytest.approx(circle.height(), abs=1.5)
    assert np.ptp(rows) + 1 == pytest.approx(circle.width(), abs=1.5)


def test_undo_and_redo_go_across_sections_and_outlive_the_program(easel):
    easel.use("brush", label=1, size=5)
    for direction, place in ((INLINE, (10, 10)), (CROSSLINE, (12, 40)), (TIME, (30, 30))):
        easel.drag(place, (place[0] + 5, place[1]), direction=direction)
    easel.go_to(INLINE, 3)
    before = easel.label_editor.counts()[1]
    easel.label_editor.undo()
    assert easel.said[-1] == "Undone: a stroke on time slice 128 ms."
    assert (easel.labels(TIME)[28:36, 28:32] == UNLABELLED).all()
    easel.close()
    easel.open()
    easel.label_editor.undo()
    assert easel.said[-1] == "Undone: a stroke on crossline 525."
    easel.label_editor.undo()
    assert not easel.label_editor.counts()
    easel.label_editor.undo()
    assert easel.said[-1] == "There is nothing to undo."
    for _ in range(3):
        easel.label_editor.redo()
    assert easel.label_editor.counts()[1] == before


def test_a_stroke_that_is_held_back_says_so(easel):
    easel.use("brush", label=1, size=5)
    for sample in (5, 15, 25):
        easel.drag((10, sample), (15, sample))
    assert not any("held back" in text for text in easel.said)
    easel.drag((10, 35), (15, 35))
    assert "held back" in easel.said[-1]
    assert easel.state.project.snapshot().held_counts()[1] == (easel.labels()[:, 31:40] == 1).sum()


def test_undo_shows_the_line_it_was_on(easel):
    easel.use("brush", label=1, size=5)
    easel.go_to(INLINE, 7)
    easel.drag((10, 10), (15, 10))
    easel.drag((12, 40), (17, 40), direction=CROSSLINE)
    easel.go_to(INLINE, 30)
    shown = easel.state.position
    easel.label_editor.undo()
    assert easel.state.position == shown, "the crossline is still on screen"
    easel.label_editor.undo()
    assert easel.state.position == shown.moved(INLINE, 7)
    easel.go_to(INLINE, 30)
    easel.sections.set_directions((CROSSLINE,))
    easel.go_to(CROSSLINE, 3)
    easel.label_editor.redo()
    position = easel.state.position
    assert position.inline == 7 and 10 <= position.crossline <= 15, "seen on the crossline that meets it"


def test_erasing_leads_back_to_unlabelled_and_spares_locked_classes(easel):
    easel.use("brush", label=1, size=9)
    easel.drag((5, 10), (40, 10))
    easel.use("brush", label=2)
    easel.drag((5, 40), (40, 40))
    easel.label_editor.change_classes(lambda table: table.lock(2))
    easel.use("eraser", size=9)
    easel.drag((10, 5), (10, 50))
    easel.use("brush", label=1)
    easel.drag((30, 5), (30, 50))
    assert (easel.labels()[10, 6:14] == UNLABELLED).all()
    assert (easel.labels()[[10, 30], 37:43] == 2).all()
    assert (easel.labels()[30, 20:30] == 1).all()


def test_a_locked_class_is_not_painted_with(easel):
    easel.label_editor.change_classes(lambda table: table.lock(3))
    easel.use("brush", label=3)
    easel.drag((10, 10), (20, 10))
    assert easel.said[-1] == "“Facies 3” is locked: unlock it to paint with it."
    assert not easel.label_editor.counts()


def test_only_over_unlabelled_keeps_what_is_there(easel):
    easel.use("brush", label=1, size=9)
    easel.drag((5, 20), (40, 20))
    easel.use("brush", label=2, only_unlabelled=True)
    easel.drag((20, 5), (20, 50))
    assert (easel.labels()[20, 17:23] == 1).all()
    assert (easel.labels()[20, [10, 40]] == 2).all()


def test_nothing_is_painted_where_there_is_no_trace(easel):
    easel.use("brush", label=1, size=9)
    easel.drag((35, 30), (49, 30))
    assert (easel.labels()[MISSING] == UNLABELLED).all()
    assert easel.labels()[43, 30] == 1 and easel.labels()[48, 30] == 1


@pytest.mark.parametrize("last", ["double click", "first corner"])
def test_clicked_corners_make_a_polygon(easel, last):
    easel.use("polygon", label=4)
    for corner in ((10, 10), (30, 10), (30, 40)):
        easel.click(*corner)
    easel.hover(20, 45)
    assert not easel.label_editor.counts()
    if last == "double click":
        easel.double_click(10, 40)
    else:
        easel.click(10, 40)
        easel.click(10, 10)
    inside = np.zeros(easel.labels().shape, bool)
    inside[11:30, 11:40] = True
    outside = np.ones_like(inside)
    outside[8:33, 8:43] = False
    assert (easel.labels()[inside] == 4).all() and (easel.labels()[outside] == UNLABELLED).all()
    easel.label_editor.undo()
    assert not easel.label_editor.counts()


def test_a_lasso_is_a_polygon_drawn_in_one_drag(easel):
    easel.use("polygon", label=2)
    easel.drag((10, 10), (30, 10), (30, 40), (10, 40))
    assert (easel.labels()[12:29, 12:39] == 2).all()
    assert (easel.labels()[33:] == UNLABELLED).all()


def test_half_a_polygon_is_dropped_with_the_tool_or_the_section(easel):
    easel.use("polygon", label=4)
    for leave in (lambda: easel.state.set_tool(None), lambda: easel.go_to(INLINE, 2)):
        easel.state.set_tool(easel.tools["polygon"])
        for corner in ((10, 10), (30, 10), (30, 40)):
            easel.click(*corner)
        leave()
        assert easel.state.project is None
        assert not easel.preview_items()


def test_a_line_is_straight_from_press_to_release_and_as_wide_as_the_brush(easel):
    easel.use("line", label=3, size=4)
    easel.drag((5, 10), (20, 60), (40, 30))
    rows, columns = np.nonzero(easel.labels() == 3)
    assert np.abs(columns - (10 + (rows - 5) * 20 / 35)).max() < 5
    assert (easel.labels()[22, 18:22] == 3).all()


def test_a_line_of_clicks_ends_with_a_double_click(easel):
    easel.use("line", label=3, size=2)
    easel.click(5, 10)
    easel.click(20, 50)
    easel.double_click(40, 20)
    for row, column in ((5, 10), (12, 29), (20, 50), (30, 35), (40, 20)):
        assert (easel.labels()[row - 1 : row + 2, column - 3 : column + 4] == 3).any()


def test_the_fill_follows_its_layer_inside_its_box(easel):
    easel.state.set_display(limit=1000.0)
    easel.use("fill", label=1, size=2, tolerance=5.0)
    easel.click(20, 20)
    rows, columns = np.nonzero(easel.labels() == 1)
    assert set(columns) == set(range(16, 24)), "the layer of the seed and no other"
    assert 20 - rows.min() <= 10 and rows.max() - 20 <= 10 and len(set(rows)) > 4
    easel.use("fill", label=2, size=64, tolerance=15.0)
    easel.click(5, 4)
    assert (easel.labels()[:44, :16] == 2).all(), "two neighbouring layers within the tolerance, up to the gap"
    assert (easel.labels()[48:] == UNLABELLED).all()
    assert (easel.labels()[:44, 24:] == UNLABELLED).all()


def test_the_fill_stops_at_labels_that_must_stay(easel):
    easel.use("brush", label=2, size=20)
    easel.drag((20, 0), (20, 60))
    easel.use("fill", label=1, size=64, tolerance=0.5, only_unlabelled=True)
    easel.click(2, 20)
    assert easel.labels()[2, 20] == 1
    assert (easel.labels()[35:43, 16:24] == UNLABELLED).all()


@pytest.fixture
def painted(easel) -> np.ndarray:
    """The labels after a stroke that every tool can change."""
    easel.use("brush", label=2, size=20)
    easel.drag((15, 20), (25, 24))
    return easel.labels()


def drawing(easel) -> tuple[bytes, list]:
    """All that is painted or drawn on the inline in sight."""
    snapshot = easel.state.project.snapshot()
    lines = [(line.classes, line.row, line.depths.tolist()) for line in snapshot.boundaries]
    lines += [(stick.fault, stick.column, stick.traces.tolist()) for stick in snapshot.faults]
    return easel.labels().tobytes(), lines


@pytest.mark.parametrize("name", REGISTRY)
def test_every_tool_makes_one_undo_of_a_drag_and_none_of_a_cancelled_one(easel, painted, name):
    easel.use(name, label=1, size=10)
    before = drawing(easel)
    easel.drag((10, 10), (30, 12), (30, 30))
    changed = easel.labels()
    assert drawing(easel) != before
    wanted = {"eraser": {UNLABELLED}, "boundary": set(), "fault": set()}.get(name, {1})
    assert set(np.unique(changed[changed != painted])) == wanted
    easel.label_editor.undo()
    assert drawing(easel) == before
    easel.drag((10, 10), (30, 12), (30, 30), release=False)
    easel.state.set_tool(None)
    QTest.mouseRelease(easel.surface(INLINE), LEFT, pos=easel.pixel(INLINE, 30, 30))
    assert drawing(easel) == before
    easel.qtbot.waitUntil(lambda: not easel.preview_items())


@pytest.mark.parametrize("name", REGISTRY)
def test_another_tool_in_the_middle_of_a_drag_ends_the_stroke_and_keeps_it(easel, painted, name):
    easel.use(name, label=1, size=10)
    before = drawing(easel)
    easel.drag((10, 10), (30, 12), (30, 30), release=False)
    easel.state.set_tool(easel.tools["eraser" if name == "brush" else "brush"])
    kept = drawing(easel)
    assert kept != before
    QTest.mouseRelease(easel.surface(INLINE), LEFT, pos=easel.pixel(INLINE, 30, 30))
    assert drawing(easel) == kept
    easel.qtbot.waitUntil(lambda: not easel.preview_items())


def test_a_stroke_whose_release_went_elsewhere_ends_with_the_next_move(easel):
    easel.use("brush", label=1, size=5)
    easel.drag((10, 10), (20, 10), release=False)
    surface, spot = easel.surface(INLINE), QPointF(easel.pixel(INLINE, 40, 40))
    none = Qt.MouseButton.NoButton
    for _ in range(2):
        moved = QMouseEvent(QEvent.Type.MouseMove, spot, spot, none, none, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(surface, moved)
    QTest.mouseRelease(surface, LEFT, pos=easel.pixel(INLINE, 40, 40))
    assert easel.labels()[20, 10] == 1
    assert (easel.labels()[30:] == UNLABELLED).all()


def test_a_mistake_in_an_import_ends_it(easel, monkeypatch):
    def spoiled(*_):
        yield Progress(0, 1, "Reading")
        raise ZeroDivisionError

    monkeypatch.setattr("seisviewer.app.painting.label_editor.import_labels", spoiled)
    with easel.qtbot.captureExceptions() as mistakes:
        QTimer.singleShot(0, lambda: easel.label_editor.import_labels(Path("labels.npz")))
        easel.qtbot.wait(60)
    assert [kind for kind, *_ in mistakes] == [ZeroDivisionError], "told once, not at every turn of the timer"


def test_two_quick_dabs_are_two_strokes(easel):
    easel.use("brush", label=1, size=5)
    easel.double_click(20, 20)
    easel.hover(30, 30)
    easel.label_editor.undo()
    easel.label_editor.undo()
    assert easel.said[-1] == "Undone: a stroke on inline 120."


def test_a_stroke_that_the_wheel_takes_off_the_screen_is_kept(easel):
    easel.use("brush", label=1, size=5)
    easel.drag((10, 10), (30, 10), release=False)
    easel.go_to(INLINE, 5)
    QTest.mouseRelease(easel.surface(INLINE), LEFT, pos=easel.pixel(INLINE, 30, 10))
    assert (easel.label_editor.labels(SectionId(INLINE, 120))[10:31, 10] == 1).all()
    assert (easel.labels() == UNLABELLED).all()


def test_a_stroke_is_seen_where_it_crosses_other_sections_three_pixels_wide(easel):
    easel.use("brush", label=2, size=14)
    easel.drag((10, 32), (40, 32))
    easel.state.set_tool(None)
    easel.go_to(INLINE, 2)
    easel.sections.linked = False
    for direction in (CROSSLINE, TIME):
        view = easel.sections.views[direction]
        view.canvas.setFixedSize(150, 200)  # a trace is now thinner than two pixels
        view.show_whole()
        easel.qtbot.wait(100)
        assert view.box.cell_size[0] > 0.5
        widths = easel.blue_pixels(direction).sum(axis=1 if direction is CROSSLINE else 0)  # there inlines run across
        assert np.count_nonzero(widths) >= 10
        assert widths[widths > 0].min() >= 3


def test_the_pointer_leaving_takes_the_circle_with_it(easel):
    easel.use("brush", size=9)
    easel.hover(10, 10)
    assert easel.preview_items()
    easel.state.pointer_moved.emit(None)
    assert not easel.preview_items()


def test_brush_size_and_class_follow_the_keys(easel):
    easel.label_editor.choose_digit(3)
    assert easel.state.brush.label == 3
    easel.label_editor.choose_digit(9)
    assert easel.state.brush.label == 3 and easel.said[-1] == "No class has the number 9."
    easel.state.set_brush(size=1)
    easel.label_editor.grow_brush(larger=False)
    assert easel.state.brush.size == 1
    for _ in range(60):
        easel.label_editor.grow_brush(larger=True)
    assert easel.state.brush.size == 400


def test_labels_go_out_and_come_back_as_one_undo(easel, tmp_path):
    easel.use("brush", label=1, size=6)
    easel.drag((5, 10), (30, 10))
    easel.drag((10, 40), (30, 40), direction=CROSSLINE)
    painted = easel.label_editor.counts()
    drive(export_labels(easel.state.project, easel.state.volume, tmp_path / "labels.npz"))
    easel.label_editor.undo()
    easel.label_editor.undo()
    easel.label_editor.import_labels(tmp_path / "labels.npz")
    easel.qtbot.waitUntil(lambda: bool(easel.label_editor.counts()))
    assert easel.label_editor.counts() == painted
    easel.label_editor.undo()
    assert not easel.label_editor.counts()


def write_specks(path: Path, *sections: str) -> None:
    """Sections on which every other voxel of every other trace is labelled: 640 strokes each."""
    labels = np.full((50, 64), 255, np.uint8)
    labels[:40:2, ::2] = 1
    np.savez(path, **{section: labels for section in sections})


def turns_until(easel, condition) -> int:
    """How often the event loop comes round until the condition holds, asked at every turn."""
    turns, ended = 0, False

    def turn() -> None:
        nonlocal turns, ended
        turns, ended = turns + 1, condition()

    timer = QTimer()
    timer.timeout.connect(turn)
    timer.start(0)
    easel.qtbot.waitUntil(lambda: ended, timeout=20_000)
    timer.stop()
    return turns


@pytest.mark.slow
def test_the_window_lives_while_many_labels_are_imported_and_taken_back(easel, tmp_path, monkeypatch):
    """And nobody sees half of an import: the labels are all there at one moment, and gone at one."""
    monkeypatch.setattr("seisviewer.app.painting.sliced_work.SLICE_SECONDS", 0.0)
    write_specks(tmp_path / "specks.npz", "inline_110", "inline_111")
    whole = 2 * 20 * 32
    seen = set()

    def painted() -> int:
        count = easel.label_editor.counts().get(1, 0)
        seen.add(count)
        return count

    easel.label_editor.import_labels(tmp_path / "specks.npz")
    assert turns_until(easel, lambda: painted() > 0) > 100
    for step, count in ((easel.label_editor.undo, 0), (easel.label_editor.redo, whole)):
        step()
        assert turns_until(easel, lambda count=count: painted() == count) > 5
    assert seen == {0, whole}


def test_a_stroke_waits_for_an_import_and_two_undos_are_taken_in_turn(easel, tmp_path, monkeypatch):
    monkeypatch.setattr("seisviewer.app.painting.sliced_work.SLICE_SECONDS", 0.0)
    easel.use("brush", label=2, size=5)
    easel.drag((10, 10), (30, 10))
    before = easel.label_editor.counts()
    write_specks(tmp_path / "specks.npz", "inline_110")
    easel.label_editor.import_labels(tmp_path / "specks.npz")
    easel.click(20, 40)
    assert easel.said[-1].startswith("Labels are being imported") and easel.label_editor.counts() == before
    easel.label_editor.undo()
    easel.label_editor.undo()
    easel.qtbot.waitUntil(lambda: easel.said[-1] == "Undone: a stroke on inline 120.", timeout=20_000)
    assert not easel.label_editor.counts()


def test_a_stroke_that_was_begun_before_a_long_undo_is_kept(easel, tmp_path, monkeypatch):
    write_specks(tmp_path / "specks.npz", "inline_110", "inline_111")
    easel.label_editor.import_labels(tmp_path / "specks.npz")
    easel.qtbot.waitUntil(lambda: bool(easel.label_editor.counts()), timeout=20_000)
    monkeypatch.setattr("seisviewer.app.painting.sliced_work.SLICE_SECONDS", 0.0)
    easel.use("brush", label=2, size=5)
    easel.drag((10, 10), (30, 10), release=False)
    easel.label_editor.undo()
    assert easel.state.project.is_changing
    QTest.mouseRelease(easel.surface(INLINE), LEFT, pos=easel.pixel(INLINE, 30, 10))
    assert set(easel.label_editor.counts()) == {2}


def test_a_file_that_does_not_fit_is_refused_in_one_sentence(easel, tmp_path):
    np.savez(tmp_path / "other.npz", inline_100=np.zeros((7, 9), np.uint8))
    easel.label_editor.import_labels(tmp_path / "other.npz")
    easel.qtbot.waitUntil(lambda: any("other.npz" in said and "(7, 9)" in said for said in easel.said))
    assert not easel.label_editor.counts()


def test_thin_runs_grow_and_nothing_else_does():
    labels = np.full((12, 12), UNLABELLED, np.int8)
    labels[4, 1:11] = 1
    labels[6, 5] = 2
    labels[0, 0] = 3
    wide = at_least_wide(labels, 3, 1)
    assert (wide[3:6, 1:11][:, [0, 8, 9]] == 1).all()
    assert (wide[3:5, 5] == 1).all() and (wide[6:8, 5] == 2).all(), "neither grows over the other"
    assert wide[0, 0] == 3 and wide[1, 0] == 3
    assert (at_least_wide(labels, 1, 1) == labels).all()
    block = np.full((12, 12), UNLABELLED, np.int8)
    block[2:9, 3:8] = 1
    assert (at_least_wide(block, 4, 4) == block).all()


def test_a_stroke_in_progress_is_dropped_when_another_survey_comes_onto_the_desk(easel):
    easel.use("brush", label=1, size=5)
    easel.drag((10, 10), (30, 10), release=False)
    survey = easel.state.volume
    easel.state.set_volume(None)
    easel.state.set_volume(survey)
    easel.settle()
    QTest.mouseRelease(easel.surface(INLINE), LEFT, pos=easel.pixel(INLINE, 30, 10))
    assert easel.state.project is None, "no stroke was stored, so no project was made"
    assert not easel.preview_items()


@pytest.mark.slow
def test_strokes_that_were_taken_back_leave_nothing_on_screen_or_in_memory(easel):
    def paint_and_undo(times: int) -> int:
        """How many items the scenes hold behind so many strokes."""
        for step in range(times):
            row = 2 + step % 36
            easel.drag((row, 10), (row, 30))
            easel.label_editor.undo()
        easel.settle()
        # A stroke's preview goes a moment after the stroke itself is drawn.
        easel.qtbot.waitUntil(
            lambda: not any(isinstance(item, MaskPreview) for item in easel.preview_items()), timeout=10_000
        )
        gc.collect()
        return sum(len(view.canvas.scene().items()) for view in easel.sections.views.values())

    easel.use("brush", label=2, size=6)
    items = paint_and_undo(40)  # caches are full by then
    tracemalloc.start()
    try:
        assert paint_and_undo(60) == items
        assert tracemalloc.get_traced_memory()[0] < 1 << 20, "a block of labels is a quarter of that"
    finally:
        tracemalloc.stop()
