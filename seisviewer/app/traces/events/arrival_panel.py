"""The arrivals of the selected event: what its place rests on, and what fits badly."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QModelIndex, Qt, QTimer
from PyQt6.QtGui import QContextMenuEvent, QShowEvent
from PyQt6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from seisviewer.app.traces.bring_into_view import show_pick
from seisviewer.app.traces.events.arrival_model import COLUMNS, ArrivalModel, ArrivalRow, arrival_rows
from seisviewer.app.traces.events.event_columns import place_text
from seisviewer.app.traces.events.event_editor import EventEditor
from seisviewer.app.traces.events.event_work import EventWork
from seisviewer.app.traces.events.pick_entries import add_pick_entries
from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.widgets.controls import quiet_button
from seisviewer.app.widgets.elided_label import ElidedLabel
from seisviewer.app.widgets.tables import RowTable
from seisviewer.picks.pick import Event, Pick
from seisviewer.translation import tr
from seisviewer.waveforms.clock_ticks import utc_text

NOBODY = tr("Choose an event in the list of events: its arrivals stand here, with their residuals.")
COUNTS_FULLY, COUNTS_NOT = 0, 4


class ArrivalPanel(QWidget):
    """A click goes to the pick, the tick says whether it counts; the event is located anew at once.

    show_plots: opens the plots of its residuals.
    """

    def __init__(
        self,
        state: TraceState,
        editor: EventEditor,
        work: EventWork,
        show_plots: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._editor = editor
        self._work = work
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(lambda: self.isVisible() and self._fill())
        self.said = ElidedLabel()
        self.model = ArrivalModel()
        self.table = RowTable(self.model, Qt.FocusPolicy.StrongFocus)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.fit_columns([column.sample for column in COLUMNS])
        self.plots = quiet_button(tr("Plots…"), tr("Show the residuals by distance, and Wadati's plot"))
        self.plots.clicked.connect(lambda _: show_plots())
        above = QHBoxLayout()
        above.addWidget(self.said, 1)
        above.addWidget(self.plots)
        layout = QVBoxLayout(self)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)
        for signal in (state.events_changed, state.picks_changed, state.selected_event_changed, state.archive_changed):
            signal.connect(lambda *_: self._soon.start())
        state.selected_changed.connect(lambda _: self._show_selected())
        self.model.ticked.connect(self._tick)
        self.table.clicked.connect(self._go_to)
        self._fill()

    def chosen(self) -> tuple[Pick, ...]:
        return tuple(self.model.rows[index.row()].pick for index in self.table.selectionModel().selectedRows())

    def menu(self) -> QMenu:
        """What can be done with the chosen arrivals."""
        menu = QMenu(self)
        add_pick_entries(menu, self._editor, self.chosen())
        return menu

    def showEvent(self, event: QShowEvent) -> None:
        self._fill()  # while it is hidden it does not follow
        super().showEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._soon.start()  # phases have other colours in the dark
        super().changeEvent(event)

    def _fill(self) -> None:
        event = self._state.chosen_event
        chosen = {pick.id for pick in self.chosen()}
        self.model.colours = TraceColours.of(self.palette())
        self.model.show(arrival_rows(event, self._state.picks))
        mode = self.table.selectionModel().SelectionFlag
        for place, row in enumerate(self.model.rows):
            if row.pick.id in chosen:
                self.table.selectionModel().select(self.model.index(place, 0), mode.Select | mode.Rows)
        self.plots.setEnabled(event is not None)
        self.said.setText(NOBODY if event is None else self._in_words(event))

    def _in_words(self, event: Event) -> str:
        """Where the event is and how well that is known, or why it is not."""
        parts = [f"{utc_text(event.time, 2)} UTC", place_text(event)]
        if event.magnitude is not None:
            parts.append(f"{event.magnitude_type or 'M'} {event.magnitude:.1f}")
        location = event.found.location
        if location is not None:
            low, high = location.depth_range
            parts += [
                tr("{depth:.1f} km below sea level ({low:.1f} to {high:.1f})")
                .format(depth=location.depth, low=low, high=high)
                .replace("-", "−"),
                tr("± {longer:.1f} km").format(longer=location.ellipse.longer),
                tr("rms {rms:.2f} s").format(rms=location.rms),
                tr("gap {gap:.0f}°").format(gap=location.gap),
                tr("model {model}").format(model=location.model),
            ]
        if event.stale:
            parts.append(self._work.reasons.get(event.id, tr("is located anew …")))
        return ", ".join(filter(None, parts))

    def _tick(self, row: ArrivalRow, counts: bool) -> None:
        self._editor.set_weight(COUNTS_FULLY if counts else COUNTS_NOT, row.pick)

    def _go_to(self, index: QModelIndex) -> None:
        if index.isValid() and index.column() and len(self.table.selectionModel().selectedRows()) == 1:
            show_pick(self._state, self.model.rows[index.row()].pick)

    def _show_selected(self) -> None:
        """Let the row of the selected pick be the chosen one."""
        selected = self._state.selected
        place = next((place for place, row in enumerate(self.model.rows) if row.pick.id == selected), None)
        if place is not None and len(self.table.selectionModel().selectedRows()) <= 1:
            self.table.selectRow(place)
