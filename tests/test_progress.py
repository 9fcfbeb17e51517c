"""How long work still takes, as its own progress tells."""

from __future__ import annotations

import pytest

from seisviewer.progress import Pace, Progress


def test_what_comes_before_the_first_block_is_not_taken_for_the_pace_of_all() -> None:
    pace = Pace()
    assert pace.seconds_left(Progress(0, 0, "opening"), 0.0) is None
    assert pace.seconds_left(Progress(0, 64), 2.0) is None
    assert pace.seconds_left(Progress(1, 64), 30.0) is None, "workers started and grew their trees meanwhile"
    assert pace.seconds_left(Progress(2, 64), 31.0) is None, "too little has been seen"
    found = [pace.seconds_left(Progress(1 + block, 64), 30.0 + 1.5 * block) for block in range(3, 20)]
    assert found == pytest.approx([1.5 * (63 - block) for block in range(3, 20)])


def test_blocks_found_done_by_a_command_that_goes_on_are_soon_forgotten() -> None:
    pace = Pace()
    for block in range(301):
        pace.seconds_left(Progress(block, 640), 0.001 * block)
    left = [pace.seconds_left(Progress(300 + block, 640), 2.0 * block) for block in range(1, 60)]
    assert left[-1] == pytest.approx(2.0 * (640 - 359), rel=0.1)


def test_each_part_of_the_work_has_its_own_pace() -> None:
    pace = Pace()
    for second in range(10):
        pace.seconds_left(Progress(second, 20), float(second))
    assert pace.seconds_left(Progress(10, 20), 10.0) == pytest.approx(10.0)
    assert pace.seconds_left(Progress(0, 500), 11.0) is None
    assert [pace.seconds_left(Progress(step, 500), 11.0 + step / 10) for step in (10, 50)][-1] == pytest.approx(45.0)
    assert pace.seconds_left(Progress(0, 500), 20.0) is None, "the same number again, such as lines that are written"
