"""The cache of arrays that is bounded by their bytes."""

from __future__ import annotations

import numpy as np

from seisviewer.byte_cache import ByteCache


def test_the_arrays_used_last_stay_within_the_budget() -> None:
    cache: ByteCache[str] = ByteCache(3000)
    for name in "abc":
        cache[name] = np.zeros(1000, np.uint8)
    assert cache["a"].nbytes == 1000  # used again
    cache["d"] = np.zeros(1000, np.uint8)
    assert sorted(cache) == ["a", "c", "d"]
    cache["e"] = np.zeros(2500, np.uint8)
    assert list(cache) == ["e"]


def test_an_array_larger_than_the_budget_is_not_kept_and_drops_its_older_self() -> None:
    cache: ByteCache[str] = ByteCache(3000)
    cache["a"] = np.zeros(1000, np.uint8)
    cache["a"] = np.zeros(4000, np.uint8)
    assert "a" not in cache and cache.currsize == 0
