"""Closing the window while training is on."""

from __future__ import annotations

from PyQt6.QtWidgets import QMessageBox, QWidget

from seisviewer.app.live.controller import LiveController


def may_close(controller: LiveController, parent: QWidget | None = None) -> bool:
    """Ask once, while training is on, whether to stop it and close; True where nothing stands in the way."""
    if not controller.status.is_on:
        return True
    answer = QMessageBox.question(
        parent,
        "Training is on",
        "Stop training and close? Every stroke is already saved.",
        QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
        QMessageBox.StandardButton.Yes,
    )
    return answer == QMessageBox.StandardButton.Yes
