"""A picture in section coordinates: the centre of trace i, sample j lies at (i, j)."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QColor, QImage, QPainter, QTransform

from seisviewer.app.sections.oriented_box import SWAPPED

FAST = QImage.Format.Format_ARGB32_Premultiplied
SHARP_PIXELS = 5.0


class Raster(pg.GraphicsObject):
    """Draws an array over the index space of a section, transparent where it has nothing.

    smooth: interpolate between samples, for amplitudes; class colours are drawn as they are. A section with holes is not
    interpolated once it is zoomed in so far that data would seem to run out into them. Pictures are kept in the
    one format that Qt paints without converting it first: a repaint then takes a third of the time.
    """

    def __init__(self, smooth: bool = False) -> None:
        super().__init__()
        self._smooth = smooth
        self._rect = QRectF()
        self._image: QImage | None = None
        self._indexed: tuple[np.ndarray, np.ndarray] | None = None
        self._values: np.ndarray | None = None  # the colours that are shown
        self._paper: tuple[QColor, float] | None = None
        self._holes = False
        self._turned = False
        self._steps = 1, 1

    def turn(self, turned: bool) -> None:
        """Lie in a box whose rows run up or down: the picture is laid out as it is seen, so that Qt need not rotate it.
        What was shown goes."""
        if turned != self._turned:
            self.clear()
            self._turned, self._rect = turned, QRectF()
            self.setTransform(SWAPPED if turned else QTransform())

    def show_indices(self, values: np.ndarray, colours: np.ndarray, step: int = 1) -> None:
        """Draw uint8 indices (rows, columns) through a table of 256 RGBA colours, each opaque or fully transparent. step:
        cells of the section that a value stands for, in each direction."""
        self._steps = step, step
        self._indexed = np.ascontiguousarray(values if self._turned else values.T), colours
        self._values = None
        self._colour()

    def fade(self, paper: QColor | None, strength: float = 1.0) -> None:
        """Draw indices as if printed weakly on paper of this colour; None for full strength."""
        wanted = None if paper is None else (paper, strength)
        if wanted != self._paper:
            self._paper = wanted
            if self._indexed is not None:
                self._colour()

    def show_rgba(self, values: np.ndarray, steps: tuple[int, int] = (1, 1)) -> None:
        """Draw RGBA uint8 (rows, columns, 4), not premultiplied. An array is not changed once it was shown: the one that is
        on screen is not painted again. steps: rows and columns of the section that a value stands for."""
        if values is self._values and steps == self._steps:
            return
        self._indexed, self._values, self._steps = None, values, steps
        whole = np.ascontiguousarray(values).view(np.uint32)[..., 0]  # turned as pixels, many times as fast as by bytes
        pixels = np.ascontiguousarray(whole if self._turned else whole.T)
        height, width = pixels.shape
        self._replace(QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGBA8888).convertToFormat(FAST))

    def clear(self) -> None:
        if self._image is not None:
            self._image = self._indexed = self._values = None
            self.update()

    def boundingRect(self) -> QRectF:
        return self._rect

    def paint(self, painter: QPainter, *args: object) -> None:
        if self._image is not None:
            zoomed = painter.worldTransform()
            sharp = self._holes and max(abs(zoomed.m11()), abs(zoomed.m22())) > SHARP_PIXELS
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._smooth and not sharp)
            painter.drawImage(self._rect, self._image)

    def _colour(self) -> None:
        values, colours = self._indexed
        height, width = values.shape
        image = QImage(values, width, height, width, QImage.Format.Format_Indexed8)
        image.setColorTable(_packed(colours, self._paper).tolist())
        self._replace(image.convertToFormat(FAST))  # a quarter of the time that NumPy takes to look the colours up
        self._holes = not values.all()

    def _replace(self, image: QImage) -> None:
        down, across = self._steps if self._turned else self._steps[::-1]
        rect = QRectF(-0.5, -0.5, image.width() * across, image.height() * down)
        if rect != self._rect:
            self.prepareGeometryChange()
            self._rect = rect
        self._image = image
        self.update()


def _packed(colours: np.ndarray, paper: tuple[QColor, float] | None) -> np.ndarray:
    """RGBA uint8 (256, 4) as uint32 0xAARRGGBB, mixed with the paper."""
    red, green, blue, alpha = colours.T.astype(np.uint32)
    if paper is not None:
        ground, strength = paper[0].getRgb()[:3], paper[1]
        red, green, blue = (
            (strength * channel + (1 - strength) * below).astype(np.uint32)
            for channel, below in zip((red, green, blue), ground, strict=True)
        )
    return np.where(alpha > 0, alpha << 24 | red << 16 | green << 8 | blue, 0).astype(np.uint32)
