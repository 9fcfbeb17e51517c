"""Local magnitude ML by the IASPEI's formula: the largest amplitude of the horizontal components, as a Wood–Anderson
seismometer would draw it, corrected for distance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.picks.located.magnitude import CLIPPED, NOISE, EventMagnitude, StationMagnitude

PERIOD, DAMPING = 0.8, 0.7  # of the Wood–Anderson seismometer: seconds, share of the critical one
SLOWEST = 20.0  # samples per second, below which local earthquakes are faster than the record
ABOVE_NOISE = 2.0  # times the largest amplitude of as long a stretch before P
FULL_SCALE = 2.0**23  # counts of a 24-bit recorder
NEARLY_FULL, OVER_FULL = 0.85, 1.6  # of it: what goes further has more bits
FLAT = 5  # equal samples one after the other at the largest count: the top is cut off


@dataclass(frozen=True)
class Scale:
    """ML = log10(A) + a log10(R) + b R + c, with A in nm and the hypocentral distance R in km."""

    name: str
    a: float
    b: float
    c: float
    farthest: float  # km, for which it was found


# IASPEI (Bormann, NMSOP-2, IS 3.3), from Hutton & Boore (1987) for Southern California; Alsaker et al. (1991); Ottemöller &
# Sargeant (2013).
SCALES = {
    scale.name: scale
    for scale in (
        Scale("iaspei", 1.11, 0.00189, -2.09, 1000.0),
        Scale("norway", 0.91, 0.00087, -1.67, 1500.0),
        Scale("united-kingdom", 0.95, 0.00183, -1.76, 600.0),
    )
}


@dataclass(frozen=True)
class Horizontal:
    """What one horizontal component recorded of an event. velocity: m/s, (samples,), from `start` on, NaN in gaps, with
    the stretch before P first. counts: the same samples as they were recorded. p, end: where the signal lies, seconds
    since 1970 UTC. distance: km from the hypocentre."""

    station: str
    location: str
    channel: str
    velocity: np.ndarray
    counts: np.ndarray
    start: float
    rate: float
    p: float
    end: float
    distance: float


def wood_anderson(velocity: np.ndarray, rate: float) -> np.ndarray:
    """Displacement in m, as the seismometer draws it without magnification, of ground velocity in m/s."""
    corner = 2 * np.pi / PERIOD
    numerator, denominator = scipy.signal.bilinear([1.0, 0.0], [1.0, 2 * DAMPING * corner, corner**2], rate)
    return scipy.signal.lfilter(numerator, denominator, velocity - velocity[0])


def station_magnitude(horizontal: Horizontal, scale: Scale) -> StationMagnitude | None:
    """None where it recorded nothing of the event, or has a gap in it, or too few samples per second, or lies farther than
    the scale reaches."""
    if horizontal.rate < SLOWEST:
        return None
    if not 0 < horizontal.distance <= scale.farthest or not np.isfinite(horizontal.velocity).all():
        return None
    onset, last = (round((time - horizontal.start) * horizontal.rate) for time in (horizontal.p, horizontal.end))
    if not 0 < onset < last <= len(horizontal.velocity):
        return None
    drawn = np.abs(wood_anderson(horizontal.velocity, horizontal.rate)) * 1e9
    settled = min(round(PERIOD * 5 * horizontal.rate), onset // 2)  # what the filter needs to forget its beginning
    peak = onset + int(np.argmax(drawn[onset:last]))
    amplitude, noise = float(drawn[peak]), float(drawn[settled:onset].max())
    if amplitude <= 0:
        return None
    left_out = CLIPPED if is_clipped(horizontal.counts[onset:last]) else ""
    if not left_out and amplitude < ABOVE_NOISE * noise:
        left_out = NOISE
    value = np.log10(amplitude) + scale.a * np.log10(horizontal.distance) + scale.b * horizontal.distance + scale.c
    return StationMagnitude(
        horizontal.station, horizontal.location, horizontal.channel, amplitude,
        horizontal.start + peak / horizontal.rate, float(value), left_out=left_out,
    )  # fmt: skip


def of_stations(parts: Iterable[StationMagnitude], scale: str) -> EventMagnitude | None:
    """The median over stations, each with the mean of its components; None where none counts. scale: its name."""
    parts = tuple(parts)
    by_station: dict[str, list[float]] = {}
    for part in parts:
        if not part.left_out:
            by_station.setdefault(part.station, []).append(part.value)
    if not by_station:
        return None
    values = np.array([np.mean(each) for each in by_station.values()])
    value = float(np.median(values))
    spread = 1.4826 * float(np.median(np.abs(values - value)))
    described = tuple(replace(part, residual=part.value - value) for part in parts)
    return EventMagnitude("ML", value, spread, scale, described)


def is_clipped(counts: np.ndarray) -> bool:
    """Whether a recorder was driven beyond its range: near that of 24 bits, or with a flat top."""
    if not len(counts):
        return False
    middle = float(np.median(counts))
    largest = float(np.abs(counts).max())
    whole = bool((counts == np.rint(counts)).all())
    if whole and NEARLY_FULL * FULL_SCALE <= largest <= OVER_FULL * FULL_SCALE:
        return True
    moves = bool((counts != middle).any())
    return moves and max(_longest_run(counts == counts.max()), _longest_run(counts == counts.min())) >= FLAT


def _longest_run(held: np.ndarray) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], held.astype(np.int8), [0]])))
    return int((edges[1::2] - edges[::2]).max()) if len(edges) else 0
