"""Reads any box of an array of a Zarr store, from wherever its bytes come."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

import numpy as np

from seisviewer.byte_cache import ByteCache
from seisviewer.errors import UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.store.array_layout import NOWHERE, ArrayLayout, parsed_json
from seisviewer.volumes.store.byte_source import ByteSource, whole_object
from seisviewer.volumes.store.shards import parsed_index, unpacked

INDEX_BYTES = 64 << 20  # of the indices that are kept
RUN_BYTES = 8 << 20  # of chunks that lie together and are read at once

Box = tuple[slice, ...]


class ShardedArray:
    """Any number of threads may read. Every method raises UnreadableFile where the store is damaged or can no longer be
    read; what is not stored has the value `layout.fill`."""

    def __init__(
        self,
        source: ByteSource,
        key: str,
        layout: ArrayLayout,
        *,
        must_have: Callable[[tuple[int, ...]], bool] = lambda shard: False,
        pool: ThreadPoolExecutor | None = None,
    ) -> None:
        """must_have: whether a shard has to be there, as its place on their grid says; one that is not is no empty one then.
        pool: reads shards at once, of a source that is slow to answer."""
        self.key, self.layout = key, layout
        self._must_have, self._pool = must_have, pool
        self._source = source
        self._indices: ByteCache[tuple[int, ...]] = ByteCache(INDEX_BYTES)
        self._turn = threading.Lock()

    @classmethod
    def opened(cls, source: ByteSource, key: str) -> ShardedArray:
        """The array of a key, as its metadata describes it; raises UnreadableFile where there is none."""
        raw = whole_object(source, f"{key}/zarr.json")
        if raw is None:
            raise UnreadableFile(
                tr("The store holds no array {key}: it is damaged, or no store of a survey.").format(key=key)
            )
        return cls(source, key, ArrayLayout.from_json(parsed_json(raw, key), key))

    def read(self, start: tuple[int, ...], stop: tuple[int, ...]) -> np.ndarray:
        """The values from `start` up to `stop` of every axis."""
        layout = self.layout
        target = np.empty([last - first for first, last in zip(start, stop, strict=True)], layout.dtype)

        def read(shard: tuple[int, ...]) -> None:
            corner = [place * step for place, step in zip(shard, layout.shard, strict=True)]
            low = [max(0, first - at) for first, at in zip(start, corner, strict=True)]
            high = [min(step, last - at) for last, at, step in zip(stop, corner, layout.shard, strict=True)]
            into = tuple(
                slice(at + a - first, at + b - first) for at, a, b, first in zip(corner, low, high, start, strict=True)
            )
            self._read_shard(shard, low, high, target[into])

        axes = zip(start, stop, layout.shard, strict=True)
        self._at_once(read, list(product(*(range(first // step, -(-last // step)) for first, last, step in axes))))
        return target

    def section(self, index: int) -> np.ndarray:
        """The values at an index of the first of three axes, where shards lie along the second at most and hold their part
        of such a section in one chunk: without the trouble that any box takes."""
        layout = self.layout
        found = np.empty(layout.shape[1:], layout.dtype)
        first, inside = divmod(index, layout.shard[0])
        step = layout.shard[1]

        def read(number: int) -> None:
            shard, target = (first, number, 0), found[number * step : (number + 1) * step]
            entries = self._index(shard)
            if entries is None or (position := entries[inside, 0, 0, 0]) == NOWHERE:
                target[...] = layout.fill
            else:  # rows that are missing in the last shard lie behind
                self._source.read(self._shard_key(shard), int(position), target)

        self._at_once(read, list(range(-(-layout.shape[1] // step))))
        return found

    def _at_once(self, read: Callable[[Any], None], parts: list[Any]) -> None:
        """Read all parts, each into a place of its own."""
        if self._pool is None or len(parts) < 2:
            for part in parts:
                read(part)
            return
        try:
            waiting = [self._pool.submit(read, part) for part in parts]
        except RuntimeError as error:  # of a pool that was shut down
            raise UnreadableFile(tr("The store of {key} was closed: open it again.").format(key=self.key)) from error
        for each in waiting:
            each.result()

    def forget(self, shard: tuple[int, ...]) -> None:
        """A shard was written anew."""
        with self._turn:
            self._indices.pop(shard, None)

    def _read_shard(self, shard: tuple[int, ...], low: list[int], high: list[int], target: np.ndarray) -> None:
        """Fill the target with the box from `low` up to `high` of one shard."""
        layout, key = self.layout, self._shard_key(shard)
        index = self._index(shard)
        if index is None:
            target[...] = layout.fill
            return
        axes = [range(a // step, -(-b // step)) for a, b, step in zip(low, high, layout.chunk, strict=True)]
        if all(len(axis) == 1 for axis in axes):  # a piece of a section, of which one wants many quickly
            place = [axis.start for axis in axes]
            entry = index[tuple(place)]
            if entry[0] == NOWHERE:
                target[...] = layout.fill
            else:
                self._read_run(key, [place], entry[None], (low, high), target)
            return
        places = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes))
        where = index[tuple(places.T)]
        stored = where[:, 0] != NOWHERE
        for place in places[~stored].tolist():
            target[self._cuts(place, low, high)[0]] = layout.fill
        places, where = places[stored], where[stored]
        order = np.argsort(where[:, 0], kind="stable")
        for run in _runs(where[order], single=layout.packed):
            self._read_run(key, places[order[run]].tolist(), where[order[run]], (low, high), target)

    def _read_run(
        self, key: str, places: list[list[int]], where: np.ndarray, box: tuple[list[int], list[int]], target: np.ndarray
    ) -> None:
        """Chunks that lie together in the file."""
        layout, first = self.layout, int(where[0, 0])
        size = int(where[-1].sum()) - first
        if len(places) == 1 and not layout.packed:
            into, cut = self._cuts(places[0], *box)
            part = _contiguous_part(target[into], cut, layout)
            if part is not None:  # no copy in between
                self._source.read(key, first + part, target[into])
                return
        content = np.empty(size, np.uint8)
        self._source.read(key, first, content)
        for place, (position, length) in zip(places, where.tolist(), strict=True):
            into, cut = self._cuts(place, *box)
            raw = content[position - first : position - first + length]
            chunk = unpacked(raw, layout, key) if layout.packed else raw.view(layout.dtype).reshape(layout.chunk)
            target[into] = chunk[cut]

    def _cuts(self, place: list[int], low: list[int], high: list[int]) -> tuple[Box, Box]:
        """Where a chunk lies in the target, and what of it."""
        into, cut = [], []
        for number, a, b, step in zip(place, low, high, self.layout.chunk, strict=True):
            at = number * step
            first, last = max(a, at), min(b, at + step)
            into.append(slice(first - a, last - a))
            cut.append(slice(first - at, last - at))
        return tuple(into), tuple(cut)

    def _index(self, shard: tuple[int, ...]) -> np.ndarray | None:
        """Where the chunks of a shard lie; None where there is no such shard."""
        with self._turn:
            index = self._indices.get(shard)
        if index is not None:
            return index
        layout, key = self.layout, self._shard_key(shard)
        size = self._source.length(key)
        if size is None:
            if self._must_have(shard):
                raise UnreadableFile(
                    tr("{key} is not there any more, though the store is whole: make it, or copy it, anew.").format(
                        key=key
                    )
                )
            return None
        if not layout.is_sharded:
            found = np.array([[0, size]], np.uint64).reshape(*layout.chunks_in_shard, 2)
            if not layout.packed and size != layout.chunk_bytes:
                raise UnreadableFile(tr("{key} was cut off or is damaged: make the store anew.").format(key=key))
        else:
            if size < layout.index_bytes:
                raise UnreadableFile(tr("{key} was cut off or is damaged: make the store anew.").format(key=key))
            raw = np.empty(layout.index_bytes, np.uint8)
            self._source.read(key, size - layout.index_bytes, raw)
            found = parsed_index(raw.tobytes(), layout, size - layout.index_bytes, key)
        with self._turn:
            self._indices[shard] = found
        return found

    def _shard_key(self, shard: tuple[int, ...]) -> str:
        return f"{self.key}/c/{'/'.join(map(str, shard))}"


def _runs(where: np.ndarray, *, single: bool) -> Iterator[slice]:
    """Slices of chunks, sorted by position, that follow each other without a gap. single: each of them by itself, since its
    size tells nothing."""
    if not len(where):
        return
    ends = where.sum(axis=1)
    breaks = (np.flatnonzero(where[1:, 0] != ends[:-1]) + 1).tolist()
    for begin, end in zip([0, *breaks], [*breaks, len(where)], strict=True):
        many = 1 if single else max(1, RUN_BYTES // max(1, int(where[begin, 1])))
        for first in range(begin, end, many):
            yield slice(first, min(first + many, end))


def _contiguous_part(target: np.ndarray, cut: Box, layout: ArrayLayout) -> int | None:
    """Where in a chunk the part begins that is cut out, in bytes, if it lies there without gaps as it does in the target;
    else None."""
    if not target.flags.c_contiguous:
        return None
    is_single = True
    for part, length in zip(cut, layout.chunk, strict=True):
        count = part.stop - part.start
        if not is_single and count != length:
            return None
        if count != 1:
            is_single = False
    strides = np.cumprod((1, *layout.chunk[:0:-1]))[::-1]
    start = sum(part.start * int(stride) for part, stride in zip(cut, strides, strict=True))
    return start * layout.dtype.itemsize
