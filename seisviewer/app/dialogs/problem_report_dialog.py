"""A report of a fault, to be read, added to, and copied or saved; nothing is sent from here."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFileDialog, QPlainTextEdit, QVBoxLayout, QWidget

from seisviewer.app.widgets.controls import Standard, dialog_buttons, sentence
from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest
from seisviewer.translation import tr

SENTENCE = tr(
    "Send this text to whoever looks after the program. It names files that the log names "
    "and holds nothing of their content; take out what you want to keep to yourself. Nothing "
    "is sent from here."
)


class ProblemReportDialog(QDialog):
    """text: what is shown first. Stays open beside the window."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Report a problem"))
        self.resize(760, 600)
        self.text = QPlainTextEdit(text)
        self.text.setToolTip(tr("The report; it can be changed before it is copied or saved"))
        self.said = sentence(SENTENCE)
        buttons = dialog_buttons(self, Standard.Close)
        self.copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.setToolTip(tr("Put the report on the clipboard"))
        self.copy.clicked.connect(self._copy)
        self.save = buttons.addButton(tr("Save…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.save.setToolTip(tr("Write the report to a text file"))
        self.save.clicked.connect(self._ask_where)
        layout = QVBoxLayout(self)
        layout.addWidget(self.said)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)

    def write(self, path: Path) -> None:
        """Save the report, and say where it is or why it cannot be there."""
        try:
            with replacing(path, BadRequest) as temporary:
                temporary.write_text(self.text.toPlainText(), encoding="utf-8")
        except BadRequest as error:
            self.said.setText(str(error))
        else:
            self.said.setText(tr("Saved as {path}.").format(path=path))

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text.toPlainText())
        self.said.setText(tr("The report is on the clipboard."))

    def _ask_where(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the report"), "seisviewer-report.txt", tr("Text (*.txt)"))
        if name:
            self.write(Path(name))
