"""The pictures of the three slices: amplitudes as the 2D views draw them, with the same layers over them."""

from __future__ import annotations

import math

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QImage, QPainter

from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.colours import amplitude_colours
from seisviewer.app.sections.overlay_layers import Layer
from seisviewer.app.sections.section_reader import SectionReader
from seisviewer.pictures.amplitude_indices import indices
from seisviewer.volumes.display_cube import to_amplitudes
from seisviewer.volumes.geometry import Direction, SectionId

MOST_PIXELS = 1024  # along a side of a picture
PREMULTIPLIED = QImage.Format.Format_RGBA8888_Premultiplied


class SlicePictures(QObject):
    """Draws what it is asked for, and says what looks different since. Used on the GUI thread; it reads no file.

    changed: a Direction whose picture would be another one now, None for all three.
    """

    changed = pyqtSignal(object)

    def __init__(self, state: SectionState, reader: SectionReader, layers: tuple[Layer, ...]) -> None:
        super().__init__()
        self._state, self._reader, self._layers = state, reader, layers
        self._wanted: dict[Direction, SectionId] = {}
        reader.section_ready.connect(lambda section, _: self._renew(section))
        reader.picture_ready.connect(self._renew)  # in 8 bits from a store; exact amplitudes may never follow
        reader.cube_progress.connect(self._look_at_cube)
        state.display_changed.connect(lambda _: self.changed.emit(None))
        for layer in layers:
            layer.changed.connect(self._renew)

    def picture(self, direction: Direction, index: int) -> np.ndarray | None:
        """uint8 RGBA (columns, rows, 4) of the section at an index, MOST_PIXELS at most along a side; None while it is being
        read: `changed` tells when it is there."""
        geometry = self._state.volume.geometry
        section = self._wanted[direction] = geometry.section(direction, index)
        steps = tuple(math.ceil(count / MOST_PIXELS) for count in geometry.section_shape(direction))
        amplitudes = self._reader.want(("scene", direction), section)
        found = self._amplitude_colours(section, amplitudes, steps)
        if found is None:
            return None
        canvas = _image(found)
        painter = QPainter(canvas)
        for layer in self._layers:
            over = layer.rgba(section, tuple(float(step) for step in steps))
            if over is not None:
                pixels = np.ascontiguousarray(over[:: steps[0], :: steps[1]].swapaxes(0, 1))
                height, width = pixels.shape[:2]
                painter.drawImage(0, 0, QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGBA8888))
        painter.end()
        return _pixels(canvas)

    def rest(self) -> None:
        """Nobody looks: what is wanted need not be read."""
        self._wanted.clear()
        for direction in Direction:
            self._reader.forget(("scene", direction))

    def _amplitude_colours(
        self, section: SectionId, amplitudes: np.ndarray | None, steps: tuple[int, int]
    ) -> np.ndarray | None:
        """uint8 RGBA (columns, rows, 4): line by line downward, as the layers are laid out, so that nobody has to turn it."""
        display, every = self._state.display, tuple(slice(None, None, step) for step in steps)
        vertical = section.direction is not Direction.TIME
        interval = self._state.volume.geometry.samples.interval if vertical else None
        levels = self._reader.levels(section) if amplitudes is None else None
        if levels is not None and vertical and display.agc > 0:
            amplitudes, levels = to_amplitudes(*levels), None
        if amplitudes is not None:
            shown, limit = amplitude_colours.shown_amplitudes(amplitudes, display, interval)
            return _coloured(indices(shown[every], limit), amplitude_colours.lookup_table(display))
        if levels is None:
            return None
        values, limit = levels
        return _coloured(values[every], amplitude_colours.lookup_table(display, limit * display.gain / display.limit))

    def _renew(self, section: SectionId | None = None) -> None:
        if section is None:
            self.changed.emit(None)
        for direction, wanted in self._wanted.items():
            if section == wanted:
                self.changed.emit(direction)

    def _look_at_cube(self, share: float) -> None:
        """Crosslines and time slices can be shown at once when the display cube is full."""
        if share >= 1 and self._wanted:
            self.changed.emit(None)


def _coloured(values: np.ndarray, table: np.ndarray) -> np.ndarray:
    """uint8 RGBA (columns, rows, 4) of indices (rows, columns); whole pixels are looked up, as one number each."""
    found = np.take(table.view(np.uint32)[:, 0], np.ascontiguousarray(values.T))
    return found.view(np.uint8).reshape(*found.shape, 4)


def _image(pixels: np.ndarray) -> QImage:
    """What can be painted on: uint8 RGBA (height, width, 4), each pixel opaque or fully transparent."""
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 4 * width, PREMULTIPLIED)


def _pixels(image: QImage) -> np.ndarray:
    """The other way round; Qt has painted on a copy of its own."""
    bits = image.constBits().asarray(image.sizeInBytes())
    return np.frombuffer(bits, np.uint8).reshape(image.height(), image.width(), 4).copy()
