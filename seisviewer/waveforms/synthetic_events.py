"""A station's record in which every earthquake is known: events of a few source regions over recorded noise.

Events of one region share a waveform, as neighbours in nature do, with a variation that grows with their distance from
the region's middle. Magnitudes follow Gutenberg and Richter's law with b = 1, so most events are small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.station import Coordinates, StationId

P_SPEED, S_SPEED = 6.0, 3.46  # km/s
KM_PER_DEGREE = 111.195
EVENT_SECONDS = 30.0
FADE_SECONDS = 3.0
CODA_SECONDS = 4.0
REFERENCE_KM = 20.0
BAND = (1.5, 15.0)  # Hz, of the events


@dataclass(frozen=True)
class SyntheticSettings:
    """hours, rate (samples per second): of the record. regions, events: how many. nearest, farthest: distance of a
    region's middle from the station, km. spread: standard deviation of the places within a region, km. least, most:
    magnitudes. strength: peak of a magnitude-1 event's S wave at 20 km, in standard deviations of the noise in the
    events' band. variation: share of an event's waveform that is its own, one `spread` from the middle of its region.
    start: of the record, seconds since 1970."""

    hours: float = 10.0
    rate: float = 100.0
    regions: int = 5
    events: int = 300
    nearest: float = 8.0
    farthest: float = 40.0
    spread: float = 0.5
    least: float = 0.6
    most: float = 3.0
    strength: float = 10.0
    variation: float = 0.35
    start: float = 1.5e9
    seed: int = 0


@dataclass(frozen=True)
class SyntheticSource:
    """One event. time: origin time; p, s: arrivals at the station; all seconds since 1970 UTC. latitude, longitude:
    degrees. depth: km. region: counted from 0. peak: greatest sample of the event, in standard deviations of the noise
    in its band."""

    time: float
    latitude: float
    longitude: float
    depth: float
    magnitude: float
    region: int
    p: float
    s: float
    peak: float


@dataclass(frozen=True)
class SyntheticEvents:
    record: Record = field(repr=False)
    sources: tuple[SyntheticSource, ...] = field(repr=False)


def synthetic_events(noise: Sequence[np.ndarray], settings: SyntheticSettings = SyntheticSettings()) -> SyntheticEvents:
    """A three-component record with known events.

    noise: recorded windows, (3, samples) each, at the record's rate. They are joined in a drawn order with cross-fades,
    some backwards or with the sign turned. The first half of each window lies in the first half of the record only, the
    second in the second: what is learned in the one meets noise of the same kinds in the other, but none that it has seen.
    Windows with a dead component are left out. Raises BadRequest where none is left, or where the events have no room.
    """
    draw = np.random.default_rng(settings.seed)
    count = round(settings.hours * 3600 * settings.rate)
    windows = usable(noise, settings.rate)
    halves = [np.array_split(window, 2, axis=1) for window in windows]
    samples = joined(tuple(zip(*halves, strict=True)), count, settings.rate, draw)
    station = Coordinates(35.0, -117.5)
    regions = [_Region.drawn(settings, draw) for _ in range(settings.regions)]
    sources = []
    for origin in _origin_times(settings, draw).tolist():
        number = int(draw.integers(settings.regions))
        sources.append(_add_event(samples, regions[number], number, origin, station, settings, draw))
    name = StationId("XX", "SYN", "", "HH")
    components = tuple(
        Component(code, f"HH{code}", settings.rate, (Segment(settings.start, each),))
        for code, each in zip("ZNE", samples, strict=True)
    )
    return SyntheticEvents(Record(name, components, station), tuple(sources))


def usable(noise: Sequence[np.ndarray], rate: float) -> list[np.ndarray]:
    """Windows long enough and alive on all components, without their means, all equally strong in the band of the events,
    as the noise of one station is from minute to minute."""
    kept = []
    for window in noise:
        window = np.asarray(window, np.float32)
        window = window - window.mean(1, keepdims=True)
        long_enough = window.shape[1] > 6 * FADE_SECONDS * rate
        if np.isfinite(window).all() and (window.std(1) > 0).all() and long_enough:
            kept.append(window / scipy.signal.sosfiltfilt(_band(rate), window, axis=1).std())
    if not kept:
        raise BadRequest(
            tr("A synthetic record needs a window of noise with three live components, 20 seconds or longer.")
        )
    return kept


def joined(pools: Sequence[Sequence[np.ndarray]], count: int, rate: float, draw: np.random.Generator) -> np.ndarray:
    """float32 (3, count) of noise, an equal part from each pool in turn: its windows in rounds of a drawn order, faded into
    each other with a sine and a cosine, whose squares add up to one, so that the strength of the noise does not sag."""
    fade = round(FADE_SECONDS * rate)
    rise = np.sin(np.linspace(0, np.pi / 2, fade, dtype=np.float32))
    longest = max(window.shape[1] for pool in pools for window in pool)
    whole = np.zeros((3, fade + count + longest), np.float32)
    place = 0
    for number, pool in enumerate(pools, 1):
        order: list[int] = []
        border = fade + count * number // len(pools)
        while place < border:
            order = order or list(draw.permutation(len(pool)))
            window = pool[order.pop()][:, :: draw.choice((-1, 1))] * draw.choice((-1, 1))
            window = window[:, : border + fade - place]  # beyond the border it only fades out
            window[:, :fade] *= rise
            window[:, -fade:] *= rise[::-1]
            whole[:, place : place + window.shape[1]] += window
            place += window.shape[1] - fade
    return whole[:, fade : fade + count]  # the first fade has nothing to fade out of


@dataclass(frozen=True)
class _Region:
    """Where events happen again and again, and what they look like. north, east: km from the station. patterns: float
    (2, 3, samples), the P and the S waves of an event in the region's middle, from their onsets on."""

    north: float
    east: float
    depth: float
    patterns: np.ndarray

    @classmethod
    def drawn(cls, settings: SyntheticSettings, draw: np.random.Generator) -> _Region:
        distance = draw.uniform(settings.nearest, settings.farthest)
        bearing = draw.uniform(0, 2 * np.pi)
        north, east = distance * np.cos(bearing), distance * np.sin(bearing)
        return cls(north, east, draw.uniform(4, 12), _patterns(settings.rate, bearing, draw))


def _patterns(rate: float, bearing: float, draw: np.random.Generator) -> np.ndarray:
    """Scattered waves: noise under an envelope that rises at once and decays. P shakes along the ray, mostly the vertical,
    S across it, mostly the horizontals, with twice the amplitude and a longer coda."""
    along = np.array([0.8, 0.6 * np.cos(bearing), 0.6 * np.sin(bearing)])
    across = np.array([0.3, -np.sin(bearing), np.cos(bearing)])
    time = np.arange(round(EVENT_SECONDS * rate)) / rate
    waves = []
    for direction, decay, height in ((along, CODA_SECONDS / 2, 0.5), (across, CODA_SECONDS, 1.0)):
        envelope = np.exp(-time / decay) * (1 - np.exp(-time / 0.05))
        common, own = _scattered(1, len(time), rate, draw), _scattered(3, len(time), rate, draw)
        wave = (direction[:, None] * common + 0.3 * own) * envelope
        waves.append(height * wave / np.abs(wave).max())
    return np.stack(waves)


def _scattered(components: int, count: int, rate: float, draw: np.random.Generator) -> np.ndarray:
    return scipy.signal.sosfilt(_band(rate), draw.standard_normal((components, count)), axis=1)


@cache
def _band(rate: float) -> np.ndarray:
    return scipy.signal.butter(3, BAND, "bandpass", fs=rate, output="sos")


def _origin_times(settings: SyntheticSettings, draw: np.random.Generator) -> np.ndarray:
    """Random times at least EVENT_SECONDS apart, none so near an end of the record that the event would not fit."""
    room = settings.hours * 3600 - 2 * EVENT_SECONDS - settings.events * EVENT_SECONDS
    if room <= 0:
        raise BadRequest(
            tr("{events} events do not fit into {hours:g} hours: ask for fewer.").format(
                events=settings.events, hours=settings.hours
            )
        )
    times = np.sort(draw.uniform(0, room, settings.events)) + np.arange(settings.events) * EVENT_SECONDS
    return settings.start + EVENT_SECONDS / 2 + times


def _add_event(
    samples: np.ndarray,
    region: _Region,
    number: int,
    origin: float,
    station: Coordinates,
    settings: SyntheticSettings,
    draw: np.random.Generator,
) -> SyntheticSource:
    """Add one event of a region to `samples` and say where and when it was."""
    away = draw.normal(0, settings.spread, 3) * (1, 1, 0.5)
    north, east, depth = region.north + away[0], region.east + away[1], max(1.0, float(region.depth + away[2]))
    distance = float(np.sqrt(north**2 + east**2 + depth**2))
    magnitude = _magnitude(settings, draw)
    p, s = origin + distance / P_SPEED, origin + distance / S_SPEED
    own = min(0.8, settings.variation * float(np.linalg.norm(away)) / (settings.spread * np.sqrt(2)))
    bearing = float(np.arctan2(east, north))
    patterns = np.sqrt(1 - own**2) * region.patterns + own * _patterns(settings.rate, bearing, draw)
    height = settings.strength * 10 ** (magnitude - 1) * REFERENCE_KM / distance
    event = np.zeros((3, region.patterns.shape[2]))
    first = round((p - settings.start) * settings.rate)
    later = round((s - p) * settings.rate)
    event += patterns[0]
    event[:, later:] += patterns[1][:, : event.shape[1] - later]
    event = height * _corner(event, magnitude, settings.rate)
    end = min(first + event.shape[1], samples.shape[1])
    samples[:, first:end] += event[:, : end - first]
    latitude = float(station.latitude + north / KM_PER_DEGREE)
    longitude = float(station.longitude + east / KM_PER_DEGREE / np.cos(np.radians(station.latitude)))
    return SyntheticSource(origin, latitude, longitude, depth, magnitude, number, p, s, float(np.abs(event).max()))


def _magnitude(settings: SyntheticSettings, draw: np.random.Generator) -> float:
    """Gutenberg–Richter between `least` and `most`: the number above M falls tenfold with each unit."""
    tail = 10 ** (settings.least - settings.most)
    return settings.least - float(np.log10(1 - draw.random() * (1 - tail)))


def _corner(event: np.ndarray, magnitude: float, rate: float) -> np.ndarray:
    """Larger events have a lower corner frequency: 20 Hz at magnitude 0.5, falling by two thirds with each unit."""
    corner = min(20.0 * 10 ** (-(magnitude - 0.5) / 2), 0.45 * rate)
    return scipy.signal.sosfilt(scipy.signal.butter(1, corner, "lowpass", fs=rate, output="sos"), event, axis=1)
