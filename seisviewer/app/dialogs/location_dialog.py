"""Ask for the address of a survey on a web server or in a bucket."""

from __future__ import annotations

from PyQt6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from seisviewer.app.widgets.controls import Standard, dialog_buttons
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.far.address import checked_address

EXPLAINS = tr(
    "The address of a Zarr or MDIO store, or of a SEG-Y file. It is read by parts, which are "
    "kept in a cache on this computer, and never written to. Keys that a bucket asks for are "
    "read from the environment and stored nowhere."
)


class LocationDialog(QDialog):
    """Closes only with an address that can be one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Open location"))
        self.edit = QLineEdit(
            placeholderText="https://server/folder/f3.zarr   s3://bucket/f3.zarr   gs://bucket/f3.sgy"
        )
        self.edit.setAccessibleName(tr("Address"))
        self.edit.setToolTip(tr("https://, s3:// or gs://; http:// of a server in the local network"))
        self.said = PlainLabel("")
        self.said.setWordWrap(True)
        explains = PlainLabel(EXPLAINS)
        explains.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(explains)
        layout.addWidget(self.edit)
        layout.addWidget(self.said)
        layout.addWidget(dialog_buttons(self, Standard.Open | Standard.Cancel))
        self.edit.textEdited.connect(lambda: self.said.setText(""))
        self.setMinimumWidth(560)

    @property
    def address(self) -> str:
        return checked_address(self.edit.text()).text

    def accept(self) -> None:
        try:
            checked_address(self.edit.text())
        except BadRequest as error:
            self.said.setText(str(error))
            self.edit.setFocus()
        else:
            super().accept()
