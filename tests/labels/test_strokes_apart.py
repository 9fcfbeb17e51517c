"""Strokes that are set apart to judge models by."""

from __future__ import annotations

import numpy as np

from seisviewer.labels.classes import ClassTable
from seisviewer.labels.label_volume import LabelSnapshot, LabelVolume
from seisviewer.labels.stroke import Stroke
from seisviewer.labels.strokes_apart import strokes_held, with_strokes_apart
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId

GEOMETRY = Geometry(LineAxis(0, 1, 20), LineAxis(0, 1, 90), SampleAxis(0.0, 4.0, 40), np.ones((20, 90), bool))
INLINE = SectionId(Direction.INLINE, 4)


def painted(counts: dict[int, int], held: dict[int, int] | None = None) -> LabelSnapshot:
    """So many strokes of ten traces of each class on one inline, the first of a class held back already."""
    labels = LabelVolume(GEOMETRY)
    for number, count in counts.items():
        for place in range(count):
            mask = np.ones((8, 3), bool)
            before = np.full(mask.shape, -1, np.int8)
            keeps = place < (held or {}).get(number, 0)
            labels.apply(Stroke(INLINE, number, 10 * place, 5 * number, mask, before, held=keeps))
    return labels.snapshot(7, ClassTable())


def held_strokes(snapshot: LabelSnapshot) -> dict[int, int]:
    return {number: voxels / 24 for number, voxels in snapshot.held_counts().items()}


def test_whole_strokes_of_every_class_are_set_apart_and_labels_stay() -> None:
    before = painted({0: 3, 1: 8, 2: 6})
    apart = with_strokes_apart(before, 1)
    assert held_strokes(apart) == {0: 1, 1: 2, 2: 2}
    assert apart.counts() == before.counts() and apart.version == before.version
    assert apart.labelled_sections == before.labelled_sections
    assert before.held_counts() == {}


def test_a_class_of_one_or_two_strokes_keeps_them() -> None:
    assert held_strokes(with_strokes_apart(painted({0: 1, 1: 2, 2: 3}), 1)) == {2: 1}


def test_strokes_that_are_held_back_already_count() -> None:
    assert held_strokes(with_strokes_apart(painted({0: 8, 1: 4}, held={0: 2}), 1)) == {0: 2, 1: 1}


def test_the_seed_decides_which() -> None:
    snapshot = painted({0: 8, 1: 8})
    where = [np.flatnonzero(with_strokes_apart(snapshot, seed).held(Direction.INLINE, 4)) for seed in (1, 1, 2, 3)]
    assert np.array_equal(where[0], where[1])
    assert not np.array_equal(where[0], where[2]) or not np.array_equal(where[0], where[3])


def test_paint_set_apart_is_so_on_the_lines_that_cross_it_too() -> None:
    apart = with_strokes_apart(painted({0: 3, 1: 3}), 2)
    row = int(np.flatnonzero(apart.held(Direction.INLINE, 4).any(axis=1))[0])
    assert apart.held(Direction.CROSSLINE, row)[4].any()


def test_the_strokes_held_back_are_told_apart() -> None:
    held = strokes_held(with_strokes_apart(painted({0: 3, 1: 8, 2: 2}), 1))
    assert list(held) == [INLINE]
    numbers, voxels = np.unique(held[INLINE], return_counts=True)
    assert numbers.tolist() == [0, 1, 2, 3] and voxels[1:].tolist() == [24, 24, 24]
