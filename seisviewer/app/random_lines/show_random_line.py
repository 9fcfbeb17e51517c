"""Opens the window of random lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QWidget

from seisviewer.app.random_lines.random_line_window import RandomLineWindow

if TYPE_CHECKING:
    from seisviewer.app.main_window.section_parts import SectionParts


def show_random_line(parts: SectionParts, actions: Mapping[str, QAction], window: QWidget) -> RandomLineWindow:
    """Open it beside the window, or bring it to the front; with no line yet, clicks on the map draw one. actions: of the
    window, by name."""
    shown = next(iter(window.findChildren(RandomLineWindow)), None)
    if shown is None:
        shown = RandomLineWindow(
            *(parts.state, parts.random_lines, parts.line_drawing, lambda: parts.stored.store, parts.wells),
            *(parts.label_editor, actions, window),
        )
        parts.stored.changed.connect(shown.layers.renew)
    shown.show()
    shown.raise_()
    shown.activateWindow()
    if not parts.random_lines.lines and shown.draw.isEnabled():
        shown.draw.setChecked(True)
    return shown
