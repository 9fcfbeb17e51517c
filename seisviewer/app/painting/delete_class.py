"""The question what becomes of the labels of a class that is deleted."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.painting.swatch import swatch
from seisviewer.app.widgets.controls import Standard, dialog_buttons
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.labels.classes import ClassTable, FaciesClass
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.translation import tr


class DeleteClassDialog(QDialog):
    """Labels of a deleted class go to another class, or back to unlabelled.

    labels_become: the answer, a class number or UNLABELLED.
    """

    def __init__(self, facies: FaciesClass, count: int, table: ClassTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Delete {facies_name}").format(facies_name=facies.name))
        samples = tr("sample is") if count == 1 else tr("samples are")
        question = PlainLabel(
            tr("{count:,} {samples} painted as “{facies_name}”. What should become of them?").format(
                count=count, samples=samples, facies_name=facies.name
            )
        )
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setWordWrap(True)
        self.give = QRadioButton(tr("Give them to"))
        self.erase = QRadioButton(tr("Make them unlabelled again"))
        self.heir = QComboBox()
        for other in table:
            if other.number != facies.number:
                self.heir.addItem(swatch(other.colour), other.name, other.number)
        self.give.setEnabled(self.heir.count() > 0)
        self.heir.setEnabled(self.heir.count() > 0)
        self.erase.setChecked(True)
        self.heir.activated.connect(lambda: self.give.setChecked(True))
        self.give.toggled.connect(
            lambda on: self.delete.setText(tr("Merge the classes") if on else tr("Delete the class"))
        )
        hint = PlainLabel(tr("Undo brings the class and its labels back."))
        hint.setObjectName("faint")
        buttons = dialog_buttons(self, Standard.Cancel)
        self.delete = buttons.addButton(tr("Delete the class"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.delete.setAutoDefault(False)
        line = QHBoxLayout()
        line.addWidget(self.give)
        line.addWidget(self.heir, 1)
        self.setMinimumWidth(360)
        column = QVBoxLayout(self)
        column.addWidget(question)
        column.addWidget(self.erase)
        column.addLayout(line)
        column.addWidget(hint)
        column.addWidget(buttons)
        # Only inside the dialog is the button its default; before, Qt would choose one by the order of the buttons.
        buttons.button(Standard.Cancel).setDefault(True)

    @property
    def labels_become(self) -> int:
        return self.heir.currentData() if self.give.isChecked() else UNLABELLED
