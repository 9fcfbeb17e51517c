"""A volume as it is seen on the grid of another one."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SectionId
from seisviewer.volumes.opening import open_steps
from seisviewer.volumes.statistics import statistics_steps
from seisviewer.volumes.volume import Volume


@dataclass(frozen=True)
class Second:
    """volume: on the grid of the first one. limit: its amplitude that is drawn in the strongest colour. positive: no sample of it
    is below 0, as of an envelope: colours then begin at 0. notice: what was done
    to bring it there, "" for nothing."""

    volume: VolumeOnGrid
    limit: float
    positive: bool = False
    notice: str = ""


def open_second(path: Path, first: Geometry) -> Generator[Progress | Notice, None, Second]:
    """Open a survey to be seen on the grid of the first one. Raises as `open_volume`, and BadRequest where the two have nothing
    in common."""
    opened = yield from open_steps(path)
    try:
        placed = VolumeOnGrid(opened, first)
        statistics = yield from statistics_steps(opened)
    except BaseException:
        opened.close()
        raise
    return Second(placed, statistics.limit, statistics.minimum >= 0, placed.notice)


class VolumeOnGrid(Volume):
    """Lines go by their numbers: each of the first grid shows the nearest line of the other volume, none where that is more
    than half a step away or outside. Samples go by time or depth and are interpolated in between. NaN where there is none.

    Raises BadRequest where one runs in time and the other in depth, or where no line or sample is common.
    """

    def __init__(self, volume: Volume, first: Geometry) -> None:
        self._volume = volume
        self.name, self.path = volume.name, volume.path
        other = volume.geometry
        if other.samples.unit != first.samples.unit:
            raise BadRequest(
                tr(
                    "{volume_path_name} counts its samples in {unit} and this survey in {unit2}: they cannot "
                    "be shown beside each other."
                ).format(volume_path_name=volume.path.name, unit=other.samples.unit, unit2=first.samples.unit)
            )
        self._inlines = _nearest(first.inlines, other.inlines)
        self._crosslines = _nearest(first.crosslines, other.crosslines)
        self._places = _places(first, other)
        if not ((self._inlines >= 0).any() and (self._crosslines >= 0).any() and np.isfinite(self._places).any()):
            raise BadRequest(
                tr(
                    "{volume_path_name} has no line or no sample in common with this survey: its inlines are "
                    "{start}–{stop}, its crosslines {start2}–{stop2}, its samples {start3:g}–{stop3:g} "
                    "{unit}."
                ).format(
                    volume_path_name=volume.path.name,
                    start=other.inlines.start,
                    stop=other.inlines.stop,
                    start2=other.crosslines.start,
                    stop2=other.crosslines.stop,
                    start3=other.samples.start,
                    stop3=other.samples.stop,
                    unit=other.samples.unit,
                )
            )
        self.is_same_grid = (first.inlines, first.crosslines, first.samples) == (
            other.inlines,
            other.crosslines,
            other.samples,
        )
        live = np.zeros(first.live.shape, bool)
        inside = np.ix_(self._inlines >= 0, self._crosslines >= 0)
        live[inside] = other.live[np.ix_(self._inlines[self._inlines >= 0], self._crosslines[self._crosslines >= 0])]
        self.geometry = replace(first, live=live)

    @property
    def notice(self) -> str:
        """What was done to it, in a sentence; "" where it lies on the same grid."""
        if self.is_same_grid:
            return ""
        return tr(
            "{path_name} has other lines or samples than this survey: each line shows its nearest "
            "one by number, samples are interpolated."
        ).format(path_name=self.path.name)

    def section(self, section: SectionId) -> np.ndarray:
        index = self.geometry.index(section)
        shape = self.geometry.section_shape(section.direction)
        if section.direction is Direction.TIME:
            return self._slice(index, shape)
        inline = section.direction is Direction.INLINE
        line = int((self._inlines if inline else self._crosslines)[index])
        if line < 0:
            return np.full(shape, np.nan, np.float32)
        found = self._volume.section(self._volume.geometry.section(section.direction, line))
        across = self._crosslines if inline else self._inlines
        made = np.full((shape[0], found.shape[1]), np.nan, np.float32)
        made[across >= 0] = found[across[across >= 0]]
        return made if self._same_samples else self._at_samples(made)

    def close(self) -> None:
        self._volume.close()

    @property
    def _same_samples(self) -> bool:
        count = self._volume.geometry.samples.count
        return len(self._places) == count and bool((self._places == np.arange(count)).all())

    def _at_samples(self, traces: np.ndarray) -> np.ndarray:
        there = np.isfinite(self._places)
        made = np.full((len(traces), len(there)), np.nan, np.float32)
        low, high, share = _between(self._places[there], traces.shape[1])
        made[:, there] = traces[:, low] + (traces[:, high] - traces[:, low]) * share
        return made

    def _slice(self, index: int, shape: tuple[int, int]) -> np.ndarray:
        made = np.full(shape, np.nan, np.float32)
        place = self._places[index]
        if not np.isfinite(place):
            return made
        geometry = self._volume.geometry
        low, high, share = (each.item() for each in _between(np.array([place]), geometry.samples.count))
        found = self._volume.section(geometry.section(Direction.TIME, low))
        if share:
            upper = self._volume.section(geometry.section(Direction.TIME, high))
            found = found + (upper - found) * np.float32(share)
        rows, columns = self._inlines >= 0, self._crosslines >= 0
        made[np.ix_(rows, columns)] = found[np.ix_(self._inlines[rows], self._crosslines[columns])]
        return made


def _nearest(first: LineAxis, other: LineAxis) -> np.ndarray:
    """int64 (lines of the first,): the index of the other's nearest line, -1 where that is too far away."""
    places = (first.numbers - other.start) / other.step
    nearest = np.rint(places).astype(np.int64)
    nearest[(nearest < 0) | (nearest >= other.count)] = -1
    return nearest


def _places(first: Geometry, other: Geometry) -> np.ndarray:
    """float64 (samples of the first,): where they lie among the other's samples, NaN outside of them."""
    places = (first.samples.values - other.samples.start) / other.samples.interval
    rounded = np.rint(places)
    places = np.where(np.abs(places - rounded) < 1e-6, rounded, places)
    return np.where((places >= 0) & (places <= other.samples.count - 1), places, np.nan)


def _between(places: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    low = np.floor(places).astype(np.int64)
    return low, np.minimum(low + 1, count - 1), (places - low).astype(np.float32)
