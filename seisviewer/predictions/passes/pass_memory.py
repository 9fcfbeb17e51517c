"""The passes at hand, by line, as far as there is room for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.volumes.geometry import LINES, Direction, Geometry, SectionId


class PassMemory:
    """One pass a line, within `budget` bytes; the least recently used ones make room.

    Not a ByteCache: one section asks for every line that crosses it, and to ask for them one by one took longer there than
    to add them up.
    """

    def __init__(self, geometry: Geometry, budget: int) -> None:
        self._geometry = geometry
        self._budget = budget
        self._passes: dict[Direction, list[SectionPass | None]] = {
            direction: [None] * geometry.count(direction) for direction in LINES
        }
        # The running number of the last use of each line's pass, 0 where none is kept.
        self._used = {direction: np.zeros(geometry.count(direction), np.int64) for direction in LINES}
        self._uses = 0
        self.nbytes = 0

    def __len__(self) -> int:
        return sum(np.count_nonzero(used) for used in self._used.values())

    def along(self, direction: Direction) -> Sequence[SectionPass | None]:
        """The passes of one direction by the index of their line, None where none is kept."""
        return self._passes[direction]

    def use(self, direction: Direction, lines: np.ndarray | int) -> None:
        """Note that these lines, by index, are used now; passes of all of them are kept."""
        self._uses += 1
        self._used[direction][lines] = self._uses

    def put(self, kept: SectionPass) -> tuple[SectionId, ...]:
        """Keep a pass in place of an older one over the same line; returns the lines whose passes had to make room, that
        line itself where its pass is larger than the budget."""
        direction, line = kept.section.direction, self._geometry.index(kept.section)
        before = self._passes[direction][line]
        self.nbytes += kept.nbytes - (before.nbytes if before is not None else 0)
        self._passes[direction][line] = kept
        self.use(direction, line)
        gone = []
        while self.nbytes > self._budget:
            gone.append(self._drop_least_recently_used())
        return tuple(gone)

    def _drop_least_recently_used(self) -> SectionId:
        last_use = {direction: np.where(used > 0, used, self._uses + 1) for direction, used in self._used.items()}
        direction = min(LINES, key=lambda each: last_use[each].min())
        line = int(last_use[direction].argmin())
        dropped, self._passes[direction][line] = self._passes[direction][line], None
        self._used[direction][line] = 0
        self.nbytes -= dropped.nbytes
        return dropped.section
