"""The events: of a catalogue, or detected; a click goes there."""

from __future__ import annotations

from PyQt6.QtCore import QModelIndex, Qt, QTimer
from PyQt6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.traces.bring_into_view import show_event
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.app.widgets.tables import RIGHT, RowModel, RowTable
from seisviewer.picks.pick import Event
from seisviewer.waveforms.clock_ticks import utc_text

COLUMNS = ("Time (UTC)", "Mag.", "Place", "Depth", "Score", "Source")
SAMPLES = ("2019-07-04 17:33:49.00", "Mw 6.4", "35.700° N 117.500° W", "10.5 km", "0.99", "ConvNetQuake")


def cells(event: Event) -> tuple[str, ...]:
    """What stands in the columns; nothing where nobody says."""
    magnitude = "" if event.magnitude is None else f"{event.magnitude_type or 'M'} {event.magnitude:.1f}"
    place = ""
    if event.latitude is not None and event.longitude is not None:
        north, east = ("N" if event.latitude >= 0 else "S"), ("E" if event.longitude >= 0 else "W")
        place = f"{abs(event.latitude):.3f}° {north} {abs(event.longitude):.3f}° {east}"
    depth = "" if event.depth is None else f"{event.depth:.1f} km"
    score = "" if event.score is None else f"{event.score:.2f}"
    return utc_text(event.time, 2), magnitude, place or event.name, depth, score, event.source


class EventModel(RowModel):
    """Rows in the order of time, or of whatever column was asked for."""

    titles = COLUMNS

    def __init__(self) -> None:
        super().__init__()
        self._column, self._order = 0, Qt.SortOrder.AscendingOrder

    def show(self, events: list[Event]) -> None:
        self.beginResetModel()
        self.rows = events
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._column, self._order = max(column, 0), order
        self._arrange()
        self.endResetModel()

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return cells(self.rows[index.row()])[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (1, 3, 4):
            return RIGHT
        return None

    def _arrange(self) -> None:
        numbers = {1: "magnitude", 3: "depth", 4: "score"}

        def order(event: Event) -> tuple[float | str, float]:
            if self._column in numbers:
                value = getattr(event, numbers[self._column])
                return (float("-inf") if value is None else value, event.time)
            return (event.time if self._column == 0 else cells(event)[self._column], event.time)

        self.rows = sorted(self.rows, key=order, reverse=self._order is Qt.SortOrder.DescendingOrder)


class EventList(QWidget):
    """The table, which source to list, and a button that takes the chosen event away."""

    def __init__(self, state: TraceState, editor: PickEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._editor = editor
        self._following = False  # rows come and go by themselves, which chooses none of them
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fill)
        self.model = EventModel()
        self.source = QComboBox()
        self.source.setToolTip("List only events of this source")
        self.count = PlainLabel()
        self.remove = QPushButton("Delete")
        self.remove.setToolTip("Delete the chosen event; its picks stay (undo brings it back)")
        self.table = self._make_table()
        self._lay_out()
        for signal in (state.events_changed, state.archive_changed):
            signal.connect(lambda *_: self._soon.start())
        state.selected_event_changed.connect(lambda _: self._show_selected())
        self.source.activated.connect(lambda _: self._fill())
        self.table.clicked.connect(self._go_to)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._follow_keys())
        self.remove.clicked.connect(self._delete)
        self._fill()

    def _make_table(self) -> RowTable:
        table = RowTable(self.model, Qt.FocusPolicy.StrongFocus)  # what was typed in before gets no more letters
        table.fit_columns(SAMPLES)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        return table

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        below.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.addWidget(self.source)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)

    def _fill(self) -> None:
        events = self._state.events
        sources = sorted({event.source for event in events})
        wanted = self.source.currentData() if self.source.currentData() in sources else None
        self.source.clear()
        self.source.addItem("All sources", None)
        for source in sources:
            self.source.addItem(source or "not stated", source)
        self.source.setCurrentIndex(0 if wanted is None else 1 + sources.index(wanted))
        self.source.setVisible(len(sources) > 1)
        self._following = True
        self.model.show([event for event in events if wanted is None or event.source == wanted])
        self._following = False
        self._show_selected()
        shown = len(self.model.rows)
        none = "No events yet: import a catalogue (QuakeML) or detect some."
        self.count.setText(f"{shown} of {len(events)} events" if events else none)
        self.count.setWordWrap(True)
        self.remove.setEnabled(bool(events))

    def _go_to(self, index: QModelIndex) -> None:
        if index.isValid():
            show_event(self._state, self.model.rows[index.row()])

    def _follow_keys(self) -> None:
        """Go where the arrow keys went. Qt makes the first row the current one when the table gets the keyboard: nobody
        chose that."""
        chosen = self.table.selectionModel().selectedRows()
        if self.table.hasFocus() and not self._following and chosen:
            self._go_to(chosen[0])

    def _show_selected(self) -> None:
        """Let the row of the selected event be the chosen one; the traces stay where they are."""
        selected = self._state.selected_event
        row = next((place for place, event in enumerate(self.model.rows) if event.id == selected), None)
        if not selected or row is None:
            self._following = True
            self.table.selectionModel().clear()
            self._following = False
        elif [index.row() for index in self.table.selectionModel().selectedRows()] != [row]:
            self._following = True
            self.table.selectRow(row)
            self._following = False

    def _delete(self) -> None:
        chosen = self.table.selectionModel().selectedRows()
        if not chosen:
            self._state.message.emit("Choose an event in the list first.")
            return
        self._editor.delete_events(*(self.model.rows[index.row()] for index in chosen))
