"""What every table of the window has in common: whole rows, plain looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowModel(QAbstractTableModel):
    """Rows under titles; a table says in `data` what stands in its cells. Whoever replaces `rows` resets the model."""

    titles: tuple[str, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Any] = ()

    def show(self, rows: Sequence[Any]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 -- Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 -- Qt's signature
        return 0 if parent.isValid() else len(self.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        return None


class RowTable(QTableView):
    """One row is chosen at a time. focus: how the keyboard gets there; the keys usually belong to the views."""

    def __init__(
        self, model: RowModel, focus: Qt.FocusPolicy = Qt.FocusPolicy.NoFocus, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFocusPolicy(focus)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setMinimumHeight(80)
        self.setCornerWidget(QWidget(self))  # Qt leaves the place between two scroll bars light in the dark
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.horizontalHeader().setHighlightSections(False)

    def fit_columns(self, samples: Sequence[str]) -> None:
        """Make each column as wide as its title and a sample of what it holds; the last takes what is left."""
        titles = self.model().titles
        for column, sample in enumerate(samples):
            wide = max(self.fontMetrics().horizontalAdvance(text) for text in (sample, titles[column] + "  "))
            self.horizontalHeader().resizeSection(column, wide + 16)
        self.horizontalHeader().setStretchLastSection(True)
