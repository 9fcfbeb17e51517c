"""The unlabelled sections of an ST++ round as a table that can be sorted; a click goes there."""

from __future__ import annotations

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtWidgets import QWidget

from seisviewer.app.widgets.tables import RIGHT, RowModel, RowTable
from seisviewer.learning.events import RankedUnit
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.section_names import direction_name

COLUMNS = ("Section", "Stability", "Half")
STABILITY = 1
SAMPLES = ("Crossline 88888", "0.888", "reliable")
HALF = (
    "Half: the first student learns from the predictions of the reliable half, the more stable one; the rest is predicted "
    "anew by that student and learned by the final one"
)
TIP = f"Mean agreement of the teacher's checkpoints with its last one, 0 to 1. {HALF}"

Ranking = tuple[RankedUnit[SectionId], ...]


class RankingModel(RowModel):
    """Rows of a stability ranking, the least stable first until they are sorted in another way."""

    titles = COLUMNS

    def __init__(self) -> None:
        super().__init__()
        self._column, self._order = STABILITY, Qt.SortOrder.AscendingOrder

    def show(self, rows: Ranking) -> None:
        super().show(self._sorted(rows))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._order = max(column, 0), order
        super().show(self._sorted(self.rows))

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        ranked = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            half = "reliable" if ranked.reliable else "rest"
            return (
                f"{direction_name(ranked.unit.direction)} {ranked.unit.number}",
                f"{ranked.stability:.3f}",
                half,
            )[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == STABILITY:
            return RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return TIP
        return None

    def _sorted(self, rows: Ranking) -> Ranking:
        def key(ranked: RankedUnit[SectionId]) -> tuple[float, ...]:
            place = (list(Direction).index(ranked.unit.direction), ranked.unit.number)
            return ((), (ranked.stability,), (ranked.reliable, ranked.stability))[self._column] + place

        return tuple(sorted(rows, key=key, reverse=self._order is Qt.SortOrder.DescendingOrder))


class RankingTable(RowTable):
    """Shows a ranking; `chosen` gives the section that was clicked."""

    chosen = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(RankingModel(), parent=parent)
        self._shown: Ranking = ()
        self.setSortingEnabled(True)
        self.sortByColumn(STABILITY, Qt.SortOrder.AscendingOrder)
        self.fit_columns(SAMPLES)
        self.clicked.connect(lambda index: self.chosen.emit(self.model().rows[index.row()].unit))

    def show_ranking(self, sections: Ranking) -> None:
        if sections is not self._shown:  # a ranking is replaced, never changed
            self._shown = sections
            self.model().show(sections)
