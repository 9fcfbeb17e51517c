"""S over P amplitudes of an event at its stations, measured on their records.

As Hardebeck & Shearer (2003) do: the largest length of the three-component motion around P and around S, P well above the
noise. Both stand on the same instrument, so that no response is needed. What the ground below a station and the way to it
do to S and P is not taken off, for it needs many events.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.catalogue.local_magnitude import is_clipped
from seisviewer.catalogue.station_tables import StationTables
from seisviewer.picks.located.location import Arrival, Location
from seisviewer.waveforms.record import Archive, Record

BAND = (1.0, 10.0)  # Hz
BEFORE, AFTER = 0.3, 1.5  # seconds around an arrival
NOISE = 5.0  # seconds, which end as long before P as a window begins
SETTLE = 5.0  # seconds before the noise, in which the filter settles
LEAST_SNR = 3.0  # of P, and of S
LEAST_APART = BEFORE + AFTER + 0.2  # seconds from P to S
COMPONENTS = 3


def amplitude_ratios(location: Location, archive: Archive, tables: StationTables) -> dict[str, float]:
    """log10 of S over P by station (“CI.CLC”), of those with a whole, unclipped three-component record of both that rise
    above the noise. tables: where no S was picked it is sought where they say."""
    found: dict[str, float] = {}
    for station, p, s in _arrivals(location, tables):
        if s - p < LEAST_APART:
            continue
        for record in archive.records:
            if record.station.code == station and station not in found:
                ratio = record_ratio(record, p, s)
                if ratio is not None:
                    found[station] = ratio
    return found


def record_ratio(record: Record, p: float, s: float) -> float | None:
    """log10 of S over P amplitude of a record with these arrivals (seconds since 1970); None where it cannot be told."""
    if len(record.components) != COMPONENTS or len({component.rate for component in record.components}) > 1:
        return None
    rate = record.components[0].rate
    if rate < 2.5 * BAND[1]:
        return None
    start = p - BEFORE - NOISE - SETTLE
    count = int((s + AFTER - start) * rate) + 1
    samples = np.stack([component.window(start, count) for component in record.components]).astype(float)
    if not np.isfinite(samples).all() or any(map(is_clipped, samples[:, int((p - BEFORE - start) * rate) :])):
        return None
    band = scipy.signal.butter(2, BAND, "bandpass", fs=rate, output="sos")
    length = np.linalg.norm(scipy.signal.sosfilt(band, samples - samples.mean(axis=1, keepdims=True), axis=1), axis=0)

    def largest(first: float, last: float) -> float:
        return float(length[max(int((first - start) * rate), 0) : int((last - start) * rate) + 1].max())

    noise = largest(p - BEFORE - NOISE, p - BEFORE)
    of_p, of_s = largest(p - BEFORE, p + AFTER), largest(s - BEFORE, s + AFTER)
    if noise <= 0 or min(of_p, of_s) < LEAST_SNR * noise:
        return None
    return float(np.log10(of_s / of_p))


def _arrivals(location: Location, tables: StationTables) -> Iterator[tuple[str, float, float]]:
    """Station, and times of P and S, of every station with P that counts."""
    by_phase: dict[tuple[str, str], Arrival] = {(each.station, each.phase): each for each in location.counted}
    for (station, phase), arrival in by_phase.items():
        if phase != "P":
            continue
        picked = by_phase.get((station, "S"))
        if picked is not None:
            yield station, arrival.time, picked.time
        elif station in tables.sites:
            away, depth = np.array(arrival.distance), np.array(location.depth)
            table_p, table_s = (float(tables.table(station, each).at(away, depth)) for each in ("P", "S"))
            if np.isfinite(table_s - table_p):
                yield station, arrival.time, arrival.time + table_s - table_p
