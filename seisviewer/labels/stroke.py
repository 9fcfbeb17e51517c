"""One press, drag and release of a paint tool."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.volumes.geometry import SectionId

UNLABELLED = -1


@dataclass(frozen=True)
class Stroke:
    """What one press, drag and release did to one section.

    label: class number, or UNLABELLED for an eraser. row, column: where `mask` begins in the section's array
    ((traces, samples), or (inlines, crosslines) of a time slice). mask: bool, True where the stroke painted.
    before: int8, the voxel codes (see voxel_codes) that were there, same shape as mask. action: strokes with the same
    action are undone together (an import is one action). held: models are scored on this stroke and do not learn it.
    id and action are 0, and held is False, until the project has stored the stroke.
    """

    section: SectionId
    label: int
    row: int
    column: int
    mask: np.ndarray = field(repr=False, compare=False)
    before: np.ndarray = field(repr=False, compare=False)
    id: int = 0
    action: int = 0
    held: bool = False
