"""The sections that a self-training round ranked, and the way to them."""

from __future__ import annotations

from PyQt6.QtWidgets import QVBoxLayout, QWidget

from seisviewer.app.live.live_controller import LiveController
from seisviewer.app.live.ranking_table import RankingTable
from seisviewer.app.live.training_status import LiveStatus
from seisviewer.app.section_state import SectionState
from seisviewer.app.widgets.controls import sentence
from seisviewer.volumes.geometry import SectionId

NONE = "A round of self-training (Improve) ranks the sections that nobody has labelled by how stable their predictions are."
SOON = "The ranking comes when the teacher of the round has been trained and the sample of sections predicted."
WHAT = (
    "A sample of the sections that nobody has labelled. A stroke where predictions are least stable tells the model most. "
    "A click goes to the section, a click on a title sorts."
)


class RankingPanel(QWidget):
    """Shows the ranking of the last round."""

    def __init__(self, state: SectionState, controller: LiveController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._said = sentence()
        self.table = RankingTable()
        layout = QVBoxLayout(self)
        layout.addWidget(self._said)
        layout.addWidget(self.table, 1)
        self.table.chosen.connect(self._go_to)
        controller.status_changed.connect(self._show)
        self._show(controller.status)

    def _show(self, status: LiveStatus) -> None:
        self.table.show_ranking(status.ranking)
        self._said.setText(WHAT if status.ranking else SOON if status.in_round else NONE)

    def _go_to(self, section: SectionId) -> None:
        state = self._state
        if state.volume is not None:
            state.set_position(state.position.moved(section.direction, state.volume.geometry.index(section)))
