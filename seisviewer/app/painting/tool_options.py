"""How the tools paint: size, tolerance of the fill, which fault, and whether labels that are there stay."""

from __future__ import annotations

from PyQt6.QtCore import QSignalBlocker, Qt
from PyQt6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QSlider, QSpinBox, QWidget

from seisviewer.app.painting.label_editor import LARGEST_BRUSH
from seisviewer.app.painting.reach.reach_here import why_no_reach
from seisviewer.app.section_state import Brush, SectionState
from seisviewer.app.widgets.controls import check_box
from seisviewer.app.widgets.plain_text import PlainLabel, as_plain
from seisviewer.labels.fault_stick import HIGHEST_FAULT
from seisviewer.translation import tr
from seisviewer.workflows.reach.stroke_copies import FARTHEST

REACH_TIP = tr(
    "Carry strokes on inlines and crosslines along the dips to so many lines on each side ({ "
    "and }); the copies are hatched, never cover what you painted or accepted, and one undo "
    "takes them back with the stroke"
)
# The slider moves by equal factors: one step of a small brush matters as much as one of a large brush.
SLIDER_STEPS = 100


class ToolOptions(QWidget):
    """Controls over the desk's brush; they follow it when keys change it."""

    def __init__(self, state: SectionState) -> None:
        super().__init__()
        self._state = state
        self.size = QSpinBox()
        self.size.setRange(1, LARGEST_BRUSH)
        self.size.setToolTip(
            tr("Diameter of brush, eraser and line in samples; the fill's box is eight times as wide ([ and ])")
        )
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, SLIDER_STEPS)
        self._slider.setToolTip(self.size.toolTip())
        self.tolerance = QDoubleSpinBox()
        self.tolerance.setRange(0.5, 200.0)
        self.tolerance.setDecimals(1)
        self.fault = QSpinBox()
        self.fault.setRange(1, HIGHEST_FAULT)
        self.fault.setToolTip(
            tr(
                "The fault that is drawn: lines of one number on several sections are one fault, also "
                "between them; with Ctrl held a line is a new fault"
            )
        )
        self.reach = QSpinBox()
        self.reach.setRange(0, FARTHEST)
        self.reach.setPrefix("± ")
        self.reach.setSuffix(tr(" lines"))
        self.reach.setSpecialValueText(tr("This line only"))
        for number in (self.size, self.tolerance, self.fault, self.reach):
            number.setKeyboardTracking(False)
        self.tolerance.setSuffix(" %")
        self.tolerance.setToolTip(
            tr(
                "The fill takes amplitudes that differ from the one under the pointer by this share of "
                "the strongest colour's"
            )
        )
        self.only_unlabelled = check_box(
            tr("Only over unlabelled"), tr("Leave labels that are already there alone (U)")
        )
        self._lay_out()
        self.size.valueChanged.connect(lambda size: state.set_brush(size=size))
        self._slider.valueChanged.connect(lambda step: state.set_brush(size=size_at(step)))
        self.tolerance.valueChanged.connect(lambda tolerance: state.set_brush(tolerance=tolerance))
        self.reach.valueChanged.connect(lambda reach: state.set_brush(reach=reach))
        self.fault.valueChanged.connect(lambda fault: state.set_brush(fault=fault))
        self.only_unlabelled.toggled.connect(lambda on: state.set_brush(only_unlabelled=on))
        state.brush_changed.connect(self._show)
        state.volume_changed.connect(lambda _: self._offer_reach())
        self._show(state.brush)
        self._offer_reach()

    def _offer_reach(self) -> None:
        refusal = why_no_reach(self._state)
        self.reach.setEnabled(not refusal)
        self.reach.setToolTip(as_plain(refusal or REACH_TIP))

    def _show(self, brush: Brush) -> None:
        controls = (self.size, self._slider, self.tolerance, self.fault, self.only_unlabelled, self.reach)
        blockers = [QSignalBlocker(control) for control in controls]
        self.size.setValue(brush.size)
        if size_at(self._slider.value()) != brush.size:
            self._slider.setValue(step_of(brush.size))
        self.tolerance.setValue(brush.tolerance)
        self.fault.setValue(brush.fault)
        self.reach.setValue(brush.reach)
        self.only_unlabelled.setChecked(brush.only_unlabelled)
        for blocker in blockers:
            blocker.unblock()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(PlainLabel(tr("Size")), 0, 0)
        grid.addWidget(self._slider, 0, 1)
        grid.addWidget(self.size, 0, 2)
        grid.addWidget(PlainLabel(tr("Fill tolerance")), 1, 0, 1, 2)
        grid.addWidget(self.tolerance, 1, 2)
        pair = QHBoxLayout()  # one row less: all of it fits a small screen without scrolling
        for part in (PlainLabel(tr("Reach")), self.reach, PlainLabel(tr("Fault")), self.fault):
            pair.addWidget(part, int(part is self.reach))
        grid.addLayout(pair, 2, 0, 1, 3)
        grid.addWidget(self.only_unlabelled, 3, 0, 1, 3)
        grid.setColumnStretch(1, 1)


def size_at(step: int) -> int:
    """Brush size at a position of the slider, from 1 to LARGEST_BRUSH."""
    return round(LARGEST_BRUSH ** (step / SLIDER_STEPS))


def step_of(size: int) -> int:
    """The position of the slider that comes nearest to a size."""
    return min(range(SLIDER_STEPS + 1), key=lambda step: abs(size_at(step) - size))
