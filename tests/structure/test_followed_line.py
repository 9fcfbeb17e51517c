"""Lines that are followed stay within the memory that they may take."""

import tracemalloc

import numpy as np
import pytest

from seisviewer.structure.bodies.texture_grid import texture_of
from seisviewer.structure.followed_line import ARRAYS, FollowedLine, FollowedLines, Line
from seisviewer.structure.slopes import section_slopes

SHAPE = 100, 200


def line(name: str, known: bool) -> Line:
    amplitudes = np.random.default_rng(0).normal(size=SHAPE).astype(np.float32)
    places = np.stack((np.zeros(len(amplitudes), int), np.arange(len(amplitudes))), axis=1)
    slopes = section_slopes(amplitudes) if known else None
    return Line(name, amplitudes, places, np.ones(len(amplitudes), bool), slopes)


def used(followed: FollowedLine) -> FollowedLine:
    """With all that is worked out of it at some time."""
    assert followed.smooth.shape == followed.balanced.shape == SHAPE
    assert followed.once(texture_of).grid.shape == SHAPE
    return followed


@pytest.mark.slow
@pytest.mark.parametrize("known", [False, True], ids=["slopes of the line", "slopes of the survey"])
def test_followed_lines_take_no_more_memory_than_their_budget(known: bool) -> None:
    used(FollowedLines(0)(line("warm up", known)))
    budget = 20 * ARRAYS * line("one", known=False).amplitudes.nbytes
    lines = FollowedLines(budget)
    tracemalloc.start()
    try:
        for number in range(40):
            used(lines(line(f"line {number}", known)))
        taken = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert 0.8 * budget < taken < 1.05 * budget


def test_slopes_of_the_survey_replace_those_of_a_line_once() -> None:
    lines = FollowedLines(1 << 20)
    first = lines(line("one", known=False))
    better = lines(line("one", known=True))
    assert better is not first
    assert lines(line("one", known=True)) is better
    assert lines(line("one", known=False)) is better
