"""What brush and eraser need of what stores their strokes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from seisviewer.labels.boundary_stroke import LineErasure
from seisviewer.labels.classes import ClassTable
from seisviewer.project.project import Mark
from seisviewer.volumes.geometry import SectionId


class StrokeEditor(Protocol):
    """The labels of a survey, or of the section along a random line across it; see LabelEditor."""

    @property
    def classes(self) -> ClassTable: ...
    def labels(self, section: SectionId) -> np.ndarray: ...
    def refusal(self, label: int) -> str: ...
    def meets_line(self, erasure: LineErasure) -> bool: ...
    def commit(self, strokes: Sequence[Mark]) -> None: ...
