"""Review mode in the real window: regions are accepted, rejected and given another class by keys and by mouse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.painting.label_layer import LabelLayer
from seisviewer.app.review.regions.region_review import RegionReview
from seisviewer.app.review.review_bar import ReviewBar
from seisviewer.app.suggestions.place_marks import PlaceMarks
from seisviewer.app.suggestions.reason_bar import ReasonBar
from seisviewer.app.suggestions.suggestion_list import Suggested
from seisviewer.labels.provenance import ACCEPTED_CODE
from seisviewer.predictions.passes.section_pass import SectionPass, quantised
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.workflows.suggestions.place_ranking import Place

INLINE = Direction.INLINE
SHARES = 0.97, 0.8, 0.6  # how sure the model is of the classes 1, 2 and 3, one below the other
SECOND = 0.2  # how sure it is of class 1 where it says 2
HEIGHTS = 30, 20, 10


class Desk:
    """The window with an answer of three regions on its inline."""

    def __init__(self, qtbot, window: MainWindow) -> None:
        self.qtbot, self.window, self.parts = qtbot, window, window.parts.sections
        self.state, self.view = self.parts.state, window.parts.sections.views.views[INLINE]
        self.tool: RegionReview = self.parts.tools["review"]
        self.section: SectionId = self.view.section
        geometry = self.state.volume.geometry
        self.index, self.shape = geometry.index(self.section), geometry.section_shape(INLINE)
        self.tops = np.cumsum([0, *HEIGHTS])

    def predict(self) -> None:
        # A class table and a project are there after the first change of labels; an edit of the classes is enough.
        self.parts.label_editor.set_classes(self.parts.label_editor.classes.lock(1, True).lock(1, False))
        probabilities = np.zeros((3, *self.shape), np.float32)
        for row, share in enumerate(SHARES):
            probabilities[row, :, self.tops[row] : self.tops[row + 1]] = share
        probabilities[0, :, self.tops[1] : self.tops[2]] = SECOND
        made = SectionPass(self.section, quantised(probabilities), (1, 2, 3), "layers", 4, 0, 5.0)
        self.parts.live.predictions.put(made)

    def key(self, key: Qt.Key | str) -> None:
        QTest.keyClick(self.view.canvas, key)
        self.settle()

    def settle(self) -> None:
        source = self.tool._source
        self.qtbot.waitUntil(lambda: source.get(self.section) is not None)
        QApplication.processEvents()

    def at(self, row: float, column: float):
        return self.view.canvas.mapFromScene(self.view.box.mapViewToScene(QPointF(row, column)))

    def point(self, row: float, column: float) -> None:
        QTest.mouseMove(self.view.canvas.viewport(), self.at(row, column))
        QApplication.processEvents()

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        port, left = self.view.canvas.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(port, left, pos=self.at(*start))
        for share in (0.3, 0.7, 1.0):
            QTest.mouseMove(port, self.at(*(np.array(start) + share * np.subtract(end, start))))
        QTest.mouseRelease(port, left, pos=self.at(*end))
        QApplication.processEvents()

    def codes(self) -> np.ndarray:
        return self.state.project.snapshot().provenance(INLINE, self.index)

    def labels(self) -> np.ndarray:
        return self.state.project.label_section(self.section)

    def labels_drawn(self) -> np.ndarray:
        return LabelLayer(self.state).rgba(self.section, (0.2, 0.2))

    def rows(self, number: int) -> slice:
        return slice(self.tops[number - 1], self.tops[number])


def standing(bar: ReviewBar) -> str:
    return ", ".join(label.text() for label in bar.counts.values())


@pytest.fixture
def desk(qtbot, survey_window: MainWindow) -> Desk:
    desk = Desk(qtbot, survey_window)
    desk.parts.live.set_auto_start(False)
    desk.parts.views.set_directions((INLINE,))
    desk.predict()
    desk.view.canvas.setFocus()
    desk.key("v")
    return desk


@pytest.mark.slow
def test_a_section_is_gone_through_by_keys_alone_and_each_is_one_undo(desk: Desk) -> None:
    assert desk.state.tool is desk.tool
    bar = desk.parts.views.findChild(ReviewBar)
    assert standing(bar) == "3 undecided, 0 accepted, 0 rejected"
    desk.key(Qt.Key.Key_Return)  # the largest: class 1
    assert (desk.labels()[:, desk.rows(1)] == 1).all() and (desk.codes()[:, desk.rows(1)] == ACCEPTED_CODE).all()
    carried = desk.parts.layers.on
    desk.key("r")  # class 2
    rejected = desk.state.project.snapshot().rejected(INLINE, desk.index)
    assert rejected[2][:, desk.rows(2)].all() and desk.parts.layers.on == carried, "R rejects and does nothing else"
    shown = desk.parts.live.predictions.get(desk.section)
    assert (shown.classes[:, desk.rows(2)] == 1).all(), "the next best class"
    assert np.allclose(shown.confidence[:, desk.rows(2)], SECOND, atol=0.01), "no surer than the model was of it"
    pointed = replace(desk.state.position, crossline=5, sample=desk.rows(2).start + 2)
    _, answer = desk.parts.live.predictions.at(desk.section, pointed)
    assert answer.label == 1, "the reading under the pointer says the same"
    colour = QColor(desk.parts.label_editor.classes.by_number(2).colour).getRgb()[:3]
    crossed = desk.labels_drawn()[:, desk.rows(2)]
    assert 0.05 < (crossed[..., 3] > 0).mean() < 0.6 and (crossed[crossed[..., 3] > 0][:, :3] == colour).all(), (
        "crossed out in the colour of what it is not"
    )
    desk.key("1")  # class 3 is another
    assert (desk.labels()[:, desk.rows(3)] == 1).all() and not desk.tool._regions()
    assert standing(bar) == "0 undecided, 2 accepted, 1 rejected"
    told: list[str] = []
    desk.state.message.connect(told.append)
    for _ in range(3):
        desk.parts.label_editor.undo()
        desk.qtbot.waitUntil(lambda: not desk.state.project.is_changing)
    undone = [each for each in told if each.startswith("Undone")]
    assert ["an accepted" in each for each in undone] == [True, False, True] and "a rejected region" in undone[1]
    assert not desk.codes().any() and not desk.state.project.snapshot().rejections
    desk.qtbot.waitUntil(lambda: standing(bar) == "3 undecided, 0 accepted, 0 rejected")


@pytest.mark.slow
def test_what_is_rejected_is_seen_where_nothing_is_labelled(desk: Desk) -> None:
    desk.key("r")
    drawn = desk.labels_drawn()[..., 3] > 0
    assert drawn[:, desk.rows(1)].any() and not drawn[:, desk.rows(3)].any()
    desk.parts.label_editor.undo()
    desk.qtbot.waitUntil(lambda: not desk.state.project.is_changing)
    assert LabelLayer(desk.state).rgba(desk.section, (0.2, 0.2)) is None


@pytest.mark.slow
def test_the_region_under_the_pointer_is_the_one_and_tab_leaves_one_for_later(desk: Desk) -> None:
    desk.point(5, (desk.rows(3).start + desk.rows(3).stop) / 2)
    desk.key(Qt.Key.Key_Return)
    assert set(np.unique(desk.labels())) == {-1, 3}
    desk.key(Qt.Key.Key_Tab)
    desk.key(Qt.Key.Key_Return)
    assert set(np.unique(desk.labels())) == {-1, 2, 3}


@pytest.mark.slow
def test_what_is_said_beside_the_pointer_is_never_cut(desk: Desk) -> None:
    for row in (1, desk.shape[0] // 2, desk.shape[0] - 2):
        desk.point(row, 10)
        note, box = desk.tool._note._item, desk.view.box.sceneBoundingRect()
        assert note.textItem.toPlainText()
        said = note.mapRectToScene(note.boundingRect())
        assert said.left() >= box.left() - 1 and said.right() <= box.right() + 1


@pytest.mark.slow
def test_a_narrow_view_says_class_and_confidence_of_a_region_whole(desk: Desk) -> None:
    desk.point(1, 10)
    note = desk.tool._note._item
    assert "samples" in note.textItem.toPlainText()
    desk.window.resize(desk.window.width() - (desk.view.width() - 240), desk.window.height())
    desk.view.setMaximumWidth(240)
    QApplication.processEvents()
    desk.point(desk.shape[0] - 2, 10)
    said, box = note.textItem.toPlainText(), desk.view.box.sceneBoundingRect()
    assert "samples" not in said and said.endswith("%")
    assert note.mapRectToScene(note.boundingRect()).right() <= box.right() + 1


@pytest.mark.slow
def test_a_box_takes_what_lies_in_it(desk: Desk) -> None:
    desk.drag((2, 25), (6, 35))
    desk.key(Qt.Key.Key_Return)
    labels = desk.labels()
    assert {1, 2} <= set(np.unique(labels)) and 20 < (labels != -1).sum() < 100
    assert (labels[10:] == -1).all() and (labels[:, 40:] == -1).all()


@pytest.mark.slow
def test_all_that_is_sure_is_accepted_at_once(desk: Desk) -> None:
    bar = desk.parts.views.findChild(ReviewBar)
    assert bar.isVisible()
    QTest.mouseClick(bar.accept_all, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: bool(desk.codes().any()))
    assert set(np.unique(desk.labels())) == {-1, 1}
    bar.above.setValue(70)
    QTest.mouseClick(bar.accept_all, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: set(np.unique(desk.labels())) == {-1, 1, 2})
    desk.view.canvas.setFocus()
    QTest.keyClick(desk.view.canvas, Qt.Key.Key_Escape)
    assert desk.state.tool is None and not bar.isVisible()


@pytest.mark.slow
def test_a_key_decides_about_what_is_outlined_on_whatever_view_it_lies(desk: Desk) -> None:
    views, crossline = desk.parts.views, desk.parts.views.views[Direction.CROSSLINE]
    views.set_directions((INLINE, Direction.CROSSLINE))
    desk.qtbot.waitUntil(lambda: crossline.amplitudes() is not None)
    probabilities = np.zeros((1, *crossline.amplitudes().shape), np.float32)
    probabilities[0, :, :20] = 0.9
    made = SectionPass(crossline.section, quantised(probabilities), (4,), "layers", 4, 0, 5.0)
    desk.parts.live.predictions.put(made)
    desk.qtbot.waitUntil(lambda: desk.tool._source.get(crossline.section) is not None)
    place = crossline.canvas.mapFromScene(crossline.box.mapViewToScene(QPointF(3, 10)))
    QTest.mouseMove(crossline.canvas.viewport(), place)
    QApplication.processEvents()
    desk.key(Qt.Key.Key_Tab)  # the pointer's place counts no longer
    desk.key(Qt.Key.Key_Return)
    labels = desk.state.project.label_section(crossline.section)
    assert np.count_nonzero(labels[:, :20] == 4) > 100 and (labels[:, 20:] == -1).all()
    assert set(np.unique(desk.labels())) <= {-1, 4}, "nothing of the other view was accepted"


@pytest.mark.slow
def test_outside_of_the_mode_the_keys_mean_what_they_meant(desk: Desk) -> None:
    QTest.keyClick(desk.view.canvas, "b")
    QTest.keyClick(desk.view.canvas, "2")
    assert desk.state.brush.label == 2 and not desk.codes().any()


@pytest.mark.slow
def test_a_suggested_place_is_no_box_over_the_region_but_where_the_review_goes_on(desk: Desk) -> None:
    (layer,) = [layer for layer in desk.view.layers.layers if isinstance(layer, PlaceMarks)]
    middle = int(desk.tops[2]) + 4  # of class 3, the smallest region
    place = Place(desk.section, (2, 8), (middle - 2, middle + 2))
    places, row = (
        desk.parts.finder.places,
        Suggested(("Inline",) * 9, (0.0,) * 9, "A reason of many words. " * 8, place),
    )
    places.show([row], "One.")
    QTest.keyClick(desk.view.canvas, "j")
    QApplication.processEvents()
    assert places.current is row
    assert [region.label for region in desk.tool.outlined] == [3]
    assert not layer.marks(desk.section), "a box lies over the region that is decided about"
    bar = desk.parts.views.findChild(ReasonBar)
    assert bar.isVisible() and row.reason in bar.said.text()
    assert bar.said.height() >= bar.said.heightForWidth(bar.said.width()), "the reason is cut"
    desk.key(Qt.Key.Key_Return)
    assert set(np.unique(desk.labels())) == {-1, 3}
    desk.key(Qt.Key.Key_Escape)
    assert desk.state.tool is None
    if places.current is row:  # else it was found to be labelled meanwhile
        assert layer.marks(desk.section)
    desk.view.step(1)
    desk.qtbot.waitUntil(lambda: not bar.isVisible())
