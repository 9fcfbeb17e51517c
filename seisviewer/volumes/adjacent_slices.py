"""One value of every trace, read with its neighbours: whoever looks at a time slice looks at the next ones too."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from seisviewer.checked_file import CheckedFile

MOST_SLICES = 16  # what a pass over the file brings at hardly more cost than one of them
MOST_BYTES = 64 << 20


@dataclass(frozen=True)
class Rows:
    """Rows of `length` values of `width` bytes that lie `step` bytes apart in a file, the first at `first`."""

    first: int
    step: int
    count: int
    length: int
    width: int


class AdjacentSlices:
    """Columns of the rows in a file. Any thread may ask; the last columns that were read are kept."""

    def __init__(self, file: CheckedFile, rows: Rows) -> None:
        self._file, self._rows = file, rows
        self._turn = threading.Lock()
        self._kept: tuple[int, np.ndarray] | None = None

    def at(self, index: int) -> np.ndarray:
        """(rows,) of void, the bytes of the value `index` of every row."""
        with self._turn:
            first, values = self._kept or self._read(index)
            if not first <= index < first + values.shape[1]:
                first, values = self._read(index)
            self._kept = first, values
        return np.ascontiguousarray(values[:, index - first])

    def _read(self, index: int) -> tuple[int, np.ndarray]:
        rows, width = self._rows, self._rows.width
        slices = int(np.clip(MOST_BYTES // max(1, rows.count * width), 1, min(MOST_SLICES, rows.length)))
        first = min(max(0, index - slices // 2), rows.length - slices)
        found = self._file.evenly(rows.first + first * width, rows.step, rows.count, slices * width)
        return first, found.view(np.dtype((np.void, width)))
