"""One press, drag and release of a paint tool, and the box that it fills."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.labels.provenance import Origin
from seisviewer.volumes.geometry import SectionId

UNLABELLED = -1

Box = tuple[slice, slice]  # rows and columns of a section's array


@dataclass(frozen=True)
class Stroke:
    """What one press, drag and release did to one section.

    label: class number, or UNLABELLED for an eraser. row, column: where `mask` begins in the section's array
    ((traces, samples), or (inlines, crosslines) of a time slice). mask: bool, True where the stroke painted.
    before: int8, the voxel codes (see voxel_codes) that were there, same shape as mask. action: strokes with the same
    action are undone together (an import is one action). held: models are scored on this stroke and do not learn it.
    origin: ACCEPTED for what a person did not draw but said yes to, CARRIED for a copy of a stroke of the same action on a
    line near by. origins_before: int8 in the shape of mask, the codes of `AcceptedVoxels` that were there; None where
    nothing under it was accepted or carried. for_checking: it is held because its section was for checking only. reach:
    lines to each side to which it is still to be carried. along: with the others of its action it was drawn as one gesture
    along a random line, on the lines that this crosses: all of them are held back, or none is.
    id and action are 0, and held and for_checking are False, until the project has
    stored the stroke.
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
    origin: Origin = Origin.PAINTED
    origins_before: np.ndarray | None = field(default=None, repr=False, compare=False)
    for_checking: bool = False
    reach: int = 0
    along: bool = False


def box_of(mask: np.ndarray) -> Box | None:
    """The smallest box around what is True, None where nothing is."""
    rows = np.flatnonzero(mask.any(axis=1))
    if not rows.size:
        return None
    row, past_row = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(mask[row:past_row].any(axis=0))
    return slice(row, past_row), slice(int(columns[0]), int(columns[-1]) + 1)
