"""The events: gathered from picks, of a catalogue, or detected. A click goes there, Return and a double click close up."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PyQt6.QtGui import QContextMenuEvent, QKeyEvent, QShowEvent
from PyQt6.QtWidgets import QAbstractItemView, QComboBox, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from seisviewer.app.traces.bring_into_view import show_event, show_event_closely
from seisviewer.app.traces.events.event_columns import COLUMNS, NOT_LOCATED, EventRow
from seisviewer.app.traces.events.event_editor import EventEditor
from seisviewer.app.traces.events.event_model import EventFilter, EventModel, rows_of
from seisviewer.app.traces.events.event_work import EventWork
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.widgets.controls import quiet_button
from seisviewer.app.widgets.plain_text import PlainLabel, as_plain
from seisviewer.app.widgets.tables import RowTable
from seisviewer.picks.located.event_kinds import KINDS, kind_in_words
from seisviewer.picks.pick import Event
from seisviewer.translation import tr
from seisviewer.workflows.events.event_status import AUTOMATIC, NO_PICKS, REVIEWED, STALE

NONE_YET = tr("No events yet: associate picks into events, import a catalogue (QuakeML), or detect some.")
STATUSES = (AUTOMATIC, REVIEWED, STALE, NOT_LOCATED, NO_PICKS)


class EventList(QWidget):
    """The table with its filters, and what is done with the events that are chosen in it.

    associate: asks which picks become events.
    """

    def __init__(
        self,
        state: TraceState,
        editor: EventEditor,
        work: EventWork,
        associate: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._editor = editor
        self._work = work
        self._associate = associate
        self._following = False  # rows come and go by themselves, which chooses none of them
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(lambda: self.isVisible() and self._fill())
        self.model = EventModel()
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("Filter: time, place, source …"))
        self.text.setToolTip(tr("List only events in which this stands"))
        self.text.setClearButtonEnabled(True)
        self.text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # letters are keys of the traces until it is clicked
        self.kind, self.status, self.source = QComboBox(), QComboBox(), QComboBox()
        self.count = PlainLabel()
        self.associate = quiet_button(
            tr("Associate picks…"), tr("Gather the picks that belong to one earthquake (Ctrl+G)")
        )
        self.locate = quiet_button(tr("Locate"), tr("Locate the chosen events from their picks; of none, all (Ctrl+L)"))
        self.measure = quiet_button(
            tr("Magnitudes"), tr("Measure local magnitudes of the chosen events; of none, of all")
        )
        self.remove = quiet_button(
            tr("Delete"), tr("Delete the chosen events; their picks stay (undo brings them back)")
        )
        self.table = self._make_table()
        self._lay_out()
        self._connect()
        self._fill()

    def listed(self) -> tuple[Event, ...]:
        """The events that pass the filters, in their order."""
        self._fill()
        return tuple(row.event for row in self.model.rows)

    def chosen(self) -> tuple[Event, ...]:
        """The events of the rows that are chosen."""
        return tuple(self.model.rows[index.row()].event for index in self.table.selectionModel().selectedRows())

    def menu(self) -> QMenu:
        """What can be done with the chosen events."""
        menu = QMenu(self)
        chosen = self.chosen()
        kinds = menu.addMenu(tr("Type"))
        for kind, words in {**KINDS, "": tr("Nobody says")}.items():
            kinds.addAction(words, lambda kind=kind: self._editor.set_kind(kind, *chosen))
        menu.addSeparator()
        menu.addAction(tr("Show its traces"), lambda: show_event_closely(self._state, chosen[0]))
        menu.addAction(tr("Locate"), lambda: self._work.locate(chosen))
        menu.addAction(tr("Magnitudes"), lambda: self._work.measure(chosen))
        merge = menu.addAction(tr("Merge into one"), lambda: self._editor.merge(*chosen))
        menu.addSeparator()
        menu.addAction(tr("Delete"), self._delete)
        for action in menu.actions():
            action.setEnabled(bool(chosen))
        merge.setEnabled(len(chosen) > 1)
        return menu

    def showEvent(self, event: QShowEvent) -> None:
        self._fill()  # while it is hidden it does not follow
        super().showEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return belongs to the table while it has the keyboard: elsewhere it accepts a pick."""
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._close_up(self.table.currentIndex())
                return True
        return False

    def _make_table(self) -> RowTable:
        table = RowTable(self.model, Qt.FocusPolicy.StrongFocus)  # what was typed in before gets no more letters
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.fit_columns([column.sample for column in COLUMNS])
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        table.installEventFilter(self)
        return table

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.addWidget(self.text, 1)
        for box, tip in (
            (self.kind, tr("List only events of this type")),
            (self.status, tr("List only events that are so far")),
            (self.source, tr("List only events of this source")),
        ):
            box.setToolTip(as_plain(tip))
            box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            filters.addWidget(box)
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        for button in (self.associate, self.locate, self.measure, self.remove):
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addLayout(filters)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        self.count.setWordWrap(True)

    def _connect(self) -> None:
        state = self._state
        for signal in (state.events_changed, state.picks_changed, state.archive_changed):
            signal.connect(lambda *_: self._soon.start())
        state.selected_event_changed.connect(lambda _: self._show_selected())
        self.text.textChanged.connect(lambda _: self._soon.start())
        for box in (self.kind, self.status, self.source):
            box.activated.connect(lambda _: self._fill())
        self.table.clicked.connect(self._go_to)
        self.table.doubleClicked.connect(self._close_up)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._follow_keys())
        self.locate.clicked.connect(lambda _: self._work.locate(self.chosen() or self._state.events))
        self.measure.clicked.connect(lambda _: self._work.measure(self.chosen() or self._state.events))
        self.remove.clicked.connect(lambda _: self._delete())
        self.associate.clicked.connect(lambda _: self._associate())

    def _fill(self) -> None:
        rows = rows_of(self._state.events, self._state.picks, self._work.reasons)
        sources = {row.event.source: row.event.source or tr("not stated") for row in rows}
        kinds = {row.event.kind: kind_in_words(row.event.kind) or tr("Not stated") for row in rows}
        statuses = {each: each for each in STATUSES if any(row.status == each for row in rows)}
        _offer(self.source, tr("All sources"), dict(sorted(sources.items())))
        _offer(self.kind, tr("All types"), dict(sorted(kinds.items())))
        _offer(self.status, tr("All states"), statuses)
        wanted = EventFilter(
            self.source.currentData(),
            self.kind.currentData(),
            self.status.currentData() or "",
            self.text.text().strip(),
        )
        self._show_rows([row for row in rows if wanted.passes(row)])
        shown = len(self.model.rows)
        loose = sum(1 for pick in self._state.picks if not pick.event)
        without = tr(", {loose:,} picks without one").format(loose=loose) if loose else ""
        self.count.setText(
            tr("{shown:,} of {count:,} events{without}").format(shown=shown, count=len(rows), without=without)
            if rows
            else NONE_YET
        )
        self.associate.setEnabled(bool(self._state.picks))
        for button in (self.locate, self.measure, self.remove):
            button.setEnabled(bool(rows))

    def _show_rows(self, rows: list[EventRow]) -> None:
        """Replace the rows; those that were chosen stay so."""
        chosen = {event.id for event in self.chosen()}
        self._following = True
        self.model.show(rows)
        if len(chosen) > 1:
            mode = self.table.selectionModel().SelectionFlag
            for place, row in enumerate(self.model.rows):
                if row.event.id in chosen:
                    self.table.selectionModel().select(self.model.index(place, 0), mode.Select | mode.Rows)
        self._following = False
        if len(chosen) <= 1:
            self._show_selected()

    def _go_to(self, index: QModelIndex) -> None:
        if index.isValid() and len(self.table.selectionModel().selectedRows()) <= 1:
            show_event(self._state, self.model.rows[index.row()].event)

    def _close_up(self, index: QModelIndex) -> None:
        if index.isValid():
            show_event_closely(self._state, self.model.rows[index.row()].event)

    def _follow_keys(self) -> None:
        """Go where the arrow keys went. Qt makes the first row the current one when the table gets the keyboard: nobody
        chose that."""
        chosen = self.table.selectionModel().selectedRows()
        if self.table.hasFocus() and not self._following and len(chosen) == 1:
            self._go_to(chosen[0])

    def _show_selected(self) -> None:
        """Let the row of the selected event be the chosen one; the traces stay where they are."""
        selected = self._state.selected_event
        row = next((place for place, each in enumerate(self.model.rows) if each.event.id == selected), None)
        rows = [index.row() for index in self.table.selectionModel().selectedRows()]
        if len(rows) > 1 and row in rows:
            return
        self._following = True
        if not selected or row is None:
            self.table.selectionModel().clear()
        elif rows != [row]:
            self.table.selectRow(row)
        self._following = False

    def _delete(self) -> None:
        chosen = self.chosen()
        if not chosen:
            self._state.message.emit(tr("Choose an event in the list first."))
            return
        self._editor.delete(*chosen)


def _offer(box: QComboBox, every: str, choices: dict[str, str]) -> None:
    """Let a filter offer what there is; what was chosen stays where it is still there."""
    wanted = box.currentData()
    box.clear()
    box.addItem(every, None)
    for value, words in choices.items():
        box.addItem(words, value)
    box.setCurrentIndex(1 + list(choices).index(wanted) if wanted in choices else 0)
    box.setVisible(len(choices) > 1)
