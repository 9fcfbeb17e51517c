"""Light and dark: a palette for every widget, from one table."""

from __future__ import annotations

from dataclasses import dataclass

import pyqtgraph as pg
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QPalette
from PyQt6.QtWidgets import QApplication


@dataclass(frozen=True)
class Theme:
    """Colours as "#rrggbb". base: behind text and lists. raised: buttons. faint: text that may be overlooked."""

    window: str
    base: str
    raised: str
    text: str
    faint: str
    border: str
    accent: str
    on_accent: str
    warning: str


THEMES: dict[str, Theme] = {
    "light": Theme("#f2f3f5", "#ffffff", "#e8eaed", "#1d2126", "#6c747d", "#c6cbd1", "#1f6fb2", "#ffffff", "#fde9c8"),
    "dark": Theme("#24272c", "#1b1d21", "#32363d", "#e4e6e9", "#8d949d", "#454a53", "#4a9fe0", "#10151a", "#54431d"),
}

_STYLE = """
QToolTip {{ color: {text}; background: {base}; border: 1px solid {border}; padding: 3px; }}
QDockWidget {{ titlebar-close-icon: none; titlebar-normal-icon: none; }}
QDockWidget::title {{ background: {raised}; padding: 5px 8px; border-bottom: 1px solid {border}; }}
QMainWindow::separator {{ background: {window}; width: 4px; height: 4px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QToolBar {{ border: none; border-bottom: 1px solid {border}; spacing: 2px; padding: 3px; }}
QToolBar::separator {{ background: {border}; width: 1px; margin: 4px 5px; }}
QToolButton:checked {{ background: {accent}; }}
QToolButton:checked:!enabled {{ background: {raised}; }}
QStatusBar::item {{ border: none; }}
#errorBar {{ background: {warning}; border-bottom: 1px solid {border}; }}
#faint {{ color: {faint}; }}
"""


def system_theme() -> str:
    """The theme the desktop asks for; light where it does not say."""
    hints = QApplication.styleHints()
    return "dark" if hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def apply_theme(app: QApplication, name: str) -> None:
    """Dress every widget, there now or made later, in a theme of the table."""
    theme = THEMES[name]
    app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setStyleSheet(_STYLE.format(**vars(theme)))
    pg.setConfigOptions(background=theme.base, foreground=theme.text)


def palette(theme: Theme) -> QPalette:
    made = QPalette()
    role = QPalette.ColorRole
    for name, colour in {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.base,
        role.AlternateBase: theme.window,
        role.Text: theme.text,
        role.PlaceholderText: theme.faint,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.accent,
        role.ToolTipBase: theme.base,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Link: theme.accent,
        role.Mid: theme.border,
        role.Accent: theme.accent,
    }.items():
        made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(theme.faint))
    return made
