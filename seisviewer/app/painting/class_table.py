"""The list of classes: the row chosen is the class that is painted."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import QEvent, QModelIndex, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from seisviewer.app.painting.class_table_model import ACCEPTED, COLOUR, KIND, LOCK, NAME, NUMBER, PAINTED, ClassModel
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.section_state import Brush, SectionState
from seisviewer.labels.class_kind import ClassKind
from seisviewer.labels.classes import ClassTable, FaciesClass

COUNT_DELAY_MS = 150  # counting waits until the stroke is on screen
FEWEST_ROWS, MOST_ROWS = 4, 8  # that are seen without scrolling
COUNTED = (COLOUR, NUMBER, KIND, PAINTED, ACCEPTED)  # columns that are as wide as what stands in them
USUAL = "Parallel layers"  # a name that is to be read whole


class ClassTableView(QTableView):
    """Choose, rename, recolour, lock and drag classes.

    colour_wanted: a class number whose colour was double clicked. delete_wanted: the Delete key was pressed.
    """

    colour_wanted = pyqtSignal(int)
    delete_wanted = pyqtSignal()

    def __init__(self, state: SectionState, label_editor: LabelEditor) -> None:
        super().__init__()
        self._state, self._label_editor = state, label_editor
        self._model = ClassModel(label_editor, self)
        self.setModel(self._model)
        self._dress()
        self._has_accepted = False
        self.setColumnHidden(ACCEPTED, True)
        self._counting = QTimer(self, singleShot=True, interval=COUNT_DELAY_MS)
        self._counting.timeout.connect(self._count)
        state.classes_changed.connect(self._show_table)
        state.brush_changed.connect(self._show_chosen)
        state.labels_changed.connect(self._counting.start)
        self.selectionModel().currentRowChanged.connect(self._choose)
        self.doubleClicked.connect(self._double_clicked)
        self.clicked.connect(self._clicked)
        self._show_chosen(state.brush)
        self._make_room()
        self._counting.start()

    def chosen(self) -> FaciesClass | None:
        """The class in the current row."""
        return self._model.facies(self.currentIndex().row())

    def show_proposals(self, kinds: Mapping[int, ClassKind], right: Mapping[int, float]) -> None:
        """What the strokes say of the classes whose kind is left to them; see `ClassModel.show_proposals`."""
        self._model.show_proposals(kinds, right)

    def edit_name(self, number: int) -> None:
        """Open the name of a class for typing."""
        index = self._model.index(self._model.row_of(number), NAME)
        self.setCurrentIndex(index)
        self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.state() is not QAbstractItemView.State.EditingState:
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_model"):
            self._model.renew_icons()

    def _show_table(self, table: ClassTable) -> None:
        self._model.show_table(table)
        self._show_chosen(self._state.brush)
        self._make_room()

    def _make_room(self) -> None:
        """A few classes leave the height to the tool options below."""
        rows = min(max(self._model.rowCount(), FEWEST_ROWS), MOST_ROWS)
        self.setMinimumHeight(self.verticalHeader().defaultSectionSize() * (rows + 1) + 4)

    def _count(self) -> None:
        painted, accepted = self._label_editor.counts_by_origin()
        self._model.show_counts(painted, accepted)
        self._has_accepted = bool(accepted)
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Names come first: where they would be cut, the numbers of classes give way, then how much was accepted."""
        self.setColumnHidden(NUMBER, False)
        self.setColumnHidden(ACCEPTED, not self._has_accepted)
        for column in (NUMBER, ACCEPTED):
            taken = sum(self._width_of(each) for each in (*COUNTED, LOCK) if not self.isColumnHidden(each))
            if self.viewport().width() - taken < min(self._width_of(NAME), self.fontMetrics().horizontalAdvance(USUAL)):
                self.setColumnHidden(column, True)

    def _width_of(self, column: int) -> int:
        return max(self.sizeHintForColumn(column), self.horizontalHeader().sectionSizeHint(column))

    def _show_chosen(self, brush: Brush) -> None:
        row = self._model.row_of(brush.label)
        if row >= 0 and row != self.currentIndex().row():
            self.setCurrentIndex(self._model.index(row, NAME))

    def _choose(self, current: QModelIndex) -> None:
        facies = self._model.facies(current.row())
        if facies is not None:
            self._state.set_brush(label=facies.number)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == LOCK:
            self._model.toggle_lock(index.row())
        elif index.column() == KIND:
            self._model.next_kind(index.row())

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() == COLOUR:
            self.colour_wanted.emit(self._model.facies(index.row()).number)

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        row_height = self.fontMetrics().height() + 8
        self.verticalHeader().setDefaultSectionSize(row_height)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(24)
        for column in (*COUNTED, LOCK):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
