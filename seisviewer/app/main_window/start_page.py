"""What the window shows while nothing is open: recent work, opening a file, the demo."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from seisviewer import __version__
from seisviewer.app.opening.recents import Recents
from seisviewer.app.tour.tours import Tours
from seisviewer.app.widgets.controls import sentence, tool_button
from seisviewer.app.widgets.plain_text import PlainLabel, as_plain
from seisviewer.translation import tr
from seisviewer.volumes.far.location_file import address_of


class StartPage(QWidget):
    """Emits what the user chose: `asked` with an action of the table, or `chosen` with a recent path."""

    asked = pyqtSignal(str)
    chosen = pyqtSignal(object)

    def __init__(self, recents: Recents, tours: Tours) -> None:
        super().__init__()
        self._recents = recents
        self.list = QListWidget()
        self.list.setMinimumHeight(220)
        self.list.setUniformItemSizes(True)
        self.list.itemActivated.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        self._heading = _label(tr("Recent"), 13)
        middle = QVBoxLayout()
        middle.setSpacing(12)
        middle.addStretch(2)
        middle.addWidget(_label("seisviewer", 28))
        middle.addWidget(
            _label(
                tr(
                    "Paint a few strokes on a section, or set a few picks on a record, and watch the rest "
                    "being learned."
                ),
                12,
                faint=True,
            )
        )
        middle.addSpacing(8)
        middle.addLayout(self._buttons())
        middle.addWidget(_label(tr("or drop a survey, waveforms or a project folder on this window"), 10, faint=True))
        if not recents.paths and tours.take_offer():
            middle.addWidget(self._offer())
        middle.addSpacing(16)
        middle.addWidget(self._heading)
        middle.addWidget(self.list)
        middle.addStretch(3)
        middle.addWidget(_label(tr("Version {version}").format(version=__version__), 9, faint=True))
        column = QWidget()
        column.setMaximumWidth(680)
        column.setLayout(middle)
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(column, 6)
        layout.addStretch(1)
        recents.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """List the recent paths again; one that is gone is shown as such and cannot be chosen."""
        self.list.clear()
        for path in self._recents.paths:
            there = path.exists()
            item = QListWidgetItem(
                f"{path.name}    {address_of(path) or path.parent}"
                if there
                else tr("{path_name}    (no longer in {parent})").format(path_name=path.name, parent=path.parent)
            )
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setToolTip(as_plain(address_of(path) or str(path)))
            if not there:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self._heading.setVisible(self.list.count() > 0)
        self.list.setVisible(self.list.count() > 0)

    def _buttons(self) -> QHBoxLayout:
        layout = QHBoxLayout()
        layout.setSpacing(10)
        for action_id, text, tip in (
            ("open", tr("Open a survey…"), tr("Open a SEG-Y, NumPy or Zarr survey")),
            ("open_waveforms", tr("Open waveforms…"), tr("Open files of waveforms, and StationXML with them")),
            ("open_project", tr("Open a project…"), tr("Open a project folder (.seis)")),
            ("open_demo", tr("Try the demo"), tr("Make a synthetic survey with known facies and open it")),
        ):
            button = QPushButton(text)
            button.setObjectName(action_id)
            button.setToolTip(as_plain(tip))
            button.setMinimumHeight(40)
            button.clicked.connect(lambda _, name=action_id: self.asked.emit(name))
            layout.addWidget(button, 1)
        return layout

    def _offer(self) -> QWidget:
        """At the first start: a line that says there are tours, and can be put away."""
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.addStretch(1)
        layout.addWidget(PlainLabel(tr("New here? Take a tour:")))
        for action_id, text, tip in (
            ("tour_sections", tr("Section desk"), tr("Be shown in a few steps how to go from a survey to facies")),
            (
                "tour_traces",
                tr("Trace desk"),
                tr("Be shown in a few steps how to go from waveforms to picks and events"),
            ),
        ):
            button = tool_button(text, tip)
            button.clicked.connect(lambda _, name=action_id: self.asked.emit(name))
            button.clicked.connect(line.hide)
            layout.addWidget(button)
        away = tool_button(tr("No, thanks"), tr("Put this line away; the Help menu has the tours"))
        away.clicked.connect(line.hide)
        layout.addWidget(away)
        layout.addStretch(1)
        return line

    def _choose(self, item: QListWidgetItem) -> None:
        path: Path = item.data(Qt.ItemDataRole.UserRole)
        self.chosen.emit(path)


def _label(text: str, points: int, faint: bool = False) -> QLabel:
    label = sentence(text)
    font = label.font()
    font.setPointSize(points)
    label.setFont(font)
    if faint:
        label.setObjectName("faint")
    return label
