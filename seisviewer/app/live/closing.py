"""Closing the window while something runs that would be lost."""

from __future__ import annotations

from PyQt6.QtWidgets import QMessageBox, QWidget

from seisviewer.app.background import Background
from seisviewer.app.live.controller import LiveController


def may_close(controller: LiveController, background: Background, parent: QWidget | None = None) -> bool:
    """Ask once, while training learns or a file is written, whether to stop it and close; True where nothing does."""
    if controller.status.is_learning:
        return _confirmed("Training is on", "Stop training and close? Every stroke is already saved.", parent)
    if background.unfinished:
        return _confirmed(
            background.unfinished,
            f"{background.unfinished} has not ended. Stop it and close? No file is left then.",
            parent,
        )
    return True


def _confirmed(title: str, question: str, parent: QWidget | None) -> bool:
    answer = QMessageBox.question(
        parent,
        title,
        question,
        QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
        QMessageBox.StandardButton.Yes,
    )
    return answer == QMessageBox.StandardButton.Yes
