"""Arrays that are kept while there is room for them."""

from __future__ import annotations

from typing import Generic, TypeVar

import numpy as np
from cachetools import LRUCache

Key = TypeVar("Key")


class ByteCache(LRUCache, Generic[Key]):
    """Keeps the arrays used last, `budget` bytes of them at most. One larger than the budget is not kept at all."""

    def __init__(self, budget: int) -> None:
        super().__init__(budget, getsizeof=lambda array: array.nbytes)

    def __setitem__(self, key: Key, array: np.ndarray) -> None:
        if array.nbytes <= self.maxsize:
            super().__setitem__(key, array)
        else:
            self.pop(key, None)
