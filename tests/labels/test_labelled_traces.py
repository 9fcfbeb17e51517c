"""Which label is nearest to a voxel, in lines and in metres."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.labels.classes import ClassTable
from seisviewer.labels.label_volume import LabelVolume
from seisviewer.labels.labelled_traces import LabelledTraces, NearestLabel, labelled_samples
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.volumes.coordinate_reference import CoordinateReference
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis, SectionId

SHAPE = (100, 200, 90)
SKEWED = np.array([[25.0, 0.0, 1000.0], [0.0, 12.5, 5000.0]])  # m from one inline, and from one crossline, to the next


def painted(*strokes: tuple[str, int, int, tuple[int, int]], unit: str | None = "m", affine=SKEWED) -> LabelVolume:
    axes = LineAxis(0, 1, SHAPE[0]), LineAxis(0, 1, SHAPE[1]), SampleAxis(0, 4, SHAPE[2])
    live = np.ones(SHAPE[:2], bool)
    volume = LabelVolume(Geometry(*axes, live, affine=affine, reference=CoordinateReference(unit)))
    for section, row, column, shape in strokes:
        before = np.full(shape, UNLABELLED, np.int8)
        volume.apply(Stroke(SectionId.parse(section), 1, row, column, np.ones(shape, bool), before))
    return volume


def nearest(volume: LabelVolume, *voxel: int) -> NearestLabel | None:
    return LabelledTraces(volume.snapshot(1, ClassTable(()))).nearest(*voxel)


@pytest.mark.parametrize(
    ("voxel", "expected"),
    [
        ((30, 80, 40), NearestLabel(10, 0, 250.0)),
        ((20, 80, 61), NearestLabel(0, 0, 0.0, -3)),
        ((20, 80, 10), NearestLabel(0, 0, 0.0, 40)),
        ((20, 80, 55), NearestLabel(0, 0, 0.0, 0)),
        ((17, 130, 5), NearestLabel(3, 4, np.hypot(75, 50))),
    ],
)
def test_the_nearest_label_is_told_in_lines_and_metres_or_samples_up_and_down(voxel, expected) -> None:
    found = nearest(painted(("inline_20", 65, 50, (62, 9))), *voxel)
    assert (found.inlines, found.crosslines, found.samples) == (expected.inlines, expected.crosslines, expected.samples)
    assert found.distance == pytest.approx(expected.distance)


def test_the_nearest_in_metres_counts_not_the_nearest_in_lines() -> None:
    volume = painted(("inline_20", 100, 0, (1, 5)), ("crossline_110", 26, 0, (1, 5)))
    assert nearest(volume, 24, 103, 0).crosslines == 7, (
        "7 crosslines and 2 inlines are 101 m, 4 inlines and 3 crosslines 107"
    )


@pytest.mark.parametrize(("unit", "affine"), [(None, SKEWED), ("°", SKEWED), ("m", None)])
def test_no_length_is_stated_where_coordinates_are_none(unit, affine) -> None:
    found = nearest(painted(("inline_20", 0, 0, (200, 5)), unit=unit, affine=affine), 26, 80, 0)
    assert (found.inlines, found.crosslines, found.distance) == (6, 0, None)


def test_nothing_is_near_where_nothing_is_labelled() -> None:
    assert nearest(painted(), 5, 5, 5) is None


def test_labelled_samples_are_counted_across_blocks_and_erasing_takes_them_away() -> None:
    volume = painted(("inline_20", 60, 60, (10, 8)), ("time_62", 20, 64, (1, 2)))
    samples = labelled_samples(volume.snapshot(1, ClassTable(())))
    assert samples[20, 60] == 8 and samples[20, 69] == 8 and samples.sum() == 80
    eraser = Stroke(SectionId.parse("inline_20"), UNLABELLED, 60, 60, np.ones((10, 8), bool), np.ones((10, 8), np.int8))
    volume.apply(eraser)
    assert labelled_samples(volume.snapshot(2, ClassTable(()))).sum() == 0
