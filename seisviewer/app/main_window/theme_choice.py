"""The theme that the user chose."""

from __future__ import annotations

from PyQt6.QtCore import QObject, QSettings, pyqtSignal
from PyQt6.QtWidgets import QApplication

from seisviewer.app.main_window.theme import apply_theme, system_theme

KEY = "theme"


class ThemeChoice(QObject):
    """name: "light" or "dark"; that of the desktop until the user chooses one. changed: the name."""

    changed = pyqtSignal(str)

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings
        self.name = settings.value(KEY, "", type=str) or system_theme()
        apply_theme(QApplication.instance(), self.name)

    def set(self, name: str) -> None:
        """Dress every widget "light" or "dark", and remember it."""
        self.name = name
        self._settings.setValue(KEY, name)
        apply_theme(QApplication.instance(), name)
        self.changed.emit(name)
