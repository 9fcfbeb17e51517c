"""The one interface through which sections reach the program, whatever file they come from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

import numpy as np

from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.open_choices import OpenChoices

IMPOSSIBLE = np.float32(1e29)  # no amplitude is as large: it stands for something undefined, or was misread


class Volume(ABC):
    """A survey that can be cut into sections. Every method may be called from any thread.

    name: what the user calls it (the file's stem). path: where it was read from. notices: sentences for the user about
    choices that were made for them when it was opened. chosen: what the user said about the file instead of what it says
    itself or a guess would give; None where nobody knows.
    """

    name: str
    path: Path
    geometry: Geometry
    notices: tuple[str, ...] = ()
    chosen: OpenChoices | None = OpenChoices()

    @abstractmethod
    def section(self, section: SectionId) -> np.ndarray:
        """Amplitudes as float32: (traces, samples) of an inline or crossline, (inlines, crosslines) of a time slice.

        Missing traces are NaN, never zero: exactly the traces that are not live in the geometry, so dead traces (all
        zero) too. Raises BadRequest when the survey has no such section.
        """

    def box(self, inlines: range, crosslines: range) -> np.ndarray:
        """Amplitudes of the traces of some inlines and crosslines, given as indices, float32 (inlines, crosslines, samples);
        missing ones are NaN."""
        found = np.empty((len(inlines), len(crosslines), self.geometry.samples.count), np.float32)
        for row, index in zip(found, inlines, strict=True):
            row[:] = self.section(self.geometry.section(Direction.INLINE, index))[crosslines.start : crosslines.stop]
        return found

    @abstractmethod
    def close(self) -> None:
        """Give the file back; a second call does nothing."""


def finite(amplitudes: np.ndarray) -> np.ndarray:
    """The same array; where a file holds infinities, NaN or values that no amplitude has they become 0 in place, since
    NaN means "no trace"."""
    # One sum is ten times cheaper than looking at every sample, and tells whether any of them is such a value.
    with np.errstate(invalid="ignore", over="ignore"):
        total = amplitudes.sum(dtype=np.float64)
        if not abs(total) < IMPOSSIBLE:
            amplitudes[~(np.abs(amplitudes) < IMPOSSIBLE)] = 0
    return amplitudes
