"""How far the labels of two projects of one survey agree."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.labels.blocks import SIZE, Block, Key
from seisviewer.labels.classes import ClassTable
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.labels.voxel_codes import CLASSES, classes_of
from seisviewer.learning.metrics import accuracy, confusion, intersection_over_union
from seisviewer.progress import Progress
from seisviewer.project.project import Project
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry

MESSAGE = tr("Comparing the labels")


@dataclass(frozen=True, eq=False)
class OtherLabels:
    """The labels of another project of the same survey, in one's own class numbers: classes of one name are the same. unmatched:
    names of the classes with labels that one's own table has not; their labels are left out."""

    name: str
    snapshot: LabelSnapshot = field(repr=False)
    numbers: np.ndarray = field(repr=False)  # int8 (256,): own numbers by theirs
    unmatched: tuple[str, ...] = ()

    def section(self, direction: Direction, index: int) -> np.ndarray:
        """int8 in the section's shape, UNLABELLED where they say nothing."""
        return self.in_own(self.snapshot.section(direction, index))

    def in_own(self, classes: np.ndarray) -> np.ndarray:
        return self.numbers[classes.view(np.uint8)]


def read_other(folder: Path, own: ClassTable, geometry: Geometry) -> OtherLabels:
    """Read the labels of another project, which is closed again. Raises ProjectError for what is none, BadRequest for one of
    another survey."""
    with Project.open(folder, edit=False) as project:
        if not same_grid(project.geometry, geometry):
            raise BadRequest(
                tr(
                    "{folder_name} is a project of another survey: it has {grid_in_words} and this one "
                    "{grid_in_words2}."
                ).format(
                    folder_name=folder.name,
                    grid_in_words=_grid_in_words(project.geometry),
                    grid_in_words2=_grid_in_words(geometry),
                )
            )
        return matched(folder.name, project.snapshot(), own)


def matched(name: str, snapshot: LabelSnapshot, own: ClassTable) -> OtherLabels:
    """Another snapshot in one's own class numbers."""
    by_name = {_key(each.name): each.number for each in own.classes}
    numbers, unmatched = np.full(256, UNLABELLED, np.int8), []
    counts = snapshot.counts()
    for each in snapshot.classes.classes:
        number = by_name.get(_key(each.name))
        if number is not None:
            numbers[each.number] = number
        elif counts.get(each.number):
            unmatched.append(each.name)
    return OtherLabels(name, snapshot, numbers, tuple(unmatched))


def same_grid(one: Geometry, other: Geometry) -> bool:
    return (one.inlines, one.crosslines, one.samples) == (other.inlines, other.crosslines, other.samples)


@dataclass(frozen=True)
class LabelComparison:
    """matrix: int64 (127, 127), samples that both label, by the class that one (rows) and the other (columns) gives. alone:
    int64 (2, 127), samples of each class that only the one, and only the other, labels."""

    matrix: np.ndarray = field(repr=False)
    alone: np.ndarray = field(repr=False)

    def __add__(self, other: LabelComparison) -> LabelComparison:
        return LabelComparison(self.matrix + other.matrix, self.alone + other.alone)

    @classmethod
    def of(cls, one: np.ndarray, other: np.ndarray) -> LabelComparison:
        """one, other: int8 class numbers, UNLABELLED for none, of one shape."""
        mine, theirs = one != UNLABELLED, other != UNLABELLED
        both = mine & theirs
        matrix = confusion(one[both], other[both], CLASSES)
        alone = [np.bincount(a[have & ~both].ravel(), minlength=CLASSES) for a, have in ((one, mine), (other, theirs))]
        return cls(matrix, np.stack(alone))

    @property
    def both(self) -> int:
        return int(self.matrix.sum())

    @property
    def agreement(self) -> float:
        """Share of what both label on which they agree; NaN where they label nothing in common."""
        return accuracy(self.matrix) if self.both else float("nan")

    @property
    def kappa(self) -> float:
        """Cohen's (1960): the agreement beyond what chance would give, 1 for all, 0 for none; NaN where that cannot be told,
        as where both only ever name one class."""
        total = self.both
        if not total:
            return float("nan")
        chance = float((self.matrix.sum(axis=0) / total) @ (self.matrix.sum(axis=1) / total))
        return (self.agreement - chance) / (1 - chance) if chance < 1 else float("nan")

    @property
    def classes(self) -> tuple[int, ...]:
        """The numbers that either has a label of."""
        seen = self.matrix.sum(axis=0) + self.matrix.sum(axis=1) + self.alone.sum(axis=0)
        return tuple(np.flatnonzero(seen).tolist())

    def rows(self) -> list[tuple[int, float, int, int, int]]:
        """Class number, IoU where both label (NaN: neither names it there), samples on which both agree, and that one and that
        the other calls so in all."""
        overlap, agreed = intersection_over_union(self.matrix), np.diag(self.matrix)
        one, other = self.matrix.sum(axis=1) + self.alone[0], self.matrix.sum(axis=0) + self.alone[1]
        return [
            (each, float(overlap[each]), int(agreed[each]), int(one[each]), int(other[each])) for each in self.classes
        ]

    def as_json(self, table: ClassTable) -> dict[str, Any]:
        return {
            "samples_both_label": self.both,
            "agreement": self.agreement,
            "kappa": self.kappa,
            "only_one_labels": int(self.alone[0].sum()),
            "only_the_other_labels": int(self.alone[1].sum()),
            "classes": [
                {"number": number, "name": table.name_of(number), "iou": iou, "both": both, "one": one, "other": other}
                for number, iou, both, one, other in self.rows()
            ],
        }


def compare_labels(own: LabelSnapshot, other: OtherLabels) -> Generator[Progress, None, LabelComparison]:
    """Compare all of the survey, a block at a time."""
    found = LabelComparison(np.zeros((CLASSES, CLASSES), np.int64), np.zeros((2, CLASSES), np.int64))
    keys = sorted({*own.blocks, *other.snapshot.blocks})
    for done, key in enumerate(keys):
        yield Progress(done, len(keys), MESSAGE)
        theirs = other.in_own(_whole(other.snapshot.blocks, key))
        found += LabelComparison.of(_whole(own.blocks, key), theirs)
    yield Progress(len(keys), len(keys), MESSAGE)
    return found


def _whole(blocks: Any, key: Key) -> np.ndarray:
    """int8 (64, 64, 64) classes of a block."""
    made = np.full((SIZE, SIZE, SIZE), UNLABELLED, np.int8)
    block: Block | None = blocks.get(key)
    if block is not None:
        inside = tuple(slice(at, at + size) for at, size in zip(block.start, block.values.shape, strict=True))
        made[inside] = classes_of(block.values)
    return made


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _grid_in_words(geometry: Geometry) -> str:
    lines = tr("inlines {start}–{stop}, crosslines {start2}–{stop2}").format(
        start=geometry.inlines.start,
        stop=geometry.inlines.stop,
        start2=geometry.crosslines.start,
        stop2=geometry.crosslines.stop,
    )
    return tr("{lines}, {count} samples of {interval:g} {unit}").format(
        lines=lines, count=geometry.samples.count, interval=geometry.samples.interval, unit=geometry.samples.unit
    )
