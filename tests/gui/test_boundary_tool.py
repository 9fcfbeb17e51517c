"""Boundaries drawn with a real mouse: what is stored, what is seen, and what is taken back."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QImage
from PyQt6.QtTest import QTest

from seisviewer.app.painting.boundary_layer import BoundaryLayer
from seisviewer.app.painting.paint_gesture import Answers
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.predictions.section_boundaries import SectionBoundaries

from . import easel as bench

INLINE, CROSSLINE, TIME = bench.INLINE, bench.CROSSLINE, bench.TIME


@pytest.fixture
def easel(qtbot, tmp_path):
    easel = bench.Easel(qtbot, bench.write_survey(tmp_path))
    easel.boundaries = BoundaryLayer(easel.state)
    easel.sections.add_layer(easel.boundaries)
    yield easel
    easel.end()


@pytest.fixture
def painted(easel):
    """Class 2 above class 4 on the inline in sight."""
    easel.use("brush", label=2, size=6)
    easel.drag((8, 12), (36, 12))
    easel.use("brush", label=4)
    easel.drag((8, 44), (36, 44))
    easel.use("boundary")
    return easel


def drawn(easel):
    project = easel.state.project
    return () if project is None else project.snapshot().boundaries


def pixels(easel, direction, row: float, column: float, reach: int = 6) -> np.ndarray:
    """RGB of the screen above and below a place, (2 reach + 1, 3)."""
    view = easel.sections.views[direction]
    image = view.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGBX8888)
    data = np.frombuffer(image.constBits().asarray(image.sizeInBytes()), np.uint8)
    data = data.reshape(image.height(), image.width(), 4)
    place = easel.pixel(direction, row, column)
    return data[place.y() - reach : place.y() + reach + 1, place.x(), :3].astype(int)


def shows(column: np.ndarray, colour: str) -> bool:
    wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
    return bool((np.abs(column - wanted).max(axis=1) < 30).any())


def test_a_line_is_stored_at_release_between_the_classes_above_and_below(painted):
    painted.drag((10, 26), (30, 30), release=False)
    assert drawn(painted) == ()
    QTest.mouseRelease(painted.surface(INLINE), bench.LEFT, pos=painted.pixel(INLINE, 30, 30))
    (stroke,) = drawn(painted)
    assert stroke.section == painted.sections.views[INLINE].section and stroke.classes == (2, 4)
    assert stroke.row == pytest.approx(10, abs=1) and stroke.rows[-1] == pytest.approx(30, abs=1)
    assert np.interp([12, 20, 28], stroke.rows, stroke.depths) == pytest.approx([26.4, 28, 29.6], abs=0.6)
    assert (painted.labels()[10:30, 20:36] == UNLABELLED).all(), "a boundary is no paint"


def test_it_is_seen_in_the_colours_of_both_classes_at_any_zoom(painted):
    painted.drag((10, 28), (30, 28))
    painted.state.set_tool(None)
    painted.settle()
    classes = painted.state.project.classes
    for factor in (1.0, 8.0):
        painted.sections.views[INLINE].canvas.zoom(factor, painted.pixel(INLINE, 20, 28).toPointF())
        painted.settle()
        seen = pixels(painted, INLINE, 20, 28)
        assert shows(seen, classes.by_number(2).colour) and shows(seen, classes.by_number(4).colour)
    painted.state.set_overlays(labels=False)
    painted.settle()
    assert not shows(pixels(painted, INLINE, 20, 28), classes.by_number(4).colour)


def test_the_classes_are_named_while_it_is_drawn(painted):
    painted.drag((10, 26), (30, 30), release=False)
    (note,) = [item for item in painted.preview_items() if hasattr(item, "toPlainText")]
    assert note.toPlainText().split("\n") == ["■ Facies 2", "■ Facies 4"]
    painted.state.set_tool(None)
    assert drawn(painted) == ()
    painted.qtbot.waitUntil(lambda: not painted.preview_items())


def test_with_ctrl_it_is_the_top_of_the_chosen_class(painted):
    painted.state.set_brush(label=5)
    surface, start, end = painted.surface(INLINE), painted.pixel(INLINE, 10, 28), painted.pixel(INLINE, 30, 28)
    ctrl = Qt.KeyboardModifier.ControlModifier
    QTest.keyPress(surface, Qt.Key.Key_Control)
    QTest.mousePress(surface, bench.LEFT, ctrl, start)
    for share in (0.3, 0.6, 1.0):
        painted.send_move(start + (end - start) * share, ctrl)
    QTest.mouseRelease(surface, bench.LEFT, ctrl, end)
    (stroke,) = drawn(painted)
    assert stroke.classes == (UNLABELLED, 5)


def test_a_prediction_tells_the_classes_where_nothing_is_painted(easel):
    predicted = np.full((50, 64), 3, np.uint8)
    predicted[:, 20:] = 6
    easel.tools["boundary"].answers = Answers(classes=lambda section: predicted)
    easel.use("boundary")
    easel.drag((10, 26), (30, 26))
    assert [stroke.classes for stroke in drawn(easel)] == [(3, 6)]


def test_undo_and_redo_tell_and_the_eraser_cuts(painted):
    painted.drag((10, 28), (30, 28))
    painted.label_editor.undo()
    assert drawn(painted) == () and painted.said[-1].startswith("Undone: a boundary on inline ")
    painted.label_editor.redo()
    assert len(drawn(painted)) == 1
    painted.use("eraser", size=4)
    painted.drag((20, 24), (20, 32))
    left = drawn(painted)
    assert [stroke.classes for stroke in left] == [(2, 4), (2, 4)]
    assert left[0].rows[-1] < 20 < left[1].row
    painted.label_editor.undo()
    assert [len(stroke.depths) for stroke in drawn(painted)] == [21]


def test_a_click_draws_nothing_and_a_time_slice_says_why(painted):
    painted.click(20, 28)
    assert drawn(painted) == ()
    painted.drag((10, 10), (20, 20), direction=TIME)
    assert drawn(painted) == () and "time slice does not show" in painted.said[-1]


def test_a_section_that_crosses_shows_where(painted):
    painted.go_to(CROSSLINE, 20)
    painted.drag((10, 28), (30, 28))
    painted.settle()
    inline = painted.state.position.inline
    classes = painted.state.project.classes
    painted.state.set_tool(None)
    painted.state.set_position(painted.state.position.moved(TIME, 60))
    painted.settle()
    (tick,) = painted.boundaries.curves(painted.sections.views[CROSSLINE].section)
    assert tick.rows.tolist() == [inline] and tick.columns.tolist() == pytest.approx([28], abs=0.6)
    assert tick.above.name() == classes.by_number(2).colour


def test_the_pointer_is_a_cross_with_this_tool_alone(painted):
    canvas = painted.sections.views[INLINE].canvas
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor
    painted.use("brush")
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor


# Taking hold of a boundary that was solved


@pytest.fixture
def solved(painted):
    """Boundaries that slope down by a sample every ten traces."""
    depths = np.stack([20 + np.arange(50) / 10, 50 + np.arange(50) / 10]).astype(np.float32)
    found = SectionBoundaries(painted.sections.views[INLINE].section, (2, 4, 3), depths)
    painted.tools["boundary"].answers = Answers(boundaries=lambda section: found if section == found.section else None)
    return painted


def test_a_boundary_is_dragged_to_where_it_belongs(solved):
    solved.drag((20, 22), (20, 31))
    (stroke,) = drawn(solved)
    assert stroke.classes == (2, 4) and 20 in stroke.rows and len(stroke.depths) == 21
    assert stroke.depths == pytest.approx(20 + stroke.rows / 10 + 9, abs=0.8)
    solved.label_editor.undo()
    assert drawn(solved) == ()


def test_dragged_again_it_leaves_nothing_of_the_line_before(solved):
    solved.drag((8, 20.8), (38, 28))
    (first,) = drawn(solved)
    assert first.classes == (2, 4) and len(first.depths) == pytest.approx(31, abs=1), "along it, it is drawn anew"
    solved.drag((20, 22), (20, 27))
    (moved,) = drawn(solved)
    assert (moved.rows[0], moved.rows[-1]) == (first.rows[0], first.rows[-1])
    assert moved.depths == pytest.approx(20 + moved.rows / 10 + 5, abs=0.8)


def test_the_pointer_tells_what_can_be_taken_hold_of(solved):
    canvas = solved.sections.views[INLINE].canvas
    solved.hover(20, 52)
    assert canvas.cursor().shape() == Qt.CursorShape.SizeVerCursor
    (note,) = [item for item in solved.preview_items() if hasattr(item, "toPlainText")]
    assert note.toPlainText().split("\n") == ["■ Facies 4", "■ Facies 3"]
    solved.hover(20, 36)
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor
    solved.click(20, 22)
    assert drawn(solved) == ()
