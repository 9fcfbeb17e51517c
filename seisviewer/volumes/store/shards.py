"""Shards of a Zarr store: written a chunk after the other, with the index behind them; the index read and checked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np

from seisviewer.atomic_files import replacing, telling
from seisviewer.errors import NotStored, UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.store.array_layout import CRC_BYTES, NOWHERE, ArrayLayout

BEGUN_BYTES = 8 << 20
LEVEL = 1  # of zstd: what is packed is mostly empty


class ShardWriter:
    """Writes the chunks of one shard, in any order."""

    def __init__(self, file: BinaryIO, layout: ArrayLayout) -> None:
        self._file, self._layout = file, layout
        self._index = np.full((*layout.chunks_in_shard, 2), NOWHERE, "<u8")
        self._end = self._begun = 0

    def put(self, places: np.ndarray, chunks: np.ndarray) -> None:
        """places: int (count, axes), of chunks on the grid of the shard. chunks: (count, *chunk), contiguous, of the
        layout's values."""
        if self._layout.packed:
            for place, chunk in zip(places, chunks, strict=True):
                content = packed(chunk)
                self._index[tuple(place)] = self._end, len(content)
                self._file.write(content)
                self._end += len(content)
            return
        size = self._layout.chunk_bytes
        where = tuple(places.T)
        self._index[(*where, 0)] = self._end + size * np.arange(len(places), dtype=np.uint64)
        self._index[(*where, 1)] = size
        self._file.write(memoryview(chunks.reshape(-1).view(np.uint8)))
        self._end += size * len(places)
        if self._end - self._begun >= BEGUN_BYTES:
            begin_writing(self._file, self._begun, self._end - self._begun)
            self._begun = self._end

    def finish(self) -> None:
        content = self._index.tobytes()
        self._file.write(content + checksum(content))


def begin_writing(file: BinaryIO, start: int, length: int) -> None:
    """Have the disk begin with a part of a file, so that the end has little to wait for; nothing where the system knows no
    such hint."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            # Linux drops what is on the disk already, and of the rest, which this is, begins to write it.
            os.posix_fadvise(file.fileno(), start, length, os.POSIX_FADV_DONTNEED)


@contextmanager
def writing_shard(path: Path, layout: ArrayLayout) -> Iterator[ShardWriter]:
    """A shard that is there whole or not at all, and on the disk when the block ends. Raises NotStored."""
    with telling(path, NotStored):
        path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path, NotStored) as temporary, temporary.open("wb", buffering=0) as file:
        writer = ShardWriter(file, layout)
        yield writer
        writer.finish()


def parsed_index(raw: bytes, layout: ArrayLayout, size: int, name: str) -> np.ndarray:
    """uint64 (*chunks in a shard, 2): position and length of every chunk. size: of the whole shard in bytes. Raises
    UnreadableFile where the index is damaged or points outside."""
    content = raw[:-CRC_BYTES]
    if checksum(content) != raw[-CRC_BYTES:]:
        raise UnreadableFile(tr("{name} is damaged: make the store anew.").format(name=name))
    index = np.frombuffer(content, "<u8").reshape(*layout.chunks_in_shard, 2)
    stored = index[..., 0] != NOWHERE
    ends = index[stored].sum(axis=1, dtype=np.uint64)
    wrong = (ends < index[stored][:, 0]) | (ends > size)
    if wrong.any() or (not layout.packed and (index[stored][:, 1] != layout.chunk_bytes).any()):
        raise UnreadableFile(tr("{name} was cut off or is damaged: make the store anew.").format(name=name))
    return index


def checksum(content: bytes) -> bytes:
    import google_crc32c  # comes with zarr

    return int(google_crc32c.value(content)).to_bytes(CRC_BYTES, "little")


def packed(chunk: np.ndarray) -> bytes:
    from numcodecs.zstd import Zstd

    return Zstd(level=LEVEL).encode(np.ascontiguousarray(chunk))


def unpacked(content: np.ndarray, layout: ArrayLayout, name: str) -> np.ndarray:
    """A packed chunk as its values; raises UnreadableFile where it is damaged."""
    from numcodecs.zstd import Zstd

    values = np.zeros(layout.chunk, layout.dtype)  # a smaller frame leaves the rest
    try:
        Zstd().decode(content, out=values)
    except (RuntimeError, ValueError) as error:
        raise UnreadableFile(tr("{name} is damaged: make the store anew.").format(name=name)) from error
    return values
