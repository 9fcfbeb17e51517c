"""The rows of the pick table: what stands in them, in which order, and which picks are listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QColor

from seisviewer.app.review.review_colours import dot
from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.app.widgets.tables import RIGHT, RowModel
from seisviewer.picks.pick import Pick, Polarity, Review
from seisviewer.translation import tr
from seisviewer.waveforms.station import UNNAMED
from seisviewer.waveforms.window_times import moment_text
from seisviewer.workflows.review.pick_review import REVIEW_WORDS, state_of
from seisviewer.workflows.review.review_counts import ReviewState

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


def polarity_words(pick: Pick) -> str | None:
    """Who said which way the ground first moved, and how surely."""
    if pick.polarity is Polarity.NONE:
        return None
    if not pick.polarity_model:
        return tr("First motion {polarity}: set by hand, or by a file").format(polarity=tr(pick.polarity.value))
    likely, spread = pick.polarity_probability, pick.polarity_spread
    sure = "" if likely is None else f", {likely:.2f}" + ("" if spread is None else f" ± {spread:.2f}")
    return tr("First motion {polarity}: {polarity_model}{sure}").format(
        polarity=tr(pick.polarity.value), polarity_model=pick.polarity_model, sure=sure
    )


def record_words(pick: Pick) -> str:
    """The record it lies on; of a window of a data set its station before its name."""
    if pick.trace_name and pick.station.station not in ("", UNNAMED):
        return f"{pick.station.code}  {pick.trace_name}"
    return pick.record


COLUMNS = (
    Column(tr("Time (UTC)"), lambda pick: moment_text(pick.trace_name, pick.time, 2), lambda pick: pick.time),
    Column(tr("Record"), record_words, record_words),
    Column(tr("Phase", "seismology"), lambda pick: pick.name, lambda pick: pick.name),
    Column(tr("Prob."), lambda pick: _number(pick.probability, 2), lambda pick: pick.probability or 0.0, True),
    Column("± s", lambda pick: _number(pick.uncertainty, 2), lambda pick: pick.uncertainty or 0.0, True),
    Column(tr("Pol."), lambda pick: POLARITIES[pick.polarity], lambda pick: pick.polarity.value),
    Column(tr("Review"), lambda pick: REVIEW_WORDS[pick.review], lambda pick: REVIEW_WORDS[pick.review]),
    Column(tr("Origin"), lambda pick: pick.origin.value, lambda pick: pick.origin.value),
    Column(tr("Picker"), lambda pick: pick.model, lambda pick: pick.model),
)

REVIEW = next(place for place, column in enumerate(COLUMNS) if column.title == tr("Review"))
POLARITY = next(place for place, column in enumerate(COLUMNS) if column.title == tr("Pol."))
UNCERTAINTY = next(place for place, column in enumerate(COLUMNS) if column.title == "± s")

SAMPLES = (
    "2019-07-04 17:33:49.00",
    "CI.CLC..HH",
    "S",
    "0.99",
    "0.25",
    "▲",
    "undecided MM",
    "self-trained",
    "phasenet:original",
)


@dataclass(frozen=True)
class PickFilter:
    """Which picks are listed; "" and None let everything through. text: somewhere in record, phase, picker or time. event:
    the id of the event that they belong to, 0 for those without one."""

    phase: str = ""
    review: str = ""
    origin: str = ""
    text: str = ""
    event: int | None = None

    def passes(self, pick: Pick) -> bool:
        if self.phase and not pick.phase.startswith(self.phase):
            return False
        if self.review and pick.review.value != self.review:
            return False
        if self.origin and pick.origin.value != self.origin:
            return False
        if self.event is not None and pick.event != self.event:
            return False
        if not self.text:
            return True
        when = moment_text(pick.trace_name, pick.time, 2)
        return self.text.lower() in f"{record_words(pick)} {pick.phase} {pick.model} {when}".lower()


class PickModel(RowModel):
    """The rows. Sorting and filtering happen here at once, in plain lists: a table of thousands stays quick.

    uncertainty_typed: a pick, and the text that was typed into its cell.
    """

    uncertainty_typed = pyqtSignal(object, str)
    titles = tuple(column.title for column in COLUMNS)

    def __init__(self) -> None:
        super().__init__()
        self.colours: TraceColours | None = None
        self._picks: tuple[Pick, ...] = ()
        self._filter = PickFilter()
        self._dots = {state: dot(state) for state in ReviewState}
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
        if role == Qt.ItemDataRole.EditRole:
            return "" if pick.uncertainty is None else f"{pick.uncertainty:.4g}"
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == UNCERTAINTY:
            return tr("Half width in seconds: double click to type another")
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == POLARITY:
            return polarity_words(pick)
        if role == Qt.ItemDataRole.TextAlignmentRole and column.right:
            return RIGHT
        if role == Qt.ItemDataRole.DecorationRole and index.column() == REVIEW:
            return self._dots[state_of(pick)]
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(pick, column)
        return None

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        editable = Qt.ItemFlag.ItemIsEditable if index.column() == UNCERTAINTY else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | editable

    def setData(self, index: QModelIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if str(value) != self.data(index, Qt.ItemDataRole.EditRole):
            self.uncertainty_typed.emit(self.rows[index.row()], str(value))
        return True

    def _colour(self, pick: Pick, column: Column) -> QColor | None:
        if self.colours is None:
            return None
        if pick.review is Review.REJECTED:
            return self.colours.faint
        return self.colours.of_phase(pick.phase) if column.title == tr("Phase", "seismology") else None

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
