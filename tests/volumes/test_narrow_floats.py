"""IBM or IEEE where samples have one exponent or two: velocities, densities, classes, masks and constants."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.opening import open_volume

GRID = np.mgrid[10:16, 100:109]
DOWN = np.linspace(0, 1, 120)[None, :] * np.ones((54, 1))
ALONG = np.arange(54)[:, None]
WHOLE_VELOCITIES = np.rint(1500 + 2400 * DOWN) + ALONG
VALUES = {
    "whole velocities": WHOLE_VELOCITIES,
    "velocities": 1480 + 4300 * DOWN**1.1 + 90 * np.sin(ALONG / 9),
    "porosities": np.round(0.05 + 0.2 * DOWN, 3) + 0 * ALONG,
    "probabilities": 1 / (1 + np.exp(-20 * (DOWN - 0.5) - np.sin(ALONG))),
    "classes": 1 + (np.arange(120)[None, :] + ALONG) // 25 % 6,
    "a mask": (np.arange(120)[None, :] + ALONG) // 25 % 2,
    "signs": np.sign(np.sin(np.arange(120)[None, :] / 5 + ALONG)),
    "a constant": np.full((54, 120), 2500.0),
    "one": np.ones((54, 120)),
}


def first_inline(volume) -> np.ndarray:
    return volume.section(volume.geometry.section(Direction.INLINE, 0))


@pytest.mark.parametrize("true, stated", [(1, 5), (5, 1), (1, 1), (5, 5)])
@pytest.mark.parametrize("name", VALUES)
def test_few_exponents(make_segy, ibm_bits, name, true, stated) -> None:
    values = VALUES[name].astype(np.float32)
    path = make_segy(*GRID, ibm_bits(values) if true == 1 else values, code=5, binary={3225: ("i2", stated)})
    volume = open_volume(path)
    np.testing.assert_allclose(first_inline(volume), values[:9], rtol=1e-5, atol=1e-6)
    told = [notice for notice in volume.notices if "floats" in notice]
    assert len(told) == (true != stated) and all("as which they are read" in notice for notice in told)
    named = open_volume(path, format="ibm" if stated == 1 else "ieee")
    assert named.scan.layout.format.code == stated


@pytest.mark.parametrize(
    "values, stated",
    [
        (1500 + 2300 * DOWN**1.1 + 90 * np.sin(ALONG / 9), 5),  # within one exponent of 16
        (2600 + 1100 * DOWN**1.1 + 90 * np.sin(ALONG / 9), 1),  # within one power of two
        (np.round(2.0 + 0.7 * DOWN + 0.001 * ALONG, 3), 5),
    ],
)
def test_what_nothing_decides_is_said(make_segy, ibm_bits, values, stated) -> None:
    values = values.astype(np.float32)
    stored = values if stated == 1 else ibm_bits(values)
    volume = open_volume(make_segy(*GRID, stored, code=5, binary={3225: ("i2", stated)}))
    assert any("which is as possible" in notice for notice in volume.notices)
    right = open_volume(volume.path, format="ieee" if stated == 1 else "ibm")
    np.testing.assert_allclose(first_inline(right), values[:9], rtol=1e-5)
    assert not right.notices


@pytest.mark.parametrize("code", [1, 5])
@pytest.mark.parametrize(
    "low, high", [(1500, 3900), (2600, 3800), (4200, 6000), (2.0, 2.7), (0.07, 0.2), (6500, 15_000)]
)
def test_few_exponents_that_are_marked_rightly_say_nothing(make_segy, ibm_bits, code, low, high) -> None:
    values = (low + (high - low) * (0.02 * np.sin(ALONG / 9) + 0.96 * DOWN**1.1 + 0.02)).astype(np.float32)
    volume = open_volume(
        make_segy(*GRID, ibm_bits(values) if code == 1 else values, code=5, binary={3225: ("i2", code)})
    )
    np.testing.assert_allclose(first_inline(volume), values[:9], rtol=1e-5)
    assert not volume.notices
