"""Labels of the other interpreter that become one's own."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

import numpy as np
from scipy import ndimage

from seisviewer.labels.label_edits import cropped_stroke, paintable
from seisviewer.labels.provenance import Origin
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.volumes.geometry import SectionId


def region_at(own: np.ndarray, other: np.ndarray, row: int, column: int) -> np.ndarray | None:
    """Bool mask: the connected samples about a place to which the other gives one class and one's own labels not that class;
    None where there is nothing to take over."""
    number = other[row, column]
    if number == UNLABELLED or own[row, column] == number:
        return None
    pieces, _ = ndimage.label((other == number) & (own != number))
    return pieces == pieces[row, column]


def taken_over(
    section: SectionId,
    own: np.ndarray,
    other: np.ndarray,
    where: np.ndarray,
    live: np.ndarray,
    locked: AbstractSet[int] = frozenset(),
) -> list[Stroke]:
    """The strokes, of one action, that make one's own labels what the other's are where `where` is True and they differ. own,
    other: int8 classes of the section. locked: classes whose labels stay.

    They are accepted, not painted: a person said yes to them. As nothing accepted ever covers paint, one's own paint there is
    erased first.
    """
    wanted = where & (other != UNLABELLED) & (other != own)
    strokes: list[Stroke] = []
    taken = np.zeros(own.shape, bool)
    for number in np.unique(other[wanted]).tolist():
        taken |= wanted & (other == number) & paintable(own, number, live=live, locked=locked)
    erased = cropped_stroke(own, section, taken & (own != UNLABELLED), UNLABELLED)
    if erased is not None:
        strokes.append(erased)
    left = np.where(taken, np.int8(UNLABELLED), own)
    for number in np.unique(other[taken]).tolist():
        stroke = cropped_stroke(left, section, taken & (other == number), number)
        if stroke is not None:
            strokes.append(replace(stroke, origin=Origin.ACCEPTED))
    return strokes
