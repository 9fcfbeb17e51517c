"""A .npy file that is filled line by line, and may be read back."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np

from seisviewer.reserved_file import ReservedFile


class ReservedArray:
    """An array on the disk, all zero at first, whose room is taken when it is made.

    Every method raises OSError; with ENOSPC where the disk is full.
    """

    def __init__(self, path: Path, dtype: np.dtype, shape: tuple[int, ...]) -> None:
        self.dtype, self.shape = np.dtype(dtype), shape
        header = io.BytesIO()
        about = {"descr": np.lib.format.dtype_to_descr(self.dtype), "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(header, about)
        self._first = header.tell()
        values = int(np.prod(shape, dtype=np.int64))
        self._file = ReservedFile(path, self._first + values * self.dtype.itemsize)
        try:
            self._file.write(0, np.frombuffer(header.getvalue(), np.uint8))
        except BaseException:
            self.close()
            raise

    def put(self, row: int, column: int, values: np.ndarray) -> None:
        """Write a block of the first two axes, whole along the others, from a row and a column on."""
        values = np.ascontiguousarray(values, self.dtype)
        if values.shape[1] == self.shape[1]:  # whole rows follow each other
            self._file.write(self._position(row, 0), values)
            return
        for offset, part in enumerate(values):
            self._file.write(self._position(row + offset, column), part)

    def row(self, index: int) -> np.ndarray:
        """What was written at an index of the first axis."""
        return self._file.read(self._position(index, 0), self.dtype, self.shape[1:])

    def close(self) -> None:
        """Give the file back; a second call does nothing."""
        self._file.close()

    def _position(self, row: int, column: int) -> int:
        cell = self.dtype.itemsize * int(np.prod(self.shape[2:], dtype=np.int64))
        return self._first + cell * (row * self.shape[1] + column)
