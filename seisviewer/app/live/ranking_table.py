"""The unlabelled sections of an ST++ round, most stable first; a click goes there."""

from __future__ import annotations

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtWidgets import QHeaderView, QWidget

from seisviewer.app.sections.section_names import direction_name
from seisviewer.app.tables import RIGHT, RowModel, RowTable
from seisviewer.learning.events import RankedUnit
from seisviewer.volumes.geometry import SectionId

COLUMNS = ("Section", "Stability", "Half")


class RankingModel(RowModel):
    """Rows of a stability ranking."""

    titles = COLUMNS

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        ranked = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            half = "reliable" if ranked.reliable else "rest"
            return (
                f"{direction_name(ranked.unit.direction)} {ranked.unit.number}",
                f"{ranked.stability:.3f}",
                half,
            )[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 1:
            return RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                "Mean agreement of the teacher's checkpoints with its last one; the reliable half is learned from first"
            )
        return None


class RankingTable(RowTable):
    """Shows a ranking; `chosen` gives the section that was clicked."""

    chosen = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(RankingModel(), parent=parent)
        self.setAlternatingRowColors(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(lambda index: self.chosen.emit(self.model().rows[index.row()].unit))

    def show_ranking(self, sections: tuple[RankedUnit[SectionId], ...]) -> None:
        if sections != self.model().rows:
            self.model().show(sections)
