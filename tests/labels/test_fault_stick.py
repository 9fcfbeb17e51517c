"""Fault sticks: one place a sample, drawn over and erased."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import LabelsError
from seisviewer.labels.boundary_stroke import LineErasure
from seisviewer.labels.fault_stick import FaultStick, stick_through, sticks_drawn_over, sticks_erased, unused_fault
from seisviewer.volumes.geometry import SectionId

INLINE = SectionId.parse("inline:130")
SHAPE = 50, 64  # traces, samples


def stick(points: list[tuple[float, float]], fault: int = 1) -> FaultStick:
    found = stick_through(INLINE, points, fault, SHAPE)
    assert found is not None
    return found


def test_it_has_one_place_at_each_sample() -> None:
    drawn = stick([(10, 20), (14, 40)])
    assert (drawn.column, len(drawn.traces)) == (20, 21) and drawn.traces == pytest.approx(np.linspace(10, 14, 21))
    assert stick([(14, 40), (10, 20)]).traces == pytest.approx(drawn.traces), "drawn upward it is the same"
    back = stick([(10, 20), (14, 40), (20, 36)])
    assert back.traces[-1] == pytest.approx(14) and back.traces[16] == pytest.approx(20), "later points count"


def test_it_is_cut_to_the_section() -> None:
    drawn = stick([(40, 50), (60, 90)])
    assert drawn.columns[-1] <= 63 and drawn.traces.max() <= 49.5
    assert stick_through(INLINE, [(60, 10), (70, 30)], 1, SHAPE) is None
    assert stick_through(INLINE, [(10, 30), (40, 30)], 1, SHAPE) is None, "a level line is no fault"


def test_time_slices_and_impossible_numbers_are_refused() -> None:
    with pytest.raises(LabelsError, match="time slice"):
        stick_through(SectionId.parse("time:3"), [(1, 1), (2, 9)], 1, SHAPE)
    with pytest.raises(LabelsError, match="number 0"):
        stick_through(INLINE, [(1, 1), (2, 9)], 0, SHAPE)


def test_the_later_stick_of_a_fault_takes_the_place_of_the_earlier() -> None:
    old, other = stick([(10, 10), (10, 40)]), stick([(30, 10), (30, 40)], 2)
    ((cut, left),) = sticks_drawn_over([old, other], stick([(12, 20), (12, 30)]))
    assert cut is old and [(piece.column, len(piece.traces)) for piece in left] == [(10, 10), (31, 10)]


def test_an_eraser_cuts_where_it_passes() -> None:
    old = stick([(10, 10), (10, 40)])
    mask = np.ones((5, 6), bool)
    ((_, left),) = sticks_erased([old], LineErasure(INLINE, 8, 20, mask))
    assert [(piece.column, len(piece.traces)) for piece in left] == [(10, 10), (26, 15)]
    assert not list(sticks_erased([old], LineErasure(INLINE, 20, 20, mask)))


def test_a_new_fault_gets_a_number_of_its_own() -> None:
    assert unused_fault([]) == 1
    assert unused_fault([stick([(10, 10), (10, 40)], 3), stick([(10, 10), (10, 40)], 2)]) == 4


def test_points_that_are_no_numbers_are_refused() -> None:
    for points in ([(1.0, float("nan")), (2.0, 9.0)], [(float("inf"), 3.0), (2.0, 9.0)]):
        with pytest.raises(LabelsError, match="no number"):
            stick(points)


def test_a_new_fault_finds_a_number_beside_the_highest() -> None:
    assert unused_fault([stick([(10, 20), (14, 40)], 9999), stick([(10, 20), (14, 40)], 1)]) == 2
