"""Closing the window while something runs that would be lost."""

from __future__ import annotations

from PyQt6.QtWidgets import QMessageBox, QWidget

from seisviewer.app.background_jobs import Background
from seisviewer.app.live.live_controller import LiveController
from seisviewer.app.traces.picker_engine import PickerEngine


def may_close(
    controller: LiveController,
    background: Background,
    parent: QWidget | None = None,
    engine: PickerEngine | None = None,
) -> bool:
    """Ask once, while something learns or picks or a file is written, whether to stop it and close; True where nothing
    does. engine: of the trace desk."""
    if controller.status.is_learning:
        return _confirmed("Training is on", "Stop training and close? Every stroke and pick is already saved.", parent)
    if engine is not None and engine.busy:
        question = f"{engine.busy} has not ended. Stop it and close? Every pick that was found is already saved."
        return _confirmed(engine.busy, question, parent)
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
