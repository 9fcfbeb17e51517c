"""The panel that says how amplitudes are drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.section_state import Display, SectionState
from seisviewer.app.sections.colours.colour_bar import ColourBar
from seisviewer.app.sections.colours.map_list import MapList
from seisviewer.app.widgets.controls import check_box, form
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.translation import tr
from seisviewer.volumes.section_lengths import length_unit
from seisviewer.volumes.volume import Volume

# What is stored, what is shown, what it means.
POLARITIES = (
    (tr("not stated"), tr("Not stated"), tr("Nobody has said yet what a positive amplitude means in this survey")),
    ("normal", tr("SEG normal"), tr("An increase in impedance is a peak, a positive amplitude")),
    ("reverse", tr("SEG reverse"), tr("An increase in impedance is a trough, a negative amplitude")),
)
FRESH = Display()


class DisplayPanel(QWidget):
    """Colour map, clip, gain, polarity, AGC, wiggles, sparse lines; the desk holds the values, this only shows them."""

    def __init__(self, state: SectionState, head: QWidget | None = None) -> None:
        """head: what stands above the rest."""
        super().__init__()
        self._state = state
        self._build(head)
        self._connect()
        state.display_changed.connect(self._show)
        state.volume_changed.connect(self._set_volume)
        self._set_volume(state.volume)

    def _build(self, head: QWidget | None) -> None:
        self.colour_map = MapList(self._state)
        self.bar = ColourBar(self._state)
        self.clip = _decimal(
            0,
            10,
            0.1,
            1,
            tr(" % a tail"),
            tr("Share of the survey's samples at each end that get the strongest colour"),
        )
        self.gain = _decimal(
            0.1, 20, 0.1, 2, " ×", tr("Draw amplitudes, or dips, stronger or weaker; nothing stored changes")
        )
        self.gain.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.polarity = QComboBox()
        for value, text, tip in POLARITIES:
            self.polarity.addItem(text, value)
            self.polarity.setItemData(self.polarity.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.flipped = check_box(tr("Flip"), tr("Draw amplitudes with the opposite sign; nothing stored changes"))
        self.agc = QSpinBox()
        self.agc.setSpecialValueText(tr("Off"))
        self.agc.setKeyboardTracking(False)
        self.agc.setToolTip(
            tr("Even out strong and weak parts of a trace over a window of this length; not on time slices")
        )
        self.wiggle = check_box(
            tr("Wiggles when zoomed in"), tr("Draw traces as curves with filled lobes once they are far enough apart")
        )
        self.skip_sparse = check_box(
            tr("Skip sparse lines"), tr("Step over lines with fewer than half of the traces of the best lines")
        )
        self.exaggeration = _decimal(
            0, 100, 1, 1, "", tr("How many times longer a metre downward is drawn than one along the line; in two-way "
"time it needs a velocity")
        )  # fmt: skip
        self.exaggeration.setPrefix("× ")
        self.exaggeration.setSpecialValueText(tr("Free"))
        self.velocity = _decimal(
            0, 10_000, 100, 0, " m/s", tr("From two-way time to depth, for vertical exaggeration and for dips and thicknesses that are "
"measured; nothing stored changes")
        )  # fmt: skip
        self.velocity.setSpecialValueText(tr("Not stated"))
        self.reset = QPushButton(tr("Reset"))
        self.reset.setToolTip(tr("Back to the looks of a newly opened survey"))
        rows = form(
            (tr("Colours"), self.colour_map),
            (tr("Clip"), self.clip),
            (tr("Gain"), self.gain),
            (tr("Polarity"), self.polarity),
            ("", self.flipped),
            ("AGC", self.agc),
            (tr("Vertical"), self.exaggeration),
            (tr("Velocity"), self.velocity),
            ("", self.wiggle),
            ("", self.skip_sparse),
        )
        column = QVBoxLayout(self)
        if head is not None:
            column.addWidget(head)
        column.addWidget(self.bar)
        column.addLayout(rows)
        column.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)

    def _connect(self) -> None:
        self.colour_map.chosen.connect(lambda name: self._state.set_display(colour_map=name))
        self._offer("clip", self.clip.valueChanged, self.clip.value)
        self._offer("gain", self.gain.valueChanged, self.gain.value)
        self._offer("polarity", self.polarity.currentIndexChanged, self.polarity.currentData)
        self._offer("flipped", self.flipped.toggled, self.flipped.isChecked)
        self._offer("agc", self.agc.valueChanged, lambda: float(self.agc.value()))
        self._offer("exaggeration", self.exaggeration.valueChanged, self.exaggeration.value)
        self._offer("velocity", self.velocity.valueChanged, self.velocity.value)
        self._offer("wiggle", self.wiggle.toggled, self.wiggle.isChecked)
        self._offer("skip_sparse", self.skip_sparse.toggled, self.skip_sparse.isChecked)
        self.reset.clicked.connect(self._reset)

    def _offer(self, name: str, signal: Any, value: Callable[[], Any]) -> None:
        signal.connect(lambda *_: self._state.set_display(**{name: value()}))

    def _reset(self) -> None:
        names = ("colour_map", "clip", "gain", "flipped", "agc", "exaggeration", "wiggle", "skip_sparse")
        self._state.set_display(**{name: getattr(FRESH, name) for name in names})

    @property
    def _interval(self) -> float:
        volume = self._state.volume
        return volume.geometry.samples.interval if volume is not None else 1.0

    def _set_volume(self, volume: Volume | None) -> None:
        """AGC windows are read in the unit of the survey."""
        blocked = self.agc.blockSignals(True)
        samples = volume.geometry.samples if volume is not None else None
        self.agc.setSuffix(f" {samples.unit}" if samples else "")
        self.agc.setRange(0, round(samples.interval * samples.count) if samples else 1000)
        self.agc.setSingleStep(max(1, round(self._interval * 10)))
        self.agc.blockSignals(blocked)
        lengths = volume is not None and length_unit(volume.geometry).metres is not None
        self.exaggeration.setEnabled(lengths)
        self.velocity.setEnabled(samples is not None and samples.is_time)
        self._show(self._state.display)

    def _show(self, display: Display) -> None:
        """Let every control show what the desk holds, without answering back."""
        controls = (
            self.colour_map,
            self.clip,
            self.gain,
            self.polarity,
            self.flipped,
            self.agc,
            self.exaggeration,
            self.velocity,
            self.wiggle,
            self.skip_sparse,
        )
        blocked = [(control, control.blockSignals(True)) for control in controls]
        self.colour_map.show_name(display.colour_map)
        self.polarity.setCurrentIndex(max(0, self.polarity.findData(display.polarity)))
        for control, value in (
            (self.clip, display.clip),
            (self.gain, display.gain),
            (self.exaggeration, display.exaggeration),
            (self.velocity, display.velocity),
        ):
            if round(control.value(), control.decimals()) != round(value, control.decimals()):
                control.setValue(value)
        self.agc.setValue(round(display.agc))
        self.flipped.setChecked(display.flipped)
        self.bar.setVisible(display.shows == FRESH.shows)
        self.wiggle.setChecked(display.wiggle)
        self.skip_sparse.setChecked(display.skip_sparse)
        for control, before in blocked:
            control.blockSignals(before)


def _decimal(low: float, high: float, step: float, places: int, suffix: str, tip: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(low, high)
    box.setDecimals(places)
    box.setSingleStep(step)
    box.setSuffix(suffix)
    box.setToolTip(as_plain(tip))
    box.setKeyboardTracking(False)
    return box
