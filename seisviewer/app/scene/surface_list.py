"""What can be shown in the scene besides the slices: a list with a check box for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QColor, QIcon, QPixmap
from PyQt6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from seisviewer.app.widgets.controls import sentence
from seisviewer.app.widgets.plain_text import PlainLabel, as_plain

SWATCH = 12  # pixels


@dataclass(frozen=True)
class Entry:
    """number: of the class or horizon."""

    number: int
    name: str
    colour: str


class SurfaceList(QWidget):
    """checked_changed: another choice was made; `checked` has it. What is checked stays so while it is on the list."""

    checked_changed = pyqtSignal()

    def __init__(self, title: str, tip: str) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()
        self.list = QListWidget()
        self.list.setToolTip(as_plain(tip))
        self.list.itemChanged.connect(lambda _: self.checked_changed.emit())
        self.note = sentence()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(PlainLabel(title))
        column.addWidget(self.list, 1)
        column.addWidget(self.note)

    @property
    def checked(self) -> frozenset[int]:
        items = map(self.list.item, range(self.list.count()))
        return frozenset(
            entry.number
            for entry, item in zip(self._entries, items, strict=True)
            if item.checkState() == Qt.CheckState.Checked
        )

    def colour(self, number: int) -> QColor:
        """Of an entry on the list."""
        return next(QColor(entry.colour) for entry in self._entries if entry.number == number)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Put these on the list in place of those there are."""
        if tuple(entries) == self._entries:
            return
        checked = self.checked
        blocked = self.list.blockSignals(True)
        self.list.clear()
        self._entries = tuple(entries)
        for entry in entries:
            pixels = QPixmap(SWATCH, SWATCH)
            pixels.fill(QColor(entry.colour))
            item = QListWidgetItem(QIcon(pixels), entry.name)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if entry.number in checked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(blocked)
        self.checked_changed.emit()
