"""The colours of the confidence and the stability map as a bar."""

from __future__ import annotations

from PyQt6.QtWidgets import QHBoxLayout, QWidget

from seisviewer.app.live.prediction_layer import CONFIDENCE_MAP, STABILITY_MAP, map_table
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.pictures.prediction_images import UNSURE

BAR_HEIGHT = 10  # pixels


def confidence_scale() -> QWidget:
    return MapScale(f"≤ {UNSURE:.1f}", "1 sure", CONFIDENCE_MAP)


def stability_scale() -> QWidget:
    return MapScale("0", "1 stable", STABILITY_MAP)


class MapScale(QWidget):
    """A colour map as a bar with its ends named."""

    def __init__(self, low: str, high: str, colour_map: str) -> None:
        super().__init__()
        stops = map_table(colour_map)[::15, :3]
        colours = ", ".join(
            f"stop: {place / (len(stops) - 1):.3f} rgb({red}, {green}, {blue})"
            for place, (red, green, blue) in enumerate(stops)
        )
        bar = PlainLabel()
        bar.setStyleSheet(f"background: qlineargradient(x1: 0, y1: 0, x2: 1, y2: 0, {colours});")
        bar.setFixedHeight(BAR_HEIGHT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(PlainLabel(low))
        layout.addWidget(bar, 1)
        layout.addWidget(PlainLabel(high))
