"""From samples to lines on screen: envelopes of the components of a record and the scale they share. Nothing here draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PyQt6.QtGui import QPolygonF

from seisviewer.app.traces.page.time_spans import TimeScale
from seisviewer.waveforms.envelope import envelope
from seisviewer.waveforms.record import Component

FILL = 0.46  # of the height of its row that the largest excursion takes to either side
FARTHEST = 30000.0  # pixels beyond which nothing is drawn: Qt's lines wrap around far outside of the screen


@dataclass(frozen=True)
class Curve:
    """One component in sight. times: (points,), seconds since 1970 UTC. low, high: (points,); the same array where single
    samples are drawn; NaN in gaps. middle: the value drawn on the middle line of the row."""

    times: np.ndarray
    low: np.ndarray
    high: np.ndarray
    middle: float

    @property
    def is_samples(self) -> bool:
        return self.low is self.high

    @property
    def reach(self) -> float:
        """The largest excursion from the middle; 0 without samples."""
        if not len(self.low):
            return 0.0
        low, high = np.fmin.reduce(self.low), np.fmax.reduce(self.high)
        return 0.0 if np.isnan(low) else float(max(high - self.middle, self.middle - low))


def curve_of(component: Component, scale: TimeScale) -> Curve:
    """What of a component is seen. The middle is the median of what is seen: an offset of the instrument, or a jump that
    takes less than half of the screen, does not push the trace out of its row."""
    times, low, high = envelope(component, scale.span.start, scale.span.end, round(scale.width))
    centres = (low + high) * np.float32(0.5) if low is not high else low
    centres = centres[~np.isnan(centres)]
    return Curve(times, low, high, float(np.median(centres)) if len(centres) else 0.0)


def shared_reach(curves: Sequence[Curve]) -> float:
    """The excursion that fills a row, the same for the components of a record: their amplitudes stay comparable."""
    return max((curve.reach for curve in curves), default=0.0)


def polygons(curve: Curve, scale: TimeScale, middle: float, pixels: float) -> list[QPolygonF]:
    """Lines to draw, one for each stretch between gaps. middle: y of the middle line. pixels: a unit of amplitude; up is
    positive."""
    x = scale.left + (curve.times - scale.span.start) / scale.seconds_a_pixel
    if curve.is_samples:
        return _runs(x, _heights(curve.low, curve, middle, pixels))
    # Down one column and up the next: one line of half as many points as columns with both extremes have.
    y = np.empty((len(x), 2))
    low, high = _heights(curve.low, curve, middle, pixels), _heights(curve.high, curve, middle, pixels)
    y[0::2, 0], y[0::2, 1] = low[0::2], high[0::2]
    y[1::2, 0], y[1::2, 1] = high[1::2], low[1::2]
    return _runs(np.repeat(x, 2), y.ravel())


def _heights(values: np.ndarray, curve: Curve, middle: float, pixels: float) -> np.ndarray:
    return np.clip(middle - (values - curve.middle) * pixels, middle - FARTHEST, middle + FARTHEST)


def _runs(x: np.ndarray, y: np.ndarray) -> list[QPolygonF]:
    """A line for each run of finite heights."""
    finite = ~np.isnan(y)
    if finite.all():
        return [pg.functions.arrayToQPolygonF(x, y)] if len(x) else []
    changes = np.flatnonzero(np.diff(finite, prepend=False, append=False))
    return [
        pg.functions.arrayToQPolygonF(x[first:last], y[first:last])
        for first, last in zip(changes[::2], changes[1::2], strict=True)
    ]
