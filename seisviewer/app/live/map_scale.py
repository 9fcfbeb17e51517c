"""The colours of a map as a bar with its ends named."""

from __future__ import annotations

import numpy as np
from PyQt6.QtWidgets import QHBoxLayout, QWidget

from seisviewer.app.live.prediction_layer import (
    CONFIDENCE_ENDS,
    CONFIDENCE_MAP,
    STABILITY_ENDS,
    STABILITY_MAP,
    map_table,
)
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.translation import tr

BAR_HEIGHT = 10  # pixels


def confidence_scale() -> QWidget:
    return MapScale(*CONFIDENCE_ENDS, map_table(CONFIDENCE_MAP))


def stability_scale() -> QWidget:
    return MapScale(*STABILITY_ENDS, map_table(STABILITY_MAP))


class MapScale(QWidget):
    """low, high: what its ends are called. colours: uint8 (256, 4), drawn opaque."""

    def __init__(self, low: str, high: str, colours: np.ndarray) -> None:
        super().__init__()
        self.low, self.high, self._bar = PlainLabel(), PlainLabel(), PlainLabel()
        self._bar.setFixedHeight(BAR_HEIGHT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.low)
        layout.addWidget(self._bar, 1)
        layout.addWidget(self.high)
        self.name_ends(low, high, colours)

    def name_ends(self, low: str, high: str, colours: np.ndarray) -> None:
        """Be the scale of another map."""
        self._bar.show()
        stops = colours[::15, :3]
        ramp = ", ".join(
            tr("stop: {place:.3f} rgb({red}, {green}, {blue})").format(
                place=place / (len(stops) - 1), red=red, green=green, blue=blue
            )
            for place, (red, green, blue) in enumerate(stops)
        )
        self._bar.setStyleSheet(f"background: qlineargradient(x1: 0, y1: 0, x2: 1, y2: 0, {ramp});")
        self.low.setText(low)
        self.high.setText(high)

    def say(self, why: str) -> None:
        """Be no scale: nothing is drawn that it could explain."""
        self._bar.hide()
        self.low.setText(why)
        self.high.setText("")
