"""The connected regions of a model's answer on a section, to be accepted or rejected one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

from seisviewer.labels.stroke import UNLABELLED, box_of
from seisviewer.predictions.rejected_classes import are_rejected
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.volumes.geometry import SectionId

LEAST = (
    0.5  # confidence from which a sample belongs to a region: what is less sure counts for next to nothing in training
)
EDGE = 8  # samples or traces; where classes meet none is sure, and a region goes on so far towards the other
SMALLEST = 16  # samples; smaller specks are not worth a decision


@dataclass(frozen=True)
class Region:
    """Connected samples of one class. number: from 1, the largest first. row, column, mask: as in `Stroke`. confidence:
    the mean, 0–1."""

    section: SectionId
    number: int
    label: int
    row: int
    column: int
    mask: np.ndarray = field(repr=False, compare=False)
    confidence: float

    @property
    def samples(self) -> int:
        return int(np.count_nonzero(self.mask))

    @property
    def traces(self) -> int:
        return int(np.count_nonzero(self.mask.any(axis=1)))

    def on(self, shape: tuple[int, int]) -> np.ndarray:
        """Bool in the shape of the section."""
        found = np.zeros(shape, bool)
        rows, columns = self.mask.shape
        found[self.row : self.row + rows, self.column : self.column + columns] = self.mask
        return found


@dataclass(frozen=True)
class AnswerRegions:
    """regions: the largest first. numbers: int32 in the section's shape, 0 where there is none. confidence: of each
    sample, 0–1."""

    section: SectionId
    regions: tuple[Region, ...]
    numbers: np.ndarray = field(repr=False, compare=False)
    confidence: np.ndarray = field(repr=False, compare=False)

    def at(self, row: float, column: float) -> Region | None:
        """The region at a place, counted from 0 as in the section's array."""
        place = round(row), round(column)
        if not all(0 <= at < count for at, count in zip(place, self.numbers.shape, strict=True)):
            return None
        number = int(self.numbers[place])
        return self.regions[number - 1] if number else None

    def inside(self, mask: np.ndarray) -> tuple[Region, ...]:
        """What of each region lies in a mask of the whole section."""
        box = box_of(mask & (self.numbers > 0))
        if box is None:
            return ()
        cut = np.where(mask[box], self.numbers[box], 0)
        parts = (
            _region(self.section, self.regions[number - 1].label, cut == number, self.confidence[box])
            for number in np.unique(cut[cut > 0]).tolist()
        )
        return tuple(_moved(part, box[0].start, box[1].start, number) for number, part in enumerate(parts, 1))


def answer_regions(
    section: SectionId,
    classes: np.ndarray,
    confidence: np.ndarray,
    labels: np.ndarray,
    rejected: Mapping[int, np.ndarray],
    above: float = LEAST,
) -> AnswerRegions:
    """What the answer on a section adds to the labels.

    classes: uint8 numbers; confidence: 0–1; both in the section's shape. labels: int8, what is labelled there is no region.
    rejected: as `LabelSnapshot.rejected` gives it. above: samples that are less sure than this belong to no region;
    LEAST: but for an edge of them, so that two classes that meet leave no strip between their regions.
    """
    sure = np.nan_to_num(confidence.astype(np.float32))
    open_places = (labels == UNLABELLED) & (classes != NO_CLASS) & ~are_rejected(classes, rejected)
    free = open_places & (sure >= above)
    looked_at = np.zeros(
        classes.shape, bool
    )  # and found wrong: a region beside it does not take what is next best there
    for where in rejected.values():
        looked_at |= where
    found: list[tuple[int, tuple[slice, slice], np.ndarray]] = []
    for label in np.unique(classes[free]).tolist():
        pieces, _ = ndimage.label(free & (classes == label))
        sizes = np.bincount(pieces.ravel())
        if above <= LEAST:
            pieces = _with_edges(pieces, open_places & ~looked_at & (classes == label))
        for number, box in enumerate(ndimage.find_objects(pieces), 1):
            if sizes[number] >= SMALLEST:
                found.append((label, box, pieces[box] == number))
    found.sort(key=lambda each: -np.count_nonzero(each[2]))
    numbers, regions = np.zeros(classes.shape, np.int32), []
    for number, (label, box, mask) in enumerate(found, 1):
        numbers[box][mask] = number
        regions.append(_moved(_region(section, label, mask, sure[box]), box[0].start, box[1].start, number))
    return AnswerRegions(section, tuple(regions), numbers, sure)


def _with_edges(pieces: np.ndarray, where: np.ndarray) -> np.ndarray:
    """The pieces, int numbers from 1, grown by EDGE into what is connected with them in `where`, each up to the next."""
    reached = ndimage.binary_dilation(pieces > 0, iterations=EDGE, mask=where) & (pieces == 0)
    if not reached.any():
        return pieces
    nearest = ndimage.distance_transform_edt(pieces == 0, return_distances=False, return_indices=True)
    return np.where(reached, pieces[tuple(nearest)], pieces)


def _region(section: SectionId, label: int, mask: np.ndarray, sure: np.ndarray) -> Region:
    box = box_of(mask)
    inside = mask[box]
    return Region(section, 0, label, box[0].start, box[1].start, inside.copy(), float(sure[box][inside].mean()))


def _moved(region: Region, rows: int, columns: int, number: int) -> Region:
    place = region.row + rows, region.column + columns
    return Region(region.section, number, region.label, *place, region.mask, region.confidence)
