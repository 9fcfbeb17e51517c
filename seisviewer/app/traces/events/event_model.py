"""The rows of the list of events: sorted and filtered in plain lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QModelIndex, Qt

from seisviewer.translation import tr
from seisviewer.app.traces.events.event_columns import COLUMNS, EventRow
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.app.widgets.tables import RIGHT, RowModel
from seisviewer.picks.pick import Event, Pick
from seisviewer.workflows.events.event_status import picks_by_event

STATUS = next(place for place, column in enumerate(COLUMNS) if column.title == tr("Status"))


@dataclass(frozen=True)
class EventFilter:
    """Which events are listed; None and "" let everything through. text: somewhere in what the row says."""

    source: str | None = None
    kind: str | None = None
    status: str = ""
    text: str = ""

    def passes(self, row: EventRow) -> bool:
        if self.source is not None and row.event.source != self.source:
            return False
        if self.kind is not None and row.event.kind != self.kind:
            return False
        if self.status and row.status != self.status:
            return False
        words = " ".join((*(column.text(row) for column in COLUMNS), row.event.name)) if self.text else ""
        return self.text.lower() in words.lower()


def rows_of(events: Sequence[Event], picks: Sequence[Pick], reasons: dict[int, str]) -> list[EventRow]:
    """A row for each event, with how many picks it has."""
    count, undecided = picks_by_event(picks)
    return [
        EventRow(event, count[event.id], undecided[event.id], reasons.get(event.id, "") if event.stale else "")
        for event in events
    ]


class EventModel(RowModel):
    """Rows in the order of time, or of whatever column was asked for."""

    titles = tuple(column.title for column in COLUMNS)

    def __init__(self) -> None:
        super().__init__()
        self._column, self._order = 0, Qt.SortOrder.AscendingOrder

    def show(self, rows: Sequence[EventRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._column, self._order = max(column, 0), order
        self._arrange()
        self.endResetModel()

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self.rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole and column.right:
            return RIGHT
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == STATUS and row.reason:
            return as_plain(row.reason)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return as_plain(COLUMNS[section].tip)
        return super().headerData(section, orientation, role)

    def _arrange(self) -> None:
        column = COLUMNS[self._column]
        descending = self._order is Qt.SortOrder.DescendingOrder
        self.rows = sorted(self.rows, key=lambda row: (column.order(row), row.event.time), reverse=descending)
