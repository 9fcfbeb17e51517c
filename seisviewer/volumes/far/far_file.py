"""A file that a user names, here or elsewhere, open for reading in the two ways that readers of SEG-Y need."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO
from weakref import WeakKeyDictionary, WeakValueDictionary

import numpy as np

from seisviewer.checked_file import CheckedFile
from seisviewer.errors import UnreadableFile
from seisviewer.stopping import stop_check
from seisviewer.translation import tr
from seisviewer.volumes.far.address import Address
from seisviewer.volumes.far.block_cache import cache_limit
from seisviewer.volumes.far.far_objects import FarObjects
from seisviewer.volumes.far.location_file import ENDING, read_location
from seisviewer.volumes.far.server import Server

AHEAD_BYTES = 64 << 20  # of what is passed over, that is asked for at once
THREADS = 32  # that ask for headers here and there
BLOCK_BYTES = 64 << 10  # a header brings as much: on most networks that takes no longer than the header alone


def opened_file(path: Path) -> CheckedFile:
    """Raises UnreadableFile."""
    return FarFile(path) if path.suffix.lower() == ENDING else CheckedFile(path)


def opened_stream(path: Path) -> BinaryIO:
    """Raises UnreadableFile for a file elsewhere, OSError for one here."""
    return _Stream(FarFile(path)) if path.suffix.lower() == ENDING else path.open("rb")


def bring(file: BinaryIO, positions: Iterable[int], width: int) -> None:
    """What will be read of an `opened_stream` here and there: of a file elsewhere it is asked for together, so that the
    server's delay counts once."""
    if isinstance(file, _Stream):
        file.bring(np.fromiter(positions, np.int64), width)


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
    """The file whose address stands in a location. All that are open of one file have its blocks in common."""

    def __init__(self, path: Path) -> None:
        self.path = path
        address = read_location(path)
        self._key = address.name
        self._objects: FarObjects | None = _OPEN.taken(address)
        try:
            size = self._objects.length(self._key)
            if size is None:
                raise UnreadableFile(tr("{address} does not exist: check the address.").format(address=address.text))
            self.size, self.version = size, self._objects.version(self._key)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        objects, self._objects = self._objects, None
        if objects is not None:
            _OPEN.give_back(objects)

    def read_into(self, target: np.ndarray, position: int) -> None:
        self._open_objects().read(self._key, position, target)

    def pieces(self, positions: np.ndarray, width: int) -> np.ndarray:
        return self._open_objects().pieces(self._key, np.asarray(positions, np.int64), width)

    def bring(self, positions: np.ndarray, width: int) -> None:
        inside = (positions >= 0) & (positions + width <= self.size)
        self._open_objects().pieces(self._key, positions[inside], width)

    def bring_spans(self, starts: np.ndarray, stops: np.ndarray) -> None:
        self._open_objects().bring(self._key, starts, stops)

    def evenly(self, first: int, step: int, count: int, width: int) -> np.ndarray:
        if step > BLOCK_BYTES:
            return self.pieces(first + step * np.arange(count, dtype=np.int64), width)
        found, objects, check = np.empty((count, width), np.uint8), self._open_objects(), stop_check()
        rows = max(1, min(count, AHEAD_BYTES // step))
        for start in range(0, count, rows):  # large steps, whose blocks are asked for together
            check()
            here = min(rows, count - start)
            read = np.empty((here - 1) * step + width, np.uint8)
            # Passing over a file that is larger than the cache would put out what somebody looks at.
            objects.read(self._key, first + start * step, read, keep=self.size <= cache_limit())
            padded = np.lib.stride_tricks.as_strided(read, (here, width), (step, 1))
            found[start : start + here] = padded
        return found

    def _open_objects(self) -> FarObjects:
        objects = self._objects
        if objects is None:
            raise UnreadableFile(tr("{stem} was closed: open it again.").format(stem=self.path.stem))
        return objects


class _OpenObjects:
    """Those of files that are open now, by address, and how many have each open."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        # Weakly: a file that nobody closed ends with those that knew it.
        self._held: WeakValueDictionary[str, FarObjects] = WeakValueDictionary()
        self._users: WeakKeyDictionary[FarObjects, int] = WeakKeyDictionary()

    def taken(self, address: Address) -> FarObjects:
        with self._turn:
            objects = self._held.get(address.text)
            if objects is None:
                server = Server(Address(address.text.rsplit("/", 1)[0]), address.name)
                objects = FarObjects(server, block_bytes=BLOCK_BYTES, threads=THREADS)
                self._held[address.text] = objects
            self._users[objects] = self._users.get(objects, 0) + 1
            return objects

    def give_back(self, objects: FarObjects) -> None:
        with self._turn:
            self._users[objects] -= 1
            if self._users[objects]:
                return
            del self._users[objects]
            for text in [text for text, each in self._held.items() if each is objects]:
                del self._held[text]
        objects.close()


_OPEN = _OpenObjects()


class _Stream(io.RawIOBase):
    """A far file as Python's own readers want it."""

    def __init__(self, file: FarFile) -> None:
        self._file, self._position = file, 0

    def bring(self, positions: np.ndarray, width: int) -> None:
        self._file.bring(positions, width)

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
