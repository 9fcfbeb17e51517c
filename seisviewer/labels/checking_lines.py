"""Sections that are for checking only: what is painted in their plane is held back, whatever it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from seisviewer.labels.blocks import Key
from seisviewer.labels.label_volume import LabelVolume
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.labels.voxel_codes import are_held, classes_of, held_code
from seisviewer.volumes.geometry import Direction, Geometry, SectionId


def hold_section(
    labels: LabelVolume, section: SectionId, strokes: Iterable[Stroke], asked: Callable[[Stroke], bool], *, marked: bool
) -> set[Key]:
    """Hold back what was painted in the plane of a section (marked), or learn it again but for the strokes that are held
    back for another reason; returns the keys of the blocks that changed.

    strokes: those made on the section, erasers too, oldest first, each with the class number that it has today. asked:
    which of them it is about. Paint from sections that cross it stays as it is.
    """
    codes = labels.codes(section)
    painted = np.full(codes.shape, UNLABELLED, np.int16)
    meant = np.zeros(codes.shape, bool)  # and not held back as one stroke in seven is
    for stroke in strokes:
        rows, columns = stroke.mask.shape
        place = np.s_[stroke.row : stroke.row + rows, stroke.column : stroke.column + columns]
        painted[place][stroke.mask] = stroke.label
        meant[place][stroke.mask] = asked(stroke) and (marked or not stroke.held or stroke.for_checking)
    classes = classes_of(codes)
    own = meant & (painted != UNLABELLED) & (classes == painted)
    held = are_held(codes)
    changed = own & ~held if marked else own & held
    return labels.set_codes(section, changed, held_code(classes) if marked else classes)


def without_crossings(
    counted: np.ndarray, section: SectionId, geometry: Geometry, learned: Sequence[SectionId]
) -> np.ndarray:
    """Bool (traces, samples): `counted` without the traces at which lines that are learned cross an inline or crossline,
    and the samples at which time slices do."""
    left = counted.copy()
    for other in learned:
        if other.direction is Direction.TIME:
            left[:, geometry.index(other)] = False
        elif other.direction is not section.direction:
            left[geometry.index(other)] = False
    return left
