"""How sure the user is of picks that they set from now on."""

from __future__ import annotations

from PyQt6.QtCore import QSignalBlocker, Qt
from PyQt6.QtWidgets import QDoubleSpinBox, QWidget

from seisviewer.app.traces.panels.uncertainty_cell import MOST
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.translation import tr

TIP = tr(
    "Uncertainty (half width in seconds) of picks that you set or move by hand from now on; "
    "the lowest value states none. A double click on ± s in the table, or Shift + drag, "
    "changes that of one pick"
)


class OwnUncertainty(QDoubleSpinBox):
    """Seconds; nothing is stated at zero."""

    def __init__(self, state: TraceState, parent: QWidget | None = None) -> None:
        super().__init__(parent, minimum=0.0, maximum=MOST, decimals=3, singleStep=0.01)
        self._state = state
        self.setPrefix(tr("My picks ± "))
        self.setSuffix(" s")
        self.setSpecialValueText(tr("My picks ± not stated"))
        self.setToolTip(TIP)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # letters are keys of the traces until it is clicked
        self.valueChanged.connect(lambda seconds: state.set_own_uncertainty(seconds or None))
        state.own_uncertainty_changed.connect(self._show)
        self._show(state.own_uncertainty)

    def _show(self, seconds: float | None) -> None:
        with QSignalBlocker(self):
            self.setValue(seconds or 0.0)
