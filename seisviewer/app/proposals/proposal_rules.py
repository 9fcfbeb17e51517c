"""The controls that say by what rules something is proposed."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QHBoxLayout, QSpinBox, QWidget

from seisviewer.app.widgets.controls import check_box
from seisviewer.app.widgets.plain_text import PlainLabel, as_plain
from seisviewer.predictions.cleaning.class_cleaning import CleaningRules
from seisviewer.translation import tr
from seisviewer.workflows.proposals.line_interpolation import Reflectors

SPECKS, HOLES, SMOOTH = 50, 50, 1.0
BETWEEN = tr("From the nearest labelled lines before and after this one")
IN_ORDER = tr("Let every trace meet the layers from top to base in their order, each once; bodies may lie anywhere")
NO_ORDER = tr("The order of the layers is known once reflectors carry strokes of two classes (R)")


class Rules(QWidget):
    """A line of controls. changed: another rule holds."""

    changed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)

    def _add(self, name: str, field: QAbstractSpinBox, tip: str) -> None:
        label = PlainLabel(name)
        for widget in (label, field):
            widget.setToolTip(as_plain(tip))
            self._row.addWidget(widget)
        field.setKeyboardTracking(False)
        field.valueChanged.connect(self.changed)


class CleaningControls(Rules):
    """order: gives the classes that lie in an order, from top to base; fewer than two where none is known."""

    def __init__(self, order: Callable[[], tuple[int, ...]]) -> None:
        super().__init__()
        self._order = order
        self.smallest, self.holes, self.smooth = QSpinBox(), QSpinBox(), QDoubleSpinBox()
        self._add(
            tr("Specks"),
            _up_to(self.smallest, SPECKS),
            tr("A body of fewer samples goes to what surrounds it; 0 leaves all"),
        )
        self._add(
            tr("Holes"),
            _up_to(self.holes, HOLES),
            tr("What one class encloses, or has no class, is filled up to so many samples; 0 fills none"),
        )
        self.smooth.setRange(0, 20)
        self.smooth.setDecimals(1)
        self.smooth.setSingleStep(0.5)
        self.smooth.setValue(SMOOTH)
        self._add(
            tr("Smooth"),
            self.smooth,
            tr("Boundaries are smoothed over so many traces and samples; 0 leaves them as they are"),
        )
        self.in_order = check_box(tr("Order of layers"), IN_ORDER)
        self.in_order.toggled.connect(self.changed)
        self._row.addWidget(self.in_order)
        self._row.addStretch(1)

    def rules(self) -> CleaningRules:
        order = self._order()
        self.in_order.setEnabled(len(order) > 1)
        self.in_order.setToolTip(as_plain(IN_ORDER if len(order) > 1 else NO_ORDER))
        return CleaningRules(
            self.smallest.value(), self.holes.value(), self.smooth.value(), order if self.in_order.isChecked() else ()
        )


class CopyingControls(Rules):
    def __init__(self) -> None:
        super().__init__()
        self.above = QSpinBox()
        self.above.setRange(0, 99)
        self.above.setPrefix(tr("what is surer than "))
        self.above.setSuffix(" %")
        self.above.setSpecialValueText(tr("the whole answer"))
        self._add(tr("Take"), self.above, tr("How sure the model must be; 0 takes all that it says on the section"))
        self._row.addStretch(1)

    def rules(self) -> float:
        return self.above.value() / 100


class BetweenControls(Rules):
    """reflectors: gives what is known of them now."""

    def __init__(self, reflectors: Callable[[], Reflectors]) -> None:
        super().__init__()
        self.rules = reflectors
        self._row.addWidget(PlainLabel(BETWEEN))
        self._row.addStretch(1)


def _up_to(field: QSpinBox, value: int) -> QSpinBox:
    field.setRange(0, 100_000)
    field.setSingleStep(10)
    field.setValue(value)
    return field
