"""Wiggle traces with their positive lobes filled, once a section is zoomed in far enough to tell traces apart."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPalette, QPen
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.app.sections.raster_item import Raster

PIXELS_A_TRACE = 7.0
FINER = 4
REACH = 0.9
FAINT = 0.45


class Wiggles(pg.GraphicsObject):
    """The traces in sight as curves over a fainter picture of the section."""

    def __init__(self, box: pg.ViewBox, raster: Raster) -> None:
        super().__init__()
        self.setZValue(1)
        self._box, self._raster = box, raster
        self._amplitudes: np.ndarray | None = None
        self._limit = 1.0
        self._in_sight: tuple[slice, slice] | None = None  # traces and samples that are drawn
        self._made: tuple[QPainterPath, list[QPainterPath]] | None = None  # their curves and lobes, once painted
        self._rect = QRectF()
        self._ink, self._paper = QColor("black"), QColor("white")
        box.addItem(self, ignoreBounds=True)
        box.sigRangeChanged.connect(self._follow)
        box.sigResized.connect(self._follow)

    def show(self, amplitudes: np.ndarray | None, limit: float) -> None:
        """Draw these amplitudes (traces, samples) when there is room; None for no wiggles.

        limit: amplitude that reaches almost to the next trace; negative to fill the troughs instead.
        """
        self._amplitudes, self._limit = amplitudes, limit
        self._follow()

    def clear(self) -> None:
        self.show(None, 1.0)

    def dress(self, palette: QPalette) -> None:
        self._ink, self._paper = palette.text().color(), palette.base().color()
        self._follow()

    @property
    def drawn(self) -> bool:
        """Whether wiggles are on screen now."""
        return self._in_sight is not None

    @property
    def has_room(self) -> bool:
        """Whether traces lie far enough apart on screen to be told from one another."""
        width = self._box.viewPixelSize()[0] if self._box.width() > 0 else 0
        return bool(width) and 1 / width >= PIXELS_A_TRACE

    def boundingRect(self) -> QRectF:
        return self._rect

    def paint(self, painter: QPainter, *args: object) -> None:
        if self._in_sight is None:
            return
        if self._made is None:
            traces, samples = self._in_sight
            swings, y = wiggle_swings(self._amplitudes[traces, samples] / self._limit)
            self._made = _paths(swings, traces.start, y + samples.start)
        curves, lobes = self._made
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for lobe in lobes:
            painter.fillPath(lobe, self._ink)
        pen = QPen(self._ink, 1.0)
        pen.setCosmetic(True)
        painter.strokePath(curves, pen)

    def _follow(self, *_: object) -> None:
        """Draw what is in sight; nothing when the traces lie too close. Its curves are made once it is painted."""
        self.prepareGeometryChange()
        self._in_sight, self._made, self._rect = None, None, QRectF()
        if self._amplitudes is not None and self.has_room:
            (left, right), (top, bottom) = self._box.viewRange()
            traces = slice(*_inside(left, right, self._amplitudes.shape[0]))
            samples = slice(*_inside(top, bottom, self._amplitudes.shape[1]))
            if traces.stop > traces.start and samples.stop - samples.start > 1:
                self._in_sight = traces, samples
                self._rect = QRectF(left, min(top, bottom), right - left, abs(bottom - top))
        self._raster.fade(self._paper if self.drawn else None, FAINT)
        self.update()


def wiggle_swings(amplitudes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far each trace swings, in trace distances (traces, points), at places (points,) in samples.

    amplitudes: (traces, samples) in units of the clip; interpolated by a cubic spline. A trace without data is NaN.
    """
    traces, samples = amplitudes.shape
    if traces == 0 or samples < 2:
        return np.zeros((0, 0)), np.zeros(0)
    places = np.linspace(0, samples - 1, (samples - 1) * FINER + 1)
    swings = scipy.interpolate.CubicSpline(np.arange(samples), np.nan_to_num(amplitudes), axis=1)(places)
    swings = REACH * np.clip(swings, -1, 1)
    swings[np.isnan(amplitudes).any(axis=1)] = np.nan
    return swings, places


def _paths(swings: np.ndarray, first: int, y: np.ndarray) -> tuple[QPainterPath, list[QPainterPath]]:
    """The curves, and the lobes to the right of each trace, closed along its base line.

    A lobe is a path of its own: Qt fills one path of all of them twenty times as slowly.
    """
    live = np.flatnonzero(~np.isnan(swings[:, 0]))
    bases = (first + live)[:, None].astype(float)
    curves = bases + swings[live]
    lobes = np.hstack([bases, np.maximum(curves, bases), bases])
    around = np.concatenate([y[:1], y, y[-1:]])
    return _path(curves, y), [_path(lobe[None], around) for lobe in lobes]


def _path(x: np.ndarray, y: np.ndarray) -> QPainterPath:
    """One path of a line for each row of x."""
    connect = np.ones(x.shape, np.int32)
    connect[:, -1] = 0
    return pg.arrayToQPath(x.ravel(), np.tile(y, len(x)), connect=connect.ravel())


def _inside(first: float, last: float, count: int) -> tuple[int, int]:
    first, last = min(first, last), max(first, last)
    return max(0, math.floor(first) - 1), min(count, math.ceil(last) + 2)
