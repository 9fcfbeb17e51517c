"""Synthetic three-component records with arrivals at known times, for tests, benchmarks and the demo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.station import Coordinates, StationId

STATION = StationId("XX", "SYN", "", "HH")
START = 1577836800.0  # 2020-01-01 00:00 UTC
DAY = 86400.0
NOISE = 100.0  # counts, standard deviation
NOISE_BAND = (0.2, 20.0)  # Hz
# (frequency in Hz, seconds until it has died away by e, amplitude on Z, N, E) of each phase
P_WAVE = (8.0, 1.0, (1.0, 0.35, 0.25))
S_WAVE = (4.0, 2.5, (0.4, 1.6, 1.3))


@dataclass(frozen=True)
class Arrivals:
    """Onsets of one event, seconds since 1970 UTC, and its amplitude in multiples of the noise's standard deviation."""

    p: float
    s: float
    snr: float


@dataclass(frozen=True)
class SyntheticRecord:
    """record: Z N E, int32 counts. arrivals: of its events, in the order of time."""

    record: Record = field(repr=False)
    arrivals: tuple[Arrivals, ...]


def synthetic_record(
    arrivals: Sequence[Arrivals] | None = None,
    *,
    seconds: float = 60.0,
    rate: float = 100.0,
    start: float = START,
    station: StationId = STATION,
    coordinates: Coordinates | None = None,
    gaps: Sequence[tuple[float, float]] = (),
    seed: int = 0,
) -> SyntheticRecord:
    """Noise of the band of microseisms and towns with events in it; the same seed gives the same record.

    arrivals: None for one event, P after a third of the record and S 5 s later. gaps: (start, end), seconds since 1970 UTC,
    of what all components lack.
    """
    if arrivals is None:
        onset = start + seconds / 3
        arrivals = (Arrivals(onset, onset + 5.0, 20.0),)
    draw = np.random.default_rng(seed)
    count = round(seconds * rate)
    samples = np.stack([_noise(draw, count, rate) for _ in "ZNE"])
    for event in arrivals:
        _add(samples, draw, rate, event.p - start, NOISE * event.snr, P_WAVE)
        _add(samples, draw, rate, event.s - start, NOISE * event.snr, S_WAVE)
    counts = np.rint(samples).astype(np.int32)
    stretches = _stretches(count, rate, start, gaps)
    components = tuple(
        Component(
            code,
            station.instrument + code,
            rate,
            tuple(Segment(start + first / rate, row[first:last]) for first, last in stretches),
        )
        for code, row in zip("ZNE", counts)
    )
    ordered = tuple(sorted(arrivals, key=lambda event: event.p))
    return SyntheticRecord(Record(station, components, coordinates), ordered)


def synthetic_day(
    *, events: int = 200, rate: float = 100.0, start: float = START, station: StationId = STATION, seed: int = 0
) -> SyntheticRecord:
    """A day with events at random times, P to S from 1 to 12 s, of all sizes from noise upwards: 8.64 million samples a
    component at 100 Hz."""
    draw = np.random.default_rng([seed, 1])
    onsets = np.sort(draw.uniform(30.0, DAY - 60.0, events)) + start
    delays = draw.uniform(1.0, 12.0, events)
    sizes = np.exp(draw.uniform(np.log(2.0), np.log(200.0), events))
    arrivals = [Arrivals(float(p), float(p + delay), float(snr)) for p, delay, snr in zip(onsets, delays, sizes)]
    return synthetic_record(arrivals, seconds=DAY, rate=rate, start=start, station=station, seed=seed)


def _noise(draw: np.random.Generator, count: int, rate: float) -> np.ndarray:
    high = min(NOISE_BAND[1], 0.45 * rate)
    sections = scipy.signal.butter(2, (NOISE_BAND[0], high), "bandpass", fs=rate, output="sos")
    warm_up = round(10 * rate)
    noise = scipy.signal.sosfilt(sections, draw.standard_normal(count + warm_up))[warm_up:]
    return noise * (NOISE / noise.std())


def _add(
    samples: np.ndarray, draw: np.random.Generator, rate: float, onset: float, amplitude: float, wave: tuple
) -> None:
    """Add a wave train with a sharp beginning; onset: seconds after the first sample."""
    frequency, decay, directions = wave
    first = max(0, int(np.ceil(onset * rate)))
    times = np.arange(first, min(samples.shape[1], first + int(8 * decay * rate))) / rate - onset
    if not len(times):
        return
    envelope = np.exp(-times / decay)
    carrier = np.sin(2 * np.pi * frequency * times)
    scatter = draw.standard_normal((3, len(times))) * (1 - np.exp(-times / decay))
    for row, direction, rough in zip(samples, directions, scatter):
        row[first : first + len(times)] += amplitude * direction * envelope * (carrier + 0.5 * rough)


def _stretches(count: int, rate: float, start: float, gaps: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """First and last + 1 of the samples between the gaps."""
    known = np.ones(count, bool)
    for begin, end in gaps:
        first, last = (int(np.clip(round((time - start) * rate), 0, count)) for time in (begin, end))
        known[first:last] = False
    steps = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(np.int8)))
    return [(int(first), int(last)) for first, last in zip(steps[::2], steps[1::2])]
