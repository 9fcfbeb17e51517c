"""The question whether a project may read files that did not come with it; it is asked once."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QMessageBox, QWidget

from seisviewer.errors import UnknownSource
from seisviewer.translation import tr


def ask_about_sources(error: UnknownSource, then: Callable[[], None], parent: QWidget) -> QMessageBox:
    """Open the question; `then` is called where the user agrees."""
    box = QMessageBox(QMessageBox.Icon.Question, tr("Open project"), "", QMessageBox.StandardButton.Cancel, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(
        tr("{what} Read it? This is asked once; say no if you do not know who made the project.").format(
            what=error.what
        )
    )
    read = box.addButton(tr("Read it"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.finished.connect(lambda _: then() if box.clickedButton() is read else None)
    box.open()
    return box
