"""Opens the window of random lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QWidget

from seisviewer.app.random_lines.line_layers import LineSources
from seisviewer.app.random_lines.random_line_window import RandomLineWindow
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.predictions.leading_answer import Speaker

if TYPE_CHECKING:
    from seisviewer.app.main_window.section_parts import SectionParts


def show_random_line(parts: SectionParts, actions: Mapping[str, QAction], window: QWidget) -> RandomLineWindow:
    """Open it beside the window, or bring it to the front; with no line yet, clicks on the map draw one. actions: of the
    window, by name."""

    def layers() -> LayerPredictor | None:
        solved = parts.layers.status.solved
        speaks = parts.live.predictions.speaker is Speaker.LAYERS
        return solved.predictor if solved is not None and speaks else None

    shown = next(iter(window.findChildren(RandomLineWindow)), None)
    if shown is None:
        shown = RandomLineWindow(
            *(parts.state, parts.random_lines, parts.line_drawing, LineSources(layers, lambda: parts.stored.store)),
            *(parts.wells, parts.label_editor, actions, window),
        )
        for changed in (parts.stored.changed, parts.layers.status_changed, parts.live.predictions.speaker_changed):
            changed.connect(lambda *_: shown.layers.renew())
    shown.show()
    shown.raise_()
    shown.activateWindow()
    if not parts.random_lines.lines and shown.draw.isEnabled():
        shown.draw.setChecked(True)
    return shown
