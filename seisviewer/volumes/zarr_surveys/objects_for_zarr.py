"""Gives the objects of a store to the Zarr library, and no more of them than memory was foreseen for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from zarr.abc.store import ByteRequest, OffsetByteRequest, RangeByteRequest, Store, SuffixByteRequest
from zarr.core.buffer import Buffer, BufferPrototype

from seisviewer.errors import UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.zarr_surveys.store_objects import METADATA_BYTES, StoreObjects
from seisviewer.volumes.zarr_surveys.unpacked_size import claims_more

METADATA_NAMES = frozenset({"zarr.json", ".zarray", ".zattrs", ".zgroup", ".zmetadata"})


@dataclass(frozen=True)
class Limits:
    """most: bytes of one object that is no metadata. inside: bytes of a chunk when it is unpacked. packer: what it is
    packed with, "" for nothing."""

    most: int
    inside: int
    packer: str


class ZarrObjects(Store):
    """Read-only."""

    supports_writes = False
    supports_deletes = False
    supports_listing = False
    supports_partial_writes = False

    def __init__(self, objects: StoreObjects, name: str, limits: Limits) -> None:
        super().__init__(read_only=True)
        self._objects, self._name, self._limits = objects, name, limits

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ZarrObjects) and other._objects is self._objects

    async def get(self, key: str, prototype: BufferPrototype, byte_range: ByteRequest | None = None) -> Buffer | None:
        content = await asyncio.to_thread(self._read, key, byte_range)
        return None if content is None else prototype.buffer.from_array_like(content)

    async def get_partial_values(
        self, prototype: BufferPrototype, key_ranges: Iterable[tuple[str, ByteRequest | None]]
    ) -> list[Buffer | None]:
        return list(await asyncio.gather(*(self.get(key, prototype, part) for key, part in key_ranges)))

    async def exists(self, key: str) -> bool:
        return await asyncio.to_thread(self._objects.length, key) is not None

    def _read(self, key: str, part: ByteRequest | None) -> np.ndarray | None:
        """uint8 of an object or a part of it; None where there is none."""
        size = self._objects.length(key)
        if size is None:
            return None
        start, stop = _bounds(part, size)
        is_metadata = key.rsplit("/", 1)[-1] in METADATA_NAMES
        most = METADATA_BYTES if is_metadata else self._limits.most
        if stop - start > most:
            raise UnreadableFile(
                tr("{key} of {name} is larger than what it can hold: the store is damaged.").format(
                    key=key, name=self._name
                )
            )
        content = np.empty(stop - start, np.uint8)
        if len(content):
            self._objects.read(key, start, content)
        # What is read from the end of an object is the index of a shard.
        is_chunk = not is_metadata and not isinstance(part, SuffixByteRequest)
        if is_chunk and claims_more(memoryview(content), self._limits.packer, self._limits.inside):
            raise UnreadableFile(
                tr("{key} of {name} unpacks to more than it can hold: the store is damaged.").format(
                    key=key, name=self._name
                )
            )
        return content

    async def set(self, key: str, value: Buffer) -> None:
        raise PermissionError(tr("surveys are never written to"))

    async def delete(self, key: str) -> None:
        raise PermissionError(tr("surveys are never written to"))

    async def _nothing(self) -> AsyncIterator[str]:
        for name in ():
            yield name

    def list(self) -> AsyncIterator[str]:
        return self._nothing()

    def list_prefix(self, prefix: str) -> AsyncIterator[str]:
        return self._nothing()

    def list_dir(self, prefix: str) -> AsyncIterator[str]:
        return self._nothing()


def _bounds(part: Any, size: int) -> tuple[int, int]:
    if isinstance(part, RangeByteRequest):
        return min(part.start, size), min(part.end, size)
    if isinstance(part, OffsetByteRequest):
        return min(part.offset, size), size
    if isinstance(part, SuffixByteRequest):
        return max(0, size - part.suffix), size
    return 0, size
