"""The question before a round of self-training is given up: minutes of work, and no undo brings them back."""

from __future__ import annotations

from PyQt6.QtWidgets import QMessageBox, QWidget

from seisviewer.app.live.live_controller import LiveController
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.translation import tr


def ask_to_drop(live: LiveController, parent: QWidget | None = None) -> None:
    """Drop the round that runs or waits, if the user says yes; nothing happens without one."""
    status = live.status
    if not status.can_drop:
        return
    begun = status.cut_off.round if status.cut_off is not None else status.round
    name = tr("the round") if begun is None else begun.name
    answer = QMessageBox.question(
        parent,
        tr("Drop the round"),
        as_plain(
            tr("Drop {name}? What it has learned so far is lost; the live model and every stroke stay.").format(
                name=name
            )
        ),
        QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
        QMessageBox.StandardButton.Cancel,
    )
    if answer == QMessageBox.StandardButton.Yes:
        live.drop_round()
