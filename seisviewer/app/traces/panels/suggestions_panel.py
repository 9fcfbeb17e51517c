"""Which stretch of time to look at next: where a label would teach the picker most."""

from __future__ import annotations

from PyQt6.QtCore import QModelIndex, Qt
from PyQt6.QtWidgets import QHeaderView, QPushButton, QVBoxLayout, QWidget

from seisviewer.app.traces.picker_engine import PickerEngine
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.widgets.controls import sentence
from seisviewer.app.widgets.tables import RIGHT, RowModel, RowTable
from seisviewer.learning.phases.phase_ranking import RankedWindow
from seisviewer.waveforms.clock_ticks import utc_text

COLUMNS = ("Station", "From (UTC)", "Value", "Stability", "Picks")
NONE = "Teach a picker first: it then says which windows a label would help it with most."


class SuggestionModel(RowModel):
    """Rows, the most instructive first."""

    titles = COLUMNS

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        window = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                window.station,
                utc_text(window.start, 0),
                f"{window.value:.2f}",
                f"{window.stability:.2f}",
                str(window.picks),
            )[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() >= 2:
            return RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return "Value of a label: high where the picker's checkpoints disagree or its picks are unsure"
        return None


class SuggestionsPanel(QWidget):
    """The list; a click goes to the window, and Next walks through it in that order."""

    def __init__(self, state: TraceState, engine: PickerEngine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.model = SuggestionModel()
        self.said = sentence(NONE)
        self.table = RowTable(self.model)  # “Next suggestion” walks through it; the keys belong to the traces
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.following = QPushButton("Next suggestion")
        self.following.setToolTip("Go to the next window of the list")
        layout = QVBoxLayout(self)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.following)
        self.table.clicked.connect(lambda index: self._go_to(index.row()))
        self.following.clicked.connect(lambda _: self._next())
        engine.suggested.connect(self._show)
        self._show(engine.ranking)

    def _show(self, windows: tuple[RankedWindow, ...]) -> None:
        self.model.show(tuple(windows))
        self.said.setText(f"{len(windows)} windows, the one that teaches most first." if windows else NONE)
        self.following.setEnabled(bool(windows))

    def _next(self) -> None:
        chosen = self.table.selectionModel().selectedRows()
        self._go_to(min(chosen[0].row() + 1, len(self.model.rows) - 1) if chosen else 0)

    def _go_to(self, row: int) -> None:
        window = self.model.rows[row]
        self.table.selectRow(row)
        record = next(
            (each for each in self._state.archive.records if window.name.rpartition("@")[0] == each.key),
            None,
        ) if self._state.archive else None  # fmt: skip
        if record is None:
            self._state.message.emit(f"{window.station} is not on the desk any more.")
            return
        self._state.set_hidden(self._state.hidden - {record.key})
        self._state.set_current(record.key)
        self._state.set_span(window.start, window.end)
