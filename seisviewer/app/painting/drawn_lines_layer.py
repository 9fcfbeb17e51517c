"""What the layers of drawn boundaries and of drawn faults share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.section_state import Overlays, SectionState
from seisviewer.app.sections.curve_item import Curve
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId


class DrawnLinesLayer(QObject):
    """Lines over sections, shown and hidden with the painted labels, which they belong to.

    changed: emitted with None, for all sections.
    """

    changed = pyqtSignal(object)
    picture_name = tr("Drawn boundaries and faults")

    def __init__(self, state: SectionState) -> None:
        super().__init__()
        self._state = state
        self._shown = state.overlays.labels
        for signal in (state.labels_changed, state.classes_changed, state.project_changed, state.volume_changed):
            signal.connect(self._renew)
        state.overlays_changed.connect(self._renew_looks)

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> None:
        """Nothing is filled."""

    def curves(self, section: SectionId) -> tuple[Curve, ...]:
        """The lines on a section."""
        if self._state.project is None or not self._shown:
            return ()
        return tuple(self._curves(section))

    def _curves(self, section: SectionId) -> Iterator[Curve]:
        raise NotImplementedError

    def _renew(self, *_: Any) -> None:
        self.changed.emit(None)

    def _renew_looks(self, overlays: Overlays) -> None:
        if self._shown != overlays.labels:
            self._shown = overlays.labels
            self.changed.emit(None)
