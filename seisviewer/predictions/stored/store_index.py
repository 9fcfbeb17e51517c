"""What is known of the stored lines without reading them again: which there are, and what they say of each trace."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.passes.two_passes import chosen_passes
from seisviewer.predictions.stored.eight_bits import STEPS, UNKNOWN, unpacked_shares
from seisviewer.predictions.stored.line_file import LineHead
from seisviewer.predictions.stored.line_summary import LineSummary
from seisviewer.predictions.stored.stored_line import ColumnMaps, Coverage, LineMeans
from seisviewer.volumes.geometry import LINES, Direction, Geometry, SectionId


class StoreIndex:
    """Kept up to date line by line. Not thread-safe. sampled: of how many samples a summary tells the class."""

    def __init__(self, geometry: Geometry, sampled: int) -> None:
        self._geometry = geometry
        self._sampled = sampled
        self._lines = {direction: _Lines(geometry.count(direction)) for direction in LINES}
        self._traces: dict[Direction, _Traces] = {}
        self._disagreement: np.ndarray | None = None
        self._channels: dict[int, None] = {}
        by_inline, by_crossline = chosen_passes(geometry)
        self._wanted = {Direction.INLINE: by_inline.any(axis=1), Direction.CROSSLINE: by_crossline.any(axis=0)}

    @property
    def channels(self) -> tuple[int, ...]:
        """The class numbers that any line ever had a channel for."""
        return tuple(self._channels)

    def has(self, section: SectionId) -> bool:
        return bool(self._lines[section.direction].stored[self._geometry.index(section)])

    def key_of(self, section: SectionId) -> str | None:
        """By which model a line was predicted, None where it is not stored."""
        lines, index = self._lines[section.direction], self._geometry.index(section)
        return lines.model_key[index] if lines.stored[index] else None

    def note(self, section: SectionId, said: SectionPass | LineHead, summary: LineSummary) -> None:
        """A line is stored."""
        index = self._geometry.index(section)
        self._lines[section.direction].note(index, said)
        self._channels.update(dict.fromkeys(said.channels))
        if self._disagreement is None:  # made with the first line: they take up to 64 bytes a trace
            columns = self._geometry.shape[:2]
            self._traces = {direction: _Traces(columns, self._sampled) for direction in LINES}
            self._disagreement = np.full(columns, np.nan, np.float32)
        self._traces[section.direction].note(_line(section.direction, index), summary)
        self._compare(section.direction, index)

    def drop(self, section: SectionId) -> None:
        """A line is not stored any more."""
        index = self._geometry.index(section)
        self._lines[section.direction].stored[index] = False
        if self._disagreement is not None:
            self._traces[section.direction].drop(_line(section.direction, index))
            self._compare(section.direction, index)

    def coverage(self, direction: Direction) -> Coverage:
        lines = self._lines[direction]
        known = (lines.stored, lines.labels_version, lines.seconds, lines.model_key)
        return Coverage(*(values.copy() for values in known), self._wanted[direction])

    def line_means(self, direction: Direction) -> LineMeans:
        lines = self._lines[direction]
        if self._disagreement is None:
            return LineMeans(*(np.full(len(lines.stored), np.nan, np.float32) for _ in range(2)))
        traces, along = self._traces[direction], 1 if direction is Direction.INLINE else 0
        means = (_mean_along(packed, along) for packed in (traces.confidence, traces.stability))
        return LineMeans(*(np.where(lines.stored, mean, np.nan).astype(np.float32) for mean in means))

    def columns(self) -> ColumnMaps:
        columns = self._geometry.shape[:2]
        if self._disagreement is None:
            unknown = (np.full(columns, np.nan, np.float32) for _ in range(3))
            return ColumnMaps(*unknown, np.full(columns, -1, np.int64))
        traces = [self._traces[direction] for direction in LINES]
        confidence = _mean([each.confidence for each in traces])
        stability = _mean([each.stability for each in traces])
        return ColumnMaps(confidence, stability, self._disagreement.copy(), self._oldest_labels())

    def _oldest_labels(self) -> np.ndarray:
        """Of every trace the version of the oldest labels behind it, -1 where nothing is stored."""
        none = np.iinfo(np.int64).max
        known = []
        for direction, spread in ((Direction.INLINE, np.s_[:, None]), (Direction.CROSSLINE, np.s_[None, :])):
            lines = self._lines[direction]
            versions = np.where(lines.stored, lines.labels_version, none)[spread]
            known.append(np.where(self._traces[direction].confidence != UNKNOWN, versions, none))
        oldest = np.minimum(*known)
        return np.where(oldest == none, -1, oldest)

    def _compare(self, direction: Direction, index: int) -> None:
        """See how far both directions agree along a line."""
        where = _line(direction, index)
        inline, crossline = (self._traces[each] for each in LINES)
        known = (inline.confidence[where] != UNKNOWN) & (crossline.confidence[where] != UNKNOWN)
        differs = (inline.classes[where] != crossline.classes[where]).mean(axis=1, dtype=np.float32)
        self._disagreement[where] = np.where(known, differs, np.nan)


class _Lines:
    """Facts of the lines of one direction."""

    def __init__(self, count: int) -> None:
        self.stored = np.zeros(count, bool)
        self.labels_version = np.zeros(count, np.int64)
        self.seconds = np.zeros(count, np.float64)
        self.model_key = np.full(count, "", object)

    def note(self, index: int, said: SectionPass | LineHead) -> None:
        self.stored[index] = True
        self.labels_version[index], self.seconds[index] = said.labels_version, said.seconds
        self.model_key[index] = said.key


class _Traces:
    """What the lines of one direction say of each trace: arrays over (inlines, crosslines)."""

    def __init__(self, columns: tuple[int, int], sampled: int) -> None:
        self.confidence = np.full(columns, UNKNOWN, np.uint8)
        self.stability = np.full(columns, UNKNOWN, np.uint8)
        self.classes = np.zeros((*columns, sampled), np.uint8)

    def note(self, where: tuple[int | slice, ...], summary: LineSummary) -> None:
        self.confidence[where], self.stability[where] = summary.confidence, summary.stability
        self.classes[where] = summary.classes

    def drop(self, where: tuple[int | slice, ...]) -> None:
        self.confidence[where] = self.stability[where] = UNKNOWN


def _line(direction: Direction, index: int) -> tuple[int | slice, ...]:
    return (index, slice(None)) if direction is Direction.INLINE else (slice(None), index)


def _mean_along(packed: np.ndarray, axis: int) -> np.ndarray:
    """The mean of shares in eight bits along an axis, NaN where none is known."""
    known = packed != UNKNOWN
    total = np.where(known, packed, np.uint8(0)).sum(axis, dtype=np.int64)
    count = known.sum(axis)
    return np.where(count > 0, total / np.maximum(count * STEPS, 1), np.nan)


def _mean(packed: Sequence[np.ndarray]) -> np.ndarray:
    """The mean of shares in eight bits where any is known, float32, NaN elsewhere."""
    known = sum((each != UNKNOWN).astype(np.float32) for each in packed)
    total = sum(np.nan_to_num(unpacked_shares(each).astype(np.float32)) for each in packed)
    return np.where(known > 0, total / np.maximum(known, 1), np.nan).astype(np.float32)
