"""The class panel, used with mouse and keyboard."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QModelIndex, Qt
from PyQt6.QtGui import QColor
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QColorDialog, QFileDialog, QLineEdit, QPushButton

from seisviewer.app.live.layer_controller import LayerStatus
from seisviewer.app.main_window.theme import apply_theme
from seisviewer.app.painting.class_panel import ClassPanel
from seisviewer.app.painting.class_table import ClassTableView
from seisviewer.app.painting.class_table_model import ACCEPTED, COLOUR, KIND, LOCK, NAME, PAINTED
from seisviewer.app.painting.delete_class import DeleteClassDialog
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.section_state import SectionState
from seisviewer.labels.class_kind import ClassKind
from seisviewer.labels.label_edits import cropped_stroke
from seisviewer.labels.provenance import Origin
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.progress import drive
from seisviewer.structure.layer_model import HeldOut
from seisviewer.volumes.geometry import SectionId
from seisviewer.workflows.live_layers import LayersSolved
from seisviewer.workflows.survey_opening import open_path

SECTION = SectionId.parse("inline:3")
LEFT = Qt.MouseButton.LeftButton


class Bench:
    def __init__(self, qtbot, survey: Path) -> None:
        self.qtbot, self.state = qtbot, SectionState()
        self.problems: list[str] = []
        self.state.problem.connect(self.problems.append)
        self.said: list[str] = []
        self.state.message.connect(self.said.append)
        self.label_editor = LabelEditor(self.state)
        self.panel = ClassPanel(self.state, self.label_editor)
        qtbot.addWidget(self.panel)
        self.panel.resize(320, 520)
        self.panel.show()
        qtbot.waitExposed(self.panel)
        opened = drive(open_path(survey))
        self.state.set_volume(opened.volume, opened.project)

    def paint(self, label: int, row: int) -> None:
        """Ten samples of a class in one trace."""
        current = self.label_editor.labels(SECTION)
        mask = np.zeros(current.shape, bool)
        mask[row, :10] = True
        self.label_editor.commit([cropped_stroke(current, SECTION, mask, label)])

    def index(self, row: int, column: int) -> QModelIndex:
        return self.panel.table.model().index(row, column)

    def text(self, row: int, column: int = NAME) -> str:
        return self.index(row, column).data()

    @property
    def names(self) -> list[str]:
        return [facies.name for facies in self.label_editor.classes]

    def click(self, row: int, column: int, double: bool = False) -> None:
        table = self.panel.table
        place = table.visualRect(self.index(row, column)).center()
        QTest.mouseClick(table.viewport(), LEFT, pos=place)
        if double:
            QTest.mouseDClick(table.viewport(), LEFT, pos=place)

    def type_name(self, name: str) -> None:
        editor = next(each for each in self.panel.table.findChildren(QLineEdit) if each.isVisible())
        editor.selectAll()
        QTest.keyClicks(editor, name)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QApplication.processEvents()

    def dialog(self, kind: type):
        self.qtbot.waitUntil(lambda: any(each.isVisible() for each in self.panel.findChildren(kind)))
        return next(each for each in self.panel.findChildren(kind) if each.isVisible())


@pytest.fixture
def bench(qtbot, tmp_path):
    np.save(tmp_path / "cube.npy", np.ones((6, 20, 30), np.float32))
    bench = Bench(qtbot, tmp_path / "cube.npy")
    yield bench
    if bench.state.project is not None:
        bench.state.project.close()
    bench.state.volume.close()


def test_the_row_clicked_is_the_class_painted_and_the_other_way_round(bench):
    bench.click(2, NAME)
    assert bench.state.brush.label == 3
    bench.label_editor.choose_digit(2)
    assert bench.panel.table.chosen().number == 2


def test_a_new_class_is_chosen_and_waits_for_its_name(bench):
    QTest.mouseClick(bench.panel.add_button, LEFT)
    bench.type_name("Salt")
    assert bench.names == ["Facies 1", "Facies 2", "Facies 3", "Facies 4", "Salt"]
    assert bench.state.brush.label == bench.label_editor.classes.numbers[-1] == 5


def test_names_are_changed_in_place_and_stay_unique(bench):
    bench.click(0, NAME, double=True)
    bench.type_name("Channel")
    assert bench.names[0] == "Channel"
    bench.click(1, NAME, double=True)
    bench.type_name("channel")
    assert bench.names[1] == "Facies 2" and "Channel" in bench.problems[-1]


def test_what_was_changed_before_the_first_stroke_outlives_closing(bench):
    assert bench.state.project is None, "looking alone must leave nothing behind"
    bench.click(0, NAME, double=True)
    bench.type_name("Channel")
    path = bench.state.volume.path
    bench.state.project.close()
    bench.state.volume.close()
    opened = drive(open_path(path))
    bench.state.set_volume(opened.volume, opened.project)
    assert bench.label_editor.classes.by_number(1).name == "Channel"


def test_a_double_click_on_the_colour_changes_it(bench):
    bench.click(1, COLOUR, double=True)
    dialog = bench.dialog(QColorDialog)
    dialog.setCurrentColor(QColor("#123456"))
    dialog.accept()
    assert bench.label_editor.classes.by_number(2).colour == "#123456"


def test_a_click_says_what_a_class_is(bench):
    kinds = []
    for _ in range(3):
        bench.click(2, KIND)
        kinds.append((bench.text(2, KIND), bench.state.project.classes.by_number(3).kind.value))
    assert kinds == [("layer", "layer"), ("body", "body"), ("decide", "decide")]
    assert [bench.text(row, KIND) for row in (0, 1)] == ["decide", "decide"]


def test_what_the_strokes_say_of_a_class_is_shown_while_it_is_left_to_them(bench):
    model = bench.panel.table.model()
    tip = Qt.ItemDataRole.ToolTipRole
    bench.panel.table.show_proposals({2: ClassKind.LAYER, 3: ClassKind.BODY}, {3: 0.625})
    assert [bench.text(row, KIND) for row in range(3)] == ["decide", "layer?", "body?"]
    said = bench.index(2, KIND).data(tip)
    assert "is a body" in said and "62 %" in said and "is a" not in bench.index(0, KIND).data(tip)
    bench.click(2, KIND)
    assert bench.text(2, KIND) == "layer" and "The strokes say:" not in bench.index(2, KIND).data(tip)
    bench.panel.table.show_proposals({}, {})
    assert bench.text(1, KIND) == "decide" and model.rowCount() > 3


def test_the_window_shows_what_the_layers_found(new_window):
    window = new_window()
    layers = window.parts.sections.layers
    solved = LayersSolved(1, (1, 2), HeldOut({}, None), True, right={2: 0.9}, kinds={2: ClassKind.BODY})
    layers.status_changed.emit(LayerStatus(solved, solved))
    (table,) = window.findChildren(ClassTableView)
    assert table.model().index(table.model().row_of(2), KIND).data() == "body?"


def test_names_are_read_beside_how_much_was_accepted(bench, monkeypatch):
    table = bench.panel.table
    monkeypatch.setattr(bench.label_editor, "counts_by_origin", lambda: ({1: 12_345}, {1: 12_345}))
    table._count()
    for width in (400, 288, 240):
        table.resize(width, 200)
        QApplication.processEvents()
        assert table.columnWidth(NAME) >= table.fontMetrics().horizontalAdvance("Facies 8"), width
    table.resize(600, 200)
    QApplication.processEvents()
    assert not table.isColumnHidden(ACCEPTED), "there is room for both"


def test_a_click_locks_and_unlocks(bench):
    bench.click(1, LOCK)
    assert bench.label_editor.classes.locked == {2}
    bench.click(1, LOCK)
    assert not bench.label_editor.classes.locked


def test_classes_are_reordered_by_buttons_and_by_dragging(bench):
    bench.click(0, NAME)
    QTest.mouseClick(bench.panel.down_button, LEFT)
    assert bench.label_editor.classes.numbers == (2, 1, 3, 4)
    assert bench.panel.table.chosen().number == 1
    model = bench.panel.table.model()
    dragged = model.mimeData([bench.index(0, NAME)])
    model.dropMimeData(dragged, Qt.DropAction.MoveAction, 4, 0, QModelIndex())
    assert bench.label_editor.classes.numbers == (1, 3, 4, 2)


def test_undoing_a_stroke_leaves_the_class_table_alone(bench):
    """Everything that draws classes was drawn a second time, and the labels were sent to training twice."""
    bench.paint(2, 4)
    bench.qtbot.waitUntil(lambda: bench.label_editor.counts().get(2) == 10)
    tables, labels = [], []
    bench.state.classes_changed.connect(tables.append)
    bench.state.labels_changed.connect(lambda: labels.append(1))
    bench.label_editor.undo()
    assert (tables, len(labels)) == ([], 1)


def test_a_few_classes_leave_room_for_the_tool_options(bench):
    few = bench.panel.table.minimumHeight()
    for _ in range(12):
        bench.label_editor.change_classes(lambda table: table.add())
    many = bench.panel.table.minimumHeight()
    row = bench.panel.table.rowHeight(0)
    assert 5 * row <= few < 6 * row and 9 * row <= many < 10 * row


def test_renaming_recolouring_and_reordering_are_undone_one_by_one(bench):
    bench.click(0, NAME, double=True)
    bench.type_name("Channel")
    bench.label_editor.change_classes(lambda table: table.recolour(1, "#123456"))
    QTest.mouseClick(bench.panel.down_button, LEFT)
    undone = []
    for _ in range(3):
        bench.label_editor.undo()
        undone.append(bench.said[-1])
    assert undone == [
        "Undone: reordering the classes.",
        "Undone: recolouring the class “Channel”.",
        "Undone: renaming the class “Facies 1” to “Channel”.",
    ]
    assert bench.text(0) == "Facies 1"
    bench.label_editor.redo()
    assert bench.text(0) == "Channel"


def test_a_new_class_never_gets_the_number_of_a_deleted_one(bench):
    bench.click(3, NAME)
    QTest.mouseClick(bench.panel.delete_button, LEFT)
    QTest.mouseClick(bench.panel.add_button, LEFT)
    assert bench.label_editor.classes.numbers == (1, 2, 3, 5)


def test_painted_samples_are_counted(bench):
    bench.paint(2, row=4)
    bench.paint(2, row=5)
    bench.qtbot.waitUntil(lambda: bench.text(1, PAINTED) == "20")
    bench.label_editor.undo()
    bench.qtbot.waitUntil(lambda: bench.text(1, PAINTED) == "10")


def test_what_was_accepted_is_counted_apart_from_paint(bench):
    bench.paint(2, row=4)
    bench.qtbot.waitUntil(lambda: bench.text(1, PAINTED) == "10")
    assert bench.panel.table.isColumnHidden(ACCEPTED), "a column of nothing takes room"
    mask = np.ones((3, 4), bool)
    before = np.full(mask.shape, UNLABELLED, np.int8)
    bench.label_editor.commit([Stroke(SECTION, 2, 10, 6, mask, before, origin=Origin.ACCEPTED)])
    bench.qtbot.waitUntil(lambda: bench.text(1, ACCEPTED) == "12")
    assert bench.text(1, PAINTED) == "10" and not bench.panel.table.isColumnHidden(ACCEPTED)
    bench.label_editor.undo()
    bench.qtbot.waitUntil(lambda: bench.panel.table.isColumnHidden(ACCEPTED))
    assert bench.text(1, PAINTED) == "10"


def test_names_are_whole_while_all_is_known_of_their_classes(bench):
    table = bench.panel.table
    bench.panel.resize(320, 520)
    table.show_proposals(dict.fromkeys(bench.label_editor.classes.numbers, ClassKind.LAYER), {})
    counts = dict.fromkeys(bench.label_editor.classes.numbers, 99_999)
    table.model().show_counts(counts, dict.fromkeys(counts, 12_345_678))
    table.setColumnHidden(ACCEPTED, False)
    QApplication.processEvents()
    for row in range(3):
        assert table.columnWidth(NAME) > table.fontMetrics().horizontalAdvance(bench.text(row))
    assert not table.horizontalScrollBar().isVisible()


def test_a_class_without_labels_is_deleted_at_once(bench):
    bench.click(3, NAME)
    QTest.mouseClick(bench.panel.delete_button, LEFT)
    assert bench.label_editor.classes.numbers == (1, 2, 3)
    assert bench.state.brush.label in (1, 2, 3)


@pytest.mark.parametrize("answer", ["erase", "give", "cancel"])
def test_deleting_a_painted_class_asks_what_its_labels_become(bench, answer):
    bench.paint(2, row=4)
    bench.click(1, NAME)
    QTest.mouseClick(bench.panel.delete_button, LEFT)
    dialog = bench.dialog(DeleteClassDialog)
    assert 2 in bench.label_editor.classes
    if answer == "cancel":
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert bench.label_editor.counts() == {2: 10}
        return
    if answer == "give":
        dialog.heir.setCurrentIndex(dialog.heir.findText("Facies 3"))
        dialog.give.setChecked(True)
        assert dialog.delete.text() == "Merge the classes"
    assert not dialog.delete.isDefault()
    QTest.mouseClick(dialog.delete, LEFT)
    assert 2 not in bench.label_editor.classes
    assert (bench.label_editor.labels(SECTION)[4, :10] == (3 if answer == "give" else UNLABELLED)).all()
    bench.label_editor.undo()
    assert bench.names[1] == "Facies 2" and (bench.label_editor.labels(SECTION)[4, :10] == 2).all()
    what = "merging the class “Facies 2” into “Facies 3”" if answer == "give" else "deleting the class “Facies 2”"
    assert bench.said[-1] == f"Undone: {what} (1 stroke)."


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_return_never_deletes(bench, theme):
    """As the window dresses it: the order of the buttons, and with it Qt's own choice of a default, is the theme's."""
    apply_theme(QApplication.instance(), theme)
    bench.paint(2, row=4)
    bench.click(1, NAME)
    QTest.mouseClick(bench.panel.delete_button, LEFT)
    dialog = bench.dialog(DeleteClassDialog)
    assert [each.text() for each in dialog.findChildren(QPushButton) if each.isDefault()] == ["Cancel"]
    for widget in (dialog, dialog.erase, dialog.give):
        QTest.keyClick(widget, Qt.Key.Key_Return)
    assert not dialog.isVisible() and bench.label_editor.counts() == {2: 10}


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_the_table_goes_into_a_file_and_comes_back(bench, tmp_path, monkeypatch, ending):
    path = str(tmp_path / f"classes.{ending}")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (path, ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (path, ""))
    bench.label_editor.change_classes(lambda table: table.rename(1, "Salt").lock(3).move(4, 0))
    wanted = bench.label_editor.classes
    bench.panel.export_table()
    bench.label_editor.change_classes(lambda table: table.remove(1))
    bench.panel.import_table()
    assert bench.label_editor.classes == wanted


def test_a_file_that_is_no_table_is_told(bench, tmp_path, monkeypatch):
    (tmp_path / "cat.json").write_text("meow")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "cat.json"), ""))
    before = bench.label_editor.classes
    bench.panel.import_table()
    assert "cat.json" in bench.problems[-1] and bench.label_editor.classes == before


def test_another_table_keeps_the_classes_that_are_painted(bench):
    bench.paint(4, row=4)
    bench.paint(1, row=5)
    bench.label_editor.undo()
    action = next(each for each in bench.panel.tables_button.menu().actions() if each.text() == "Faults")
    action.trigger()
    assert bench.names[:2] == ["Not a fault", "Fault"]
    assert bench.label_editor.classes.by_number(4).name == "Facies 4"
    assert 1 not in bench.label_editor.classes, "a model may have learned it as another class"
    bench.label_editor.undo()
    assert bench.names == ["Facies 1", "Facies 2", "Facies 3", "Facies 4"]


def test_options_follow_the_brush_and_the_brush_follows_them(bench):
    options = bench.panel.options
    options.size.setValue(33)
    options.tolerance.setValue(7.5)
    QTest.mouseClick(options.only_unlabelled, LEFT, pos=options.only_unlabelled.rect().center() / 8)
    brush = bench.state.brush
    assert (brush.size, brush.tolerance, brush.only_unlabelled) == (33, 7.5, True)
    bench.label_editor.grow_brush(larger=True)
    assert options.size.value() == 40
    QApplication.processEvents()
    assert bench.state.brush.size == 40, "the slider, which cannot show 40 exactly, does not answer back"
