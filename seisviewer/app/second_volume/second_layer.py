"""Draws the second volume over the amplitudes of the first, or over one side of them."""

from __future__ import annotations

import math

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.second_volume.second_volume import SecondVolume
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.pointer_reading import PointerReading, place_of
from seisviewer.app.sections.section_views import SectionViews
from seisviewer.app.sections.view_caption import ColourScale
from seisviewer.pictures.amplitude_indices import colour_table, indices
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId


class SecondLayer(QObject):
    """changed: the section that looks different, None for all."""

    changed = pyqtSignal(object)

    def __init__(self, state: SectionState, second: SecondVolume, views: SectionViews) -> None:
        super().__init__()
        self._state, self._second, self._views = state, second, views
        second.changed.connect(self.changed)
        state.second_changed.connect(lambda _: self.changed.emit(None))

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> np.ndarray | None:
        amplitudes = self._second.amplitudes(section)
        if amplitudes is None:
            return None
        looks = self._state.second
        table = colour_table(looks.colour_map)
        table[1:, 3] = 255 if looks.swipe else round(255 * looks.opacity)
        low, high = self._ends
        image = table[np.asfortranarray(indices(amplitudes - np.float32((low + high) / 2), (high - low) / 2))]
        if looks.swipe:
            hide(image, self._divider(section), *self._turned(section))
        return image

    @property
    def picture_name(self) -> str:
        return self._second.second.volume.name if self._second.second is not None else tr("Second volume")

    def caption(self, section: SectionId) -> str:
        if self._second.second is None or not self._state.second.shown:
            return ""
        return self._second.second.volume.name + (" …" if self._second.amplitudes(section) is None else "")

    def details(self, section: SectionId) -> str:
        second = self._second.second
        return "" if second is None else (
            tr("The second volume, {name}. {notice}").format(name=second.volume.path.name, notice=second.notice).strip()
        )

    def scale(self, section: SectionId) -> ColourScale | None:
        if self._second.amplitudes(section) is None:
            return None
        low, high = (f"{end:.4g}".replace("-", "−") for end in self._ends)
        return ColourScale(low, high, colour_table(self._state.second.colour_map)[1:])

    def read(self, reading: PointerReading) -> str:
        """The value of the second volume under the pointer, for the status bar."""
        amplitudes = self._second.amplitudes(reading.section)
        if amplitudes is None:
            return ""
        value = float(amplitudes[place_of(reading.section.direction, reading.position)])
        return "" if math.isnan(value) else f"{self._second.second.volume.name} {value:.5g}".replace("-", "−")

    @property
    def _ends(self) -> tuple[float, float]:
        """What is drawn in the first and in the last colour."""
        limit = self._second.second.limit / self._state.display.gain
        return (0.0 if self._second.second.positive else -limit), limit

    def _turned(self, section: SectionId) -> tuple[bool, bool]:
        orientation = self._views.views[section.direction].box.orientation
        return orientation.turned, orientation.leftward

    def _divider(self, section: SectionId) -> float:
        found = self._second.dividers.get(section.direction)
        if found is not None:
            return found
        turned, _ = self._turned(section)
        return (self._state.volume.geometry.section_shape(section.direction)[turned] - 1) / 2


def hide(image: np.ndarray, divider: float, turned: bool, leftward: bool) -> None:
    """Make what lies left of the divider on screen transparent, in place. divider: an index of what runs across."""
    along = image.swapaxes(0, 1) if turned else image
    first = min(max(math.ceil(divider), 0), len(along))
    if leftward:
        along[first:, :, 3] = 0
    else:
        along[:first, :, 3] = 0
