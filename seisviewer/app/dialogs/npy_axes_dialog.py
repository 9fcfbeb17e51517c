"""Say what the axes of a NumPy array are: which is which, line numbers, sample interval."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

from PyQt6.QtWidgets import QComboBox, QDialog, QDoubleSpinBox, QSpinBox, QVBoxLayout, QWidget

from seisviewer.app.widgets.controls import Standard, dialog_buttons, form
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.translation import tr
from seisviewer.volumes.open_choices import UNITS, ArrayAxes

NAMES = {"i": "inlines", "x": "crosslines", "s": "samples"}
_MOST = 10_000_000


class NpyAxesDialog(QDialog):
    """shape: of the array as it lies in the file, two or three axes."""

    def __init__(self, path: Path, shape: tuple[int, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Axes of {path_name}").format(path_name=path.name))
        usual = ArrayAxes()
        self.order = QComboBox()
        for order in _orders(len(shape)):
            words = [f"{count} {NAMES[axis]}" for axis, count in zip(order, shape, strict=True)]
            self.order.addItem(" × ".join(words), order)
        self.inline_start, self.inline_step = _number(usual.inline_start), _number(usual.inline_step, 1)
        self.crossline_start, self.crossline_step = _number(usual.crossline_start), _number(usual.crossline_step, 1)
        self.interval = QDoubleSpinBox(decimals=4, minimum=0.0001, maximum=1000.0, value=usual.interval)
        self.start = QDoubleSpinBox(decimals=3, minimum=-100_000.0, maximum=100_000.0, value=usual.start)
        self.unit = QComboBox()
        self.unit.addItems(UNITS)
        inlines = (tr("First inline:"), self.inline_start), (tr("Inline step:"), self.inline_step)
        rows = (
            (tr("The array holds:"), self.order),
            *(inlines if len(shape) == 3 else ()),
            (tr("First crossline:"), self.crossline_start),
            (tr("Crossline step:"), self.crossline_step),
            (tr("Sample interval:"), self.interval),
            (tr("First sample at:"), self.start),
            (tr("Unit:"), self.unit),
        )
        layout = QVBoxLayout(self)
        layout.addWidget(PlainLabel(tr("A NumPy file does not say what its axes are.")))
        layout.addLayout(form(*rows))
        layout.addWidget(dialog_buttons(self, Standard.Open | Standard.Cancel))

    @property
    def axes(self) -> ArrayAxes:
        order = self.order.currentData()
        return ArrayAxes(
            order=order if "i" in order else f"i{order}",
            inline_start=self.inline_start.value(),
            inline_step=self.inline_step.value(),
            crossline_start=self.crossline_start.value(),
            crossline_step=self.crossline_step.value(),
            interval=self.interval.value(),
            start=self.start.value(),
            unit=self.unit.currentText(),
        )


def _orders(axes: int) -> list[str]:
    return ["".join(order) for order in permutations("ixs" if axes == 3 else "xs")]


def _number(value: int, least: int = -_MOST) -> QSpinBox:
    return QSpinBox(minimum=least, maximum=_MOST, value=value)
