"""The tables of the runs window: runs, scores of one, and its confusion matrix."""

from __future__ import annotations

import math

from PyQt6.QtCore import QModelIndex, QSortFilterProxyModel, Qt

from seisviewer.app.widgets.tables import RIGHT, RowModel
from seisviewer.translation import tr
from seisviewer.workflows.runs.run_facts import RunFacts

SORTED_BY = Qt.ItemDataRole.UserRole


class RunModel(RowModel):
    """A row a `RunFacts`."""

    titles = (tr("Run"), tr("Name"), tr("Kind"), tr("State"), tr("Began"), tr("Took"), tr("Mean IoU (95 %)"))

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        facts: RunFacts = self.rows[index.row()]
        run = facts.run
        number = "–" if run is None else f"{run.number}{' ★' * run.pinned}{' ✓' * facts.in_use}"
        cells = (
            number,
            facts.title,
            facts.kind,
            facts.state,
            facts.began,
            facts.took,
            facts.score,
        )
        if role == Qt.ItemDataRole.DisplayRole:
            return cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return " ".join(marks(facts)) or None
        if role == SORTED_BY:
            score = ((facts.checked or {}).get("mean_iou") or [-1.0])[0]
            number = math.inf if run is None else run.number
            return (number, *cells[1:4], facts.began_at, facts.seconds or 0.0, score)[index.column()]
        return None


def marks(facts: RunFacts) -> list[str]:
    """What the marks beside the number of a run say."""
    if facts.run is None:
        return [tr("It is no run: it follows the strokes as they come.")]
    pinned = [tr("★ Pinned: it cannot be deleted until it is unpinned.")] * facts.run.pinned
    return pinned + [tr("✓ In use: shown over the sections, and asked in exports and reports.")] * facts.in_use


class SortedRuns(QSortFilterProxyModel):
    """The runs in the order of a column."""

    def __init__(self, model: RunModel) -> None:
        super().__init__()
        self.titles = model.titles
        self.setSourceModel(model)
        self.setSortRole(SORTED_BY)

    def facts(self, row: int) -> RunFacts:
        """Of a row as it is shown."""
        return self.sourceModel().rows[self.mapToSource(self.index(row, 0)).row()]


class CellModel(RowModel):
    """Rows of words and numbers; the first column is words."""

    def show_cells(self, titles: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        self.titles = titles
        self.show(rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()][index.column()]
        return RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and index.column() else None
