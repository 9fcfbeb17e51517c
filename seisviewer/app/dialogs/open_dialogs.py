"""Dialogs that stay open beside the window, each at most once."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QDialog, QWidget

from seisviewer.app.background.background_jobs import Background


class OpenDialogs(QObject):
    """The dialogs that are open over a window, by name."""

    def __init__(self, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._background = background
        self._window = window
        self.open: dict[str, QDialog] = {}

    def show(self, name: str, make: Callable[[], QDialog]) -> None:
        """Open a dialog; asked for again, the one that is open comes to the front."""
        if name not in self.open:
            dialog = self.open[name] = make()
            dialog.finished.connect(lambda: self.open.pop(name).deleteLater())
        dialog = self.open[name]
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def close(self) -> None:
        for dialog in list(self.open.values()):
            dialog.close()
