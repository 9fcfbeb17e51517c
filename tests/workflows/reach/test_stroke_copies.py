"""Copies of a stroke follow the dips between lines, in either direction, and end at faults and missing traces."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import ndimage

from seisviewer.labels.fault_stick import FaultStick
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.structure.drawn_faults import fault_planes
from seisviewer.structure.slope_grid import SlopeGrid, thinning_of
from seisviewer.structure.volume_slopes import block_slopes
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.reach.stroke_copies import stroke_copies, why_not_reach

SHAPE = (40, 44, 120)
DIP = {Direction.INLINE: 1.5, Direction.CROSSLINE: -0.8}  # samples down from one line to the next
ROWS, COLUMNS = slice(12, 28), slice(50, 56)


class Dipping(Volume):
    """Reflectors that go down by DIP from line to line, with one line of missing traces."""

    name = "dipping"

    def __init__(self) -> None:
        live = np.ones(SHAPE[:2], bool)
        live[:, 23] = False
        self.geometry = Geometry(
            LineAxis(100, 1, SHAPE[0]), LineAxis(300, 1, SHAPE[1]), SampleAxis(0, 4, SHAPE[2]), live
        )
        line, trace, sample = np.indices(SHAPE)
        # Depth below the first trace, of a layered earth that is not the same at any two depths.
        depth = sample - DIP[Direction.INLINE] * line - DIP[Direction.CROSSLINE] * trace
        layers = ndimage.gaussian_filter1d(np.random.default_rng(0).normal(size=400), 1.5)
        self.values = np.interp(depth, np.arange(-150, 250), layers).astype(np.float32)

    def section(self, section: SectionId) -> np.ndarray:
        index = self.geometry.index(section)
        values = self.values.take(index, list(Direction).index(section.direction)).copy()
        values[~self.geometry.section_live(section)] = np.nan
        return values

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def volume() -> Dipping:
    return Dipping()


def stroke(volume: Volume, direction: Direction, reach: int) -> Stroke:
    mask = np.ones((ROWS.stop - ROWS.start, COLUMNS.stop - COLUMNS.start), bool)
    before = np.full(mask.shape, UNLABELLED, np.int8)
    section = volume.geometry.section(direction, 18)
    return Stroke(section, 3, ROWS.start, COLUMNS.start, mask, before, id=1, reach=reach)


def whole_grid(volume: Dipping) -> SlopeGrid:
    class Cells:
        def __init__(self, cells: np.ndarray) -> None:
            self.cells, self.shape = cells, cells.shape

        def plane(self, axis: int, index: int) -> np.ndarray:
            return self.cells.take(index, axis)

    thinning = thinning_of(SHAPE)
    inner = slice(0, SHAPE[0]), slice(0, SHAPE[1])
    return SlopeGrid(Cells(block_slopes(volume.values, inner, thinning)), SHAPE, thinning)


@pytest.mark.parametrize("known", [False, True], ids=["found around the stroke", "of the whole survey"])
@pytest.mark.parametrize("direction", list(DIP))
def test_copies_lie_where_the_dips_take_the_stroke(volume: Dipping, direction: Direction, known: bool) -> None:
    copies = stroke_copies(volume, stroke(volume, direction, 4), whole_grid(volume) if known else None)
    away = {volume.geometry.index(copy.section) - 18: copy for copy in copies}
    assert sorted(away) == [-4, -3, -2, -1, 1, 2, 3, 4] and [abs(step) for step in away] == [1, 1, 2, 2, 3, 3, 4, 4]
    for step, copy in away.items():
        assert copy.label == 3 and copy.section.direction is direction
        assert copy.mask.any(axis=0).sum() in (6, 7), "as thick as the stroke"
        middle = copy.column + np.nonzero(copy.mask)[1].mean()
        assert middle == pytest.approx(52.5 + step * DIP[direction], abs=0.75)


def test_copies_leave_out_missing_traces_and_end_with_the_survey(volume: Dipping) -> None:
    far = stroke_copies(volume, replace(stroke(volume, Direction.INLINE, 20), section=SectionId(Direction.INLINE, 103)))
    assert min(copy.section.number for copy in far) == 100 and max(copy.section.number for copy in far) == 123
    for copy in far:
        assert not copy.mask[23 - copy.row].any() and copy.mask[22 - copy.row].any()


def test_copies_do_not_pass_a_drawn_fault(volume: Dipping) -> None:
    # A fault along the inlines, at the inline position 20: it is drawn on two crosslines.
    sticks = [
        FaultStick(volume.geometry.section(Direction.CROSSLINE, number), 1, 0, np.full(SHAPE[2], 20.5, np.float32))
        for number in (5, 35)
    ]
    copies = stroke_copies(volume, stroke(volume, Direction.INLINE, 4), faults=fault_planes(volume.geometry, sticks))
    assert sorted(copy.section.number for copy in copies) == [114, 115, 116, 117, 119, 120]


def test_a_stroke_on_a_time_slice_or_a_2d_line_reaches_nowhere(volume: Dipping) -> None:
    on_slice = replace(
        stroke(volume, Direction.INLINE, 3), section=volume.geometry.section(Direction.TIME, 50), column=5
    )
    assert stroke_copies(volume, on_slice) == () and not why_not_reach(volume.geometry)
    line = Geometry(LineAxis(1, 1, 1), LineAxis(1, 1, 50), SampleAxis(0, 4, 100), np.ones((1, 50), bool), is_2d=True)
    assert "2D" in why_not_reach(line)
