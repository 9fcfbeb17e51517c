"""Blocks while they are painted on: each is copied once, however many strokes it takes."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping

import numpy as np

from seisviewer.labels.blocks import SIZE, Block, Box, Key, read
from seisviewer.labels.stroke import UNLABELLED


class BlockDraft:
    """A block that is being painted on. start: where its painted box begins in the block.

    The array has room beyond that box once the box has grown, so that lines painted one after another do not copy the
    block each time.
    """

    def __init__(self, block: Block | None, start: Key, extent: Key) -> None:
        self.start, self._end = start, _end(start, extent)
        if block is not None:
            self._include(block.start, _end(block.start, block.values.shape))
        self._origin = self.start
        self._room = np.full(self._shape, UNLABELLED, np.int8)
        if block is not None:
            self._window(block.start, block.values.shape)[:] = block.values

    @property
    def values(self) -> np.ndarray:
        """Int8 of the painted box, as a view that may be written to."""
        return self._window(self.start, self._shape)

    def area(self, start: Key, extent: Key) -> np.ndarray:
        """A view of a box in the block, which the draft is made to hold."""
        self._include(start, _end(start, extent))
        self._make_room()
        return self._window(start, extent)

    def finished(self) -> Block | None:
        """The block as it was painted, None when no label is left. The draft must not be painted on any more."""
        values = np.ascontiguousarray(self.values)
        return Block(self.start, values) if (values != UNLABELLED).any() else None

    @property
    def _shape(self) -> Key:
        return tuple(b - a for a, b in zip(self.start, self._end, strict=True))

    def _include(self, start: Key, end: Key) -> None:
        self.start = tuple(map(min, self.start, start))
        self._end = tuple(map(max, self._end, end))

    def _make_room(self) -> None:
        """Copy into a larger array where the box has outgrown this one: twice as large along each axis that grew."""
        ends = _end(self._origin, self._room.shape)
        if all(a >= b for a, b in zip(self.start, self._origin, strict=True)) and all(map(int.__le__, self._end, ends)):
            return
        first, last = [], []
        for low, high, origin, end in zip(self.start, self._end, self._origin, ends, strict=True):
            first.append(origin if low >= origin else max(0, min(low, 2 * origin - end)))
            last.append(end if high <= end else min(SIZE, max(high, 2 * end - origin)))
        room = np.full([b - a for a, b in zip(first, last, strict=True)], UNLABELLED, np.int8)
        old, old_origin = self._room, self._origin
        self._room, self._origin = room, tuple(first)
        self._window(old_origin, old.shape)[:] = old

    def _window(self, start: Key, extent: Key) -> np.ndarray:
        return self._room[tuple(slice(a - b, a - b + c) for a, b, c in zip(start, self._origin, extent, strict=True))]


class BlockDrafts:
    """The blocks of a volume with what has been painted on them since."""

    def __init__(self, blocks: Mapping[Key, Block]) -> None:
        self._drafts: dict[Key, BlockDraft] = {}
        self._blocks = blocks
        self._newest = ChainMap(self._drafts, blocks)

    def __iter__(self) -> Iterator[Key]:
        """Keys of the blocks that were painted on."""
        return iter(tuple(self._drafts))

    def __contains__(self, key: Key) -> bool:
        return key in self._drafts

    def read(self, box: Box) -> np.ndarray:
        """Int8 (rows, columns) voxel codes of the box, UNLABELLED where nothing was painted."""
        return read(self._newest, box)

    def contain(self, code: int) -> bool:
        """Whether any voxel of the blocks that were painted on has this code."""
        return any((draft.values == code).any() for draft in self._drafts.values())

    def paint(self, box: Box, mask: np.ndarray, values: np.ndarray | int) -> set[Key]:
        """Write the codes `values` where `mask` is True (both (rows, columns) of the box); returns the keys of the
        blocks met."""
        values = np.broadcast_to(np.asarray(values, np.int8), mask.shape)
        met: set[Key] = set()
        for key, part, start, extent in box.tiles():
            here = mask[part]
            if not here.any():
                continue
            if key not in self._drafts:
                self._drafts[key] = BlockDraft(self._blocks.get(key), start, extent)
            area = self._drafts[key].area(start, extent)
            np.copyto(np.squeeze(area, axis=box.axis), values[part], where=here)
            met.add(key)
        return met

    def take(self, key: Key) -> Block | None:
        """A painted block, finished; None when no label is left in it. Painting on it again begins another draft."""
        return self._drafts.pop(key).finished()


def _end(start: Key, extent: Key) -> Key:
    return tuple(a + b for a, b in zip(start, extent, strict=True))
