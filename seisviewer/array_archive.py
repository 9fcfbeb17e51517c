"""Arrays in files as NumPy writes them (.npy, .npz), whose size is known before anything is made for them."""

from __future__ import annotations

import math
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tokenize import TokenError
from typing import BinaryIO, Self

import numpy as np

from seisviewer.memory import available_memory
from seisviewer.translation import tr

ENDING = ".npy"
# What a damaged archive leads zipfile to, beside OSError. It may also seem encrypted or packed in an unknown way, which is
# called a RuntimeError, and the names of its parts may be no text.
DAMAGED = (
    EOFError, LookupError, RuntimeError, OverflowError, UnicodeError, struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class ArrayHeader:
    """What stands before the values. first: position of the first value. is_fortran: whether the first axis runs
    fastest."""

    shape: tuple[int, ...]
    dtype: np.dtype
    is_fortran: bool
    first: int

    @property
    def size(self) -> int:
        """Bytes of the values. What takes none, empty texts, counts as one each."""
        return math.prod(self.shape) * max(self.dtype.itemsize, 1)


def read_header(file: BinaryIO) -> ArrayHeader:
    """The header with which a file begins; raises ValueError for what is none, or belongs to pickled objects: they could
    run code."""
    readers = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    try:
        version = np.lib.format.read_magic(file)
        if version not in readers:
            raise ValueError(tr("it is no array of numbers"))
        shape, is_fortran, dtype = readers[version](file)
    except (SyntaxError, TokenError, TypeError, OverflowError, MemoryError, RecursionError) as error:
        raise ValueError(tr("its header is damaged")) from error
    if dtype.hasobject or any(count < 0 for count in shape):
        raise ValueError(tr("it is no array of numbers"))
    return ArrayHeader(shape, dtype, is_fortran, file.tell())


class ArrayArchive(Mapping[str, np.ndarray]):
    """An open .npz file; an array is read when it is asked for. Close it, or use it as a context manager.

    Everything raises OSError where the disk fails, and ValueError, whose message is half a sentence, for what is damaged
    or would take more than half of the memory there is.
    """

    def __init__(self, path: Path) -> None:
        with _told():
            self._archive = zipfile.ZipFile(path)
        self._members = {info.filename.removesuffix(ENDING): info for info in self._archive.infolist()}

    @property
    def size(self) -> int:
        """Bytes of all arrays together, as the archive says."""
        return sum(info.file_size for info in self._members.values())

    def header(self, name: str) -> ArrayHeader:
        """Shape and type of an array; they agree with the bytes that the archive has of it."""
        info = self._members[name]
        with _told(), self._archive.open(info) as member:
            header = read_header(member)
        if header.first + header.size != info.file_size:
            raise ValueError(tr("an array has another size than its header says"))
        return header

    def require_memory(self) -> None:
        """Raise ValueError where all arrays together would not fit into the memory."""
        _require(self.size)

    def close(self) -> None:
        self._archive.close()

    def __getitem__(self, name: str) -> np.ndarray:
        _require(self.header(name).size)
        with _told(), self._archive.open(self._members[name]) as member:
            return np.lib.format.read_array(member, allow_pickle=False)

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _require(size: int) -> None:
    if size > available_memory() // 2:
        raise ValueError(tr("there is not enough memory for what it holds"))


@contextmanager
def _told() -> Iterator[None]:
    """What a damaged archive leads its readers to, as ValueError."""
    try:
        yield
    except DAMAGED as error:
        raise ValueError(tr("it is damaged or no .npz file")) from error
