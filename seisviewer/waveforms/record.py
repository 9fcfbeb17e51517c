"""What one instrument recorded, gaps and all. Values are never changed; whatever is made of them is made anew."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.waveforms.station import UNNAMED, Coordinates, StationId
from seisviewer.waveforms.window_times import WindowFacts, is_dated


@dataclass(frozen=True)
class Segment:
    """An unbroken stretch of samples. start: seconds since 1970 UTC of the first one. samples: (samples,), not written
    to. own_rate: samples per second, where the clock ran otherwise than the component's by parts per million; else 0."""

    start: float
    samples: np.ndarray = field(repr=False, compare=False)
    own_rate: float = 0.0


@dataclass(frozen=True)
class Component:
    """One channel. code: its orientation, the letter under which it is shown (Z, N, E; 1, 2; R, T). rate: samples per
    second. segments: in the order of time; none overlaps the next, and where there is none there is a gap."""

    code: str
    channel: str
    rate: float
    segments: tuple[Segment, ...] = field(repr=False)
    unit: str = "counts"

    @property
    def start(self) -> float:
        return self.segments[0].start

    @property
    def end(self) -> float:
        """When the last sample was taken."""
        return self.end_of(self.segments[-1])

    def rate_of(self, segment: Segment) -> float:
        """Samples per second of one of its segments."""
        return segment.own_rate or self.rate

    def end_of(self, segment: Segment) -> float:
        """When the last sample of one of its segments was taken."""
        return segment.start + (len(segment.samples) - 1) / self.rate_of(segment)

    @property
    def count(self) -> int:
        """Samples of all segments together."""
        return sum(len(segment.samples) for segment in self.segments)

    def gaps(self, start: float, end: float) -> list[tuple[float, float]]:
        """The stretches between two times without samples, before the first and after the last one included, each from its
        beginning to its end."""
        found, free = [], start
        for segment in self.segments:
            after = self.end_of(segment) + 1 / self.rate
            if after <= start:
                continue
            if segment.start > free + 0.5 / self.rate:
                found.append((free, min(segment.start, end)))
            free = max(free, after)
            if free >= end:
                break
        if free < end:
            found.append((free, end))
        return [(first, last) for first, last in found if last > first]

    def window(self, start: float, count: int) -> np.ndarray:
        """float32 (count,) from `start` on, NaN where nothing was recorded. A sample goes to the nearest place."""
        window = np.full(count, np.nan, np.float32)
        earlier = bisect_right(self.segments, start, key=lambda segment: segment.start) - 2  # may reach in by rounding
        for segment in self.segments[max(0, earlier) :]:
            first = round((segment.start - start) * self.rate)
            if first >= count:
                break
            length = len(segment.samples) if not segment.own_rate else self._places(segment)
            begin, end = max(first, 0), min(first + length, count)
            if begin < end and segment.own_rate:
                window[begin:end] = self._nearest(segment, start + np.arange(begin, end) / self.rate)
            elif begin < end:
                window[begin:end] = segment.samples[begin - first : end - first]
        return window

    def _places(self, segment: Segment) -> int:
        """How many samples a segment of another clock takes at the component's rate."""
        return round((self.end_of(segment) - segment.start) * self.rate) + 1

    def _nearest(self, segment: Segment, times: np.ndarray) -> np.ndarray:
        places = np.rint((times - segment.start) * self.rate_of(segment)).astype(np.int64)
        return segment.samples[np.clip(places, 0, len(segment.samples) - 1)]


@dataclass(frozen=True)
class Record:
    """The components of one instrument, in the order in which they are shown (Z N E, Z 1 2, Z R T, or fewer).

    name: of a window of a SeisBench dataset (its trace_name), or "". facts: what the dataset says of it.
    """

    station: StationId
    components: tuple[Component, ...]
    coordinates: Coordinates | None = None
    name: str = ""
    facts: WindowFacts = WindowFacts()

    @property
    def is_dated(self) -> bool:
        """Whether it is known when it was recorded."""
        return is_dated(self.name, self.start)

    @property
    def key(self) -> str:
        """What tells it from the other records on the desk."""
        return self.name or str(self.station)

    @property
    def start(self) -> float:
        return min(component.start for component in self.components)

    @property
    def end(self) -> float:
        return max(component.end for component in self.components)

    @property
    def rate(self) -> float:
        """Samples per second of all components; BadRequest where they differ."""
        rates = {component.rate for component in self.components}
        if len(rates) > 1:
            found = tr(" and ").join(f"{rate:g}" for rate in sorted(rates))
            raise BadRequest(
                tr("The components of {key} have {found} samples per second: resample them first.").format(
                    key=self.key, found=found
                )
            )
        return rates.pop()

    @property
    def codes(self) -> str:
        """The letters of the components, “ZNE”."""
        return "".join(component.code for component in self.components)

    def component(self, code: str) -> Component | None:
        return next((component for component in self.components if component.code == code), None)

    def window(self, start: float, count: int) -> np.ndarray:
        """float32 (components, count) from `start` on, NaN in gaps; BadRequest where the rates differ."""
        _ = self.rate  # refuses components that would not lie under each other
        return np.stack([component.window(start, count) for component in self.components])


def record_title(record: Record) -> str:
    """“CI.CLC”, with the location where there is one; the name of a window of a dataset that names no station."""
    station = record.station
    if record.name and station.station == UNNAMED:
        return record.facts.original or record.name
    return f"{station.code}.{station.location}" if station.location else station.code


@dataclass(frozen=True)
class HeaderArrival:
    """An arrival that stands in the headers of waveform files. name: “Pg” or “IPU0”, as it stands there. time: seconds
    since 1970 UTC. polarity: in QuakeML's words, or ""."""

    station: StationId
    name: str
    time: float
    polarity: str = ""


@dataclass(frozen=True)
class HeaderEvent:
    """The event that headers of waveform files name. time: of its origin, seconds since 1970 UTC. Degrees; depth in km."""

    time: float
    latitude: float
    longitude: float
    depth: float | None = None
    magnitude: float | None = None


@dataclass(frozen=True)
class Archive:
    """Everything that lies on the trace desk. records: by station, then by name. sources: the files and folders it came
    from. inventory: ObsPy's, from StationXML; only `waveforms` looks into it. arrivals, events: of the files' headers."""

    records: tuple[Record, ...]
    sources: tuple[Path, ...] = ()
    inventory: Any = field(default=None, repr=False, compare=False)
    arrivals: tuple[HeaderArrival, ...] = ()
    events: tuple[HeaderEvent, ...] = ()

    @property
    def start(self) -> float:
        return min(record.start for record in self.records)

    @property
    def end(self) -> float:
        return max(record.end for record in self.records)

    def record(self, key: str) -> Record | None:
        return next((record for record in self.records if record.key == key), None)
