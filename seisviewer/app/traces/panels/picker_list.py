"""Who set the picks: a check mark shows or hides what a picker found, a button deletes what nobody looked at."""

from __future__ import annotations

from collections import Counter

from PyQt6.QtCore import QSignalBlocker, Qt, QTimer
from PyQt6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.widgets.plain_text import PlainLabel, as_plain
from seisviewer.translation import tr
from seisviewer.workflows.traces.trace_opening import REFERENCE

MODEL = Qt.ItemDataRole.UserRole
NAMES = {"": tr("Set by hand"), REFERENCE: tr("Came with the records")}
SOON = 50  # ms: a key that is held down is not slowed by the counting of thousands of picks


class PickerList(QWidget):
    """One line for each picker that has picks, and one for what was set by hand."""

    def __init__(self, state: TraceState, editor: PickEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._editor = editor
        self._unreviewed: Counter[str] = Counter()
        self._soon = QTimer(self, singleShot=True, interval=SOON, timeout=self._fill)
        self.list = QListWidget()
        self.list.setToolTip(
            tr("Take the check mark away to hide the picks of a picker: on the page, in the table, in files")
        )
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setMinimumHeight(64)
        self.delete = QPushButton(tr("Delete undecided"))
        self.delete.setToolTip(
            tr("Delete the picks of the chosen picker that nobody has reviewed (undo brings them back)")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(PlainLabel(tr("Picks of (undecided / all)")))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.delete)
        for signal in (state.picks_changed, state.archive_changed):
            signal.connect(lambda *_: self._soon.start())
        state.hidden_pickers_changed.connect(lambda _: self._show_marks())
        self.list.itemChanged.connect(self._take_mark)
        self.list.currentItemChanged.connect(lambda *_: self._show_button())
        self.delete.clicked.connect(lambda _: self._delete())
        self._fill()

    def _fill(self) -> None:
        chosen = self._model(self.list.currentItem())
        every = Counter(pick.model for pick in self._state.picks)
        self._unreviewed = Counter(pick.model for pick in self._state.picks if not pick.is_reviewed)
        with QSignalBlocker(self.list):
            self.list.clear()
            for model in sorted(every):
                item = QListWidgetItem(f"{NAMES.get(model, model)}: {self._unreviewed[model]} / {every[model]}")
                item.setToolTip(
                    as_plain(
                        tr("{every} picks, {unreviewed} of them undecided").format(
                            every=every[model], unreviewed=self._unreviewed[model]
                        )
                    )
                )
                item.setData(MODEL, model)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                self.list.addItem(item)
                if model == chosen:
                    self.list.setCurrentItem(item)
        self._show_marks()
        self._show_button()
        self.setVisible(bool(every))

    def _show_marks(self) -> None:
        with QSignalBlocker(self.list):
            for item in map(self.list.item, range(self.list.count())):
                hidden = self._model(item) in self._state.hidden_pickers
                item.setCheckState(Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked)

    def _show_button(self) -> None:
        self.delete.setEnabled(bool(self._unreviewed[self._model(self.list.currentItem())]))

    def _take_mark(self, item: QListWidgetItem) -> None:
        model, hidden = {self._model(item)}, self._state.hidden_pickers
        shown = item.checkState() is Qt.CheckState.Checked
        self._state.set_hidden_pickers(hidden - model if shown else hidden | model)

    def _delete(self) -> None:
        model = self._model(self.list.currentItem())
        self._editor.delete(*(pick for pick in self._state.picks if pick.model == model and not pick.is_reviewed))

    @staticmethod
    def _model(item: QListWidgetItem | None) -> str | None:
        return None if item is None else item.data(MODEL)
