"""Values that no amplitude has are no amplitudes, however they are mixed."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.volumes.volume import finite

BIG = np.float32(3e30)


@pytest.mark.parametrize("values", [
    (BIG, -BIG),  # which cancel in a sum
    (np.nan, 2.0),
    (np.inf, -np.inf),
    (-BIG, 1.0),
    (BIG, 1.0),
], ids=str)  # fmt: skip
def test_what_no_amplitude_can_be_becomes_zero(values: tuple[float, float]) -> None:
    amplitudes = np.array([*values, 5.0, -7.0], np.float32)
    wanted = [value if abs(value) < 1e29 else 0 for value in values]
    np.testing.assert_array_equal(finite(amplitudes), [*wanted, 5.0, -7.0])


def test_nothing_else_changes() -> None:
    amplitudes = np.array([[1e28, -1e28], [0, 3]], np.float32)
    np.testing.assert_array_equal(finite(amplitudes.copy()), amplitudes)
    assert finite(np.empty((0, 4), np.float32)).shape == (0, 4)
