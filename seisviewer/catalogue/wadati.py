"""Vp/Vs and origin time of an event from its P and S times alone (Wadati, 1933): no velocity model, no place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.picks.located.location import Arrival
from seisviewer.translation import tr
from seisviewer.waveforms.clock_ticks import utc_text

FEWEST = 3  # stations with both, of which a line has an error


@dataclass(frozen=True)
class PhasePair:
    """P and S times of a station, seconds since 1970. counts: whether both counted in the location."""

    station: str
    p: float
    s: float
    counts: bool = True

    @property
    def difference(self) -> float:
        return self.s - self.p


@dataclass(frozen=True)
class WadatiFit:
    """The line S − P = (Vp/Vs − 1) (P − origin). origin: seconds since 1970. Errors: one standard deviation. rms: seconds
    that the differences miss the line by."""

    ratio: float
    ratio_error: float
    origin: float
    origin_error: float
    rms: float
    stations: int


def phase_pairs(arrivals: Iterable[Arrival]) -> tuple[PhasePair, ...]:
    """Of the stations with a P and an S arrival; of several, the first that counts, else the first."""
    times: dict[str, dict[str, Arrival]] = {}
    for arrival in sorted(arrivals, key=lambda each: (each.weight <= 0, each.time)):
        times.setdefault(arrival.station, {}).setdefault(arrival.phase[:1], arrival)
    return tuple(_pair(station, both) for station, both in sorted(times.items()) if {"P", "S"} <= both.keys())


def wadati_fit(pairs: Iterable[PhasePair]) -> WadatiFit | None:
    """Least squares over the pairs that count; None for fewer than three, or where the line has no slope."""
    used = [pair for pair in pairs if pair.counts]
    if len(used) < FEWEST:
        return None
    start = min(pair.p for pair in used)
    p = np.array([pair.p - start for pair in used])
    difference = np.array([pair.difference for pair in used])
    middle = p.mean()
    squares = float(((p - middle) ** 2).sum())
    slope = float(((p - middle) * difference).sum() / squares) if squares > 0 else 0.0
    if slope <= 0:
        return None
    missed = difference - difference.mean() - slope * (p - middle)
    variance = float((missed**2).sum()) / (len(used) - 2)
    slope_error = float(np.sqrt(variance / squares))
    zero = middle - float(difference.mean()) / slope  # where the line meets S − P = 0
    zero_error = float(np.sqrt(variance / len(used) + ((zero - middle) * slope_error) ** 2) / slope)
    rms = float(np.sqrt(np.mean(missed**2)))
    return WadatiFit(1.0 + slope, slope_error, start + zero, zero_error, rms, len(used))


def wadati_words(pairs: Sequence[PhasePair], fit: WadatiFit | None) -> str:
    """What the line says, or why there is none."""
    if fit is not None:
        return tr(
            "Vp/Vs {ratio:.3f} ± {ratio_error:.3f}, origin time {utc_text} ± {origin_error:.2f} s, "
            "{stations} stations, rms {rms:.2f} s"
        ).format(
            ratio=fit.ratio,
            ratio_error=fit.ratio_error,
            utc_text=utc_text(fit.origin, 2, date=False),
            origin_error=fit.origin_error,
            stations=fit.stations,
            rms=fit.rms,
        )
    counted = sum(pair.counts for pair in pairs)
    if counted < FEWEST:
        return tr("{counted} stations with P and S that count: Vp/Vs needs {fewest}.").format(
            counted=counted, fewest=FEWEST
        )
    return tr("S − P does not grow with P: there is no Vp/Vs.")


def _pair(station: str, both: Mapping[str, Arrival]) -> PhasePair:
    p, s = both["P"], both["S"]
    return PhasePair(station, p.time, s.time, p.weight > 0 and s.weight > 0)
