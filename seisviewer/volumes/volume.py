"""The one interface through which sections reach the program, whatever file they come from."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from pathlib import Path

import numpy as np

from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, Direction, Geometry, SectionId
from seisviewer.volumes.open_choices import OpenChoices

FAR_BYTES = 256 << 20  # as float32; so much of a survey elsewhere is read for a glance at all of it
IMPOSSIBLE = np.float32(1e29)  # no amplitude is as large: it stands for something undefined, or was misread


class Volume(ABC):
    """A survey that can be cut into sections. Every method may be called from any thread.

    name: what the user calls it (the file's stem). path: where it was read from. notices: sentences for the user about
    choices that were made for them when it was opened. chosen: what the user said about the file instead of what it says
    itself or a guess would give; None where nobody knows. address: where it really lies, where `path` is only a file that
    names that; is_far: reading it takes a network, so that nobody reads all of it unasked. is_sure: where its traces lie is
    known from all of its headers; else it is for looking only, and nothing is stored by its line numbers.
    """

    name: str
    path: Path
    geometry: Geometry
    notices: tuple[str, ...] = ()
    chosen: OpenChoices | None = OpenChoices()
    address: str = ""
    is_far: bool = False
    is_sure: bool = True

    @property
    def folder(self) -> Path:
        """Where files that belong beside the survey are looked for and put."""
        return Path.home() if self.is_far or not self.path.parent.is_dir() else self.path.parent

    @property
    def unsure(self) -> str:
        """Why nothing may be stored by its line numbers, in a sentence; "" where they are sure."""
        if self.is_sure:
            return ""
        return tr(
            "Where the traces of {name} lie is known from some of their headers only: wait until all "
            "are read (File › Read all trace headers, where that was stopped)."
        ).format(name=self.name)

    @property
    def may_be_read_whole(self) -> bool:
        """Whether all of it may be read without the user asking for it."""
        return not self.is_far or 4 * math.prod(self.geometry.shape) <= FAR_BYTES

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

    def traces(self, inlines: np.ndarray, crosslines: np.ndarray) -> np.ndarray:
        """Amplitudes of traces anywhere, float32 (traces, samples); missing ones are NaN. inlines, crosslines: int (traces,),
        indices."""
        # Along the direction of which they meet fewer lines, each of which is read once.
        meets = [np.unique(lines) for lines in (inlines, crosslines)]
        fewer = 0 if len(meets[0]) <= len(meets[1]) else 1
        lines, along = (inlines, crosslines)[:: 1 if fewer == 0 else -1]
        found = np.empty((len(lines), self.geometry.samples.count), np.float32)
        for index in meets[fewer].tolist():
            here = lines == index
            found[here] = self.section(self.geometry.section(LINES[fewer], index))[along[here]]
        return found

    @abstractmethod
    def close(self) -> None:
        """Give the file back; a second call does nothing."""


def finite(amplitudes: np.ndarray) -> np.ndarray:
    """The same array; where a file holds infinities, NaN or values that no amplitude has they become 0 in place, since
    NaN means "no trace"."""
    # The two extremes are cheaper than looking at every sample, and tell whether any of them is such a value: of NaN among
    # them they are NaN. (A sum would not: values of both signs cancel.)
    with np.errstate(invalid="ignore"):
        low, high = amplitudes.min(initial=0), amplitudes.max(initial=0)
        if not (-IMPOSSIBLE < low and high < IMPOSSIBLE):
            amplitudes[~(np.abs(amplitudes) < IMPOSSIBLE)] = 0
    return amplitudes
