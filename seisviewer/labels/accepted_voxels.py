"""Which labels nobody painted, and whether they were accepted or carried, in blocks like those of the labels."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

import numpy as np

from seisviewer.labels.block_drafts import BlockDrafts
from seisviewer.labels.blocks import Block, Box, Key, painted_alone
from seisviewer.labels.provenance import ACCEPTED_CODE, NOTHING, PAINTED_CODE, Origin
from seisviewer.labels.stroke import UNLABELLED

ACCEPTED, CARRIED = 0, 1  # of a voxel in these blocks; UNLABELLED elsewhere
ORIGINS = {Origin.PAINTED: UNLABELLED, Origin.ACCEPTED: ACCEPTED, Origin.CARRIED: CARRIED}


_counted: WeakKeyDictionary[Block, tuple[Block | None, np.ndarray]] = WeakKeyDictionary()


def not_painted(block: Block, origins: Block | None) -> np.ndarray:
    """Int64 (127,): how many labelled voxels of each class number nobody painted in a block of labels. origins: the block
    of such voxels there. Looked for once for a pair of blocks, which are never written to."""
    known = _counted.get(block)
    if known is None or known[0] is not origins:
        painted = painted_alone(block, origins) if origins is not None else block
        left = painted.counts if painted is not None else np.zeros_like(block.counts)
        known = _counted[block] = origins, (block.counts - left).sum(axis=0)
    return known[1]


class AcceptedVoxels:
    """Changed by one thread only; blocks are never written to. changed: keys of the blocks that were met since this one
    was made."""

    def __init__(self, blocks: Mapping[Key, Block] | None = None) -> None:
        self._blocks: dict[Key, Block] = dict(blocks or {})
        self._drafts = BlockDrafts(self._blocks)
        self.changed: set[Key] = set()

    @property
    def blocks(self) -> Mapping[Key, Block]:
        """Every block with a voxel that nobody painted, as it is now."""
        for key in self._drafts:
            block = self._drafts.take(key)
            if block is None:
                self._blocks.pop(key, None)
            else:
                self._blocks[key] = block
        return self._blocks

    def are_in(self, box: Box) -> bool:
        """Whether any block that the box meets may hold such a voxel."""
        return any(key in self._blocks or key in self._drafts for key in box.keys())

    def read(self, box: Box) -> np.ndarray:
        """Int8 (rows, columns) of the box: ACCEPTED, CARRIED or UNLABELLED."""
        return self._drafts.read(box)

    def put(self, box: Box, mask: np.ndarray, origins: np.ndarray | int) -> None:
        """Say of the voxels where `mask` is True how their labels came: codes as `read` gives them."""
        if np.all(origins == UNLABELLED) and not self.are_in(box):
            return
        self.changed |= self._drafts.paint(box, mask, origins)


def provenance_codes(labelled: np.ndarray, origins: np.ndarray) -> np.ndarray:
    """Uint8 in the shape of both: NOTHING where no label is, else PAINTED_CODE, ACCEPTED_CODE or CARRIED_CODE. origins: as
    `AcceptedVoxels.read` gives them."""
    said = np.where(origins == UNLABELLED, np.uint8(PAINTED_CODE), (origins + ACCEPTED_CODE).astype(np.uint8))
    return np.where(labelled, said, np.uint8(NOTHING))
