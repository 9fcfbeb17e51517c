"""The picks as a table: sorted, filtered, a click goes there, and several are accepted, rejected or deleted at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PyQt6.QtCore import QEvent, QItemSelection, QModelIndex, QObject, QSignalBlocker, Qt, QTimer
from PyQt6.QtGui import QContextMenuEvent, QFocusEvent, QShowEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.traces.bring_into_view import show_pick
from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.app.traces.panels.own_uncertainty import OwnUncertainty
from seisviewer.app.traces.panels.pick_rows import SAMPLES, UNCERTAINTY, PickFilter, PickModel
from seisviewer.app.traces.panels.uncertainty_cell import UncertaintyCell, uncertainty_of
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.widgets.controls import quiet_button
from seisviewer.app.widgets.elided_label import ElidedLabel
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.app.widgets.tables import RowTable
from seisviewer.errors import BadRequest
from seisviewer.picks.pick import Origin, Pick
from seisviewer.translation import tr
from seisviewer.workflows.review.pick_review import REVIEW_WORDS

UNTIL_TYPED = 200  # ms
LOOSE, OWN = "without", "selected"  # picks without an event, and of the selected one
NO_PICKS = tr("No picks yet: set one on a trace, or let a picker pick")
NO_EVENT = -1  # an id that no event has
STAYING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class PickTable(QWidget):
    """The table with its filters. It lists the picks that pass the thresholds, on every record.

    While it has the keyboard, the keys that accept, reject and delete act on all picks that are chosen in it. more: adds
    entries for them to its menu.
    """

    def __init__(
        self,
        state: TraceState,
        editor: PickEditor,
        parent: QWidget | None = None,
        more: Callable[[QMenu, tuple[Pick, ...]], None] = lambda menu, picks: None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._editor = editor
        self._more = more
        self._soon = QTimer(self, singleShot=True, interval=0)  # a dragged slider asks many times in a row
        self._soon.timeout.connect(self._fill)
        self.model = PickModel()
        self.phase = _choice(tr("Phase", "seismology"), {"P": "P", "S": "S"})
        self.review = _choice(tr("Review"), {review.value: word for review, word in REVIEW_WORDS.items()})
        self.origin = _choice(tr("Origin"), {origin.value: tr(origin.value) for origin in Origin})
        self.of_event = _choice(tr("Event"), {LOOSE: tr("without an event"), OWN: tr("of the selected event")})
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("Filter: station, picker, time …"))
        self.text.setToolTip(tr("List only picks in which this stands: in station, phase, picker or time (Ctrl+F)"))
        self.text.setClearButtonEnabled(True)
        self.text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # letters are keys of the traces until it is clicked
        self.count = ElidedLabel()
        self.own_uncertainty = OwnUncertainty(state)
        self.accept = quiet_button(tr("Accept"), tr("Accept the chosen picks; one undo takes it back"))
        self.reject = quiet_button(
            tr("Reject"), tr("Reject the chosen picks: no picker finds them again; one undo takes it back")
        )
        self.delete = quiet_button(tr("Delete"), tr("Delete the chosen picks; one undo brings them back"))
        self.table = self._make_table()
        self._lay_out()
        self._connect()
        self._fill()

    def chosen(self) -> tuple[Pick, ...]:
        """The picks of the rows that are chosen."""
        return tuple(
            pick
            for range_ in self.table.selectionModel().selection()
            for pick in self.model.rows[range_.top() : range_.bottom() + 1]
        )

    def start_typing(self) -> None:
        """Let what is typed now go to the filter."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def menu(self) -> QMenu:
        """What can be done with the chosen picks."""
        menu = QMenu(self)
        for button in (self.accept, self.reject, self.delete):
            action = menu.addAction(button.text(), button.click)
            action.setEnabled(button.isEnabled())
        menu.addSeparator()
        self._more(menu, self.chosen())
        menu.addSeparator()
        menu.addAction(tr("Choose all"), self.table.selectAll)
        return menu

    def showEvent(self, event: QShowEvent) -> None:
        self._fill()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._soon.start()  # phases have other colours in the dark
        super().changeEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._hand_keys_over(True)
        elif isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in STAYING:
            self._hand_keys_over(False)
        return False

    def _make_table(self) -> RowTable:
        table = RowTable(self.model, Qt.FocusPolicy.StrongFocus)  # what was typed in before gets no more letters
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        table.setItemDelegateForColumn(UNCERTAINTY, UncertaintyCell(table))
        table.setMinimumHeight(90)
        table.fit_columns(SAMPLES)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        table.installEventFilter(self)
        return table

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.addWidget(self.text, 1)
        for box in (self.phase, self.review, self.origin, self.of_event):
            filters.addWidget(box)
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        below.addWidget(self.own_uncertainty)
        for button in (self.accept, self.reject, self.delete):
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addLayout(filters)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)

    def _connect(self) -> None:
        state = self._state
        state.shown_picks_changed.connect(self._soon.start)
        state.selected_changed.connect(self._mark)
        state.selected_event_changed.connect(lambda _: self.of_event.currentData() == OWN and self._soon.start())
        for box in (self.phase, self.review, self.origin, self.of_event):
            box.currentIndexChanged.connect(lambda _: self._fill())
        self.text.textChanged.connect(lambda _: self._soon.start())
        self.text.returnPressed.connect(self.table.setFocus)
        self.table.clicked.connect(self._go_to)
        selection = self.table.selectionModel()
        selection.currentRowChanged.connect(self._follow_keys)
        selection.selectionChanged.connect(lambda *_: self._show_choice())
        self.accept.clicked.connect(lambda _: self._editor.accept(*self.chosen()))
        self.reject.clicked.connect(lambda _: self._editor.reject(*self.chosen()))
        self.delete.clicked.connect(lambda _: self._editor.delete(*self.chosen()))
        self.model.uncertainty_typed.connect(self._set_uncertainty)

    def _follow_keys(self, index: QModelIndex) -> None:
        if self.table.hasFocus() and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._go_to(index)

    def _go_to(self, index: QModelIndex) -> None:
        """Go to the pick of a row; not while several are being chosen."""
        if index.isValid() and len(self.chosen()) == 1:
            show_pick(self._state, self.model.rows[index.row()])

    def _set_uncertainty(self, pick: Pick, text: str) -> None:
        try:
            self._editor.set_uncertainty(pick, uncertainty_of(text))
        except BadRequest as refused:
            self._state.message.emit(str(refused))

    def _fill(self) -> None:
        if not self.isVisible():
            return
        if self.table.state() == QAbstractItemView.State.EditingState:
            QTimer.singleShot(UNTIL_TYPED, self._soon.start)  # new rows would take away what is being typed
            return
        shown = self._state.shown_picks
        events = {LOOSE: 0, OWN: self._state.selected_event or NO_EVENT}
        wanted = PickFilter(
            self.phase.currentData(),
            self.review.currentData(),
            self.origin.currentData(),
            self.text.text().strip(),
            events.get(self.of_event.currentData()),
        )
        chosen = {pick.id for pick in self.chosen()}
        self.model.colours = TraceColours.of(self.palette())
        self.model.show(shown, wanted)
        self._say_count(len(shown))
        if len(chosen) > 1:
            self._select(chosen)
        else:
            self._mark(self._state.selected)

    def _say_count(self, shown: int) -> None:
        hidden = self._state.hidden_pickers
        below = sum(pick.model not in hidden for pick in self._state.picks) - shown
        said = tr("{count} of {shown} picks").format(count=len(self.model.rows), shown=shown)
        if not self._state.picks:
            self.count.setText(NO_PICKS)
            return
        self.count.setText(
            tr("{said}; {below} more are below the thresholds").format(said=said, below=below) if below else said
        )

    def _mark(self, pick_id: int) -> None:
        row = self.model.row_of(pick_id) if pick_id else None
        with QSignalBlocker(self.table.selectionModel()):
            if row is None:
                self.table.clearSelection()
            else:
                self.table.doItemsLayout()  # otherwise a table that was just filled cannot scroll yet
                self._select({pick_id}, row)
                self.table.scrollTo(self.model.index(row, 0))
        self.table.viewport().update()
        self._show_choice()

    def _select(self, ids: set[int], current: int = -1) -> None:
        """Choose these picks alone, whatever keys are held. current: the row from which arrow keys go on."""
        model = self.table.selectionModel()
        if current >= 0:
            model.setCurrentIndex(self.model.index(current, 0), model.SelectionFlag.NoUpdate)
        selection, last = QItemSelection(), self.model.columnCount() - 1
        for row, pick in enumerate(self.model.rows):
            if pick.id in ids:
                selection.select(self.model.index(row, 0), self.model.index(row, last))
        model.select(selection, model.SelectionFlag.ClearAndSelect)

    def _show_choice(self) -> None:
        """Let buttons and keys know what is chosen."""
        some = self.table.selectionModel().hasSelection()
        for button in (self.accept, self.reject, self.delete):
            button.setEnabled(some)
        if self.table.hasFocus():
            self._hand_keys_over(True)

    def _hand_keys_over(self, here: bool) -> None:
        self._state.set_chosen(frozenset(pick.id for pick in self.chosen()) if here else frozenset())


def _choice(title: str, values: Mapping[str, str]) -> QComboBox:
    """values: what is filtered by, with what the user reads."""
    box = QComboBox()
    box.setToolTip(as_plain(tr("List only picks of this {title}").format(title=title.lower())))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    every = tr("{title}: all").format(title=title)
    letters = box.fontMetrics()
    box.setMinimumContentsLength(-(-letters.horizontalAdvance(every) // letters.horizontalAdvance("X")))
    box.addItem(every, "")
    for value, word in values.items():
        box.addItem(word, value)
    return box
