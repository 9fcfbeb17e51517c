"""The boundaries between layers that were solved, over the sections, as lines that can be taken hold of."""

from __future__ import annotations

from typing import Any

import numpy as np
from cachetools import LRUCache
from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.live.layer_controller import LayerController
from seisviewer.app.painting.boundary_layer import class_colour
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.curve_item import Curve
from seisviewer.predictions.section_boundaries import SectionBoundaries
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId

KEPT = 2000  # sections; some 30 kB each
WIDTH = 1.0  # pixels of each colour


class LayerBoundaries(QObject):
    """Shown where the overlay is on, and while the tool that moves them is in hand."""

    changed = pyqtSignal(object)
    picture_name = tr("Layer boundaries")

    def __init__(self, state: SectionState, layers: LayerController) -> None:
        super().__init__()
        self._state = state
        self._found: LRUCache[SectionId, SectionBoundaries] = LRUCache(KEPT)
        self._shown = self._are_shown
        layers.boundaries_found.connect(self._take)
        state.volume_changed.connect(lambda _: self._take(None))
        state.classes_changed.connect(lambda _: self.changed.emit(None))
        for signal in (state.overlays_changed, state.tool_changed):
            signal.connect(self._renew_looks)

    def of(self, section: SectionId) -> SectionBoundaries | None:
        """Those of a section that is shown with them, None where there are none."""
        return self._found.get(section) if self._shown else None

    def known(self) -> dict[SectionId, SectionBoundaries]:
        """All that were found so far, shown or not."""
        return dict(self._found.items())

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> None:
        """Nothing is filled."""

    def curves(self, section: SectionId) -> tuple[Curve, ...]:
        found, project = self.of(section), self._state.project
        if found is None or project is None:
            return ()
        curves = []
        for boundary, depths in enumerate(found.depths):
            colours = [class_colour(project.classes, number) for number in found.pair(boundary)]
            rows = np.flatnonzero(np.isfinite(depths))
            for piece in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1):
                curves.append(Curve(piece, depths[piece], *colours, WIDTH))
        return tuple(curves)

    @property
    def _are_shown(self) -> bool:
        tool = self._state.tool
        return self._state.overlays.layer_boundaries or (tool is not None and tool.name == "boundary")

    def _take(self, found: SectionBoundaries | None) -> None:
        if found is None:
            self._found.clear()
        else:
            self._found[found.section] = found
        if self._shown:
            self.changed.emit(None if found is None else found.section)

    def _renew_looks(self, *_: Any) -> None:
        if self._shown != self._are_shown:
            self._shown = self._are_shown
            self.changed.emit(None)
