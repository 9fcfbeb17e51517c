"""Choose a picker and let it pick what is on the desk."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QSignalBlocker
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.live.durations import duration
from seisviewer.app.traces.panels.picker_list import PickerList
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.picker_engine import PickerEngine
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.widgets.controls import form, sentence, thin_bar
from seisviewer.predictions.filter_averaging import REGISTRY
from seisviewer.translation import tr

WHERE = {"shown": tr("The shown records"), "span": tr("What is on screen"), "all": tr("Every record")}
# Offered first; any other that SeisBench has can be typed.
PRETRAINED = (
    "phasenet:original",
    "phasenet:stead",
    "phasenet:instance",
    "eqtransformer:original",
    "eqtransformer:stead",
    "eqtransformer:instance",
    "gpd:original",
)
BAR_STEPS = 1000
NONE_AT_HAND = tr("No picker is at hand: download the weights of one, or choose those that lie in a file.")


class PickerPanel(QWidget):
    """Which picker, which records, how far it is, and what each picker found."""

    def __init__(
        self, state: TraceState, engine: PickerEngine, editor: PickEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._engine = engine
        self._files: dict[str, str] = {}  # pickers that the user named by a file
        self.picker = QComboBox()
        self.picker.setToolTip(tr("Which network picks; those taught here come first"))
        self.picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.file = QPushButton(tr("From a file…"))
        self.file.setToolTip(tr("Use the weights of a picker that lies elsewhere (NAME.pt beside NAME.json)"))
        self.fetch = QPushButton(tr("Download…"))
        self.fetch.setToolTip(tr("Fetch the weights of a pretrained picker from SeisBench's server"))
        self.where = QComboBox()
        for value, text in WHERE.items():
            self.where.addItem(text, value)
        self.where.setToolTip(tr("Pick all of the time of the records, or only what is on screen"))
        self.average = QCheckBox(tr("Average over filters"))
        self.average.setToolTip(
            tr("Pick through several filters and average what the picker says: steadier, and as much slower")
        )
        self.go = QPushButton(tr("Pick"))
        self.go.setToolTip(tr("Find P and S onsets in the background; reviewed picks stay as they are"))
        self.stop = QPushButton(tr("Stop"))
        self.stop.setToolTip(tr("Stop; the records that are finished keep their picks"))
        self.bar = thin_bar()
        self.said = sentence()
        self.found = PickerList(state, editor)
        self._lay_out()
        self._connect()
        self._list_pickers()

    def run(self) -> None:
        """Pick with what is chosen."""
        title = self.picker.currentText()
        if not title:
            self._state.message.emit(tr("No picker is at hand: press Download…, or choose a file of weights."))
            return
        where = self.where.currentData()
        archive = self._state.archive
        records = archive.records if where == "all" and archive is not None else self._state.records
        span = (self._state.span.start, self._state.span.end) if where == "span" else None
        filters = tuple(REGISTRY) if self.average.isChecked() else ()
        self._engine.pick(title, self.picker.currentData(), [record.key for record in records], span, filters)

    def _lay_out(self) -> None:
        elsewhere = QHBoxLayout()
        elsewhere.addWidget(self.fetch)
        elsewhere.addWidget(self.file)
        rows = form((tr("Picker"), self.picker), ("", elsewhere), (tr("Pick"), self.where), ("", self.average))
        buttons = QHBoxLayout()
        buttons.addWidget(self.go)
        buttons.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.addLayout(rows)
        layout.addLayout(buttons)
        layout.addWidget(self.bar)
        layout.addWidget(self.said)
        layout.addWidget(self.found, 1)

    def _connect(self) -> None:
        self.go.clicked.connect(lambda _: self.run())
        self.stop.clicked.connect(lambda _: self._engine.stop())
        self.file.clicked.connect(lambda _: self._choose_file())
        self.fetch.clicked.connect(lambda _: self._ask_name())
        self._engine.status_changed.connect(self._show)
        self._engine.pickers_changed.connect(self._list_pickers)
        self._state.archive_changed.connect(lambda _: self._show())

    def _list_pickers(self) -> None:
        chosen = self.picker.currentText()
        with QSignalBlocker(self.picker):
            self.picker.clear()
            for title, what in (self._engine.pickers | self._files).items():
                self.picker.addItem(title, what)
            self.picker.setCurrentIndex(max(0, self.picker.findText(chosen)))
        self._show()

    def _choose_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, tr("Weights of a picker"), "", tr("Weights (*.pt *.pt.* *.json *.json.* *.pth)")
        )
        if path:
            title = Path(path).name
            self._files[title] = path
            self._list_pickers()
            self.picker.setCurrentIndex(self.picker.findText(title))

    def _ask_name(self) -> None:
        missing = [name for name in PRETRAINED if name not in self._engine.pickers]
        name, agreed = QInputDialog.getItem(
            self,
            tr("Download a picker"),
            tr("Network and weights (any that SeisBench offers):"),
            missing or list(PRETRAINED),
        )
        if agreed and name.strip():
            self._engine.fetch(name.strip())

    def _show(self) -> None:
        busy, progress = self._engine.busy, self._engine.progress
        self.fetch.setEnabled(not busy)
        self.go.setEnabled(not busy and self._state.archive is not None)
        self.stop.setEnabled(bool(busy))
        self.bar.setVisible(bool(busy))
        self.bar.setRange(0, BAR_STEPS if progress.total else 0)
        self.bar.setValue(BAR_STEPS * progress.done // progress.total if progress.total else 0)
        left = self._engine.seconds_left
        text = (
            tr("{message}, {duration} left").format(message=progress.message, duration=duration(left))
            if left is not None
            else progress.message
        )
        self.said.setText(text if busy else "" if self.picker.count() else NONE_AT_HAND)
