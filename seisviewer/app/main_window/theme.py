"""Light and dark: a palette for every widget, from one table."""

from __future__ import annotations

from dataclasses import dataclass

import pyqtgraph as pg
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QPalette
from PyQt6.QtWidgets import QApplication

from seisviewer.app.main_window.wheel_filter import WheelStyle


@dataclass(frozen=True)
class Theme:
    """Colours as "#rrggbb". base: behind text and lists. raised: buttons. faint: text that may be overlooked, and the
    edges of check boxes. switched_on: behind the icon of a tool button that is on."""

    window: str
    base: str
    raised: str
    text: str
    faint: str
    border: str
    accent: str
    on_accent: str
    switched_on: str
    warning: str


THEMES: dict[str, Theme] = {
    "light": Theme(
        window="#f2f3f5",
        base="#ffffff",
        raised="#e8eaed",
        text="#1d2126",
        faint="#59616a",
        border="#c6cbd1",
        accent="#1f6fb2",
        on_accent="#ffffff",
        switched_on="#b4d2ec",
        warning="#fde9c8",
    ),
    "dark": Theme(
        window="#24272c",
        base="#1b1d21",
        raised="#32363d",
        text="#e4e6e9",
        faint="#a2a9b2",
        border="#454a53",
        accent="#4a9fe0",
        on_accent="#10151a",
        switched_on="#2d5a80",
        warning="#54431d",
    ),
}

# Fusion draws the edge of a control in its Window colour darkened by this much (percent), which a dark window swallows.
_DARKENED = 140
_BOXES = ("QCheckBox", "QRadioButton", "QGroupBox", "QMenu", "QListWidget", "QTableView")
_FIELDS = ("QAbstractSpinBox", "QLineEdit", "QComboBox", "QSlider")

_STYLE = """
QToolTip {{ color: {text}; background: {base}; border: 1px solid {border}; padding: 3px; }}
QDockWidget {{ titlebar-close-icon: none; titlebar-normal-icon: none; }}
QDockWidget::title {{ background: {raised}; padding: 5px 8px; border-bottom: 1px solid {border}; }}
QMainWindow::separator {{ background: {window}; width: 4px; height: 4px; }}
QMainWindow::separator:hover {{ background: {accent}; }}
QToolBar {{ border: none; border-bottom: 1px solid {border}; spacing: 2px; padding: 3px; }}
QToolBar::separator {{ background: {border}; width: 1px; margin: 4px 5px; }}
QToolButton:checked {{ background: {switched_on}; border: 1px solid {accent}; border-radius: 3px; }}
QToolButton:checked:!enabled {{ background: {raised}; border-color: {border}; }}
QStatusBar::item {{ border: none; }}
#errorBar {{ background: {warning}; border-bottom: 1px solid {border}; }}
#errorText, #errorText QLabel, #errorText > QWidget {{ background: transparent; }}
#faint {{ color: {faint}; }}
#tourCard {{ background: {base}; border: 2px solid {accent}; border-radius: 6px; }}
#doubt {{ background: {warning}; border: 1px solid {border}; border-radius: 3px; padding: 3px; }}
"""


def system_theme() -> str:
    """The theme the desktop asks for; light where it does not say."""
    hints = QApplication.styleHints()
    return "dark" if hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def apply_theme(app: QApplication, name: str) -> None:
    """Dress every widget, there now or made later, in a theme of the table."""
    theme = THEMES[name]
    if app.findChild(WheelStyle) is None:  # one for all themes: another would undress every widget that there is first
        app.setStyle(WheelStyle("Fusion"))
    app.setPalette(palette(theme))
    for kinds, edge in ((_BOXES, theme.faint), (_FIELDS, theme.border)):
        for kind in kinds:
            app.setPalette(_with_edges(theme, edge), kind)
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
    made.setColor(QPalette.ColorGroup.Disabled, role.Button, QColor(theme.window))  # Fusion draws it lighter than it is
    return made


def _with_edges(theme: Theme, edge: str) -> QPalette:
    """The palette for controls whose edges are to have this colour; those of disabled ones are weaker."""
    made = palette(theme)
    made.setColor(QPalette.ColorRole.Window, QColor(edge).lighter(_DARKENED))
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Window, QColor(theme.border).lighter(_DARKENED))
    return made
