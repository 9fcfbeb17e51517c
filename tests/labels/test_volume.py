from __future__ import annotations

import threading

import numpy as np
import pytest

from seisviewer.errors import BadRequest, LabelsError
from seisviewer.labels.blocks import Block
from seisviewer.labels.classes import default_table
from seisviewer.labels.label_edits import cropped_stroke
from seisviewer.labels.label_volume import LabelVolume
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

INLINE = SectionId(Direction.INLINE, 130)


def slab(cube: np.ndarray, geometry: Geometry, section: SectionId) -> np.ndarray:
    """The section of a dense cube, as a view."""
    return np.moveaxis(cube, list(Direction).index(section.direction), 0)[geometry.index(section)]


def random_stroke(rng: np.random.Generator, geometry: Geometry, volume: LabelVolume, classes: int = 4) -> Stroke:
    direction = list(Direction)[rng.integers(3)]
    section = geometry.section(direction, rng.integers(geometry.count(direction)))
    shape = geometry.section_shape(section.direction)
    mask = np.zeros(shape, bool)
    row, column = rng.integers(shape[0]), rng.integers(shape[1])
    mask[row : row + rng.integers(1, 80), column : column + rng.integers(1, 80)] = True
    mask &= rng.random(shape) < rng.choice([0.02, 0.6, 1.0])
    mask[row, column] = True
    label = int(rng.integers(-1, classes))
    return cropped_stroke(volume.section(direction, geometry.index(section)), section, mask, label)


def paint(volume: LabelVolume, section: SectionId, label: int, rows: slice, columns: slice) -> Stroke:
    current = volume.section(section.direction, volume.geometry.index(section))
    mask = np.zeros(current.shape, bool)
    mask[rows, columns] = True
    stroke = cropped_stroke(current, section, mask, label)
    volume.apply(stroke)
    return stroke


def test_a_stroke_on_an_inline_is_seen_on_every_crossline_and_time_slice_that_meets_it(geometry):
    volume = LabelVolume(geometry)
    paint(volume, INLINE, 3, slice(60, 70), slice(62, 66))
    assert (volume.section(Direction.INLINE, 15)[60:70, 62:66] == 3).all()
    crossline = volume.section(Direction.CROSSLINE, 64)
    assert (crossline[15, 62:66] == 3).all() and (crossline != UNLABELLED).sum() == 4
    slice_ = volume.section(Direction.TIME, 63)
    assert (slice_[15, 60:70] == 3).all() and (slice_ != UNLABELLED).sum() == 10
    assert (volume.section(Direction.INLINE, 16) == UNLABELLED).all()


def test_any_strokes_in_any_direction_agree_with_a_dense_cube_and_revert_exactly(geometry):
    rng = np.random.default_rng(7)
    volume, cube = LabelVolume(geometry), np.full(geometry.shape, UNLABELLED, np.int8)
    history = []
    for _ in range(60):
        stroke = random_stroke(rng, geometry, volume)
        history.append((stroke, cube.copy()))
        area = slab(cube, geometry, stroke.section)[
            stroke.row : stroke.row + stroke.mask.shape[0], stroke.column : stroke.column + stroke.mask.shape[1]
        ]
        area[stroke.mask] = stroke.label
        volume.apply(stroke)
    assert_same(volume, cube)
    while history:
        stroke, cube = history.pop()
        volume.revert(stroke)
        if len(history) % 10 == 0:
            assert_same(volume, cube)
    assert not volume.blocks and not volume.drawn


def assert_same(volume: LabelVolume, cube: np.ndarray) -> None:
    for axis, direction in enumerate(Direction):
        for index in range(cube.shape[axis]):
            np.testing.assert_array_equal(volume.section(direction, index), np.take(cube, index, axis))
    snapshot = volume.snapshot(1, default_table())
    numbers, counts = np.unique(cube[cube != UNLABELLED], return_counts=True)
    assert snapshot.counts() == dict(zip(numbers.tolist(), counts.tolist(), strict=True))
    for axis, direction in enumerate(Direction):
        others = tuple(other for other in range(3) if other != axis)
        np.testing.assert_array_equal(
            snapshot.painted(direction), np.flatnonzero((cube != UNLABELLED).any(axis=others))
        )


def test_blocks_come_back_from_bytes_as_they_were(geometry):
    rng = np.random.default_rng(3)
    volume = LabelVolume(geometry)
    for _ in range(30):
        volume.apply(random_stroke(rng, geometry, volume))
    assert len(volume.blocks) > 8
    for block in volume.blocks.values():
        again = Block.from_bytes(block.to_bytes())
        assert again.start == block.start
        np.testing.assert_array_equal(again.values, block.values)


@pytest.mark.parametrize(
    "data", [b"", b"abc", bytes(6) + b"no zlib", bytes([0, 0, 0, 4, 4, 4]) + b"x\x9c\x03\x00\x00\x00\x00\x01"]
)
def test_damaged_blocks_are_refused(data):
    with pytest.raises(LabelsError, match="damaged"):
        Block.from_bytes(data)


def test_a_snapshot_never_changes_while_painting_goes_on(geometry):
    volume = LabelVolume(geometry)
    paint(volume, INLINE, 1, slice(0, 90), slice(0, 130))
    snapshot = volume.snapshot(5, default_table())
    seen, stop = [], threading.Event()

    def look() -> None:
        while not stop.is_set():
            seen.append(int((snapshot.section(Direction.INLINE, 15) == 1).sum()))
            seen.append(int((snapshot.section(Direction.TIME, 64)[15] == 1).sum()) * 130)

    thread = threading.Thread(target=look)
    thread.start()
    for label in (2, UNLABELLED, 3) * 5:
        paint(volume, INLINE, label, slice(0, 90), slice(0, 130))
    stop.set()
    thread.join()
    assert seen and set(seen) == {90 * 130}
    assert snapshot.counts() == {1: 90 * 130} and snapshot.version == 5
    assert volume.snapshot(6, default_table()).counts() == {3: 90 * 130}


def test_snapshots_say_the_same_when_what_was_painted_in_between_is_taken_back(geometry):
    rng, volume = np.random.default_rng(4), LabelVolume(geometry)
    for number in range(30):
        volume.apply(random_stroke(rng, geometry, volume))
        before = volume.snapshot(2 * number, default_table())
        stroke = random_stroke(rng, geometry, volume)
        volume.apply(stroke)
        between = volume.snapshot(2 * number + 1, default_table())
        changed = any(
            not np.array_equal(between.section(each, index), before.section(each, index))
            for each in Direction
            for index in range(geometry.count(each))
        )
        assert before.says_the_same(between) == (not changed and stroke.label == UNLABELLED)
        volume.revert(stroke)
        assert before.says_the_same(volume.snapshot(2 * number + 2, default_table()))


def test_as_many_voxels_elsewhere_do_not_say_the_same(geometry):
    one, other = LabelVolume(geometry), LabelVolume(geometry)
    inline = SectionId(Direction.INLINE, 104)
    for volume, erased in ((one, 10), (other, 14)):
        paint(volume, inline, 3, slice(5, 9), slice(10, 15))
        paint(volume, inline, UNLABELLED, slice(5, 9), slice(erased, erased + 1))
    assert not one.snapshot(1, default_table()).says_the_same(other.snapshot(1, default_table()))


def test_a_section_is_labelled_when_a_stroke_was_drawn_in_its_plane_and_is_still_there(geometry):
    volume = LabelVolume(geometry)
    time, crossline = SectionId(Direction.TIME, 9), SectionId(Direction.CROSSLINE, 310)
    paint(volume, time, 1, slice(0, 5), slice(0, 5))
    paint(volume, crossline, 1, slice(30, 40), slice(50, 60))
    inline = paint(volume, INLINE, 0, slice(0, 20), slice(0, 20))
    paint(volume, SectionId(Direction.INLINE, 140), UNLABELLED, slice(0, 5), slice(0, 5))
    snapshot = volume.snapshot(1, default_table())
    assert snapshot.labelled_sections == (INLINE, crossline, time)
    assert snapshot.painted(Direction.INLINE).tolist() == sorted({*range(5), 15, *range(30, 40)})
    volume.revert(inline)
    paint(volume, crossline, UNLABELLED, slice(0, 70), slice(0, 130))
    assert volume.snapshot(2, default_table()).labelled_sections == (time,)


def test_strokes_that_do_not_fit_are_refused(geometry):
    volume = LabelVolume(geometry)
    mask = np.ones((10, 10), bool)
    before = np.full((10, 10), UNLABELLED, np.int8)
    with pytest.raises(BadRequest, match="no line 131"):
        volume.apply(Stroke(SectionId(Direction.INLINE, 131), 0, 0, 0, mask, before))
    for row, column in ((85, 0), (0, 125), (-1, 0)):
        with pytest.raises(LabelsError, match="beyond the section"):
            volume.apply(Stroke(INLINE, 0, row, column, mask, before))
    assert not volume.blocks
