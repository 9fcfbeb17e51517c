"""Draws the attribute on show over the amplitudes, with its scale in the corner of the view."""

from __future__ import annotations

import numpy as np
from cachetools import LRUCache
from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.attributes.attribute_source import AttributeSource
from seisviewer.app.section_state import Display, SectionState
from seisviewer.app.sections.pointer_reading import PointerReading, place_of
from seisviewer.app.sections.view_caption import ColourScale
from seisviewer.pictures.attribute_kinds import (
    AMPLITUDE,
    DIP,
    LAYERS,
    AttributeScale,
    attribute_kinds,
    attribute_scale,
    attribute_title,
    number,
)
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, SectionId

KEPT_IMAGES = 8


class AttributeLayer(QObject):
    """The first layer of every view: in the place of the amplitudes, or blended with them; transparent where there is no
    value.

    changed: emitted with the section that looks different, or None for all of them.
    """

    changed = pyqtSignal(object)

    def __init__(self, state: SectionState, source: AttributeSource) -> None:
        super().__init__()
        self._state, self._source = state, source
        self._looks = _looks(state.display)
        self._images: LRUCache[tuple[str, SectionId], tuple[np.ndarray, np.ndarray]] = LRUCache(KEPT_IMAGES)
        source.changed.connect(self.changed)
        state.volume_changed.connect(lambda _: self._images.clear())
        state.display_changed.connect(self._renew_looks)

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> np.ndarray | None:
        values = self._source.values(section)
        if values is None or not values.size:
            return None
        key = self._source.kind, section
        kept = self._images.get(key)
        if kept is None or kept[0] is not values:
            scale = self._scale
            # As it is drawn, line by line downward: nobody has to turn the picture round.
            colours = seen_through(scale.colours, self._state.display.attribute_opacity)
            kept = self._images[key] = values, colours[np.asfortranarray(scale.indices(values))]
        return kept[1]

    @property
    def covers_amplitudes(self) -> bool:
        """Whether it takes their place; blended, both are seen."""
        return self._state.display.attribute_opacity >= 1

    @property
    def picture_name(self) -> str:
        """Under which pictures for print offer it."""
        return self._title

    def caption(self, section: SectionId) -> str:
        kind = attribute_kinds()[self._source.kind]
        if kind.name == AMPLITUDE:
            return ""
        values = self._source.values(section)
        if values is None:
            return f"{self._title} …"
        if not values.size:
            return (
                kind.without
                if kind.of_trace or kind.name == LAYERS or self._source.will_be_known
                else tr("No {title} of lone lines").format(title=kind.title.lower())
            )
        steepest = kind.name == DIP and section.direction is Direction.TIME
        return tr("Steepest dip") if steepest else self._title

    def details(self, section: SectionId) -> str:
        kind = attribute_kinds()[self._source.kind]
        return "" if kind.name == AMPLITUDE else f"{kind.title}: {kind.tip[0].lower()}{kind.tip[1:]}."

    def scale(self, section: SectionId) -> ColourScale | None:
        values = self._source.values(section)
        if values is None or not values.size:
            return None
        scale = self._scale
        return ColourScale(*scale.ends, scale.colours[1:])

    def read(self, reading: PointerReading) -> str:
        """The value under the pointer as the status bar says it, "" where there is none."""
        values = self._source.values(reading.section)
        if values is None or not values.size:
            return ""
        value = float(values[place_of(reading.section.direction, reading.position)])
        if np.isnan(value):
            return ""
        unit = self._scale.unit
        return f"{attribute_kinds()[self._source.kind].title} {number(value)}{unit if unit == '°' else ' ' * bool(unit) + unit}"

    @property
    def _scale(self) -> AttributeScale:
        display = self._state.display
        return attribute_scale(self._source.kind, self._state.volume.geometry, display.gain, display.limit)

    @property
    def _title(self) -> str:
        volume, kind = self._state.volume, self._source.kind
        if volume is None:  # it is being closed
            return attribute_kinds()[kind].title
        return attribute_title(kind, volume.geometry.samples, self._state.display.window)

    def _renew_looks(self, display: Display) -> None:
        if _looks(display) != self._looks:
            self._looks = _looks(display)
            self._images.clear()
            self.changed.emit(None)


def seen_through(colours: np.ndarray, opacity: float) -> np.ndarray:
    """uint8 RGBA (256, 4): the same colours, of which so much is seen."""
    made = colours.copy()
    made[:, 3] = np.round(made[:, 3] * np.float32(opacity))
    return made


def _looks(display: Display) -> tuple[object, ...]:
    return display.shows, display.gain, display.limit, display.attribute_opacity, display.window
