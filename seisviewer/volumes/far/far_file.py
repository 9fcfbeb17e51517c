"""A file that a user names, here or elsewhere, open for reading in the two ways that readers of SEG-Y need."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

import numpy as np

from seisviewer.checked_file import NEAR_BYTES, CheckedFile
from seisviewer.errors import UnreadableFile
from seisviewer.volumes.far.address import Address
from seisviewer.volumes.far.far_objects import FarObjects
from seisviewer.volumes.far.location_file import ENDING, read_location
from seisviewer.volumes.far.server import Server

AHEAD_BYTES = 64 << 20  # of what is passed over, that is asked for at once


def opened_file(path: Path) -> CheckedFile:
    """Raises UnreadableFile."""
    return FarFile(path) if path.suffix.lower() == ENDING else CheckedFile(path)


def opened_stream(path: Path) -> BinaryIO:
    """Raises UnreadableFile for a file elsewhere, OSError for one here."""
    return io.BufferedReader(_Stream(FarFile(path)), 1 << 16) if path.suffix.lower() == ENDING else path.open("rb")


def size_of(path: Path) -> int:
    """Bytes of a file; raises UnreadableFile for one elsewhere, OSError for one here."""
    if path.suffix.lower() != ENDING:
        return path.stat().st_size
    file = FarFile(path)
    try:
        return file.size
    finally:
        file.close()


class FarFile(CheckedFile):
    """The file whose address stands in a location."""

    def __init__(self, path: Path) -> None:
        self.path = path
        address = read_location(path)
        self._key = address.name
        self._objects = FarObjects(Server(Address(address.text.rsplit("/", 1)[0]), address.name))
        size = self._objects.length(self._key)
        if size is None:
            raise UnreadableFile(f"{address.text} does not exist: check the address.")
        self.size, self.version = size, self._objects.version(self._key)

    def close(self) -> None:
        self._objects.close()

    def read_into(self, target: np.ndarray, position: int) -> None:
        self._objects.read(self._key, position, target)

    def pieces(self, positions: np.ndarray, width: int) -> np.ndarray:
        found = np.empty((len(positions), width), np.uint8)
        for row, position in zip(found, positions.tolist(), strict=True):
            self.read_into(row, position)
        return found

    def evenly(self, first: int, step: int, count: int, width: int) -> np.ndarray:
        if step > NEAR_BYTES:
            return self.pieces(first + step * np.arange(count, dtype=np.int64), width)
        found = np.empty((count, width), np.uint8)
        rows = max(1, min(count, AHEAD_BYTES // step))
        for start in range(0, count, rows):  # large steps, whose blocks are asked for together
            here = min(rows, count - start)
            read = np.empty((here - 1) * step + width, np.uint8)
            self.read_into(read, first + start * step)
            padded = np.lib.stride_tricks.as_strided(read, (here, width), (step, 1))
            found[start : start + here] = padded
        return found


class _Stream(io.RawIOBase):
    """A far file as Python's own readers want it."""

    def __init__(self, file: FarFile) -> None:
        self._file, self._position = file, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._position = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._file.size}[whence]
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: memoryview) -> int:
        count = max(0, min(len(buffer), self._file.size - self._position))
        if count:
            self._file.read_into(np.frombuffer(buffer, np.uint8)[:count], self._position)
        self._position += count
        return count

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()
