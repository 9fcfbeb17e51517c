"""What a desk shows while nothing is open on it: how to begin."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from seisviewer.app.menus.action import SECTIONS, TRACES
from seisviewer.app.menus.action_table import BY_ID
from seisviewer.app.widgets.controls import sentence
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.translation import tr

SAID = {
    SECTIONS: tr("No survey is open: open one, or try the demo. A survey can also be dropped on this window."),
    TRACES: tr("No waveforms are open: open files or a folder of them, or download those of an earthquake."),
}
OFFERED = {
    SECTIONS: ("open", "open_project", "open_demo", "tour_sections"),
    TRACES: ("open_waveforms", "open_folder", "download", "tour_traces"),
}
TOUR = tr("Take the tour")


class EmptyDesk(QWidget):
    """A sentence and buttons for the desk in front. asked: the id of an action."""

    asked = pyqtSignal(str)

    def __init__(self, desk: str) -> None:
        super().__init__()
        said = sentence(SAID[desk])
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(said)
        column.addSpacing(8)
        for name in OFFERED[desk]:
            button = QPushButton(TOUR if name.startswith("tour_") else tr(BY_ID[name].text))
            button.setObjectName(name)
            button.setToolTip(as_plain(tr(BY_ID[name].tip)))
            button.clicked.connect(lambda _, name=name: self.asked.emit(name))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
