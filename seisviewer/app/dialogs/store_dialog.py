"""Say what a Zarr store does not: which of its volumes is wanted, the unit of its samples, and how far they are apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PyQt6.QtWidgets import QComboBox, QDialog, QDoubleSpinBox, QVBoxLayout, QWidget

from seisviewer.app.widgets.controls import Standard, dialog_buttons, form
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.errors import SeveralVolumes, UnclearFile
from seisviewer.translation import tr
from seisviewer.volumes.open_choices import UNITS

AS_STORED = tr("As in the store")


class StoreDialog(QDialog):
    """error: what the store leaves open. Only that is asked for."""

    def __init__(self, path: Path, error: UnclearFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Open {path_name}").format(path_name=path.name))
        self.variable, self.unit = QComboBox(), QComboBox()
        self.interval = QDoubleSpinBox(decimals=4, minimum=0.0, maximum=100_000.0, specialValueText=AS_STORED)
        self._asks_variable = isinstance(error, SeveralVolumes)
        if isinstance(error, SeveralVolumes):
            self.variable.addItems(error.names)
            rows: tuple[tuple[str, QWidget], ...] = ((tr("Volume:"), self.variable),)
        else:
            self.unit.addItems(UNITS)
            rows = (tr("Unit of the samples:"), self.unit), (tr("Sample interval:"), self.interval)
            if any("--interval" in option for option in error.options):
                self.interval.setMinimum(0.0001)
                self.interval.setValue(4.0)
        layout = QVBoxLayout(self)
        said = PlainLabel(str(error))
        said.setWordWrap(True)
        layout.addWidget(said)
        layout.addLayout(form(*rows))
        layout.addWidget(dialog_buttons(self, Standard.Open | Standard.Cancel))
        self.setMinimumWidth(420)

    @property
    def choices(self) -> dict[str, Any]:
        if self._asks_variable:
            return {"variable": self.variable.currentText()}
        given: dict[str, Any] = {"unit": self.unit.currentText()}
        return {**given, "interval": self.interval.value()} if self.interval.value() > 0 else given
