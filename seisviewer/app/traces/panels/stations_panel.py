"""The records on the desk: which are drawn, and which one is in use."""

from __future__ import annotations

from PyQt6.QtCore import QSignalBlocker, Qt
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.translation import tr
from seisviewer.waveforms.clock_ticks import utc_text
from seisviewer.waveforms.record import Archive, Record, record_title
from seisviewer.waveforms.window_times import facts_text

KEY = Qt.ItemDataRole.UserRole


class StationsPanel(QWidget):
    """A list with a check mark for each record. A click goes to the record; the check mark shows or hides it."""

    def __init__(self, state: TraceState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("Filter: station, channel …"))
        self.text.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # letters are keys of the traces until it is clicked
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(80)
        self._lay_out()
        state.archive_changed.connect(self._fill)
        state.hidden_changed.connect(lambda _: self._show_marks())
        state.current_changed.connect(lambda _: self._show_current())
        self.text.textChanged.connect(self._filter)
        self.list.itemChanged.connect(self._take_mark)
        self.list.itemClicked.connect(self._return_to)  # also to the one in use: it may be out of sight by now
        self.list.currentItemChanged.connect(lambda item: self.list.hasFocus() and self._go_to(item))
        self._fill(state.archive)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for text, tip, command in (
            (tr("All"), tr("Show every record of the list"), lambda: self._hide_listed(False)),
            (tr("None"), tr("Hide every record of the list"), lambda: self._hide_listed(True)),
            (tr("Only this"), tr("Hide every record but the one in use"), self._only_current),
        ):
            button = QPushButton(text)
            button.setToolTip(as_plain(tip))
            button.clicked.connect(lambda _=False, command=command: command())
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)

    def _fill(self, archive: Archive | None) -> None:
        with QSignalBlocker(self.list):
            self.list.clear()
            for record in archive.records if archive else ():
                item = QListWidgetItem(_in_words(record))
                item.setData(KEY, record.key)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setToolTip(as_plain(_more(record)))
                self.list.addItem(item)
        self._show_marks()
        self._show_current()
        self._filter(self.text.text())

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _show_marks(self) -> None:
        with QSignalBlocker(self.list):
            for item in self._items():
                hidden = item.data(KEY) in self._state.hidden
                item.setCheckState(Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked)

    def _show_current(self) -> None:
        for item in self._items():
            if item.data(KEY) == self._state.current:
                with QSignalBlocker(self.list):
                    self.list.setCurrentItem(item)
                self.list.scrollToItem(item)

    def _filter(self, text: str) -> None:
        for item in self._items():
            item.setHidden(text.strip().lower() not in f"{item.text()} {item.data(KEY)}".lower())

    def _take_mark(self, item: QListWidgetItem) -> None:
        key = {item.data(KEY)}
        hidden = self._state.hidden
        self._state.set_hidden(hidden - key if item.checkState() is Qt.CheckState.Checked else hidden | key)

    def _go_to(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.checkState() is Qt.CheckState.Checked:
            self._state.set_current(item.data(KEY))

    def _return_to(self, item: QListWidgetItem) -> None:
        if item.checkState() is Qt.CheckState.Checked:
            self._state.return_to(item.data(KEY))

    def _hide_listed(self, hide: bool) -> None:
        listed = {item.data(KEY) for item in self._items() if not item.isHidden()}
        self._state.set_hidden(self._state.hidden | listed if hide else self._state.hidden - listed)

    def _only_current(self) -> None:
        every = {item.data(KEY) for item in self._items()}
        self._state.set_hidden(frozenset(every - {self._state.current}))


def _in_words(record: Record) -> str:
    rates = sorted({component.rate for component in record.components})
    return f"{_name(record)}  {record.codes}  {' / '.join(f'{rate:g}' for rate in rates)} Hz"


def _name(record: Record) -> str:
    """Of a window of a data set its station, when it begins, and its earthquake or what the window is called."""
    if not record.name:
        return record.key
    when = utc_text(record.start, 0) if record.is_dated else tr("no time")
    facts = record.facts
    more = facts.event or facts.original or record.name
    return "  ".join(dict.fromkeys((record_title(record), when, more)))


def _more(record: Record) -> str:
    gaps = sum(len(component.segments) - 1 for component in record.components)
    channels = ", ".join(component.channel for component in record.components)
    place = record.coordinates
    where = (
        f"{place.latitude:.4f}°, {place.longitude:.4f}°, {place.elevation:.0f} m"
        if place
        else tr("coordinates not known")
    )
    said = tr("{station}: {channels}\n{gaps} gaps\n{where}").format(
        station=record.station, channels=channels, gaps=gaps, where=where
    )
    return "\n".join(part for part in (said, record.name, facts_text(record.facts)) if part)
