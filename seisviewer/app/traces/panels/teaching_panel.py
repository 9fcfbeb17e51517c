"""Teach a picker with the picks that were set or accepted here."""

from __future__ import annotations

from PyQt6.QtCore import QSignalBlocker, QTimer
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGroupBox,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.live.durations import duration
from seisviewer.app.live.loss_curve import LossCurve
from seisviewer.app.traces.picker_engine import TEACHING, PickerEngine
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.widgets.controls import check_box, form, sentence, thin_bar
from seisviewer.learning.events import Loss
from seisviewer.learning.phases.picker_settings import PickerSettings
from seisviewer.learning.phases.waveform_augmentation.augmentations import REGISTRY
from seisviewer.picks.pick import UNREVIEWED, Origin, Review
from seisviewer.translation import tr

BAR_STEPS = 1000
SOON = 50  # ms after the last change of the picks
SCRATCH = tr("A new PhaseNet")
SCHEDULES = {"supervised": tr("Labels only"), "st++": tr("Self-training (ST++)")}
USUAL = ("shift", "noise", "superposition")


class TeachingPanel(QWidget):
    """From what, with which augmentations, for how long; how far it is; the loss."""

    def __init__(self, state: TraceState, engine: PickerEngine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._engine = engine
        self._labels = 0  # picks to learn from
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._count)
        usual = PickerSettings()
        self.start = QComboBox()
        self.start.setToolTip(tr("The weights to begin with; a new network needs hundreds of picks"))
        self.start.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.schedule = QComboBox()
        for value, text in SCHEDULES.items():
            self.schedule.addItem(text, value)
        self.schedule.setToolTip(
            tr("Self-training also learns from the time that nobody has picked, in three trainings")
        )
        self.pretrain = QCheckBox(tr("Pre-train on all records"))
        self.pretrain.setToolTip(
            tr("First learn to fill in masked samples of the time that nobody has picked; no labels are used")
        )
        self.epochs = QSpinBox(minimum=1, maximum=1000, value=usual.epochs)
        self.epochs.setToolTip(tr("Passes over the labelled windows"))
        self.minutes = QDoubleSpinBox(minimum=0.0, maximum=600.0, decimals=1, singleStep=1.0, value=5.0, suffix=tr(" min"))
        self.minutes.setSpecialValueText(tr("no limit"))
        self.minutes.setToolTip(tr("Train at most about so long"))
        self.augmentations = {name: check_box(each.title, each.explains) for name, each in REGISTRY.items()}
        for name in USUAL:
            self.augmentations[name].setChecked(True)
        self.go = QPushButton(tr("Teach"))
        self.go.setToolTip(tr("Learn from the picks set or accepted here; the result is a picker to choose above"))
        self.stop = QPushButton(tr("Stop"))
        self.stop.setToolTip(tr("Give the training up"))
        self.known = sentence()
        self.bar = thin_bar()
        self.said = sentence()
        self.curve = LossCurve()
        self._lay_out()
        self._connect()
        self._list_starts()
        self._count()

    @property
    def settings(self) -> PickerSettings:
        """What the controls say."""
        return PickerSettings(
            schedule=self.schedule.currentData(),
            start=self.start.currentData() or "",
            pretrain=self.pretrain.isChecked(),
            epochs=self.epochs.value(),
            minutes=self.minutes.value(),
            augmentations=tuple(name for name, box in self.augmentations.items() if box.isChecked()),
        )

    def _lay_out(self) -> None:
        rows = form(
            (tr("Begin with"), self.start),
            (tr("Learn from"), self.schedule),
            ("", self.pretrain),
            (tr("Epochs"), self.epochs),
            (tr("At most"), self.minutes),
        )
        box = QGroupBox(tr("Augmentation"))
        inside = QVBoxLayout(box)
        inside.setSpacing(2)
        for each in self.augmentations.values():
            inside.addWidget(each)
        buttons = QHBoxLayout()
        buttons.addWidget(self.go)
        buttons.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.addWidget(self.known)
        layout.addLayout(rows)
        layout.addLayout(buttons)
        layout.addWidget(self.bar)
        layout.addWidget(self.said)
        layout.addWidget(box)
        layout.addWidget(self.curve, 1)

    def _connect(self) -> None:
        self.go.clicked.connect(lambda _: self._begin())
        self.stop.clicked.connect(lambda _: self._engine.stop())
        self._engine.status_changed.connect(self._show)
        self._engine.pickers_changed.connect(self._list_starts)
        self._engine.happened.connect(self._happened)
        self._state.archive_changed.connect(lambda _: self.curve.clear_curves())  # it was that of other records
        for signal in (self._state.picks_changed, self._state.archive_changed):
            signal.connect(lambda *_: self._soon.start())

    def _begin(self) -> None:
        self.curve.clear_curves()
        self._engine.teach(self.settings)

    def _happened(self, event: object) -> None:
        if isinstance(event, Loss):
            self.curve.add(event)

    def _list_starts(self) -> None:
        chosen = self.start.currentText()
        teachable = {title: what for title, what in self._engine.pickers.items() if _is_teachable(title)}
        with QSignalBlocker(self.start):
            self.start.clear()
            for title, what in teachable.items():
                self.start.addItem(title, what)
            self.start.addItem(SCRATCH, "")
            self.start.setCurrentIndex(max(0, self.start.findText(chosen)))

    def _count(self) -> None:
        """Say what there is to learn; not asked for at every step of a training, since there may be thousands of picks."""
        manual = Origin.MANUAL
        looked_at = [pick for pick in self._state.picks if pick.review is not UNREVIEWED or pick.origin is manual]
        self._labels = sum(pick.review is not Review.REJECTED for pick in looked_at)
        none = tr("Set or accept picks first: they are what is learned.")
        self.known.setText(
            tr("{labels} picks are set or accepted.").format(labels=self._labels) if self._labels else none
        )
        self._show()

    def _show(self) -> None:
        mine, progress = self._engine.busy == TEACHING, self._engine.progress
        self.go.setEnabled(not self._engine.busy and self._labels > 0)
        self.stop.setEnabled(mine)
        self.bar.setVisible(mine)
        self.bar.setRange(0, BAR_STEPS if progress.total else 0)
        self.bar.setValue(BAR_STEPS * progress.done // progress.total if progress.total else 0)
        left = self._engine.seconds_left
        text = (
            tr("{message}, {duration} left in this stage").format(message=progress.message, duration=duration(left))
            if left is not None
            else progress.message
        )
        self.said.setText(text if mine else "")


def _is_teachable(title: str) -> bool:
    """Whether training can go on from it: this program teaches PhaseNet and SeisT."""
    return title.startswith(("phasenet:", "seist:", "picker of"))
