"""The fields that say which part of a survey is meant: lines and times or depths, from and to."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from seisviewer.app.widgets.controls import quiet_button
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis
from seisviewer.volumes.survey_box import SurveyBox


class BoxFields(QWidget):
    """geometry: of the survey. in_sight: gives what the views show. Whole survey at first."""

    changed = pyqtSignal()

    def __init__(self, geometry: Geometry, in_sight: Callable[[], SurveyBox]) -> None:
        super().__init__()
        self._geometry = geometry
        self.inlines, self.crosslines = _line_fields(geometry.inlines), _line_fields(geometry.crosslines)
        self.z = _sample_fields(geometry.samples)
        names = (
            tr("Inlines"),
            tr("Crosslines"),
            (tr("Time ({unit})") if geometry.samples.is_time else tr("Depth ({unit})")).format(unit=geometry.samples.unit),
        )
        self.whole = quiet_button(tr("Whole survey"), tr("Everything there is"))
        self.seen = quiet_button(tr("What the views show"), tr("The lines and times or depths in sight now"))
        self.whole.clicked.connect(lambda: self.show_box(SurveyBox.whole(geometry)))
        self.seen.clicked.connect(lambda: self.show_box(in_sight()))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        for row, (name, (first, last)) in enumerate(zip(names, (self.inlines, self.crosslines, self.z), strict=True)):
            for column, part in enumerate((PlainLabel(name), first, PlainLabel(tr("to")), last)):
                grid.addWidget(part, row, column)
            for field in (first, last):
                field.valueChanged.connect(lambda _: self.changed.emit())
        quick = QHBoxLayout()
        quick.addWidget(self.whole)
        quick.addWidget(self.seen)
        quick.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(grid)
        layout.addLayout(quick)

    @property
    def box(self) -> SurveyBox:
        """Raises BadRequest where nothing lies between."""
        pairs = ((first.value(), last.value()) for first, last in (self.inlines, self.crosslines, self.z))
        return SurveyBox.between(self._geometry, *pairs)

    def show_box(self, box: SurveyBox) -> None:
        part = box.cut(self._geometry)
        for fields, axis in zip(
            (self.inlines, self.crosslines, self.z), (part.inlines, part.crosslines, part.samples), strict=True
        ):
            for field, value in zip(fields, (axis.start, axis.stop), strict=True):
                field.setValue(value)


def _line_fields(axis: LineAxis) -> tuple[QSpinBox, QSpinBox]:
    return tuple(
        QSpinBox(minimum=axis.start, maximum=axis.stop, value=value, singleStep=axis.step)
        for value in (axis.start, axis.stop)
    )


def _sample_fields(axis: SampleAxis) -> tuple[QDoubleSpinBox, QDoubleSpinBox]:
    decimals = 0 if float(axis.interval).is_integer() and float(axis.start).is_integer() else 3
    return tuple(
        QDoubleSpinBox(decimals=decimals, minimum=axis.start, maximum=axis.stop, value=value, singleStep=axis.interval)
        for value in (axis.start, axis.stop)
    )
