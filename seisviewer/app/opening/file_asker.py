"""What opening, importing and exporting have in common: a file is asked for, then read or written in the background."""

from __future__ import annotations

from pathlib import Path
from typing import Generic, TypeVar

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QFileDialog, QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.shared_state import SharedState
from seisviewer.file_names import plain_name

State = TypeVar("State", bound=SharedState)


class FileAsker(QObject, Generic[State]):
    """state: of its desk. window: its dialogs open over it, and it ends with it. Filters are those of QFileDialog; an
    answer is None, or empty, where the user changed their mind."""

    def __init__(self, state: State, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._state = state
        self._background = background
        self._window = window

    def folder_to_ask_in(self) -> Path:
        """Where file dialogs begin."""
        return Path.home()

    def _ask_file(self, title: str, filters: str) -> Path | None:
        path, _ = QFileDialog.getOpenFileName(self._window, title, str(self.folder_to_ask_in()), filters)
        return Path(path) if path else None

    def _ask_files(self, title: str, filters: str) -> list[Path]:
        paths, _ = QFileDialog.getOpenFileNames(self._window, title, str(self.folder_to_ask_in()), filters)
        return [Path(path) for path in paths]

    def _ask_folder(self, title: str) -> Path | None:
        path = QFileDialog.getExistingDirectory(self._window, title, str(self.folder_to_ask_in()))
        return Path(path) if path else None

    def _ask_target(self, title: str, name: str, filters: str) -> tuple[Path | None, str]:
        """Where to write, and the filter that was chosen. name: suggested for the file."""
        place = self.folder_to_ask_in() / plain_name(name)
        path, chosen = QFileDialog.getSaveFileName(self._window, title, str(place), filters)
        return (Path(path) if path else None), chosen
