"""Traces that hold one value throughout, and traces that are marked as dead."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.opening import open_volume

GRID = np.mgrid[10:16, 100:109]
DEAD = np.arange(54) % 9 == 3


def amplitudes() -> np.ndarray:
    return np.random.default_rng(0).normal(0, 1000, (54, 60)).astype(np.float32)


@pytest.mark.parametrize("value", [0.5, 1e-12, -32768.0])
@pytest.mark.parametrize("mark", [2, 3])
def test_constant_traces_that_are_marked_as_dead_are_missing(make_segy, value, mark) -> None:
    values = amplitudes()
    values[DEAD] = value
    volume = open_volume(make_segy(*GRID, values, words={29: ("i2", np.where(DEAD, mark, 1))}))
    assert (
        volume.geometry.live.sum() == 48
        and np.isnan(volume.section(volume.geometry.section(Direction.INLINE, 0))[3]).all()
    )
    assert volume.notices == (
        "6 traces of odd.sgy are marked as dead and hold one value throughout, and so count as missing.",
    )


def test_constant_traces_without_a_mark_are_shown_and_said(make_segy) -> None:
    values = np.rint(amplitudes())
    values[DEAD] = -32768
    volume = open_volume(make_segy(*GRID, values, code=3))
    assert volume.geometry.live.all()
    assert volume.notices == (
        "6 traces of odd.sgy hold one value throughout (such as -32768) and are shown, but may be empty.",
    )


def test_constant_traces_of_classes_are_nothing_special(make_segy) -> None:
    values = np.tile(1 + np.arange(60) // 25, (54, 1)).astype(np.float32)
    values[DEAD] = 2
    assert not open_volume(make_segy(*GRID, values)).notices


def test_data_under_a_dead_mark_are_shown_and_said(make_segy) -> None:
    volume = open_volume(make_segy(*GRID, amplitudes(), words={29: ("i2", np.where(DEAD, 2, 1))}))
    assert volume.geometry.live.all() and "6 traces of odd.sgy are marked as dead" in volume.notices[0]
    everywhere = open_volume(make_segy(*GRID, amplitudes(), words={29: ("i2", 2)}, name="all.sgy"))
    assert everywhere.geometry.live.all() and not everywhere.notices


def test_nothing_but_constant_dead_traces_is_still_shown(make_segy) -> None:
    volume = open_volume(make_segy(*GRID, np.full((54, 60), 2.5), words={29: ("i2", 2)}))
    assert volume.geometry.live.all()
