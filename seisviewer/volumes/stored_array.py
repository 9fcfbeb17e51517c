"""An array in a .npy file, read a plane at a time."""

from __future__ import annotations

import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from seisviewer.array_archive import read_header
from seisviewer.checked_file import CheckedFile
from seisviewer.errors import UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.adjacent_slices import AdjacentSlices, Rows


@dataclass(frozen=True)
class ArrayFormat:
    """What the header of a .npy file says. order: the axes from the one along which the file runs slowest to the fastest;
    first: position of the first value."""

    shape: tuple[int, ...]
    dtype: np.dtype
    order: tuple[int, ...]
    first: int


def read_format(path: Path) -> ArrayFormat:
    """Raises UnreadableFile for what is no whole array of numbers."""
    try:
        with path.open("rb") as file:
            if file.read(len(zipfile.stringFileHeader)) == zipfile.stringFileHeader:
                raise UnreadableFile(
                    tr("{path_name} holds several arrays: choose a file with one.").format(path_name=path.name)
                )
            file.seek(0)
            header = read_header(file)
            if header.first + header.size > file.seek(0, os.SEEK_END):
                raise ValueError(tr("it is cut off"))
    except (ValueError, OSError) as error:
        raise UnreadableFile(
            tr("{path_name} is no NumPy array of numbers, or it is damaged: choose another file.").format(
                path_name=path.name
            )
        ) from error
    axes = range(len(header.shape))
    order = tuple(reversed(axes)) if header.is_fortran else tuple(axes)
    return ArrayFormat(header.shape, header.dtype, order, header.first)


class StoredArray:
    """Three axes of an array in a file, in the order that is asked for. Any number of threads may read.

    axes: axis of the file that comes first, second and third; -1 stands for an axis of length one that the file lacks.
    Every method raises UnreadableFile where the file was cut off since it was opened, or can no longer be read.
    """

    def __init__(self, path: Path, found: ArrayFormat, axes: tuple[int, int, int] = (0, 1, 2)) -> None:
        self.dtype = found.dtype
        self.shape = tuple(1 if axis < 0 else found.shape[axis] for axis in axes)
        self._file = CheckedFile(path)
        self._first = found.first
        # The same three axes as they lie in the file, slowest first.
        self._order = tuple(sorted(range(3), key=lambda place: _rank(found.order, axes[place])))
        self._lengths = tuple(self.shape[place] for place in self._order)
        slow, middle, fast = self._lengths
        width = self.dtype.itemsize
        self._slices = AdjacentSlices(self._file, Rows(found.first, fast * width, slow * middle, fast, width))

    @property
    def slowest(self) -> int:
        """The axis along which blocks lie together in the file."""
        return self._order[0]

    def plane(self, axis: int, index: int) -> np.ndarray:
        """The values at an index of one axis, over the other two in their order."""
        slow, middle, fast = self._lengths
        row = fast * self.dtype.itemsize
        cut = self._order.index(axis)
        if cut == 0:
            found = self._file.run(self._first + index * middle * row, self.dtype, (middle, fast))
        elif cut == 1:
            found = self._file.evenly(self._first + index * row, middle * row, slow, row).view(self.dtype)
        else:
            found = self._slices.at(index).view(self.dtype).reshape(slow, middle)
        left = [place for place in self._order if place != axis]
        return found if left[0] < left[1] else found.T

    def block(self, start: int, stop: int) -> np.ndarray:
        """All values from `start` up to `stop` of the slowest axis, over the three axes in their order."""
        slow, middle, fast = self._lengths
        count = min(stop, slow) - start
        position = self._first + start * middle * fast * self.dtype.itemsize
        found = self._file.run(position, self.dtype, (count, middle, fast))
        return found.transpose([self._order.index(place) for place in range(3)])

    def close(self) -> None:
        """Give the file back; a second call does nothing."""
        self._file.close()


def _rank(order: tuple[int, ...], axis: int) -> int:
    """How late an axis comes in the file; one that the file lacks comes first."""
    return -1 if axis < 0 else order.index(axis)
