"""The probabilities of the passes in one time slice, read once a pass."""

from __future__ import annotations

import numpy as np

from seisviewer.predictions.passes.pass_memory import PassMemory
from seisviewer.volumes.geometry import LINES, Direction, Geometry, SectionId


class SliceValues:
    """What every pass says in one time slice: a slice on screen is put together again whenever a few lines are new, and to
    read one sample of every trace of every pass takes longer than all the rest.

    section: the time slice. passes: those at hand; `note_change` tells when there is another one over a line.
    """

    def __init__(self, section: SectionId, geometry: Geometry, passes: PassMemory) -> None:
        self._sample = section.number
        self._passes = passes
        self._shape = geometry.section_shape(Direction.TIME)
        self._values = {direction: np.zeros((0, *self._shape), np.uint8) for direction in LINES}
        self._unread = {direction: np.ones(geometry.count(direction), bool) for direction in LINES}

    def note_change(self, direction: Direction, line: int) -> None:
        """There is another pass over the line of this index."""
        self._unread[direction][line] = True

    def total(self, channels: int, inline: np.ndarray, crossline: np.ndarray) -> np.ndarray:
        """The passes that count, summed: uint16 (channels, inlines, crosslines); bool (inlines, crosslines) masks."""
        total = np.zeros((channels, *self._shape), np.uint16)
        for direction, counts, along in ((Direction.INLINE, inline, 1), (Direction.CROSSLINE, crossline, 0)):
            self._read(direction, np.flatnonzero(counts.any(axis=along) & self._unread[direction]), channels)
            total += self._values[direction] * counts
        return total

    def _read(self, direction: Direction, lines: np.ndarray, channels: int) -> None:
        """Take the values of these lines from their passes, (channels, inlines, crosslines) in all."""
        values = self._values[direction]
        if len(values) < channels:
            new = np.zeros((channels - len(values), *self._shape), np.uint8)
            values = self._values[direction] = np.concatenate((values, new))
        by_line = values.swapaxes(0, 1) if direction is Direction.INLINE else values.transpose(2, 0, 1)
        passes = self._passes.along(direction)
        for line in lines:
            said = passes[line].probabilities[:, :, self._sample]
            by_line[line, : len(said)] = said
            by_line[line, len(said) :] = 0
        self._unread[direction][lines] = False
