"""A line of a survey, and what is followed on it: worked out once, whatever is solved on it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from scipy import ndimage

from seisviewer.byte_cache import ByteCache
from seisviewer.structure.slopes import Slopes, section_slopes

COHERENCE_POWER = 4  # the weight of a slope is its coherence to this power
SMOOTH = 4.0, 8.0  # sigmas, traces and samples, of the slopes that the first rounds follow
GAIN_WINDOW = 20, 40  # sigmas, traces and samples, over which amplitudes are balanced
ARRAYS = 10  # of a line, all as large as its amplitudes; what `once` keeps, the texture of the line, takes about five

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Line:
    """name: of the section. amplitudes: float32 (traces, samples), 0 where there is no trace. places: (traces, 2),
    where each trace lies on the grid of the survey, in traces. live: bool (traces,). slopes: where they are known
    already, as those of a whole survey are."""

    name: str
    amplitudes: np.ndarray = field(repr=False, compare=False)
    places: np.ndarray = field(repr=False, compare=False)
    live: np.ndarray = field(repr=False, compare=False)
    slopes: Slopes | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class FollowedLine:
    """line: without its slopes. slope: float32 (traces, samples), samples down a trace. weight: likewise, how far it is
    to be trusted, 0–1. of_survey: the slopes were known already."""

    line: Line
    slope: np.ndarray = field(repr=False, compare=False)
    weight: np.ndarray = field(repr=False, compare=False)
    of_survey: bool = False

    @property
    def nbytes(self) -> int:
        """With what is still to be worked out."""
        return ARRAYS * self.line.amplitudes.nbytes

    @cached_property
    def _kept(self) -> dict[Callable[[FollowedLine], Any], Any]:
        return {}

    def once(self, work: Callable[[FollowedLine], Kept]) -> Kept:
        """What `work` makes of the line, made when it is first asked for and kept as long as the line is."""
        if work not in self._kept:
            self._kept[work] = work(self)
        return self._kept[work]

    @cached_property
    def smooth(self) -> np.ndarray:
        """Slopes averaged by their weight, float32 (traces, samples)."""
        weighted = ndimage.gaussian_filter(self.slope * self.weight, SMOOTH)
        return weighted / (ndimage.gaussian_filter(self.weight, SMOOTH) + 1e-3)

    @cached_property
    def balanced(self) -> np.ndarray:
        """Amplitudes divided by their own strength near by, so that a weak event counts like a strong one; float32."""
        amplitudes = self.line.amplitudes
        power = ndimage.gaussian_filter(amplitudes.astype(float) ** 2, GAIN_WINDOW)
        return (amplitudes / np.sqrt(power + 0.05 * amplitudes.var() + 1e-9)).astype(np.float32)


def follow(line: Line) -> FollowedLine:
    """Find the slopes of a line where they are not known."""
    slopes = section_slopes(line.amplitudes) if line.slopes is None else line.slopes
    # Beside the weight the coherence is of no more use; it would take as much memory as each of the others.
    alone = replace(line, slopes=None)
    return FollowedLine(alone, slopes.slope, slopes.coherence**COHERENCE_POWER, of_survey=line.slopes is not None)


class FollowedLines:
    """Follows lines, and keeps those used last while there is room for them. Not thread-safe."""

    def __init__(self, budget: int) -> None:
        self._kept: ByteCache[str] = ByteCache(budget)

    def get(self, name: str) -> FollowedLine | None:
        """The line of that name, if it is kept."""
        return self._kept.get(name)

    def __call__(self, line: Line) -> FollowedLine:
        """The line of that name, followed now or earlier."""
        found = self._kept.get(line.name)
        # Slopes of the whole survey, once they are there, are better than those that were found on the line.
        if found is None or (line.slopes is not None and not found.of_survey):
            found = self._kept[line.name] = follow(line)
        return found
