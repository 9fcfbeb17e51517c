"""Station corrections of local magnitudes: what the ground under a station adds to every earthquake, by a catalogue that is
trusted (Hutton & Boore, 1987, have one for each of their stations)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from seisviewer.catalogue.local_magnitude import of_stations
from seisviewer.picks.located.magnitude import EventMagnitude

FEWEST_EVENTS = 5  # of a station, for its median to say something


def magnitude_corrections(pairs: Iterable[tuple[EventMagnitude, float]]) -> dict[str, float]:
    """By station (“CI.CLC”): what must be added for its median to be that of the known magnitudes, with which the measured
    ones, uncorrected, are paired. Stations with fewer than five events have none."""
    missing: dict[str, list[float]] = {}
    for measured, known in pairs:
        for station in {part.station for part in measured.counted}:
            own = [part.value - part.correction for part in measured.counted if part.station == station]
            missing.setdefault(station, []).append(known - float(np.mean(own)))
    return {station: float(np.median(each)) for station, each in sorted(missing.items()) if len(each) >= FEWEST_EVENTS}


def corrected(magnitude: EventMagnitude, corrections: Mapping[str, float]) -> EventMagnitude:
    """The magnitude with these corrections in place of those it had; the scale and what does not count stay."""
    parts = [
        replace(part, value=part.value - part.correction + new, correction=new)
        for part in magnitude.parts
        for new in (corrections.get(part.station, 0.0),)
    ]
    return of_stations(parts, magnitude.scale) or magnitude
