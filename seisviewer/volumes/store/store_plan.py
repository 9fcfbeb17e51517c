"""What the store of a survey holds, and how it is cut into blocks that are made independently.

A block is a slab of some inlines, with all of their crosslines and samples: it has a file of its own in every array, and
nobody waits for another one. `amplitude` holds the exact samples in small columns, which serve lines of both directions.
`display/DIRECTION_LEVEL` holds a survey in 8 bits, once for each direction, with the sections of that direction first: any
section is read in one piece from each slab. Each level halves both axes of the sections, and never their number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from seisviewer.errors import UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.display_cube import LEVELS, ZERO
from seisviewer.volumes.geometry import Direction, Geometry
from seisviewer.volumes.store.array_layout import ArrayLayout

AMPLITUDE = "amplitude"
DISPLAY = "display"
COLUMN = 8  # inlines and crosslines of a chunk of exact samples
LONGEST_COLUMN = 4096  # samples
SLAB_CELLS = 128 << 20  # samples of a slab at most: what a block holds in memory, in 8 bits
MOST_LINES = 64  # of a slab
LEVEL_COUNT = 3
STEP = 1 << (LEVEL_COUNT - 1)


@dataclass(frozen=True)
class StorePlan:
    """shape: (inlines, crosslines, samples). slab: inlines of a block. limit: amplitude of the highest level. z: name of
    the vertical axis. exact, display: which of the two are stored. packed: the exact samples are, since most of the survey
    is empty."""

    shape: tuple[int, int, int]
    slab: int
    limit: float
    z: str
    exact: bool = True
    display: bool = True
    packed: bool = False

    @classmethod
    def of(cls, geometry: Geometry, limit: float, *, exact: bool = True, display: bool = True) -> StorePlan:
        """For a survey. One that is mostly empty gets exact samples only, packed: it is never made dense, and its few
        traces are read fast enough."""
        inlines, crosslines, samples = geometry.shape
        lines = SLAB_CELLS // max(1, crosslines * samples) // COLUMN * COLUMN
        slab = int(np.clip(lines, COLUMN, min(MOST_LINES, -(-inlines // COLUMN) * COLUMN)))
        z = "twt" if geometry.samples.is_time else "depth"
        sparse = geometry.is_sparse
        return cls(geometry.shape, slab, float(limit), z, exact or sparse, display and not sparse, sparse)

    @property
    def slabs(self) -> int:
        return -(-self.shape[0] // self.slab)

    def lines(self, slab: int) -> range:
        """The inlines, as indices, of a slab."""
        return range(slab * self.slab, min((slab + 1) * self.slab, self.shape[0]))

    def arrays(self) -> dict[str, ArrayLayout]:
        """All arrays that hold samples, by their keys."""
        found = {AMPLITUDE: self.amplitude} if self.exact else {}
        if self.display:
            found |= {
                display_key(direction, level): self.levels(direction, level)
                for direction in Direction
                for level in range(LEVEL_COUNT)
            }
        return found

    @property
    def amplitude(self) -> ArrayLayout:
        _, crosslines, samples = self.shape
        depth = min(samples, LONGEST_COLUMN)
        shard = self.slab, -(-crosslines // COLUMN) * COLUMN, -(-samples // depth) * depth
        return ArrayLayout(
            self.shape,
            shard,
            (COLUMN, COLUMN, depth),
            "float32",
            np.nan,
            ("inline", "crossline", self.z),
            self.packed,
            {"coordinates": "x y"},
        )

    def levels(self, direction: Direction, level: int) -> ArrayLayout:
        """Of one direction and level."""
        step = 1 << level
        inlines, crosslines, samples = self.shape
        halved = {"inline": -(-inlines // step), "crossline": -(-crosslines // step), self.z: -(-samples // step)}
        whole = {"inline": inlines, "crossline": crosslines, self.z: samples}
        first = {Direction.INLINE: "inline", Direction.CROSSLINE: "crossline", Direction.TIME: self.z}[direction]
        axes = [first, *(name for name in whole if name != first)]
        lengths = [whole[first], *(halved[name] for name in axes[1:])]
        # Each slab has a file, in which every section has one piece.
        shard = [length if name != "inline" else self.slab for name, length in zip(axes, lengths, strict=True)]
        shard = [
            self.slab // step if name == "inline" and name != first else n for name, n in zip(axes, shard, strict=True)
        ]
        names = [name if name == first or not level else f"{name}_by_{step}" for name in axes]
        scale = self.limit / LEVELS
        said = {"scale_factor": scale, "add_offset": -ZERO * scale, "_FillValue": 0}
        return ArrayLayout(tuple(lengths), tuple(shard), (1, *shard[1:]), "uint8", 0, tuple(names), attributes=said)

    @property
    def bytes(self) -> int:
        """What the store takes at most."""
        cells = int(np.prod(self.shape, dtype=np.int64))
        display = sum(len(Direction) / 4**level for level in range(LEVEL_COUNT)) if self.display else 0
        return int(cells * (display + (4 if self.exact else 0)))

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "shape": list(self.shape)}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> StorePlan:
        """Raises UnreadableFile for what is no plan."""
        try:
            plan = cls(**{**content, "shape": tuple(content["shape"])})
            fits = len(plan.shape) == 3 and all(type(each) is int and each > 0 for each in (*plan.shape, plan.slab))
            if not fits or plan.slab % COLUMN or not plan.limit > 0 or not isinstance(plan.z, str):
                raise ValueError(tr("it describes no survey"))
            return plan
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableFile(tr("The store is damaged ({error}): make it anew.").format(error=error)) from error


def display_key(direction: Direction, level: int) -> str:
    return f"{DISPLAY}/{direction.value}_{level}"


def slabs_with_traces(plan: StorePlan, live: np.ndarray | None) -> frozenset[int]:
    """The slabs that have files; none where nobody knows. live: bool (inlines, crosslines)."""
    if live is None:
        return frozenset()
    return frozenset(slab for slab in range(plan.slabs) if live[plan.lines(slab).start : plan.lines(slab).stop].any())


def shard_place(key: str, slab: int) -> tuple[int, int, int]:
    """Where the file of a slab lies on the grid of an array."""
    lines_first = key == AMPLITUDE or key.startswith(f"{DISPLAY}/{Direction.INLINE.value}")
    return (slab, 0, 0) if lines_first else (0, slab, 0)
