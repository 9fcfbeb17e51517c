"""The cubes that painted labels are kept in.

A block stands for 64 × 64 × 64 voxels of the survey, but holds only the box of them that was ever painted, so that a
whole painted inline costs one plane a block. Blocks are never changed: painting makes new ones (copy-on-write), and
any thread may read those it has.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np

from seisviewer.bounded_reading import unpacked
from seisviewer.errors import LabelsError
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.labels.voxel_codes import class_counts, renumbered
from seisviewer.translation import tr

SIZE = 64
WORD = 8
EMPTY_WORD = np.uint64(0xFFFFFFFFFFFFFFFF)  # eight times UNLABELLED
_HEADER = struct.Struct("<6B")

Key = tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class Block:
    """start: where the painted box begins in the block. values: int8 voxel codes of the box, never written to."""

    start: Key
    values: np.ndarray = field(repr=False)

    def __post_init__(self) -> None:
        self.values.setflags(write=False)

    @cached_property
    def lines(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """For each axis the positions (0–63) at which the block has a labelled voxel."""
        painted = self.values != UNLABELLED
        others = ((1, 2), (0, 2), (0, 1))
        return tuple(np.flatnonzero(painted.any(axis=others[axis])) + self.start[axis] for axis in range(3))

    @cached_property
    def depths(self) -> np.ndarray:
        """Uint8, seen from above, over the inlines and crosslines of the box: how many samples (0–64) are labelled."""
        return np.count_nonzero(self.values != UNLABELLED, axis=2).astype(np.uint8)

    @cached_property
    def counts(self) -> np.ndarray:
        """Int64 (2, 127): voxels of each class number that are learned, and those that are held back."""
        return class_counts(self.values)

    def to_bytes(self) -> bytes:
        """Compressed for a file; takes some 0.03 ms for a block whose box is all 64³ voxels."""
        voxels = np.full(-self.values.size % WORD + self.values.size, UNLABELLED, np.int8)
        voxels[: self.values.size] = self.values.ravel()
        words = voxels.view(np.uint64)
        # Leaving out the words without a label takes a twentieth of the time that zlib needs to find them.
        used = words != EMPTY_WORD
        packed = zlib.compress(np.packbits(used).tobytes() + words[used].tobytes(), 1)
        return _HEADER.pack(*self.start, *self.values.shape) + packed

    @classmethod
    def from_bytes(cls, data: bytes) -> Block:
        """Read what `to_bytes` wrote; raises LabelsError for anything else."""
        try:
            *start, rows, columns, depth = _HEADER.unpack_from(data)
            size = rows * columns * depth
            words = np.full(-(-size // WORD), EMPTY_WORD, np.uint64)
            bits = -(-words.size // 8)
            content = unpacked(data[_HEADER.size :], bits + words.nbytes)
            used = np.unpackbits(np.frombuffer(content[:bits], np.uint8), count=words.size).astype(bool)
            words[used] = np.frombuffer(content[bits:], np.uint64)
        except (struct.error, TypeError, ValueError) as error:
            raise LabelsError(tr("A block of labels is damaged.")) from error
        return cls(tuple(start), words.view(np.int8)[:size].reshape(rows, columns, depth))


@dataclass(frozen=True)
class Box:
    """A rectangle of one section. axis: 0 inline, 1 crossline, 2 time slice; index: position along it; row, column:
    where it begins in the section's array; rows, columns: its extent."""

    axis: int
    index: int
    row: int
    column: int
    rows: int
    columns: int

    def tiles(self) -> Iterator[tuple[Key, tuple[slice, slice], Key, Key]]:
        """The blocks that the box meets: key, the part of the box inside it, where that begins in it, its extent."""
        for i in range(self.row // SIZE, (self.row + self.rows - 1) // SIZE + 1):
            top, bottom = max(self.row, i * SIZE), min(self.row + self.rows, (i + 1) * SIZE)
            for j in range(self.column // SIZE, (self.column + self.columns - 1) // SIZE + 1):
                left, right = max(self.column, j * SIZE), min(self.column + self.columns, (j + 1) * SIZE)
                part = slice(top - self.row, bottom - self.row), slice(left - self.column, right - self.column)
                key = self._threefold(self.index // SIZE, i, j)
                start = self._threefold(self.index % SIZE, top - i * SIZE, left - j * SIZE)
                yield key, part, start, self._threefold(1, bottom - top, right - left)

    def keys(self) -> Iterator[Key]:
        """Keys of the blocks that the box meets, in the order of `tiles`."""
        for i in range(self.row // SIZE, (self.row + self.rows - 1) // SIZE + 1):
            for j in range(self.column // SIZE, (self.column + self.columns - 1) // SIZE + 1):
                yield self._threefold(self.index // SIZE, i, j)

    def _threefold(self, along: int, row: int, column: int) -> Key:
        values = [row, column]
        values.insert(self.axis, along)
        return tuple(values)


class Painted(Protocol):
    """What `read` needs to know of a block, or of one that is being painted on."""

    @property
    def start(self) -> Key: ...
    @property
    def values(self) -> np.ndarray: ...


def read(blocks: Mapping[Key, Painted], box: Box) -> np.ndarray:
    """Int8 (rows, columns) voxel codes of the box, UNLABELLED where nothing was painted."""
    out = np.full((box.rows, box.columns), UNLABELLED, np.int8)
    for part, first, piece in _pieces(blocks, box):
        row, column = (place for axis, place in enumerate(first) if axis != box.axis)
        out[part][row : row + piece.shape[0], column : column + piece.shape[1]] = piece
    return out


def same_plane(one: Block | None, other: Block | None, axis: int, position: int) -> bool:
    """Whether two states of a block hold the same labels at a position (0–63) along an axis."""
    if one is other:
        return True
    plane, origin = Box(axis, position, 0, 0, SIZE, SIZE), (0, 0, 0)
    planes = [read({} if block is None else {origin: block}, plane) for block in (one, other)]
    return np.array_equal(*planes)


def same_labels(one: Block | None, other: Block | None) -> bool:
    """Whether two states of a block hold the same labels."""
    if one is other:
        return True
    counts = [np.zeros(1) if block is None else block.counts for block in (one, other)]
    if counts[0].sum() == counts[1].sum() == 0:
        return True
    return np.array_equal(*counts) and np.array_equal(_whole(one), _whole(other))


def _whole(block: Block) -> np.ndarray:
    """Int8 voxel codes of all of a block."""
    out = np.full((SIZE, SIZE, SIZE), UNLABELLED, np.int8)
    out[_place(block)] = block.values
    return out


def any_label(blocks: Mapping[Key, Painted], box: Box) -> bool:
    """Whether anything is labelled in the box; stops at the first block that says so."""
    return any((piece != UNLABELLED).any() for _, _, piece in _pieces(blocks, box))


def relabelled(block: Block, old: int, new: int) -> Block | None:
    """The block with every label `old` turned into `new`, held back where it was; None when no label is left."""
    voxels = renumbered(block.values, old, new)
    return Block(block.start, voxels) if (voxels != UNLABELLED).any() else None


def painted_alone(block: Block | None, accepted: Block) -> Block | None:
    """The block without the labels that were accepted (where `accepted` is labelled); None when no label is left."""
    if block is None:
        return None
    marked = _whole(accepted)[_place(block)] != UNLABELLED
    voxels = np.where(marked, np.int8(UNLABELLED), block.values)
    return Block(block.start, voxels) if (voxels != UNLABELLED).any() else None


def _place(block: Block) -> tuple[slice, ...]:
    return tuple(slice(first, first + size) for first, size in zip(block.start, block.values.shape, strict=True))


def _pieces(blocks: Mapping[Key, Painted], box: Box) -> Iterator[tuple[tuple[slice, slice], Key, np.ndarray]]:
    """What the blocks hold of a box: the part of the box inside a block, where in that part the labels begin (in
    three dimensions), and the labels themselves, int8 in two."""
    for key, part, start, extent in box.tiles():
        block = blocks.get(key)
        if block is None:
            continue
        low = [max(a, b) for a, b in zip(start, block.start, strict=True)]
        high = [min(a + b, c + d) for a, b, c, d in zip(start, extent, block.start, block.values.shape, strict=True)]
        if all(a < b for a, b in zip(low, high, strict=True)):
            held = tuple(slice(a - b, c - b) for a, b, c in zip(low, block.start, high, strict=True))
            first = tuple(a - b for a, b in zip(low, start, strict=True))
            yield part, first, np.squeeze(block.values[held], axis=box.axis)
