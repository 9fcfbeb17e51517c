"""The question whether picks that nobody looked at should go into a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QMessageBox, QWidget

from seisviewer.picks.pick import Pick
from seisviewer.translation import tr
from seisviewer.workflows.traces.pick_files import standing

Then = Callable[[tuple[Pick, ...]], None]


def ask_which_picks(picks: Sequence[Pick], reviewed: Sequence[Pick], then: Then, parent: QWidget) -> QMessageBox:
    """Open the question; `then` gets those that were chosen, and nothing happens where the user cancels. reviewed: those
    of `picks` that somebody set or accepted."""
    box = QMessageBox(QMessageBox.Icon.Question, tr("Export picks"), "", QMessageBox.StandardButton.Cancel, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(
        tr("Of the {count:,} picks shown: {standing}. Which should be written?").format(
            count=len(picks), standing=standing(picks)
        )
    )
    own = box.addButton(tr("Reviewed only ({count:,})").format(count=len(reviewed)), QMessageBox.ButtonRole.AcceptRole)
    every = box.addButton(tr("All shown ({count:,})").format(count=len(picks)), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(every)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def answer() -> None:
        if box.clickedButton() is own:
            then(tuple(reviewed))
        elif box.clickedButton() is every:
            then(tuple(picks))

    box.finished.connect(lambda _: answer())
    box.open()
    return box
