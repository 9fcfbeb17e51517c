"""Lines between two classes: what is drawn, drawn over and erased."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import LabelsError
from seisviewer.labels.boundary_stroke import (
    BoundaryStroke,
    LineErasure,
    boundary_through,
    drawn_over,
    erased,
    without_class,
)
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.volumes.geometry import Direction, SectionId

INLINE = SectionId(Direction.INLINE, 130)
SHAPE = 60, 100


def line(first: int, depths: list[float], above: int = 1, below: int = 2) -> BoundaryStroke:
    return BoundaryStroke(INLINE, above, below, first, np.array(depths, np.float32), id=7)


def test_a_line_has_one_depth_a_trace_between_its_points():
    drawn = boundary_through(INLINE, [(10.0, 40.0), (14.0, 48.0), (16.0, 44.0)], 1, 2, SHAPE)
    assert drawn.row == 10 and drawn.depths.tolist() == [40, 42, 44, 46, 48, 46, 44]


def test_where_the_pointer_went_back_the_later_depth_counts():
    drawn = boundary_through(INLINE, [(10.0, 40.0), (14.0, 40.0), (12.0, 50.0)], 1, 2, SHAPE)
    assert drawn.depths.tolist() == [40, 40, 50, 45, 40]


def test_a_line_is_cut_to_its_section():
    drawn = boundary_through(INLINE, [(-5.0, 10.0), (70.0, 10.0)], 1, 2, SHAPE)
    assert (drawn.row, len(drawn.depths)) == (0, 60)
    assert boundary_through(INLINE, [(5.0, -20.0), (9.0, -9.0)], 1, 2, SHAPE) is None


def test_one_click_is_a_line_of_one_trace():
    drawn = boundary_through(INLINE, [(5.2, 33.0)], 1, UNLABELLED, SHAPE)
    assert (drawn.row, drawn.depths.tolist()) == (5, [33])


@pytest.mark.parametrize(
    ("section", "below", "said"), [(SectionId(Direction.TIME, 3), 2, "time slice"), (INLINE, 1, "two different")]
)
def test_what_is_no_boundary_is_refused(section, below, said):
    with pytest.raises(LabelsError, match=said):
        boundary_through(section, [(5.0, 10.0), (9.0, 10.0)], 1, below, SHAPE)


def test_a_line_takes_the_place_of_an_older_one_between_the_same_classes():
    old, other = line(10, [40.0] * 10), line(10, [60.0] * 10, 2, 3)
    ((cut, left),) = drawn_over([old, other], line(13, [45.0] * 3))
    assert cut is old
    assert [(piece.row, len(piece.depths), piece.id) for piece in left] == [(10, 3, 0), (16, 4, 0)]


def test_the_eraser_cuts_lines_where_it_passes_over_them():
    drawn = line(10, [40.0, 41.0, 42.0, 43.0, 44.0])
    mask = np.ones((2, 3), bool)
    ((_, left),) = erased([drawn], LineErasure(INLINE, 11, 40, mask))
    assert [(piece.row, piece.depths.tolist()) for piece in left] == [(10, [40]), (13, [43, 44])]
    assert not list(erased([drawn], LineErasure(INLINE, 11, 50, mask)))
    assert not list(erased([drawn], LineErasure(INLINE, 11, 40, mask, frozenset({2}))))


def test_a_line_between_classes_that_became_one_is_gone():
    lines = line(0, [9.0]), line(0, [19.0], 2, 3), line(0, [29.0], 3, 4)
    assert [each.classes for each in without_class(lines, 2, 1)] == [(1, 3), (3, 4)]
    assert [each.classes for each in without_class(lines, 3, UNLABELLED)] == [(1, 2), (2, -1), (-1, 4)]
