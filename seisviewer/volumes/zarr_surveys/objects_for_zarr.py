"""Gives the objects of a store to the Zarr library, and no more of them than memory was foreseen for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

import numpy as np
from zarr.abc.store import ByteRequest, OffsetByteRequest, RangeByteRequest, Store, SuffixByteRequest
from zarr.core.buffer import Buffer, BufferPrototype

from seisviewer.errors import UnreadableFile
from seisviewer.volumes.zarr_surveys.store_objects import METADATA_BYTES, StoreObjects

METADATA_NAMES = frozenset({"zarr.json", ".zarray", ".zattrs", ".zgroup", ".zmetadata"})


class ZarrObjects(Store):
    """Read-only. most: bytes of one object that is no metadata."""

    supports_writes = False
    supports_deletes = False
    supports_listing = False
    supports_partial_writes = False

    def __init__(self, objects: StoreObjects, name: str, most: int) -> None:
        super().__init__(read_only=True)
        self._objects, self._name, self._most = objects, name, most

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
        most = METADATA_BYTES if key.rsplit("/", 1)[-1] in METADATA_NAMES else self._most
        if stop - start > most:
            raise UnreadableFile(f"{key} of {self._name} is larger than what it can hold: the store is damaged.")
        content = np.empty(stop - start, np.uint8)
        if len(content):
            self._objects.read(key, start, content)
        return content

    async def set(self, key: str, value: Buffer) -> None:
        raise PermissionError("surveys are never written to")

    async def delete(self, key: str) -> None:
        raise PermissionError("surveys are never written to")

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
