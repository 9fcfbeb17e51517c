"""Faults drawn with a real mouse: what is stored, what is seen, and what is taken back."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QTransform
from PyQt6.QtTest import QTest

from seisviewer.app.painting.fault_layer import FaultLayer, fault_colour
from seisviewer.app.painting.tool_options import ToolOptions
from seisviewer.app.sections.curve_item import Curve, CurveItem

from . import easel as bench
from .test_boundary_tool import shows

INLINE, CROSSLINE, TIME = bench.INLINE, bench.CROSSLINE, bench.TIME


@pytest.fixture
def easel(qtbot, tmp_path):
    easel = bench.Easel(qtbot, bench.write_survey(tmp_path))
    easel.faults = FaultLayer(easel.state)
    easel.sections.add_layer(easel.faults)
    easel.use("fault")
    yield easel
    easel.end()


def drawn(easel):
    project = easel.state.project
    return () if project is None else project.snapshot().faults


def beside(easel, direction, row: float, column: float, reach: int = 6) -> np.ndarray:
    """RGB of the screen left and right of a place, (2 reach + 1, 3)."""
    view = easel.sections.views[direction]
    image = view.canvas.grab().toImage().convertToFormat(view.canvas.grab().toImage().Format.Format_RGBX8888)
    data = np.frombuffer(image.constBits().asarray(image.sizeInBytes()), np.uint8)
    data = data.reshape(image.height(), image.width(), 4)
    place = easel.pixel(direction, row, column)
    return data[place.y(), place.x() - reach : place.x() + reach + 1, :3].astype(int)


def test_a_line_is_stored_at_release_and_seen_in_the_colour_of_its_fault(easel):
    easel.drag((20, 10), (26, 50), release=False)
    assert drawn(easel) == ()
    QTest.mouseRelease(easel.surface(INLINE), bench.LEFT, pos=easel.pixel(INLINE, 26, 50))
    (stick,) = drawn(easel)
    assert stick.section == easel.sections.views[INLINE].section and stick.fault == 1
    assert np.interp([15, 30, 45], stick.columns, stick.traces) == pytest.approx([20.75, 23, 25.25], abs=0.5)
    easel.state.set_tool(None)
    easel.settle()
    assert shows(beside(easel, INLINE, 23, 30), fault_colour(1).name())
    easel.state.set_overlays(labels=False)
    easel.settle()
    assert not shows(beside(easel, INLINE, 23, 30), fault_colour(1).name())


def test_the_same_fault_goes_on_on_other_sections_and_is_seen_between_them(easel):
    first = easel.state.position.inline
    easel.drag((20, 10), (20, 50))
    easel.go_to(INLINE, first + 6)
    easel.drag((26, 10), (26, 50))
    assert [stick.fault for stick in drawn(easel)] == [1, 1]
    easel.go_to(INLINE, first + 3)
    (curve,) = easel.faults.curves(easel.sections.views[INLINE].section)
    assert curve.dashed and curve.rows == pytest.approx(23, abs=0.5)
    easel.go_to(CROSSLINE, 22)
    (curve,) = easel.faults.curves(easel.sections.views[CROSSLINE].section)
    assert curve.dashed and curve.rows == pytest.approx(first + 2, abs=0.8)
    easel.go_to(CROSSLINE, 40)
    assert easel.faults.curves(easel.sections.views[CROSSLINE].section) == ()


@pytest.mark.parametrize("direction", [INLINE, CROSSLINE])
def test_on_a_time_slice_a_fault_is_seen_between_its_lines_and_dashed_beyond_them(easel, direction):
    for index, trace in ((8, 20), (20, 26)):
        easel.go_to(direction, index)
        easel.drag((trace, 10), (trace, 50), direction=direction)
    easel.state.set_tool(None)
    easel.go_to(TIME, 30)
    curves = easel.faults.curves(easel.sections.views[TIME].section)
    assert sorted(curve.dashed for curve in curves) == [False, True, True]
    (between,) = [curve for curve in curves if not curve.dashed]
    lines, traces = (between.rows, between.columns) if direction is INLINE else (between.columns, between.rows)
    assert (lines[0], lines[-1]) == (8, 20) and traces[[0, 6, 12]] == pytest.approx([20, 23, 26], abs=0.5)
    place = (14, 23) if direction is INLINE else (23, 14)
    assert shows(beside(easel, TIME, *place), fault_colour(1).name())
    easel.go_to(TIME, 55)
    assert easel.faults.curves(easel.sections.views[TIME].section) == ()


def test_a_second_line_beside_it_is_another_fault_and_one_over_it_is_the_same(easel):
    easel.drag((12, 10), (12, 50))
    easel.drag((36, 10), (36, 50))
    assert [stick.fault for stick in drawn(easel)] == [1, 2] and easel.state.brush.fault == 2
    easel.drag((12, 20), (13, 30))
    assert sorted((stick.fault, len(stick.traces)) for stick in drawn(easel))[-1][0] == 2
    assert {stick.fault for stick in drawn(easel)} == {1, 2} and easel.state.brush.fault == 1
    found = {c: t for s in drawn(easel) if s.fault == 1 for c, t in zip(s.columns.tolist(), s.traces.tolist())}
    assert found[29] > 12.5 > found[15], "drawn again, the later line counts"


def test_with_ctrl_and_by_number_the_user_says_which_fault_it_is(easel):
    options = ToolOptions(easel.state)
    easel.qtbot.addWidget(options)
    easel.drag((12, 10), (12, 30))
    surface, start, end = easel.surface(INLINE), easel.pixel(INLINE, 14, 36), easel.pixel(INLINE, 16, 56)
    ctrl = Qt.KeyboardModifier.ControlModifier
    QTest.keyPress(surface, Qt.Key.Key_Control)
    QTest.mousePress(surface, bench.LEFT, ctrl, start)
    for share in (0.3, 0.6, 1.0):
        easel.send_move(start + (end - start) * share, ctrl)
    QTest.mouseRelease(surface, bench.LEFT, ctrl, end)
    QTest.keyRelease(surface, Qt.Key.Key_Control)
    assert [stick.fault for stick in drawn(easel)] == [1, 2] and options.fault.value() == 2
    options.fault.setValue(7)
    easel.drag((30, 10), (30, 30))
    assert [stick.fault for stick in drawn(easel)] == [1, 2, 7]


def test_the_number_is_named_at_the_pointer(easel):
    easel.drag((20, 10), (20, 40), release=False)
    (note,) = [item for item in easel.preview_items() if hasattr(item, "toPlainText")]
    assert note.toPlainText() == "■ Fault 1, new"
    easel.state.set_tool(None)
    assert drawn(easel) == ()
    easel.qtbot.waitUntil(lambda: not easel.preview_items())


def test_undo_and_redo_tell_and_the_eraser_cuts(easel):
    easel.drag((20, 10), (20, 50))
    easel.label_editor.undo()
    assert drawn(easel) == () and easel.said[-1].startswith("Undone: a fault on inline ")
    easel.label_editor.redo()
    assert len(drawn(easel)) == 1
    easel.use("eraser", size=4)
    easel.drag((14, 30), (26, 30))
    left = drawn(easel)
    assert len(left) == 2 and left[0].columns[-1] < 30 < left[1].column
    easel.label_editor.undo()
    assert len(drawn(easel)) == 1


def test_a_click_draws_nothing_and_a_time_slice_says_why(easel):
    easel.click(20, 28)
    easel.drag((10, 28), (30, 28))
    assert drawn(easel) == (), "a level line is no fault"
    easel.drag((10, 10), (20, 20), direction=TIME)
    assert drawn(easel) == () and "time slice does not show" in easel.said[-1]


def test_a_curve_is_as_wide_on_a_section_that_lies_turned(qtbot):
    item, colour = CurveItem(), QColor("#ff0000")
    item.show_curves([Curve(np.array([2.0, 8.0]), np.array([5.0, 5.0]), colour, colour, 3.0, cased=False)])
    seen = []
    for turned in (False, True):
        image = QImage(100, 100, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        painter.setTransform(QTransform(0, 10, 10, 0, 0, 0) if turned else QTransform.fromScale(10, 10))
        item.paint(painter)
        painter.end()
        seen.append(np.frombuffer(image.constBits().asarray(40000), np.uint8).reshape(100, 100, 4)[:, :, 2] > 100)
    assert np.array_equal(seen[1], seen[0].T) and seen[0][:, 50].sum() == pytest.approx(6, abs=1)
