"""Sections of a store in 8 bits, at any of its levels."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.store.byte_source import ByteSource
from seisviewer.volumes.store.sharded_array import ShardedArray
from seisviewer.volumes.store.store_plan import LEVEL_COUNT, StorePlan, display_key, slabs_with_traces


class DisplayStore:
    """Any number of threads may read. Sections are given by their index along a direction."""

    def __init__(
        self,
        source: ByteSource,
        plan: StorePlan,
        finished: frozenset[int],
        live: np.ndarray | None = None,
        pool: ThreadPoolExecutor | None = None,
    ) -> None:
        """live: bool (inlines, crosslines), where there are traces, so that a file that was lost is told from one that was never
        made. pool: reads from elsewhere at once."""
        self.plan, self.finished = plan, finished
        held = slabs_with_traces(plan, live)
        self.limit = plan.limit
        self._arrays = {
            (direction, level): ShardedArray(
                source,
                display_key(direction, level),
                plan.levels(direction, level),
                must_have=lambda shard: max(shard) in held and max(shard) in self.finished,  # one axis has all slabs
                pool=pool,
            )
            for direction in Direction
            for level in range(LEVEL_COUNT)
        }

    def add(self, block: int) -> None:
        """Another block is whole now."""
        self.finished = self.finished | {block}

    @property
    def complete(self) -> bool:
        return len(self.finished) == self.plan.slabs

    def has(self, direction: Direction, index: int) -> bool:
        """Whether all of a section is stored."""
        if self.complete:
            return True
        return direction is Direction.INLINE and index // self.plan.slab in self.finished

    def section(self, direction: Direction, index: int, level: int = 0) -> np.ndarray:
        """Levels of a section, uint8 in the shape `Volume.section` has, halved `level` times on both axes (rounded up).
        Raises UnreadableFile."""
        return self._arrays[direction, level].section(index)
