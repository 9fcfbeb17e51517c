"""Which labels were accepted and not painted, in blocks like those of the labels."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from seisviewer.labels.block_drafts import BlockDrafts
from seisviewer.labels.blocks import Block, Box, Key
from seisviewer.labels.stroke import UNLABELLED

ACCEPTED = 0  # of a voxel in these blocks; UNLABELLED elsewhere


class AcceptedVoxels:
    """Changed by one thread only; blocks are never written to. changed: keys of the blocks that were met since this one
    was made."""

    def __init__(self, blocks: Mapping[Key, Block] | None = None) -> None:
        self._blocks: dict[Key, Block] = dict(blocks or {})
        self._drafts = BlockDrafts(self._blocks)
        self.changed: set[Key] = set()

    @property
    def blocks(self) -> Mapping[Key, Block]:
        """Every block with an accepted voxel, as it is now."""
        for key in self._drafts:
            block = self._drafts.take(key)
            if block is None:
                self._blocks.pop(key, None)
            else:
                self._blocks[key] = block
        return self._blocks

    def are_in(self, box: Box) -> bool:
        """Whether any block that the box meets may hold an accepted voxel."""
        return any(key in self._blocks or key in self._drafts for key in box.keys())

    def read(self, box: Box) -> np.ndarray:
        """Bool (rows, columns) of the box."""
        return self._drafts.read(box) == ACCEPTED

    def put(self, box: Box, mask: np.ndarray, accepted: np.ndarray | bool) -> None:
        """Say of the voxels where `mask` is True whether their labels were accepted."""
        if not np.any(accepted) and not self.are_in(box):
            return
        codes = np.where(accepted, np.int8(ACCEPTED), np.int8(UNLABELLED))
        self.changed |= self._drafts.paint(box, mask, codes)
