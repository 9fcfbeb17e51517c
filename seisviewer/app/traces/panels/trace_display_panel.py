"""How traces are drawn: filter, gain, arrangement, what lies beside them. Nothing here changes what is stored."""

from __future__ import annotations

from math import log2

from PyQt6.QtCore import QSignalBlocker, Qt
from PyQt6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.traces.page.moveout import MOVEOUTS
from seisviewer.app.traces.trace_state import TraceDisplay, TraceState
from seisviewer.app.widgets.controls import check_box, form
from seisviewer.app.widgets.plain_text import PlainLabel, as_plain
from seisviewer.translation import tr

SHORTEST = 8  # letters that a choice always shows; its list shows all
GAIN_STEPS = 10  # slider steps for a factor of two
FILTER_NAMES = {
    "raw": tr("None"),
    "high-pass": tr("High-pass 1 Hz"),
    "band-pass": tr("Band-pass 1–20 Hz"),
    "own": tr("Own corners"),
}
LAYOUTS = {"stations": tr("Stations"), "section": tr("Record section")}
RESPONSES = {
    "counts": tr("Counts, as recorded"),
    "velocity": tr("Velocity (m/s)"),
    "displacement": tr("Displacement (m)"),
}
COMPONENTS = ("Z", "N", "E", "1", "2", "R", "T")
MARKS = (
    ("picks", tr("Picks"), tr("Draw the picks")),
    ("probabilities", tr("Probabilities"), tr("Draw the curves of the picker below the traces")),
    ("spectrogram", tr("Spectrogram"), tr("Draw the spectrogram of the record in use")),
    (
        "seconds",
        tr("Seconds instead of UTC"),
        tr("Count seconds from the selected pick, else from the start of the window"),
    ),
    (
        "rotated",
        tr("Rotate to Z R T"),
        tr("Turn the horizontal components towards the event; needs an event and coordinates"),
    ),
)


class TraceDisplayPanel(QWidget):
    """Every control shows what the state says, whoever changed it."""

    def __init__(self, state: TraceState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.filter = _choice(FILTER_NAMES, tr("Filter for the eye only (F takes the next one)"))
        self.low, self.high = _hertz(tr("Lower corner, Hz")), _hertz(tr("Upper corner, Hz"))
        self.gain = QSlider(Qt.Orientation.Horizontal)
        self.gain.setRange(-10 * GAIN_STEPS, 10 * GAIN_STEPS)
        self.gain.setToolTip(tr("Height of the traces (Ctrl + wheel)"))
        self.factor = PlainLabel()
        self.arrangement = _choice(LAYOUTS, tr("The components of each station, or one component of all stations"))
        self.component = _choice({code: code for code in COMPONENTS}, tr("The component that a record section shows"))
        self.moveout = _choice(
            MOVEOUTS, tr("Shift the traces by the computed P of the selected event, or by its distance")
        )
        self.response = _choice(RESPONSES, tr("Take the instrument out; needs StationXML with responses"))
        self.marks = {name: check_box(text, tip) for name, text, tip in MARKS}
        self._lay_out()
        self._connect()
        self._show(state.display)

    def _lay_out(self) -> None:
        corners = QHBoxLayout()
        corners.addWidget(self.low)
        corners.addWidget(PlainLabel(tr("to")))
        corners.addWidget(self.high)
        height = QHBoxLayout()
        height.addWidget(self.gain, 1)
        height.addWidget(self.factor)
        rows = form(
            (tr("Filter"), self.filter),
            (tr("Corners, Hz"), corners),
            (tr("Gain"), height),
            (tr("Arrange"), self.arrangement),
            (tr("Component"), self.component),
            (tr("Time"), self.moveout),
            (tr("Show as"), self.response),
        )
        layout = QVBoxLayout(self)
        layout.addLayout(rows)
        for mark in self.marks.values():
            layout.addWidget(mark)
        layout.addStretch(1)

    def _connect(self) -> None:
        state = self._state
        for box, name in (
            (self.filter, "filter"),
            (self.arrangement, "layout"),
            (self.component, "component"),
            (self.response, "response"),
            (self.moveout, "moveout"),
        ):
            box.activated.connect(lambda _, box=box, name=name: state.set_display(**{name: box.currentData()}))
        for box in (self.low, self.high):
            box.valueChanged.connect(lambda _: self._take_corners())
        self.gain.valueChanged.connect(lambda steps: state.set_display(gain=2.0 ** (steps / GAIN_STEPS)))
        for name, mark in self.marks.items():
            mark.clicked.connect(lambda on, name=name: state.set_display(**{name: on}))
        state.display_changed.connect(self._show)
        state.archive_changed.connect(lambda _: self._show(state.display))

    def _take_corners(self) -> None:
        low, high = self.low.value(), self.high.value()
        if low < high:
            self._state.set_display(filter="own", low=low, high=high)
        else:
            self._state.message.emit(tr("The lower corner must lie below the upper one."))

    def _show(self, display: TraceDisplay) -> None:
        controls = (self.filter, self.low, self.high, self.gain, self.arrangement, self.component, self.response)
        blockers = [QSignalBlocker(control) for control in controls]
        _set(self.filter, display.filter)
        self.low.setValue(display.low)
        self.high.setValue(display.high)
        self.gain.setValue(round(GAIN_STEPS * log2(display.gain)))
        self.factor.setText(f"× {display.gain:.3g}")
        _set(self.arrangement, display.layout)
        _set(self.component, display.component)
        _set(self.response, display.response)
        _set(self.moveout, display.moveout)
        del blockers
        for name, mark in self.marks.items():
            mark.setChecked(getattr(display, name))
        archive = self._state.archive
        self.component.setEnabled(display.layout == "section")
        self.response.setEnabled(archive is not None and archive.inventory is not None)


def _choice(names: dict[str, str], tip: str) -> QComboBox:
    box = QComboBox()
    for value, text in names.items():
        box.addItem(text, value)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(SHORTEST)
    box.setToolTip(as_plain(tip))
    return box


def _set(box: QComboBox, value: str) -> None:
    box.setCurrentIndex(box.findData(value))


def _hertz(tip: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox(minimum=0.01, maximum=1000.0, decimals=2, singleStep=0.5)
    box.setButtonSymbols(
        QDoubleSpinBox.ButtonSymbols.NoButtons
    )  # two of them share a line; the wheel and the arrows step
    box.setKeyboardTracking(False)
    box.setToolTip(as_plain(tr("{tip}; changing it takes “Own corners”").format(tip=tip)))
    return box
