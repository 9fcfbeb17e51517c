"""The one answer to a voxel about which its inline and its crossline have been asked.

A model looks along a line, so the inline and the crossline through a voxel give two answers. Which of them count is
decided here, from the facts about the two lines alone and not from the section that is looked at, so that an inline, a
crossline and a time slice say the same where they meet:

- the two are averaged if the models behind them knew the same labels and had learned about equally long;
- otherwise the newer one counts alone, so that a new stroke shows at once;
- a line that is nearly empty counts only until one with a say (`chosen_passes`) has been asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.volumes.geometry import Geometry

# Of two versions that know the same labels, the older has no say once the newer has had this many times as many updates:
# a model changes much in its first seconds and little later.
MOST_UPDATES = 2


@dataclass(frozen=True)
class LineFacts:
    """Facts about the passes kept of the lines of one direction, arrays (lines,) or parts of them that broadcast.

    kept: bool, whether there is one. stability_of: str, as in SectionPass. labels_version, model_version: int64.
    seconds: float64, time.time() when it was made.
    """

    kept: np.ndarray
    stability_of: np.ndarray
    labels_version: np.ndarray
    model_version: np.ndarray
    seconds: np.ndarray

    @classmethod
    def none(cls, lines: int) -> LineFacts:
        kinds = (np.int64, np.int64, np.float64)
        return cls(np.zeros(lines, bool), np.full(lines, "", object), *(np.zeros(lines, kind) for kind in kinds))

    def note(self, line: int, kept: SectionPass) -> None:
        """Write down that a line's pass is kept."""
        self.kept[line], self.stability_of[line] = True, kept.stability_of
        self.labels_version[line], self.model_version[line] = kept.labels_version, kept.model_version
        self.seconds[line] = kept.seconds

    def drop(self, line: int) -> None:
        """Write down that a line's pass is not kept any more."""
        self.kept[line] = False

    def __getitem__(self, where: object) -> LineFacts:
        """The facts of some lines as they are now."""
        return LineFacts(*(facts[where].copy() for facts in vars(self).values()))


@dataclass(frozen=True)
class Counted:
    """Which passes count. inline, crossline: bool arrays over traces, whether that pass counts. settled: likewise,
    every line with a say counts. inlines, crosslines: the facts of the lines, arrays that broadcast to the traces."""

    inline: np.ndarray
    crossline: np.ndarray
    settled: np.ndarray
    inlines: LineFacts
    crosslines: LineFacts

    @property
    def known(self) -> np.ndarray:
        """Bool over traces: some pass counts."""
        return self.inline | self.crossline

    def any_that(self, holds: Callable[[LineFacts], np.ndarray]) -> np.ndarray:
        """Bool over traces: a pass counts of which something holds. holds: takes facts, gives bool of the same shape."""
        return (self.inline & holds(self.inlines)) | (self.crossline & holds(self.crosslines))

    def facts(self, of: Callable[[LineFacts], np.ndarray]) -> np.ndarray:
        """A fact of every line whose pass counts somewhere, 1D."""
        return np.concatenate(
            [
                _where_any(counts, of(facts))
                for counts, facts in ((self.inline, self.inlines), (self.crossline, self.crosslines))
            ]
        )


def _where_any(counts: np.ndarray, fact: np.ndarray) -> np.ndarray:
    """What `fact` says of the lines that count at any trace, 1D; it broadcasts to `counts`."""
    across = tuple(axis for axis, lines in enumerate(fact.shape) if lines == 1)
    return fact[counts.any(axis=across, keepdims=True)]


def alike(labels_a: object, version_a: object, labels_b: object, version_b: object) -> np.ndarray | bool:
    """Whether passes of two model versions may be averaged; integers, or arrays of them."""
    as_long = np.maximum(version_a, version_b) <= MOST_UPDATES * np.minimum(version_a, version_b)
    return (labels_a == labels_b) & as_long


def count_passes(inlines: LineFacts, crosslines: LineFacts, by_inline: np.ndarray, by_crossline: np.ndarray) -> Counted:
    """Which passes count at each trace.

    by_inline, by_crossline: bool, the traces at which the inline, and the crossline, has a say (`chosen_passes`). The facts
    broadcast to their shape.
    """
    inline, crossline = inlines.kept & by_inline, crosslines.kept & by_crossline
    averaged = alike(inlines.labels_version, inlines.model_version, crosslines.labels_version, crosslines.model_version)
    newer = inlines.seconds >= crosslines.seconds
    neither = (by_inline | by_crossline) & ~inline & ~crossline  # on a live trace
    inline_counts = (inline & (~crossline | averaged | newer)) | (neither & inlines.kept)
    crossline_counts = (crossline & (~inline | averaged | ~newer)) | (neither & crosslines.kept)
    settled = (inline_counts == by_inline) & (crossline_counts == by_crossline)
    return Counted(inline_counts, crossline_counts, settled, inlines, crosslines)


def chosen_passes(geometry: Geometry) -> tuple[np.ndarray, np.ndarray]:
    """Bool (inlines, crosslines) twice: the traces whose inline, and whose crossline, has a say in their class.

    A network makes little of a nearly empty section, so a line counts only where at least half of it is live; of a trace
    with no such line, the one with more live traces counts. Every live trace has a line that counts.
    """
    live = geometry.live
    if geometry.is_2d:
        return live.copy(), np.zeros_like(live)
    along, across = live.sum(axis=1, keepdims=True), live.sum(axis=0, keepdims=True)
    inline_good, crossline_good = 2 * along >= live.shape[1], 2 * across >= live.shape[0]
    if inline_good.all() and crossline_good.all():  # as of most surveys, which may have millions of traces
        return live.copy(), live.copy()
    neither = ~inline_good & ~crossline_good
    by_inline = inline_good | (neither & (along >= across))
    by_crossline = crossline_good | (neither & (along < across))
    return live & by_inline, live & by_crossline
