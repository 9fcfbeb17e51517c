"""Reads planes of an array of a Zarr store, chunk by chunk; chunks read last are kept while there is room."""

from __future__ import annotations

import math
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

import numpy as np

from seisviewer.byte_cache import ByteCache
from seisviewer.errors import UnreadableFile
from seisviewer.memory import available_memory
from seisviewer.translation import tr
from seisviewer.volumes.zarr_surveys.store_members import Member
from seisviewer.volumes.zarr_surveys.store_objects import StoreObjects

MOST_CHUNK = 1 << 29  # bytes of a chunk; stores that are read by parts have some megabytes
SPARE_BYTES = 1 << 20  # by which packed chunks may be larger than what is in them
KEPT_BYTES = 1 << 30
SHARE_OF_MEMORY = 8


class ChunkedArray:
    """Any number of threads may read. Every method raises UnreadableFile where the store is damaged or can no longer be
    read; chunks that are not stored hold the fill value of the array.

    Zarr is loaded with the first one: that takes a third of a second.
    """

    def __init__(self, objects: StoreObjects, member: Member, name: str, threads: int) -> None:
        self.member, self._name = member, name
        free = available_memory() // SHARE_OF_MEMORY
        self._unit = tuple(min(pair) for pair in zip(member.unit, member.shape, strict=True))
        size = math.prod(member.unit) * (member.kind.itemsize if member.kind is not None else 1)
        if size > min(MOST_CHUNK, free):
            raise UnreadableFile(
                tr(
                    "{name} is stored in chunks of {size:,.0f} MB, too large to be read by sections: write "
                    "it anew with chunks of some megabytes."
                ).format(name=name, size=size / 2**20)
            )
        if member.strange_codecs:
            raise UnreadableFile(
                tr(
                    "{name} is packed with {strange_codecs}, which seisviewer does not read: write it anew "
                    "with blosc, zstd or gzip."
                ).format(name=name, strange_codecs=", ".join(member.strange_codecs))
            )
        if len(member.packers) > 1:
            raise UnreadableFile(
                tr("{name} is packed {count} times over: write it anew with one of blosc, zstd or gzip.").format(
                    name=name, count=len(member.packers)
                )
            )
        self._array = _opened(objects, member, name)
        self._kept: ByteCache[tuple[int, ...]] = ByteCache(min(KEPT_BYTES, free))
        self._turn = threading.Lock()
        self._closed = False
        self.pool = ThreadPoolExecutor(threads, "zarr")

    @property
    def unit(self) -> tuple[int, ...]:
        return self._unit

    def plane(self, axis: int, index: int) -> np.ndarray:
        """The values at an index of one axis, over the others in their order."""
        shape, unit = self.member.shape, self.member.unit
        layer, rest = divmod(index, unit[axis])
        ranges = [range(-(-length // part)) for length, part in zip(shape, unit, strict=True)]
        ranges[axis] = range(layer, layer + 1)
        target = np.empty([length for place, length in enumerate(shape) if place != axis], self.member.kind)

        def put(place: tuple[int, ...]) -> None:
            into = tuple(slice(at * part, (at + 1) * part) for at, part in zip(place, unit, strict=True))
            target[into[:axis] + into[axis + 1 :]] = self.chunk(place).take(rest, axis=axis)

        places = list(product(*ranges))
        try:
            for _ in self.pool.map(put, places) if len(places) > 1 else map(put, places):
                pass
        except RuntimeError as error:
            if not self._closed:
                raise
            raise UnreadableFile(tr("{name} was closed: open it again.").format(name=self._name)) from error
        return target

    def chunk(self, place: tuple[int, ...], *, keep: bool = True) -> np.ndarray:
        """The values of a chunk, cut off at the end of the array."""
        with self._turn:
            found = self._kept.get(place)
        if found is None:
            part = tuple(slice(at * size, (at + 1) * size) for at, size in zip(place, self.member.unit, strict=True))
            found = self._read(part)
            if keep:
                with self._turn:
                    self._kept[place] = found
        return found

    def whole(self) -> np.ndarray:
        """All values; for small arrays."""
        return self._read(())

    def close(self) -> None:
        """A second call does nothing. Who is still reading gets what they asked for."""
        self._closed = True
        self.pool.shutdown(wait=False)

    def _read(self, part: tuple[slice, ...]) -> np.ndarray:
        try:
            return np.asarray(self._array[part] if part else self._array[...])
        except UnreadableFile:
            raise
        except MemoryError as error:
            raise UnreadableFile(
                tr("There is not enough memory for a chunk of {name}.").format(name=self._name)
            ) from error
        except Exception as error:  # of whatever unpacks it: each codec has errors of its own
            raise UnreadableFile(
                tr("{name} is damaged: a chunk of {member_name} cannot be unpacked ({error}).").format(
                    name=self._name, member_name=self.member.name or tr("it"), error=error
                )
            ) from error


def _opened(objects: StoreObjects, member: Member, name: str) -> Any:
    import zarr
    from zarr.errors import BaseZarrError

    from seisviewer.volumes.zarr_surveys.objects_for_zarr import Limits, ZarrObjects

    width = member.kind.itemsize if member.kind is not None else 1
    packer = member.packers[0] if member.packers else ""
    limits = Limits(math.prod(member.whole) * width + SPARE_BYTES, math.prod(member.unit) * width + SPARE_BYTES, packer)
    store = ZarrObjects(objects, name, limits)
    try:
        return zarr.open_array(store, path=member.name, mode="r", zarr_format=member.version)
    except UnreadableFile:
        raise
    except (BaseZarrError, KeyError, TypeError, ValueError, AttributeError, OSError, NotImplementedError) as error:
        raise UnreadableFile(
            tr(
                "The array {member_name} {name} is damaged, or of a kind that seisviewer does not read ({error})."
            ).format(member_name=member.name or tr("of"), name=name, error=error)
        ) from error


def read_small(objects: StoreObjects, member: Member, name: str, most: int) -> np.ndarray:
    """All values of an array of at most that many; raises UnreadableFile."""
    if math.prod(member.shape) > most or member.kind is None:
        raise UnreadableFile(
            tr("The array {member_name} of {name} is larger than it can be, or holds no numbers.").format(
                member_name=member.name, name=name
            )
        )
    array = ChunkedArray(objects, member, name, 1)
    try:
        return array.whole()
    finally:
        array.close()
