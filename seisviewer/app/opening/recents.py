"""The surveys and projects opened lately, newest first."""

from __future__ import annotations

import json
from pathlib import Path

from PyQt6.QtCore import QObject, QSettings, pyqtSignal

_KEY = "recents"
MOST = 12


class Recents(QObject):
    """Paths kept in the user's settings; a path is listed once."""

    changed = pyqtSignal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings

    @property
    def paths(self) -> list[Path]:
        try:
            return [Path(text) for text in json.loads(self._settings.value(_KEY, "[]", type=str))]
        except (ValueError, TypeError):
            # Settings edited by hand: an empty list is the honest reading.
            return []

    def add(self, path: Path) -> None:
        path = path.resolve()
        self._store([path, *(other for other in self.paths if other != path)][:MOST])

    def _store(self, paths: list[Path]) -> None:
        self._settings.setValue(_KEY, json.dumps([str(path) for path in paths]))
        self.changed.emit()
