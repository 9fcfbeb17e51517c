"""The passes at hand over a survey's inlines and crosslines, and the one answer that they give for any section."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from cachetools import LRUCache

from seisviewer.predictions.pass_memory import LINES, PassMemory
from seisviewer.predictions.section_pass import SectionPass, decide
from seisviewer.predictions.slice_values import SliceValues
from seisviewer.predictions.two_passes import Counted, LineFacts, chosen_passes, count_passes
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

BUDGET = 2 << 30  # bytes
REMEMBERED = 6  # lines put together: of these, only what changes is put together again
REMEMBERED_SLICES = 2  # likewise
Values = Callable[[SectionPass], np.ndarray]


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
        self._passes = PassMemory(geometry, budget)
        self._facts = {direction: LineFacts.none(geometry.count(direction)) for direction in LINES}
        self._channels: tuple[int, ...] = ()
        self._newest: SectionPass | None = None
        # Lines put together, and their traces at which another pass is kept since.
        self._tied: LRUCache[SectionId, tuple[TiedSection, set[int]]] = LRUCache(REMEMBERED)
        self._slices: LRUCache[SectionId, SliceValues] = LRUCache(REMEMBERED_SLICES)

    def __len__(self) -> int:
        return len(self._passes)

    @property
    def nbytes(self) -> int:
        return self._passes.nbytes

    @property
    def newest(self) -> SectionPass | None:
        """The pass that was put last, whether or not it is still kept."""
        return self._newest

    def put(self, kept: SectionPass) -> tuple[SectionId, ...]:
        """Keep a pass in place of an older one over the same line; returns the lines whose passes had to make room."""
        self._channels += tuple(number for number in kept.channels if number not in self._channels)
        kept = _in_order(kept, self._channels)
        self._newest = kept
        self._facts[kept.section.direction].note(self._geometry.index(kept.section), kept)
        gone = self._passes.put(kept)
        for section in gone:
            self._facts[section.direction].drop(self._geometry.index(section))
        for section in (kept.section, *gone):
            self._note_change(section)
        return gone

    def _note_change(self, line: SectionId) -> None:
        """What was put together of this line is void; of the sections that cross it, one trace or line is."""
        index = self._geometry.index(line)
        self._tied.pop(line, None)
        for values in self._slices.values():
            values.note_change(line.direction, index)
        for section, (_, changed) in self._tied.items():
            if section.direction is not line.direction:
                changed.add(index)

    def get(self, section: SectionId) -> SectionPass | None:
        """The pass over a line, if it is kept."""
        if section.direction not in LINES:
            return None
        return self._passes.along(section.direction)[self._geometry.index(section)]

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
        known = counted.inline | counted.crossline
        if not known.any():
            return None
        self._note_use(section, counted)
        classes, confidence = self._decided(section, counted.inline, counted.crossline)
        tied = TiedSection(
            classes,
            confidence,
            *self._stability(section, counted, inlines, crosslines),
            known,
            counted.settled,
            _oldest(counted, inlines.labels_version, crosslines.labels_version),
            _oldest(counted, inlines.model_version, crosslines.model_version),
            _oldest(counted, inlines.seconds, crosslines.seconds),
        )
        if section.direction in LINES:
            self._tied[section] = tied, set()
        return tied

    def _note_use(self, section: SectionId, counted: Counted) -> None:
        """The lines that count were used."""
        for direction, counts in ((Direction.INLINE, counted.inline), (Direction.CROSSLINE, counted.crossline)):
            if section.direction is Direction.TIME:
                self._passes.use(direction, np.flatnonzero(counts.any(axis=1 - LINES.index(direction))))
            elif section.direction is not direction:
                self._passes.use(direction, np.flatnonzero(counts))
            elif counts.any():
                self._passes.use(direction, self._geometry.index(section))

    def _decided(self, section: SectionId, inline: np.ndarray, crossline: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Classes and confidence; of a line that was put together before, only the traces that have changed are new."""
        count = inline + crossline.astype(np.uint8)
        if section.direction is Direction.TIME:
            if section not in self._slices:
                self._slices[section] = SliceValues(section, self._geometry, self._passes)
            total = self._slices[section].total(len(self._channels), inline, crossline)
            return decide(total, count, self._channels)
        before, changed = self._tied.get(section, (None, range(len(count))))
        traces = np.array(sorted(changed), int)
        total = self._line_sum(section, inline, crossline, _probabilities_of, len(self._channels), traces)
        classes, confidence = decide(total, count[traces, None], self._channels)
        if before is None:
            return classes, confidence
        all_classes, all_confidence = before.classes.copy(), before.confidence.copy()
        all_classes[traces], all_confidence[traces] = classes, confidence
        return all_classes, all_confidence

    def _stability(
        self, section: SectionId, counted: Counted, inlines: LineFacts, crosslines: LineFacts
    ) -> tuple[np.ndarray | None, str]:
        """The stability and what it is of; shares of versions and of checkpoints are never mixed."""
        of = self._stability_shown(section, counted, inlines, crosslines)
        if not of:
            return None, ""
        inline = counted.inline & (inlines.stability_of == of)
        crossline = counted.crossline & (crosslines.stability_of == of)
        count = inline + crossline.astype(np.float32)
        if section.direction is Direction.TIME:
            total = self._slice_stability(section.number, inline, crossline)
        else:
            count = count[:, None]
            total = self._line_sum(section, inline, crossline, _stability_of, 1, np.arange(len(count)))[0]
        return np.where(count > 0, total / np.maximum(count, 1), np.nan).astype(np.float16), of

    def _stability_shown(self, section: SectionId, counted: Counted, inlines: LineFacts, crosslines: LineFacts) -> str:
        """What the stability of a section is of: of a line that of its own pass, else that of the newest; "" for none."""
        if section.direction in LINES:
            along = section.direction is Direction.INLINE
            facts, counts = (inlines, counted.inline) if along else (crosslines, counted.crossline)
            return facts.stability_of if counts.any() else ""
        newest = max(
            (
                (float(facts.seconds.flat[line]), facts.stability_of.flat[line])
                for facts, counts in (
                    (inlines, counted.inline.any(axis=1)),
                    (crosslines, counted.crossline.any(axis=0)),
                )
                for line in np.flatnonzero(counts & (facts.stability_of.ravel() != ""))
            ),
            default=(0.0, ""),
        )
        return newest[1]

    def _line_sum(
        self,
        section: SectionId,
        inline: np.ndarray,
        crossline: np.ndarray,
        values: Values,
        channels: int,
        traces: np.ndarray,
    ) -> np.ndarray:
        """The passes that count at some traces of a line, summed: (channels, those traces, samples).

        inline, crossline: bool (all traces). values: gives an array (channels, traces, samples) of a pass.
        """
        index, along = self._geometry.index(section), section.direction is Direction.INLINE
        own, across = (inline, crossline) if along else (crossline, inline)
        total = np.zeros((channels, len(traces), self._geometry.samples.count), _wider(values))
        if own[traces].any():
            kept = values(self._passes.along(section.direction)[index])
            total[: len(kept)] += np.where(own[traces, None], kept[:, traces], 0)
        places = np.flatnonzero(across[traces])
        if len(places):
            total[:, places] += self._across(section, traces[places], values, channels)
        return total

    def _across(self, section: SectionId, lines: np.ndarray, values: Values, channels: int) -> np.ndarray:
        """What these lines, by index, say where they cross a line: (channels, those lines, samples)."""
        other = Direction.CROSSLINE if section.direction is Direction.INLINE else Direction.INLINE
        index, passes = self._geometry.index(section), self._passes.along(other)
        kind = values(passes[lines[0]]).dtype
        said = np.zeros((len(lines), channels, self._geometry.samples.count), kind)
        for place, line in enumerate(lines):
            kept = values(passes[line])
            said[place, : len(kept)] = kept[:, index]
        return said.swapaxes(0, 1)

    def _slice_stability(self, sample: int, inline: np.ndarray, crossline: np.ndarray) -> np.ndarray:
        """The stability of the passes that count in a time slice, summed: float32, as the bool (inlines, crosslines) masks.
        Few lines have one, those that were on screen."""
        total = np.zeros(inline.shape, np.float32)
        passes = self._passes.along(Direction.INLINE)
        for line in np.flatnonzero(inline.any(axis=1)):
            total[line] += passes[line].stability[:, sample] * inline[line]
        passes = self._passes.along(Direction.CROSSLINE)
        for line in np.flatnonzero(crossline.any(axis=0)):
            total[:, line] += passes[line].stability[:, sample] * crossline[:, line]
        return total


def _probabilities_of(kept: SectionPass) -> np.ndarray:
    return kept.probabilities


def _stability_of(kept: SectionPass) -> np.ndarray:
    return kept.stability[None]


def _wider(values: Values) -> type:
    """The type in which two values can be added."""
    return np.uint16 if values is _probabilities_of else np.float32


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
