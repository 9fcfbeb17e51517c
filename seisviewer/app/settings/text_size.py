"""How large the letters of the window are."""

from __future__ import annotations

from PyQt6.QtCore import QSettings
from PyQt6.QtGui import QFont
from PyQt6.QtWidgets import QApplication


KEY = "text_size"
SIZES = (80, 90, 100, 110, 125, 150)  # percent of what the desktop asks for; the window is made for up to 150
USUAL = 100
_DESKTOP = "seisviewer desktop font"  # property of the application: its font before any of this


class TextSize:
    """percent: of the size that the desktop asks for."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings
        stored = settings.value(KEY, USUAL)
        self.percent = int(stored) if str(stored) in map(str, SIZES) else USUAL
        if self.percent != USUAL:
            self._apply()

    def set(self, percent: int) -> None:
        """Dress every widget in letters of that size, and remember it."""
        if percent != self.percent:
            self.percent = percent
            self._settings.setValue(KEY, percent)
            self._apply()

    def _apply(self) -> None:
        app = QApplication.instance()
        if app.property(_DESKTOP) is None:
            app.setProperty(_DESKTOP, app.font())
        font = QFont(app.property(_DESKTOP))
        font.setPointSizeF(font.pointSizeF() * self.percent / USUAL)
        style = app.styleSheet()
        app.setStyleSheet("")  # a widget that a style sheet has dressed keeps the font that it had then
        app.setFont(font)
        app.setStyleSheet(style)
