"""The picks as a table: sorted, filtered, and a click goes there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt, QTimer
from PyQt6.QtGui import QColor, QShowEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.tables import RIGHT, RowModel, RowTable
from seisviewer.app.traces.bring_into_view import show_pick
from seisviewer.app.traces.page.time_axis import utc_text
from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.picks.pick import Origin, Pick, Polarity, Review

POLARITIES = {Polarity.NONE: "", Polarity.POSITIVE: "▲", Polarity.NEGATIVE: "▼", Polarity.UNDECIDABLE: "?"}


@dataclass(frozen=True)
class Column:
    """title: of the header. text: what stands in a cell. order: what it is sorted by."""

    title: str
    text: Callable[[Pick], str]
    order: Callable[[Pick], Any]
    right: bool = False


def _number(value: float | None, places: int) -> str:
    return "" if value is None else f"{value:.{places}f}"


COLUMNS = (
    Column("Time (UTC)", lambda pick: utc_text(pick.time, 2), lambda pick: pick.time),
    Column("Record", lambda pick: pick.record, lambda pick: pick.record),
    Column("Phase", lambda pick: pick.phase, lambda pick: pick.phase),
    Column("Prob.", lambda pick: _number(pick.probability, 2), lambda pick: pick.probability or 0.0, True),
    Column("± s", lambda pick: _number(pick.uncertainty, 2), lambda pick: pick.uncertainty or 0.0, True),
    Column("Pol.", lambda pick: POLARITIES[pick.polarity], lambda pick: pick.polarity.value),
    Column("Review", lambda pick: pick.review.value, lambda pick: pick.review.value),
    Column("Origin", lambda pick: pick.origin.value, lambda pick: pick.origin.value),
    Column("Picker", lambda pick: pick.model, lambda pick: pick.model),
)


SAMPLES = (
    "2019-07-04 17:33:49.00",
    "CI.CLC..HH",
    "S",
    "0.99",
    "0.25",
    "▲",
    "unreviewed",
    "self-trained",
    "phasenet:original",
)


@dataclass(frozen=True)
class PickFilter:
    """Which picks are listed; "" lets everything through. text: somewhere in record, phase, picker or time."""

    phase: str = ""
    review: str = ""
    origin: str = ""
    text: str = ""

    def passes(self, pick: Pick) -> bool:
        if self.phase and not pick.phase.startswith(self.phase):
            return False
        if self.review and pick.review.value != self.review:
            return False
        if self.origin and pick.origin.value != self.origin:
            return False
        words = f"{pick.record} {pick.phase} {pick.model} {utc_text(pick.time, 2)}".lower() if self.text else ""
        return self.text.lower() in words


class PickModel(RowModel):
    """The rows. Sorting and filtering happen here at once, in plain lists: a table of thousands stays quick."""

    titles = tuple(column.title for column in COLUMNS)

    def __init__(self) -> None:
        super().__init__()
        self.colours: TraceColours | None = None
        self._picks: tuple[Pick, ...] = ()
        self._filter = PickFilter()
        self._column, self._order = 0, Qt.SortOrder.AscendingOrder

    def show(self, picks: tuple[Pick, ...], wanted: PickFilter) -> None:
        self._picks, self._filter = picks, wanted
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._order = max(column, 0), order
        self._arrange()

    def row_of(self, pick_id: int) -> int | None:
        return next((row for row, pick in enumerate(self.rows) if pick.id == pick_id), None)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        pick, column = self.rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(pick)
        if role == Qt.ItemDataRole.TextAlignmentRole and column.right:
            return RIGHT
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(pick, column)
        return None

    def _colour(self, pick: Pick, column: Column) -> QColor | None:
        if self.colours is None:
            return None
        if pick.review is Review.REJECTED:
            return self.colours.faint
        return self.colours.of_phase(pick.phase) if column.title == "Phase" else None

    def _arrange(self) -> None:
        self.beginResetModel()
        everything = self._filter == PickFilter()
        rows = [pick for pick in self._picks if everything or self._filter.passes(pick)]
        descending = self._order is Qt.SortOrder.DescendingOrder
        if self._column:
            rows.sort(key=COLUMNS[self._column].order, reverse=descending)
        elif descending:
            rows.reverse()  # they come in the order of time
        self.rows = rows
        self.endResetModel()


class PickTable(QWidget):
    """The table with its filters. It lists the picks that pass the thresholds, on every record."""

    def __init__(self, state: TraceState, editor: PickEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._editor = editor
        self._soon = QTimer(self, singleShot=True, interval=0)  # a dragged slider asks many times in a row
        self._soon.timeout.connect(self._fill)
        self.model = PickModel()
        self.phase = _choice("Phase", ("P", "S"))
        self.review = _choice("Review", [review.value for review in Review])
        self.origin = _choice("Origin", [origin.value for origin in Origin])
        self.text = QLineEdit()
        self.text.setPlaceholderText("Filter: station, picker, time …")
        self.text.setClearButtonEnabled(True)
        self.count = QLabel()
        self.table = self._make_table()
        self._lay_out()
        self._connect()
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        self._fill()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._soon.start()  # phases have other colours in the dark
        super().changeEvent(event)

    def _make_table(self) -> RowTable:
        table = RowTable(self.model, Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the traces
        table.setMinimumHeight(120)
        table.fit_columns(SAMPLES)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        return table

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.addWidget(self.text, 1)
        for box in (self.phase, self.review, self.origin):
            filters.addWidget(box)
        layout = QVBoxLayout(self)
        layout.addLayout(filters)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.count)

    def _connect(self) -> None:
        state = self._state
        for signal in (state.picks_changed, state.thresholds_changed, state.archive_changed):
            signal.connect(lambda *_: self._soon.start())
        state.selected_changed.connect(self._mark)
        for box in (self.phase, self.review, self.origin):
            box.currentIndexChanged.connect(lambda _: self._fill())
        self.text.textChanged.connect(lambda _: self._soon.start())
        self.table.clicked.connect(self._go_to)
        self.table.selectionModel().currentRowChanged.connect(
            lambda index: self.table.hasFocus() and self._go_to(index)
        )

    def _go_to(self, index: QModelIndex) -> None:
        if index.isValid():
            show_pick(self._state, self.model.rows[index.row()])

    def _fill(self) -> None:
        if not self.isVisible():
            return
        shown = self._state.shown_picks
        chosen = PickFilter(
            self.phase.currentData(), self.review.currentData(), self.origin.currentData(), self.text.text().strip()
        )
        self.model.colours = TraceColours.of(self.palette())
        self.model.show(shown, chosen)
        below = len(self._state.picks) - len(shown)
        said = f"{len(self.model.rows)} of {len(shown)} picks"
        self.count.setText(f"{said}; {below} more are below the thresholds" if below else said)
        self._mark(self._state.selected)

    def _mark(self, pick_id: int) -> None:
        row = self.model.row_of(pick_id) if pick_id else None
        with QSignalBlocker(self.table.selectionModel()):
            if row is None:
                self.table.clearSelection()
            else:
                self.table.doItemsLayout()  # otherwise a table that was just filled cannot scroll yet
                self.table.selectRow(row)
                self.table.scrollTo(self.model.index(row, 0))
        self.table.viewport().update()


def _choice(title: str, values: list[str] | tuple[str, ...]) -> QComboBox:
    box = QComboBox()
    box.setToolTip(f"List only picks of this {title.lower()}")
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(len(title) + 3)
    box.addItem(f"{title}: all", "")
    for value in values:
        box.addItem(value, value)
    return box
