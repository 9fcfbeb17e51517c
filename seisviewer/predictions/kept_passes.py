"""The passes at hand over a survey's inlines and crosslines, and the one answer that they give for any section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from seisviewer.byte_cache import ByteCache
from seisviewer.predictions.section_pass import SectionPass, decide
from seisviewer.predictions.two_passes import Counted, LineFacts, chosen_passes, count_passes
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

BUDGET = 2 << 30  # bytes
LINES = (Direction.INLINE, Direction.CROSSLINE)
Where = tuple[np.ndarray | slice | int, ...]  # of an array's traces and samples


@dataclass(frozen=True)
class TiedSection:
    """What the passes say together about one section.

    classes: uint8 (rows, columns), NO_CLASS where nothing is known. confidence: float16, the mean probability of that
    class, NaN where nothing is known. stability: float16, the mean of the passes that have one of the same kind, NaN
    elsewhere, or None; stability_of: as in SectionPass, of a line that of its own pass, else of the newest.
    The rest are arrays over its traces, (traces,) of a line and (inlines, crosslines) of a time slice: `known` (some pass
    counts) and `settled` (every line with a say counts), bool; and of the oldest pass that counts, `labels_version` and
    `model_version`, int64, and `seconds`, float64, of no meaning where nothing is known.
    """

    classes: np.ndarray = field(repr=False)
    confidence: np.ndarray = field(repr=False)
    stability: np.ndarray | None = field(repr=False)
    stability_of: str
    known: np.ndarray = field(repr=False)
    settled: np.ndarray = field(repr=False)
    labels_version: np.ndarray = field(repr=False)
    model_version: np.ndarray = field(repr=False)
    seconds: np.ndarray = field(repr=False)


class KeptPasses:
    """One pass a line, within `budget` bytes; the least recently used ones make room. Not thread-safe."""

    def __init__(self, geometry: Geometry, budget: int = BUDGET) -> None:
        self._geometry = geometry
        self._by_inline, self._by_crossline = chosen_passes(geometry)
        self._passes: ByteCache[SectionId] = ByteCache(budget)
        self._facts = {direction: LineFacts.none(geometry.count(direction)) for direction in LINES}
        self._channels: tuple[int, ...] = ()
        self._newest: SectionPass | None = None

    def __len__(self) -> int:
        return len(self._passes)

    @property
    def nbytes(self) -> int:
        return self._passes.currsize

    @property
    def newest(self) -> SectionPass | None:
        """The pass that was put last, whether or not it is still kept."""
        return self._newest

    def put(self, kept: SectionPass) -> tuple[SectionId, ...]:
        """Keep a pass in place of an older one over the same line; returns the lines whose passes had to make room."""
        self._channels += tuple(number for number in kept.channels if number not in self._channels)
        kept = _in_order(kept, self._channels)
        before = {*self._passes, kept.section}
        self._passes[kept.section] = self._newest = kept
        self._facts[kept.section.direction].note(self._geometry.index(kept.section), kept)
        gone = tuple(before.difference(self._passes))
        for section in gone:
            self._facts[section.direction].drop(self._geometry.index(section))
        return gone

    def get(self, section: SectionId) -> SectionPass | None:
        """The pass over a line, if it is kept."""
        return self._passes.get(section)

    def section(self, section: SectionId) -> TiedSection | None:
        """The one answer for a section, or None where nothing is known about it."""
        inlines, crosslines = self._facts[Direction.INLINE], self._facts[Direction.CROSSLINE]
        index = self._geometry.index(section)
        if section.direction is Direction.INLINE:
            traces, inlines = np.s_[index], inlines[index]
        elif section.direction is Direction.CROSSLINE:
            traces, crosslines = np.s_[:, index], crosslines[index]
        else:
            traces, inlines, crosslines = np.s_[:], inlines[:, None], crosslines[None, :]
        counted = count_passes(inlines, crosslines, self._by_inline[traces], self._by_crossline[traces])
        if not (counted.inline | counted.crossline).any():
            return None
        classes, confidence = self._decided(section, counted)
        return TiedSection(
            classes,
            confidence,
            *self._stability(section, counted),
            counted.inline | counted.crossline,
            counted.settled,
            _oldest(counted, inlines.labels_version, crosslines.labels_version),
            _oldest(counted, inlines.model_version, crosslines.model_version),
            _oldest(counted, inlines.seconds, crosslines.seconds),
        )

    def _decided(self, section: SectionId, counted: Counted) -> tuple[np.ndarray, np.ndarray]:
        total = np.zeros((len(self._channels), *self._geometry.section_shape(section.direction)), np.uint16)
        for kept, there, here in self._parts(section, counted):
            total[(np.s_[: len(kept.channels)], *there)] += kept.probabilities[(np.s_[:], *here)]
        count = counted.inline + counted.crossline.astype(np.uint8)
        return decide(total, count if section.direction is Direction.TIME else count[:, None], self._channels)

    def _stability(self, section: SectionId, counted: Counted) -> tuple[np.ndarray | None, str]:
        """The stability and what it is of; shares of versions and of checkpoints are never mixed."""
        parts = [part for part in self._parts(section, counted) if part[0].stability is not None]
        own = [kept for kept, *_ in parts if kept.section == section]
        if not parts or (section.direction in LINES and not own):
            return None, ""
        of = (own or [max((kept for kept, *_ in parts), key=lambda kept: kept.seconds)])[0].stability_of
        parts = [part for part in parts if part[0].stability_of == of]
        total = np.zeros(self._geometry.section_shape(section.direction), np.float32)
        count = np.zeros(total.shape, np.float32)
        for kept, there, here in parts:
            total[there] += kept.stability[here]
            count[there] += 1
        return np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0).astype(np.float16), of

    def _parts(self, section: SectionId, counted: Counted) -> Iterator[tuple[SectionPass, Where, Where]]:
        """The passes that count in a section, with the place of each in the section and its own place (traces, samples)."""
        index = self._geometry.index(section)
        for direction, counts in zip(LINES, (counted.inline, counted.crossline), strict=True):
            if direction is section.direction:
                if counts.any():
                    yield self._passes[section], (_whole(counts),), (_whole(counts),)
                continue
            along = LINES.index(direction)
            for line in np.flatnonzero(counts.any(axis=1 - along) if counts.ndim == 2 else counts):
                kept = self._passes[self._geometry.section(direction, line)]
                if counts.ndim == 1:
                    yield kept, (line,), (index,)
                else:
                    traces = _whole(counts.take(line, axis=along))
                    yield kept, (line, traces) if along == 0 else (traces, line), (traces, index)


def _whole(chosen: np.ndarray) -> np.ndarray | slice:
    """A mask, or the whole axis where it leaves nothing out: several times faster."""
    return np.s_[:] if chosen.all() else chosen


def _oldest(counted: Counted, inline: np.ndarray, crossline: np.ndarray) -> np.ndarray:
    """The smaller of two facts where both passes count, else that of the one that does."""
    one = np.where(counted.inline, inline, crossline)
    return np.where(counted.inline & counted.crossline, np.minimum(inline, crossline), one)


def _in_order(kept: SectionPass, channels: tuple[int, ...]) -> SectionPass:
    """The pass with its channels in the order of `channels`, which holds them all, and 0 in those that it lacks."""
    if kept.channels == channels[: len(kept.channels)]:
        return kept
    probabilities = np.zeros((len(channels), *kept.probabilities.shape[1:]), np.uint8)
    probabilities[[channels.index(number) for number in kept.channels]] = kept.probabilities
    return replace(kept, probabilities=probabilities, channels=channels)
