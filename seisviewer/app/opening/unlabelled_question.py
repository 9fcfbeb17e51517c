"""The question whether a value that covers nearly everything in a file of labels stands for “unlabelled”."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QMessageBox, QWidget

from seisviewer.errors import UnclearLabels
from seisviewer.translation import tr


def ask_what_is_unlabelled(
    name: str, unclear: UnclearLabels, then: Callable[[Collection[int]], None], parent: QWidget
) -> QMessageBox:
    """Open the question; `then` gets the values that mean “unlabelled”, and nothing happens where the user cancels."""
    value = unclear.value
    box = QMessageBox(QMessageBox.Icon.Question, tr("Import labels"), "", QMessageBox.StandardButton.Cancel, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(
        tr("{percent} % of the samples in {name} are {value}, and none is 255. What does {value} mean?").format(
            percent=unclear.percent, name=name, value=value
        )
    )
    empty = box.addButton(tr("Nothing was labelled there"), QMessageBox.ButtonRole.AcceptRole)
    facies = box.addButton(tr("Class {value}").format(value=value), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(empty)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def answer() -> None:
        if box.clickedButton() is empty:
            then((value,))
        elif box.clickedButton() is facies:
            then(())

    box.finished.connect(lambda _: answer())
    box.open()
    return box
