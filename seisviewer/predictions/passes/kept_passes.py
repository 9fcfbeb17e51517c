"""The passes at hand over a survey's inlines and crosslines, and the one answer that they give for any section."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from cachetools import LRUCache

from seisviewer.labels.rejection import Rejection, rejected_at, rejected_on
from seisviewer.memory import at_most
from seisviewer.predictions.passes.pass_memory import PassMemory
from seisviewer.predictions.passes.passes_apart import PassesApart
from seisviewer.predictions.passes.section_pass import SectionPass, decide, mean_probability
from seisviewer.predictions.passes.slice_values import SliceValues
from seisviewer.predictions.passes.two_passes import Counted, LineFacts, chosen_passes, count_passes
from seisviewer.predictions.rejected_classes import without_rejected
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.predictions.voxel_answer import PassHere, VoxelAnswer, voxel_answer
from seisviewer.volumes.geometry import LINES, Direction, Geometry, SectionId

BUDGET = at_most(2 << 30, 1 / 12)  # bytes
REMEMBERED = 6  # lines put together: of these, only what changes is put together again
REMEMBERED_SLICES = 2  # likewise
Values = Callable[[SectionPass], np.ndarray]


@dataclass(frozen=True)
class TiedSection:
    """What the passes say together about one section.

    classes: uint8 (rows, columns), NO_CLASS where nothing is known. highest: the sum of the passes that count for that
    class, in 255ths. stability: float16, the mean of the passes that have one of the same kind, NaN elsewhere, or None;
    stability_of: as in SectionPass, of a line that of its own pass, else of the newest. counted: which passes those are,
    over the traces, (traces,) of a line and (inlines, crosslines) of a time slice.
    """

    classes: np.ndarray = field(repr=False)
    highest: np.ndarray = field(repr=False)
    stability: np.ndarray | None = field(repr=False)
    stability_of: str
    counted: Counted = field(repr=False)

    @property
    def known(self) -> np.ndarray:
        """Bool over the traces: some pass counts."""
        return self.counted.known

    @property
    def confidence(self) -> np.ndarray:
        """Float16 (rows, columns), the mean probability of the class, NaN where nothing is known; worked out at every
        call."""
        count = self.counted.inline + self.counted.crossline.astype(np.uint8)
        return mean_probability(self.highest, count if count.ndim == 2 else count[:, None])


class KeptPasses:
    """One pass a line, within `budget` bytes; the least recently used ones make room. Not thread-safe."""

    def __init__(self, geometry: Geometry, budget: int = BUDGET) -> None:
        self._geometry = geometry
        self._by_inline, self._by_crossline = chosen_passes(geometry)
        self._passes = PassMemory(geometry, budget)
        self._facts = {direction: LineFacts.none(geometry.count(direction)) for direction in LINES}
        self._channels: tuple[int, ...] = ()
        self._newest: SectionPass | None = None
        self._rejections: tuple[Rejection, ...] = ()
        # Lines put together, and their traces at which another pass is kept since.
        self._tied: LRUCache[SectionId, tuple[TiedSection, set[int]]] = LRUCache(REMEMBERED)
        self._slices: LRUCache[SectionId, SliceValues] = LRUCache(REMEMBERED_SLICES)

    def __len__(self) -> int:
        return len(self._passes)

    def reject(self, rejections: Sequence[Rejection]) -> None:
        """Give the next best class where the user rejects one. The passes stay as they are: a rejection may be undone."""
        self._rejections = tuple(rejections)
        self._tied.clear()

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
        counted = self._counted(section)
        if not counted.known.any():
            return None
        self._note_use(section, counted)
        tied = TiedSection(*self._decided(section, counted), *self._stability(section, counted), counted)
        if section.direction in LINES:
            self._tied[section] = tied, set()
        return tied

    def apart(self, section: SectionId) -> PassesApart | None:
        """What either direction says alone; None where no trace of the section has an answer of both that count."""
        counted = self._counted(section)
        both = counted.inline & counted.crossline
        if not both.any():
            return None
        neither = np.zeros_like(both)
        traces = self._traces(section)[0]
        possible = self._by_inline[traces] & self._by_crossline[traces]
        along, across = (self._along(section, *masks) for masks in ((both, neither), (neither, both)))
        return PassesApart(along, across, possible)

    def _along(self, section: SectionId, inline: np.ndarray, crossline: np.ndarray) -> np.ndarray:
        """The classes that these passes give at the traces of a section, bool masks; NO_CLASS elsewhere."""
        if section.direction is Direction.TIME:
            total = self._slice_values(section).total(len(self._channels), inline, crossline)
            return decide(total, self._channels)[0]
        classes = np.full(self._geometry.section_shape(section.direction), NO_CLASS, np.uint8)
        traces = np.flatnonzero(inline | crossline)
        total = self._line_sum(section, inline, crossline, _probabilities_of, len(self._channels), traces)
        classes[traces] = decide(total, self._channels)[0]
        return classes

    def at(self, inline: int, crossline: int, sample: int, looked_at: Direction) -> VoxelAnswer | None:
        """The answer for one voxel by its grid indices, None where nothing is known; `looked_at` as in `voxel_answer`."""
        counted = count_passes(
            self._facts[Direction.INLINE][[inline]],
            self._facts[Direction.CROSSLINE][[crossline]],
            self._by_inline[inline, [crossline]],
            self._by_crossline[inline, [crossline]],
        )
        along = self._passes.along(Direction.INLINE)[inline] if counted.inline[0] else None
        across = self._passes.along(Direction.CROSSLINE)[crossline] if counted.crossline[0] else None
        return voxel_answer(
            PassHere(along, crossline, sample) if along is not None else None,
            PassHere(across, inline, sample) if across is not None else None,
            self._channels,
            looked_at,
            rejected_at(self._rejections, self._geometry, inline, crossline, sample),
        )

    def _counted(self, section: SectionId) -> Counted:
        """Which passes count at each trace of a section."""
        inlines, crosslines = self._facts[Direction.INLINE], self._facts[Direction.CROSSLINE]
        traces, of_inlines, of_crosslines = self._traces(section)
        return count_passes(
            inlines[of_inlines], crosslines[of_crosslines], self._by_inline[traces], self._by_crossline[traces]
        )

    def _traces(self, section: SectionId) -> tuple[Any, Any, Any]:
        """Where the traces of a section lie in the grid, and the inlines and the crosslines through them: indices of
        arrays."""
        index = self._geometry.index(section)
        if section.direction is Direction.INLINE:
            return np.s_[index], [index], np.s_[:]
        if section.direction is Direction.CROSSLINE:
            return np.s_[:, index], np.s_[:], [index]
        return np.s_[:], np.s_[:, None], np.s_[None, :]

    def _note_use(self, section: SectionId, counted: Counted) -> None:
        """The lines that count were used."""
        for direction, counts in ((Direction.INLINE, counted.inline), (Direction.CROSSLINE, counted.crossline)):
            if section.direction is Direction.TIME:
                self._passes.use(direction, np.flatnonzero(counts.any(axis=1 - LINES.index(direction))))
            elif section.direction is not direction:
                self._passes.use(direction, np.flatnonzero(counts))
            elif counts.any():
                self._passes.use(direction, self._geometry.index(section))

    def _decided(self, section: SectionId, counted: Counted) -> tuple[np.ndarray, np.ndarray]:
        """Classes and their sums; of a line that was put together before, only the traces that have changed are new."""
        channels = len(self._channels)
        if section.direction is Direction.TIME:
            total = self._slice_values(section).total(channels, counted.inline, counted.crossline)
            return decide(self._without_rejected(section, total), self._channels)
        before, changed = self._tied.get(section, (None, range(len(counted.inline))))
        traces = np.array(sorted(changed), int)
        total = self._line_sum(section, counted.inline, counted.crossline, _probabilities_of, channels, traces)
        classes, highest = decide(self._without_rejected(section, total, traces), self._channels)
        if before is None:
            return classes, highest
        all_classes, all_highest = before.classes.copy(), before.highest.copy()
        all_classes[traces], all_highest[traces] = classes, highest
        return all_classes, all_highest

    def _without_rejected(self, section: SectionId, total: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """A sum of passes on some rows of a section, all where None, without the classes that are rejected there."""
        index = self._geometry.index(section)
        rejected = rejected_on(self._rejections, self._geometry, section.direction, index)
        chosen = {number: where if rows is None else where[rows] for number, where in rejected.items()}
        return without_rejected(total, self._channels, chosen)

    def _slice_values(self, section: SectionId) -> SliceValues:
        if section not in self._slices:
            self._slices[section] = SliceValues(section, self._geometry, self._passes)
        return self._slices[section]

    def _stability(self, section: SectionId, counted: Counted) -> tuple[np.ndarray | None, str]:
        """The stability and what it is of; shares of versions and of checkpoints are never mixed."""
        of = self._stability_shown(section, counted)
        if not of:
            return None, ""
        inline = counted.inline & (counted.inlines.stability_of == of)
        crossline = counted.crossline & (counted.crosslines.stability_of == of)
        count = inline + crossline.astype(np.float32)
        if section.direction is Direction.TIME:
            total = self._slice_stability(section.number, inline, crossline)
        else:
            count = count[:, None]
            total = self._line_sum(section, inline, crossline, _stability_of, 1, np.arange(len(count)))[0]
        return np.where(count > 0, total / np.maximum(count, 1), np.nan).astype(np.float16), of

    def _stability_shown(self, section: SectionId, counted: Counted) -> str:
        """What the stability of a section is of: of a line that of its own pass, else that of the newest; "" for none."""
        if section.direction in LINES:
            along = section.direction is Direction.INLINE
            facts, counts = (counted.inlines, counted.inline) if along else (counted.crosslines, counted.crossline)
            return facts.stability_of[0] if counts.any() else ""
        kinds, seconds = counted.facts(lambda facts: facts.stability_of), counted.facts(lambda facts: facts.seconds)
        stated = kinds != ""
        return kinds[stated][seconds[stated].argmax()] if stated.any() else ""

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
        other = self._passes.along(Direction.CROSSLINE if along else Direction.INLINE)
        said = np.zeros(total.shape, np.uint8 if values is _probabilities_of else np.float16)
        places = np.flatnonzero(across[traces])
        for place, line in zip(places.tolist(), traces[places].tolist(), strict=True):
            kept = values(other[line])
            said[: len(kept), place] = kept[:, index]
        total += said
        return total

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


def _in_order(kept: SectionPass, channels: tuple[int, ...]) -> SectionPass:
    """The pass with its channels in the order of `channels`, which holds them all, and 0 in those that it lacks."""
    if kept.channels == channels[: len(kept.channels)]:
        return kept
    probabilities = np.zeros((len(channels), *kept.probabilities.shape[1:]), np.uint8)
    probabilities[[channels.index(number) for number in kept.channels]] = kept.probabilities
    return replace(kept, probabilities=probabilities, channels=channels)
