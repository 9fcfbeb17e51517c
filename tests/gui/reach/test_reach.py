"""Strokes that reach other lines: painted with a real mouse, carried in the background, taken back in one step."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from PyQt6.QtTest import QTest

from seisviewer.app.painting.reach.reach_here import reach_on
from seisviewer.app.painting.reach.stroke_carrier import StrokeCarrier
from seisviewer.app.painting.tool_options import ToolOptions
from seisviewer.labels.provenance import CARRIED_CODE, PAINTED_CODE
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.workflows.reach import stroke_copies
from tests.gui import easel as bench

INLINE, CROSSLINE, TIME = bench.INLINE, bench.CROSSLINE, bench.TIME
HERE = 20  # the inline on screen


@pytest.fixture
def easel(qtbot, tmp_path):
    easel = bench.Easel(qtbot, bench.write_survey(tmp_path))
    easel.carrier = StrokeCarrier(easel.state, easel.label_editor, SimpleNamespace(grid=None))
    easel.go_to(INLINE, HERE)
    yield easel
    easel.end()


def said(easel, index: int, direction=INLINE) -> np.ndarray:
    return easel.state.project.snapshot().provenance(direction, index)


def carried(easel) -> None:
    easel.qtbot.waitUntil(lambda: not easel.carrier.busy, timeout=20_000)


@pytest.mark.slow
def test_a_stroke_is_stored_at_once_and_its_copies_follow_as_part_of_it(easel):
    easel.use("brush", label=2, size=6, reach=2)
    easel.drag((10, 20), (30, 20))
    assert (easel.labels()[12:29, 20] == 2).all() and easel.carrier.busy
    assert not said(easel, HERE + 1).any(), "the copies are not waited for"
    carried(easel)
    assert (said(easel, HERE)[12:29, 20] == PAINTED_CODE).all()
    for index in (HERE - 2, HERE - 1, HERE + 1, HERE + 2):
        assert (said(easel, index)[12:29, 20] == CARRIED_CODE).all()
    assert not said(easel, HERE + 3).any() and not said(easel, HERE - 3).any()
    easel.label_editor.undo()
    assert not easel.label_editor.counts()
    assert easel.said[-1] == "Undone: a stroke on inline 120 and its copies on 4 others."
    easel.label_editor.redo()
    assert (said(easel, HERE + 2)[12:29, 20] == CARRIED_CODE).all()


def test_undo_before_the_copies_came_leaves_nothing_and_a_redo_brings_all(easel):
    easel.use("brush", label=2, size=6, reach=1)
    easel.drag((10, 20), (30, 20))
    easel.label_editor.undo()
    carried(easel)
    assert not easel.label_editor.counts()
    easel.label_editor.redo()
    carried(easel)
    assert (said(easel, HERE + 1)[12:29, 20] == CARRIED_CODE).all()


def test_strokes_painted_one_after_another_are_all_carried_and_paint_stays(easel):
    easel.use("brush", label=1, size=5, reach=0)
    easel.drag((10, 40), (30, 40))
    easel.go_to(INLINE, HERE + 1)
    easel.use("brush", label=2, reach=3)
    for column in (10, 40, 50):
        easel.drag((12, column), (25, column))
    carried(easel)
    assert (easel.state.project.label_section(easel.state.volume.geometry.section(INLINE, HERE))[12:26, 40] == 1).all()
    assert (said(easel, HERE)[14:24, 10] == CARRIED_CODE).all() and (
        said(easel, HERE + 4)[14:24, 50] == CARRIED_CODE
    ).all()
    assert not easel.state.project.strokes_to_carry()


def test_the_eraser_reaches_too_and_takes_copies_alone(easel):
    easel.use("brush", label=2, size=6, reach=2)
    easel.drag((10, 20), (30, 20))
    carried(easel)
    easel.use("eraser", size=20)
    easel.drag((8, 20), (32, 20))
    carried(easel)
    assert not easel.label_editor.counts()


def test_a_time_slice_and_its_cursor_say_nothing_of_other_lines(easel):
    easel.use("brush", label=2, size=6, reach=3)
    easel.drag((10, 20), (20, 20), direction=TIME)
    carried(easel)
    labels = easel.state.project.snapshot()
    assert labels.painted(TIME).tolist() == [easel.state.position.sample]


def test_the_brush_says_how_far_it_reaches(easel):
    def notes() -> list[str]:
        return [item.textItem.toPlainText() for item in easel.preview_items() if hasattr(item, "textItem")]

    easel.use("brush", label=2, size=6, reach=0)
    easel.hover(20, 30)
    assert not notes()
    easel.label_editor.stretch_reach(farther=True)
    assert ["± 1 line" in note for note in notes()] == [True]
    easel.label_editor.stretch_reach(farther=True)
    easel.hover(21, 30)
    assert ["± 2 lines" in note for note in notes()] == [True]
    easel.state.set_tool(None)
    assert not notes()


def test_the_option_follows_the_keys_and_says_why_it_is_none(easel, qtbot, monkeypatch):
    options = ToolOptions(easel.state)
    qtbot.addWidget(options)
    easel.label_editor.stretch_reach(farther=True)
    assert options.reach.value() == 1 and options.reach.isEnabled()
    options.reach.setValue(4)
    assert easel.state.brush.reach == 4
    volume, geometry = easel.state.volume, easel.state.volume.geometry
    monkeypatch.setattr(type(geometry), "is_sparse", property(lambda self: True))
    easel.state.volume_changed.emit(volume)
    assert not options.reach.isEnabled() and "too far apart" in options.reach.toolTip()
    easel.label_editor.stretch_reach(farther=True)
    assert "too far apart" in easel.said[-1] and easel.state.brush.reach == 4
    assert reach_on(easel.state, geometry.section(INLINE, HERE)) == 0, "what is painted now stays on its line"


def test_what_an_earlier_day_left_to_carry_is_carried_at_opening(easel):
    geometry, mask = easel.state.volume.geometry, np.ones((10, 5), bool)
    easel.use("brush", label=1, size=5, reach=0)
    easel.drag((10, 40), (30, 40))
    stroke = Stroke(geometry.section(CROSSLINE, 20), 1, 5, 20, mask, np.full(mask.shape, UNLABELLED, np.int8), reach=1)
    easel.state.project.commit([stroke])
    easel.close()
    easel.open()
    carried(easel)
    assert (said(easel, 21, CROSSLINE)[5:15, 20:25] == CARRIED_CODE).all()


def test_a_survey_that_cannot_be_read_is_told_once_and_painting_goes_on(easel, monkeypatch):
    def gone(*_):
        raise OSError("the disk is gone")

    monkeypatch.setattr(stroke_copies, "dips_found", gone)
    easel.use("brush", label=2, size=6, reach=2)
    for column in (20, 40):
        easel.drag((10, column), (30, column))
    carried(easel)
    assert len([sentence for sentence in easel.said if "was not carried" in sentence]) == 2
    assert len(easel.state.project.strokes_to_carry()) == 2, "tried again when the project is opened next"
    QTest.qWait(10)
    assert not easel.carrier.busy
