"""Horizons over sections: lines on inlines and crosslines, on time slices where they pass through."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QColor
from scipy import ndimage

from seisviewer.app.horizons.horizon_desk import HorizonDesk
from seisviewer.app.sections.curve_item import Curve
from seisviewer.structure.horizons.horizon import Horizon
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

WIDTH, CHOSEN_WIDTH = 1.0, 1.75  # pixels of each half
PICK_WIDTH = 3.0
LEAST_PIXELS = 2  # of a crossing on a time slice
MOST_CELLS = 12
NEAR_A_LINE = 0.5  # lines


class HorizonLayer(QObject):
    """changed: emitted with None, for all sections."""

    changed = pyqtSignal(object)
    picture_name = tr("Horizons")

    def __init__(self, desk: HorizonDesk) -> None:
        super().__init__()
        self._desk = desk
        desk.changed.connect(lambda: self.changed.emit(None))

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> np.ndarray | None:
        """On a time slice the places where horizons pass through it; nothing elsewhere."""
        if section.direction is not Direction.TIME or not self._desk.shown:
            return None
        picture = np.zeros((*self._desk.state.volume.geometry.live.shape, 4), np.uint8)
        size = tuple(min(MOST_CELLS, max(1, math.ceil(LEAST_PIXELS * each))) for each in pixel)
        for horizon in self._desk.shown:
            passed = ndimage.maximum_filter(passes_through(horizon.depths, section.number), size)
            picture[passed] = (*QColor(horizon.colour).getRgb()[:3], 255)
        return picture

    def curves(self, section: SectionId) -> tuple[Curve, ...]:
        """The lines on an inline or crossline, and short bars at the picks there."""
        if section.direction is Direction.TIME or self._desk.state.volume is None:
            return ()
        geometry = self._desk.state.volume.geometry
        return tuple(curve for horizon in self._desk.shown for curve in self._of(horizon, geometry, section))

    def _of(self, horizon: Horizon, geometry: Geometry, section: SectionId) -> Iterator[Curve]:
        colour = QColor(horizon.colour)
        width = CHOSEN_WIDTH if horizon.number == self._desk.chosen else WIDTH
        depths = horizon.on_line(geometry, section)
        known = np.flatnonzero(np.isfinite(depths))
        for piece in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1) if known.size else ():
            yield Curve(piece, depths[piece], colour, colour, width)
        index = geometry.index(section)
        for pick in horizon.picks:
            on, along = pick.inline, pick.crossline
            if section.direction is not Direction.INLINE:
                on, along = along, on
            if on == index:
                yield Curve(np.array([along]), np.array([pick.depth]), colour, colour, PICK_WIDTH)


def passes_through(depths: np.ndarray, sample: float) -> np.ndarray:
    """Bool (inlines, crosslines): the places beside which a horizon passes from above a time slice to below it."""
    known, below = np.isfinite(depths), depths >= sample
    found = np.zeros(depths.shape, bool)
    for axis in (0, 1):
        first, second = (
            tuple(np.s_[:] if each != axis else part for each in (0, 1)) for part in (np.s_[:-1], np.s_[1:])
        )
        found[first] |= known[first] & known[second] & (below[first] != below[second])
    return found
