"""Strokes that the answer does not honour: marked where they lie, listed, kept or set aside with the user's consent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QEvent, QObject, QSettings, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QColor, QHelpEvent, QImage
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QToolTip

from seisviewer.app.live.doubts.doubt_box import DoubtBox
from seisviewer.app.live.doubts.doubt_controller import DoubtController
from seisviewer.app.live.doubts.doubt_marks import WARNING, DoubtMarks
from seisviewer.app.live.layer_controller import LayerStatus
from seisviewer.app.sections.view_header import LINE_COLOURS
from seisviewer.labels.classes import shipped_tables
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.labels.stroke_verdict import Verdict
from seisviewer.structure.doubted_strokes import DoubtedStroke
from seisviewer.structure.layer_model import HeldOut
from seisviewer.workflows.live_layers import LayersSolved

from .easel import CROSSLINE, INLINE, TIME, Easel, write_survey

GOOD = HeldOut({1: 0.9, 2: 0.9}, 1.5)
LEFT = Qt.MouseButton.LeftButton


class FakeLayers(QObject):
    """Stands where the controller of the layers stands, and says what was solved."""

    status_changed = pyqtSignal(object)

    def solved(self, *doubted: DoubtedStroke, whole: bool = True) -> None:
        self.status_changed.emit(LayerStatus(LayersSolved(1, (1, 2), GOOD, whole, 0.9, doubted)))


class Desk(Easel):
    """An easel with marks and the list."""

    def __init__(self, qtbot, survey: Path) -> None:
        super().__init__(qtbot, survey)
        self.layers = FakeLayers()
        self.doubts = DoubtController(self.state, self.layers, self.label_editor)
        self.sections.add_layer(DoubtMarks(self.state, self.doubts))
        self.box = DoubtBox(self.state, self.doubts)
        qtbot.addWidget(self.box)

    def doubt_a_stroke(self, set_aside: bool = True) -> None:
        """A stroke of class 2 across the crosshair, on the inline in sight."""
        self.use("brush", label=2, size=4)
        self.go_to(TIME, 30)
        self.drag((20, 30), (30, 30))
        self.state.set_tool(None)
        rows = np.flatnonzero((self.labels() == 2).any(axis=1))
        section = self.sections.views[INLINE].section
        self.told = DoubtedStroke(str(section), (2,), int(rows[0]), int(rows[-1]), 30.5, set_aside)
        self.layers.solved(self.told)
        self.settle()

    def press(self, name: str) -> None:
        assert self.box.buttons[name].isEnabled(), name
        QTest.mouseClick(self.box.buttons[name], LEFT)
        self.look()

    def look(self) -> None:
        """Until the list and the marks follow what was done."""
        self.qtbot.waitUntil(lambda: not any(timer.isActive() for timer in self.doubts.findChildren(QTimer)))
        self.settle()

    def dashes(self, direction) -> int:
        """Pixels in the colour of the marks."""
        image = self.sections.views[direction].canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGBX8888)
        pixels = np.frombuffer(image.constBits().asarray(image.sizeInBytes()), np.uint8)
        pixels = pixels.reshape(image.height(), image.width(), 4)[..., :3].astype(int)
        return int((abs(pixels - WARNING.getRgb()[:3]).max(axis=-1) < 40).sum())


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[Desk]:
    QSettings().clear()
    made = Desk(qtbot, write_survey(tmp_path))
    yield made
    made.close()
    QSettings().clear()


def test_a_doubted_stroke_is_marked_on_every_section_where_it_lies(desk: Desk) -> None:
    assert all(desk.dashes(direction) == 0 for direction in (INLINE, CROSSLINE, TIME)) and desk.box.isHidden()
    desk.doubt_a_stroke()
    assert all(desk.dashes(direction) > 15 for direction in (INLINE, CROSSLINE, TIME))
    desk.go_to(INLINE, desk.state.position.inline + 1)
    assert desk.dashes(INLINE) == 0 < desk.dashes(TIME)
    desk.layers.solved()
    desk.settle()
    assert desk.dashes(TIME) == 0 and desk.box.isHidden(), "the answer honours it now"


def test_a_row_that_is_chosen_stays_while_it_tells_so(desk: Desk) -> None:
    desk.doubt_a_stroke()
    desk.look()
    row = desk.box.list.item(0)
    desk.box.list.setCurrentRow(-1)
    desk.box.list.setCurrentRow(0)
    assert row is not None and desk.doubts.current == 0 and desk.box.list.item(0) is row


def test_the_dashes_are_unlike_every_colour_that_they_may_lie_beside() -> None:
    """Amber was much like the first class of the plain table and like the crosshair."""
    colours = [facies.colour for table in shipped_tables().values() for facies in table]
    for colour in map(QColor, (*colours, *LINE_COLOURS.values())):
        assert np.linalg.norm(np.subtract(colour.getRgb()[:3], WARNING.getRgb()[:3])) > 80, colour.name()


def test_the_buttons_stay_under_the_pointer_while_strokes_are_judged(desk: Desk) -> None:
    """The list lost a row, and the next click fell on another button."""
    desk.box.resize(280, 240)
    desk.box.show()
    desk.doubt_a_stroke()
    first = desk.told
    desk.use("brush", label=1, size=4)
    desk.drag((4, 50), (12, 50))
    rows = np.flatnonzero((desk.labels() == 1).any(axis=1))
    desk.layers.solved(first, replace(first, classes=(1,), first=int(rows[0]), last=int(rows[-1]), depth=50.5))
    desk.settle()
    places = {name: button.geometry() for name, button in desk.box.buttons.items()}
    assert desk.box.list.count() == 2
    desk.layers.solved(first)
    desk.settle()
    assert desk.box.list.count() == 1 and places == {name: each.geometry() for name, each in desk.box.buttons.items()}


def test_a_mark_says_why_where_the_pointer_rests_on_it(desk: Desk) -> None:
    desk.doubt_a_stroke()
    place = desk.pixel(INLINE, 25, 30)
    surface = desk.surface(INLINE)
    QApplication.sendEvent(surface, QHelpEvent(QEvent.Type.ToolTip, place, surface.mapToGlobal(place)))
    assert "Newer strokes contradict this one" in QToolTip.text()
    QToolTip.hideText()
    desk.qtbot.waitUntil(lambda: not QToolTip.isVisible(), timeout=2000)
    away = desk.pixel(INLINE, 25, 50)
    QApplication.sendEvent(surface, QHelpEvent(QEvent.Type.ToolTip, away, surface.mapToGlobal(away)))
    assert not QToolTip.isVisible() or "contradict" not in QToolTip.text()


def test_a_first_word_says_nothing_of_doubts_and_those_told_before_stay(desk: Desk) -> None:
    desk.doubt_a_stroke()
    desk.layers.solved(whole=False)
    assert len(desk.doubts.doubts) == 1
    desk.layers.status_changed.emit(LayerStatus())
    assert desk.doubts.doubts == ()


def test_set_aside_by_the_user_it_stays_on_screen_and_comes_back(desk: Desk) -> None:
    desk.doubt_a_stroke()
    painted = desk.labels() == 2
    assert "left out" in desk.box.list.item(0).text() and painted.any()
    desk.press("aside")
    assert not (desk.labels() == 2).any()
    desk.layers.solved()
    desk.settle()
    (doubt,) = desk.doubts.doubts
    assert doubt.verdict is Verdict.ASIDE and "set aside" in desk.box.list.item(0).text()
    blue = desk.blue_pixels(INLINE)
    assert blue.sum() > 30, "a hatch in the colour of its class"
    assert not desk.box.buttons["aside"].isEnabled()
    desk.press("back")
    assert np.array_equal(desk.labels() == 2, painted) and desk.box.isHidden()
    desk.label_editor.undo()
    desk.look()
    assert not (desk.labels() == 2).any() and len(desk.doubts.doubts) == 1
    assert any("what you said of a stroke on inline" in said for said in desk.said)
    desk.label_editor.undo()
    desk.look()
    assert np.array_equal(desk.labels() == 2, painted)


def test_a_stroke_that_is_kept_is_kept_in_the_project(desk: Desk) -> None:
    desk.doubt_a_stroke(set_aside=False)
    desk.press("keep")
    (verdict,) = desk.state.project.snapshot().verdicts
    assert verdict.verdict is Verdict.KEPT and (desk.labels() == 2).any()
    assert "kept, passed over" in desk.box.list.item(0).text()
    desk.layers.solved()
    desk.settle()
    assert desk.box.list.item(0).text().endswith(": kept") and desk.dashes(INLINE) == 0, "honoured now: no mark"
    project = desk.state.project.folder
    desk.close()
    desk.open()
    assert desk.state.project.folder == project and len(desk.state.project.snapshot().verdicts) == 1


def test_the_paint_of_a_locked_class_is_not_set_aside(desk: Desk) -> None:
    desk.doubt_a_stroke()
    desk.label_editor.change_classes(lambda table: table.lock(2, True))
    desk.press("aside")
    assert (desk.labels() == 2).any() and "locked" in desk.said[-1]


def test_the_stroke_that_was_chosen_stays_chosen_beside_one_that_begins_at_the_same_trace(desk: Desk) -> None:
    desk.doubt_a_stroke()
    desk.use("brush", label=1, size=4)
    desk.drag((20, 50), (30, 50))
    desk.state.set_tool(None)
    told = DoubtedStroke(desk.told.line, (1,), desk.told.first, desk.told.last, 50.5, True)
    desk.layers.solved(desk.told, told)
    desk.settle()
    desk.box.list.setCurrentRow(1)
    assert desk.doubts.chosen.classes == (1,)
    desk.press("keep")
    assert desk.doubts.chosen.classes == (1,) and desk.doubts.chosen.verdict is Verdict.KEPT
    desk.press("aside")
    assert set(np.unique(desk.labels())) == {UNLABELLED, 2}, "the other one was not chosen"


def test_what_was_just_painted_over_is_not_judged_as_it_was(desk: Desk) -> None:
    desk.doubt_a_stroke()
    desk.use("brush", label=1, size=12)
    desk.drag((18, 30), (32, 30))
    assert not (desk.labels() == 2).any()
    desk.doubts.keep()
    assert desk.state.project.snapshot().verdicts == () and "No stroke is doubted." in desk.said[-1]


def test_go_there_and_the_arrow_keys_of_the_list(desk: Desk) -> None:
    desk.doubt_a_stroke()
    desk.go_to(INLINE, 3)
    desk.go_to(CROSSLINE, 2)
    desk.press("go")
    assert (desk.state.position.inline, desk.state.position.crossline, desk.state.position.sample) == (20, 25, 30)
    desk.go_to(INLINE, 3)
    QTest.keyClick(desk.box.list, Qt.Key.Key_Return)
    assert desk.state.position.inline == 20


@pytest.mark.slow
def test_the_window_has_keys_for_them(new_window, qtbot, small_survey: Path, tmp_path: Path) -> None:
    window = new_window()
    parts, actions = window.parts.sections, window.parts.menus.actions
    parts.layers.set_on(False)
    parts.opener.open(Path(shutil.copy(small_survey, tmp_path / "survey.sgy")))
    view = parts.views.views[INLINE]
    qtbot.waitUntil(lambda: view.section is not None, timeout=15000)
    assert not actions["next_doubt"].isEnabled()
    mask = np.ones((5, 3), bool)
    parts.label_editor.commit([Stroke(view.section, 2, 10, 20, mask, np.full(mask.shape, UNLABELLED, np.int8))])
    told = DoubtedStroke(str(view.section), (2,), 10, 14, 21.5, True)
    parts.layers.status_changed.emit(LayerStatus(LayersSolved(1, (1, 2), GOOD, True, 0.9, (told,))))
    qtbot.waitUntil(actions["next_doubt"].isEnabled, timeout=3000)
    view.canvas.setFocus()
    QTest.keyClick(view.canvas, Qt.Key.Key_Y)
    assert (parts.state.position.crossline, parts.state.position.sample) == (12, 21)
    QTest.keyClick(view.canvas, Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: [each.verdict for each in parts.doubts.doubts] == [Verdict.ASIDE], timeout=3000)
    assert parts.label_editor.counts() == {}
