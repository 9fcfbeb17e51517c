"""The list of what is suggested to look at next, with a button that goes there and the reason: one panel for both desks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QModelIndex, Qt
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from seisviewer.app.suggestions.suggestion_list import SuggestionList
from seisviewer.app.widgets.controls import quiet_button, sentence
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.app.widgets.tables import RIGHT, RowModel, RowTable
from seisviewer.translation import tr

CLOSER = 8  # pixels


@dataclass(frozen=True)
class Columns:
    """titles: of the columns. samples: of what they hold, as wide as it gets. words: so many of them, from the left, are
    no numbers."""

    titles: tuple[str, ...]
    samples: tuple[str, ...]
    words: int


class SuggestionModel(RowModel):
    """The rows of a list; what is sorted is the list, which the walk follows."""

    def __init__(self, suggestions: SuggestionList, columns: Columns) -> None:
        super().__init__()
        self.titles, self._words = columns.titles, columns.words
        self._suggestions = suggestions

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column >= 0:
            self._suggestions.sort(column, order is Qt.SortOrder.DescendingOrder)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() >= self._words:
            return RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_plain(row.reason)
        return None


class SuggestionPanel(QWidget):
    """What is said of the list, the buttons, and the rows; a click goes there, a click on a title sorts."""

    def __init__(
        self,
        suggestions: SuggestionList,
        columns: Columns,
        what: str,
        first: int,
        lines: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        """what: a place, or a window. first: the column that it is sorted by at first. lines: of text that there is always
        room for, so that the table stays where it is."""
        super().__init__(parent)
        self._suggestions = suggestions
        self.table = RowTable(SuggestionModel(suggestions, columns))
        self.following = quiet_button(
            tr("Next {what}").format(what=what),
            tr("Go to the next {what} of the list (J; Shift+J goes back)").format(what=what),
        )
        self.dismissing = quiet_button(
            tr("Dismiss"), tr("Leave this {what} out of the list, and go to the next one").format(what=what)
        )
        self.bringing_back = quiet_button("", tr("List every {what} again that was dismissed").format(what=what))
        self.said = sentence(suggestions.said, lines=lines)
        buttons = QHBoxLayout()
        buttons.addWidget(self.following, 1)
        buttons.addWidget(self.dismissing)
        buttons.addWidget(self.bringing_back)
        layout = QVBoxLayout(self)
        layout.addLayout(buttons)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)
        self.table.fit_columns(columns.samples)
        header = self.table.horizontalHeader()
        for column in range(len(columns.titles) - 1):  # all of them in a narrow panel, without scrolling
            header.resizeSection(column, header.sectionSize(column) - CLOSER)
        header.setMinimumSectionSize(20)
        self.table.sortByColumn(first, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        self.table.clicked.connect(lambda index: suggestions.go_to(suggestions.rows[index.row()]))
        self.following.clicked.connect(lambda _: suggestions.next())
        self.dismissing.clicked.connect(lambda _: suggestions.dismiss())
        self.bringing_back.clicked.connect(lambda _: suggestions.brought_back.emit())
        suggestions.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        suggestions = self._suggestions
        if self.table.model().rows != suggestions.rows:
            self.table.model().show(suggestions.rows)
        current = suggestions.current
        self.said.setText(suggestions.said if current is None else current.reason)
        self.dismissing.setEnabled(current is not None)
        self.bringing_back.setText(tr("Bring back {left_out}").format(left_out=suggestions.left_out))
        self.bringing_back.setVisible(suggestions.left_out > 0)
        if current is not None and current in suggestions.rows:
            self.table.selectRow(_index(suggestions.rows, current))
        else:
            self.table.clearSelection()


def _index(rows: Sequence[object], wanted: object) -> int:
    return next(at for at, row in enumerate(rows) if row is wanted or row == wanted)
