"""Proposals in the real window: seen first, applied as one undo, discarded without a trace, on whatever line is shown."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QToolButton

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.proposals.proposal_bar import ProposalBar
from seisviewer.app.proposals.proposal_tool import LOOKING, ProposalTool
from seisviewer.labels.label_edits import stroke_from_mask
from seisviewer.labels.provenance import ACCEPTED_CODE, PAINTED_CODE
from seisviewer.predictions.passes.section_pass import SectionPass, quantised
from seisviewer.volumes.geometry import Direction

INLINE, CROSSLINE = Direction.INLINE, Direction.CROSSLINE
Key, Modifier = Qt.Key, Qt.KeyboardModifier


class Desk:
    """The window with an answer on its inline: class 1 above class 2, a speck of class 3 in each."""

    def __init__(self, qtbot, window: MainWindow) -> None:
        self.qtbot, self.window, self.parts = qtbot, window, window.parts.sections
        self.state, self.editor = self.parts.state, window.parts.sections.label_editor
        self.view = window.parts.sections.views.views[INLINE]
        self.section = self.view.section
        geometry = self.state.volume.geometry
        self.index, self.shape = geometry.index(self.section), geometry.section_shape(INLINE)
        self.middle = self.shape[1] // 2
        self.bar: ProposalBar = window.findChild(ProposalBar)
        mask = np.zeros(self.shape, bool)
        mask[2:6, 4:8] = True
        self.editor.commit([stroke_from_mask(np.full(self.shape, -1, np.int8), self.section, mask, 3)])
        self.predict(self.section)

    def predict(self, section) -> None:
        classes = np.full(self.state.volume.geometry.section_shape(section.direction), 2)
        classes[:, : self.middle] = 1
        classes[4:7, 5:8] = classes[10:13, 10:13] = classes[10:13, self.middle + 10 : self.middle + 13] = 3
        probabilities = np.stack([np.where(classes == number, 0.8, 0.1) for number in (1, 2, 3)])
        probabilities[:, :, -8:] = np.array([0.1, 0.5, 0.1])[:, None, None]
        self.parts.live.predictions.put(
            SectionPass(section, quantised(probabilities.astype(np.float32)), (1, 2, 3), "layers", 4, 0, 5.0)
        )

    def key(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
        QTest.keyClick(self.view.canvas, key, modifier)
        self.settle()

    def settle(self) -> None:
        tool = self.state.tool
        if isinstance(tool, ProposalTool):
            self.qtbot.waitUntil(lambda: tool.said != LOOKING)
        QApplication.processEvents()

    def clean(self) -> ProposalTool:
        self.key(Key.Key_V, Modifier.ShiftModifier)
        tool = self.state.tool
        assert tool is self.parts.tools["clean"]
        self.bar._pages[tool].smooth.setValue(0)  # or it takes a corner off the speck that touches the paint
        self.settle()
        return tool

    def copy(self) -> ProposalTool:
        self.key(Key.Key_V, Modifier.ShiftModifier | Modifier.ControlModifier)
        assert self.state.tool is self.parts.tools["copy_prediction"]
        return self.state.tool

    def codes(self) -> np.ndarray:
        return self.state.project.snapshot().provenance(INLINE, self.index)

    def labels(self) -> np.ndarray:
        return self.state.project.label_section(self.section)

    def undo(self) -> None:
        self.editor.undo()
        self.qtbot.waitUntil(lambda: not self.state.project.is_changing)
        self.settle()

    def drawn(self, row: int, column: int) -> tuple[int, ...]:
        """The colour of a place on screen."""
        self.qtbot.wait(60)
        at = self.view.canvas.mapFromScene(self.view.box.mapViewToScene(QPointF(row, column)))
        return self.view.canvas.viewport().grab().toImage().pixelColor(at).getRgb()[:3]


@pytest.fixture
def desk(qtbot, survey_window: MainWindow) -> Desk:
    desk = Desk(qtbot, survey_window)
    desk.parts.live.set_auto_start(False)
    desk.parts.views.set_directions((INLINE,))
    desk.view.canvas.setFocus()
    return desk


@pytest.mark.slow
def test_cleaning_is_seen_first_and_is_one_undo(desk: Desk) -> None:
    before, seen = desk.labels(), desk.drawn(11, 11)
    tool = desk.clean()
    assert tool.proposal.counts == {(3, 1): 9, (3, 2): 9} and desk.bar.isVisible()
    assert "18 samples in 2 places" in desk.bar.said.text()
    assert (desk.labels() == before).all() and desk.drawn(11, 11) != seen, "only drawn so far"
    desk.key(Key.Key_Return)
    labels, codes = desk.labels(), desk.codes()
    assert (labels[10:13, 10:13] == 1).all() and (codes == ACCEPTED_CODE).sum() == 18
    assert (labels[2:6, 4:8] == 3).all() and (codes == PAINTED_CODE).sum() == 16, "paint stays, a speck or not"
    assert not desk.state.tool.proposal.samples and not desk.bar.apply.isEnabled()
    desk.undo()
    assert (desk.labels() == before).all()
    assert desk.state.tool.proposal.samples == 18, "it is proposed again"


@pytest.mark.slow
def test_discarding_changes_nothing_and_goes_back_to_review(desk: Desk) -> None:
    version, told = desk.state.project.snapshot().version, []
    desk.state.message.connect(told.append)
    desk.key("v")
    review = desk.state.tool
    menu = desk.window.findChild(QToolButton, "propose").menu()
    next(action for action in menu.actions() if "Clean" in action.text()).trigger()
    desk.settle()
    assert desk.state.tool is desk.parts.tools["clean"] and desk.state.tool.proposal.samples
    QTest.mouseClick(desk.bar.discard, Qt.MouseButton.LeftButton)
    assert desk.state.tool is review and not desk.bar.isVisible()
    desk.clean()
    desk.key(Key.Key_Escape)
    assert desk.state.tool is review
    desk.key(Key.Key_Escape)
    assert desk.state.tool is None and desk.state.project.snapshot().version == version and not told
    desk.clean()
    desk.key("b")
    assert desk.state.tool is desk.parts.tools["brush"] and not desk.bar.isVisible() and not desk.codes()[10:13].any()


@pytest.mark.slow
def test_other_rules_make_another_proposal(desk: Desk) -> None:
    tool = desk.clean()
    page = desk.bar._pages[tool]
    page.smallest.setValue(9)
    page.holes.setValue(8)
    desk.settle()
    assert not tool.proposal.samples and "nothing to clean" in desk.bar.said.text()
    page.holes.setValue(9)
    desk.settle()
    assert tool.proposal.samples == 18
    assert not page.in_order.isEnabled() and "R" in page.in_order.toolTip(), "no layers, no order"


@pytest.mark.slow
def test_the_answer_is_copied_whole_or_where_it_is_sure(desk: Desk) -> None:
    tool = desk.copy()
    whole = desk.shape[0] * desk.shape[1] - 16
    assert tool.proposal.samples == whole
    desk.bar._pages[tool].above.setValue(60)
    desk.settle()
    assert tool.proposal.samples == whole - 8 * desk.shape[0]
    QTest.mouseClick(desk.bar.apply, Qt.MouseButton.LeftButton)
    desk.settle()
    labels = desk.labels()
    assert (labels[:, -8:] == -1).all() and (labels[:, :-8] != -1).all()
    assert (desk.codes() == ACCEPTED_CODE).sum() == whole - 8 * desk.shape[0]
    desk.undo()
    assert (desk.labels() != -1).sum() == 16


@pytest.mark.slow
def test_labels_are_interpolated_between_two_lines(desk: Desk) -> None:
    tool, shift = desk.parts.tools["between_lines"], Modifier.ShiftModifier
    desk.key(Key.Key_N, shift)
    assert desk.state.tool is tool and tool.proposal is None and "paint one on either side" in desk.bar.said.text()
    geometry = desk.state.volume.geometry
    for step in (-3, 2):
        section = geometry.section(INLINE, desk.index + step)
        mask = np.zeros(desk.shape, bool)
        mask[:, 20 + step : 30 + step] = True
        desk.editor.commit([stroke_from_mask(np.full(desk.shape, -1, np.int8), section, mask, 2)])
    desk.qtbot.waitUntil(lambda: tool.proposal is not None, timeout=30_000)
    assert set(np.unique(tool.proposal.classes)) == {-1, 2}
    assert f"between inline {desk.section.number - 3} and {desk.section.number + 2}" in desk.bar.said.text()
    before = desk.labels()
    desk.key(Key.Key_Return)
    assert (desk.labels()[5:-5, 23:27] == 2).mean() > 0.9 and (desk.labels()[2:6, 4:8] == 3).all()
    assert set(np.unique(desk.codes()[desk.labels() != before])) == {ACCEPTED_CODE}
    desk.undo()
    assert (desk.labels() == before).all()


@pytest.mark.slow
def test_it_follows_the_view_from_line_to_line_and_a_click_to_another_view(desk: Desk) -> None:
    tool = desk.copy()
    first = tool.proposal.section
    desk.key(Key.Key_Right)
    desk.qtbot.waitUntil(lambda: desk.view.section != first)
    desk.settle()
    assert tool.section == desk.view.section and (tool.proposal is None or tool.proposal.section == tool.section)
    desk.predict(desk.view.section)
    desk.qtbot.waitUntil(lambda: tool.proposal is not None and tool.proposal.samples > 0)
    crossline = desk.parts.views.views[CROSSLINE]
    desk.parts.views.set_directions((INLINE, CROSSLINE))
    desk.qtbot.waitUntil(lambda: crossline.amplitudes() is not None)
    QTest.mouseMove(crossline.canvas.viewport(), crossline.canvas.viewport().rect().center())
    assert tool.section == desk.view.section, "the pointer on its way to a button changes nothing"
    QTest.mouseClick(crossline.canvas.viewport(), Qt.MouseButton.LeftButton)
    desk.settle()
    assert tool.section == crossline.section


@pytest.mark.slow
def test_what_a_model_says_meanwhile_changes_nothing_on_screen(desk: Desk) -> None:
    tool = desk.clean()
    seen = tool.proposal
    probabilities = np.full((3, *desk.shape), 0.1, np.float32)
    probabilities[2] = 0.8
    desk.parts.live.predictions.put(SectionPass(desk.section, quantised(probabilities), (1, 2, 3), "layers", 5, 0, 6.0))
    QApplication.processEvents()
    assert desk.parts.live.predictions.classes_of(desk.section)[11, 50] == 3 and tool.proposal is seen
    desk.key(Key.Key_Return)
    assert (desk.codes() == ACCEPTED_CODE).sum() == seen.samples, "what was seen is what is applied"


@pytest.mark.slow
def test_typing_a_rule_gives_the_keyboard_back(desk: Desk) -> None:
    tool = desk.clean()
    field = desk.bar._pages[tool].smallest
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "9")
    QTest.keyClick(field, Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.view.canvas.hasFocus())
    assert field.value() == 9 and not (desk.codes() == ACCEPTED_CODE).any(), "Return in a field applies nothing"
