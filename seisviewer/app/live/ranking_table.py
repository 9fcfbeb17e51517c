"""The unlabelled sections of an ST++ round, most stable first; a click goes there."""

from __future__ import annotations

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt, pyqtSignal
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from seisviewer.app.sections.names import direction_name
from seisviewer.learning.events import RankedUnit
from seisviewer.volumes.geometry import SectionId

COLUMNS = ("Section", "Stability", "Half")
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RankingModel(QAbstractTableModel):
    """Rows of a stability ranking."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: tuple[RankedUnit[SectionId], ...] = ()

    def show(self, sections: tuple[RankedUnit[SectionId], ...]) -> None:
        if sections != self.sections:
            self.beginResetModel()
            self.sections = sections
            self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 -- Qt's signature
        return 0 if parent.isValid() else len(self.sections)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 -- Qt's signature
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        ranked = self.sections[index.row()]
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


class RankingTable(QTableView):
    """Shows a ranking; `chosen` gives the section that was clicked."""

    chosen = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = RankingModel()
        self.setModel(self._model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys belong to the section views
        self.setShowGrid(False)
        self.setMinimumHeight(80)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(lambda index: self.chosen.emit(self._model.sections[index.row()].unit))

    def show_ranking(self, sections: tuple[RankedUnit[SectionId], ...]) -> None:
        self._model.show(sections)
