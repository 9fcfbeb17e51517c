"""Trace headers as the rows of a table: only the blocks that are looked at are read, off the GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from cachetools import LRUCache
from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt

from seisviewer.app.background.background_results import BackgroundResults
from seisviewer.app.widgets.tables import RIGHT
from seisviewer.errors import SeisviewerError
from seisviewer.translation import tr
from seisviewer.volumes.segy.header_table.header_file import HeaderFile, shown_number
from seisviewer.volumes.segy.header_table.header_words import TRACE_WORDS, HeaderWord, meaning

BLOCK = 500  # traces that are read together
KEPT = 60  # blocks
MOST_ROWS = 2**31 - 1  # that Qt can count


class HeaderModel(QAbstractTableModel):
    """One row a trace, in the order of the file; one column a word of `words`."""

    def __init__(self, file: HeaderFile) -> None:
        super().__init__()
        self._file = file
        self.words: Sequence[HeaderWord] = TRACE_WORDS
        self._blocks: LRUCache[int, np.ndarray] = LRUCache(KEPT)
        self._asked = BackgroundResults(self._take)
        self._asked.begin(lambda block: file.values(TRACE_WORDS, block * BLOCK, (block + 1) * BLOCK))
        self._columns = {word.byte: column for column, word in enumerate(TRACE_WORDS)}
        self.failed: SeisviewerError | OSError | None = None

    def show_words(self, words: Sequence[HeaderWord]) -> None:
        """Have these columns and no other."""
        self.beginResetModel()
        self.words = words
        self.endResetModel()

    def stop(self) -> None:
        """Read nothing any more."""
        self._asked.end()

    def wait(self, timeout: float | None = None) -> bool:
        return self._asked.wait(timeout)

    def value(self, trace: int, word: HeaderWord) -> float | None:
        """A number, or None while it is not read; it is then read next."""
        block, row = divmod(trace, BLOCK)
        values = self._blocks.get(block)
        if values is None:
            if self.failed is None:
                self._asked.want("table", block, ahead=[block + 1])
            return None
        return float(values[row, self._columns[word.byte]])

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 -- Qt's signature
        return 0 if parent.isValid() else min(self._file.traces, MOST_ROWS)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 -- Qt's signature
        return 0 if parent.isValid() else len(self.words)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        word = self.words[index.column()]
        value = self.value(index.row(), word)
        if role == Qt.ItemDataRole.ToolTipRole:
            said = meaning(word.byte, value) if value is not None else ""
            return tr("Trace {row}: {title}{words}").format(
                row=index.row() + 1, title=word.title, words=f": {said}" if said else ""
            )
        return "…" if value is None else shown_number(value)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        word = self.words[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{word.byte}\n{word.name}"
        return word.title if role == Qt.ItemDataRole.ToolTipRole else None

    def _take(self, block: int, values: np.ndarray | Exception) -> None:
        if isinstance(values, Exception):
            if not isinstance(values, (SeisviewerError, OSError)):
                raise values
            self.failed = values
            return
        self._blocks[block] = values
        last = min((block + 1) * BLOCK, self.rowCount()) - 1
        self.dataChanged.emit(self.index(block * BLOCK, 0), self.index(last, max(0, self.columnCount() - 1)))
