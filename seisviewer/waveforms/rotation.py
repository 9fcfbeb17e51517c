"""Turning components: from the directions they were buried in to Z N E, and from N and E to radial and transverse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

import numpy as np
from obspy import Inventory
from obspy.geodetics import gps2dist_azimuth
from obspy.signal.rotate import rotate2zne, rotate_ne_rt

from seisviewer.errors import BadRequest
from seisviewer.waveforms.arranging import channels_at, in_order
from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.station import Coordinates

LEVEL = 0.1  # degrees of dip that are as good as none
Directions = list[tuple[float, tuple[float, float]]]  # from when on, (azimuth, dip) in degrees


class Located(Protocol):
    """Whatever has a place on the map, such as an event. Degrees north and east."""

    @property
    def latitude(self) -> float | None: ...

    @property
    def longitude(self) -> float | None: ...


def rotate_to_zne(record: Record, inventory: Inventory | None) -> Record:
    """Turn components 1 and 2 (or 1, 2 and 3) to N and E (Z, N and E), where azimuth and dip of each are known all the time.

    Otherwise the record is given back as it is, with the names of its components. What only some of the components recorded
    cannot be turned and becomes a gap. Samples are float32.
    """
    codes = record.codes
    turned = {"Z12": "Z12", "12": "12", "123": "123"}.get(codes)
    if turned is None or inventory is None or len({component.rate for component in record.components}) > 1:
        return record
    directions = [_directions(record, component, inventory) for component in record.components]
    if any(found is None for found in directions):
        return record
    by_code = dict(zip(codes, directions))
    level = all(abs(dip) <= LEVEL for code in "12" for _, (_, dip) in by_code[code])
    keeps_vertical = codes != "123" and level
    if codes == "12" and not level:
        return record
    used = [component for component in record.components if not (keeps_vertical and component.code == "Z")]
    places = [by_code[component.code] for component in used]
    parts: list[list[Segment]] = [[], [], []]
    for start, samples in _together(used, record.rate):
        angles = [_at(found, start) for found in places]
        if keeps_vertical:
            samples, angles = [np.zeros_like(samples[0]), *samples], [(0.0, -90.0), *angles]
        turned_samples = rotate2zne(*(value for pair in zip(samples, angles) for value in (pair[0], *pair[1])))
        for place, values in zip(parts, turned_samples):
            place.append(Segment(start, values.astype(np.float32)))
    if not parts[0]:
        return record
    made = [_made(used[0], record, code, segments) for code, segments in zip("ZNE", parts)]
    if keeps_vertical:
        made[:1] = [component for component in record.components if component.code == "Z"]
    return replace(record, components=in_order(made))


def to_zrt(record: Record, back_azimuth: float) -> Record:
    """Turn N and E to R (away from the event) and T (to the right of it, seen from the event).

    back_azimuth: degrees from north, from the station to the event. Raises BadRequest without both N and E at one rate.
    """
    north, east = record.component("N"), record.component("E")
    if north is None or east is None:
        raise BadRequest(f"{record.key} has {' '.join(record.codes)}: only N and E can be turned to R and T.")
    if north.rate != east.rate:
        raise BadRequest(f"N and E of {record.key} have different sampling rates: resample them first.")
    radial, transverse = [], []
    for start, (n, e) in _together([north, east], north.rate):
        r, t = rotate_ne_rt(n, e, back_azimuth % 360.0)
        radial.append(Segment(start, r.astype(np.float32)))
        transverse.append(Segment(start, t.astype(np.float32)))
    if not radial:
        raise BadRequest(f"N and E of {record.key} were never recorded at the same time: they cannot be turned.")
    made = [_made(north, record, "R", radial), _made(east, record, "T", transverse)]
    others = [component for component in record.components if component.code not in "NE"]
    return replace(record, components=in_order([*others, *made]))


def back_azimuth(event: Located, station: Coordinates) -> float:
    """Degrees from north, from the station to the event (WGS84); BadRequest where the event has no place."""
    return _distance_azimuths(event, station)[2]


def distance(event: Located, station: Coordinates) -> float:
    """Kilometres over the ground from the event to the station (WGS84); BadRequest where the event has no place."""
    return _distance_azimuths(event, station)[0] / 1000.0


def _distance_azimuths(event: Located, station: Coordinates) -> tuple[float, float, float]:
    if event.latitude is None or event.longitude is None:
        raise BadRequest("The event has no place: give its latitude and longitude first.")
    return gps2dist_azimuth(event.latitude, event.longitude, station.latitude, station.longitude)


def _directions(record: Record, component: Component, inventory: Inventory) -> Directions | None:
    """The direction at every time at which a segment begins; None where one is not known."""
    found = []
    for segment in component.segments:
        channels = channels_at(inventory, record.station, segment.start)
        entry = next((channel for channel in channels if channel.code == component.channel), None)
        if entry is None or entry.azimuth is None or entry.dip is None:
            return None
        found.append((segment.start, (float(entry.azimuth), float(entry.dip))))
    return found


def _at(directions: Directions, time: float) -> tuple[float, float]:
    """Azimuth and dip of the segment that holds this time."""
    return [angles for start, angles in directions if start <= time + 1e-3][-1]


def _together(components: list[Component], rate: float) -> Iterator[tuple[float, list[np.ndarray]]]:
    """Every stretch that all the components recorded: its start and their samples, float64, each (samples,)."""
    first = components[0]
    for segment in first.segments:
        stretches = [(segment.start, segment.start + (len(segment.samples) - 1) / rate)]
        for other in components[1:]:
            stretches = [
                (max(start, piece.start), min(end, piece.start + (len(piece.samples) - 1) / rate))
                for start, end in stretches
                for piece in other.segments
                if piece.start <= end and piece.start + (len(piece.samples) - 1) / rate >= start
            ]
        for start, end in stretches:
            # On a sample of the first component; those of the others go to the nearest place.
            begins = segment.start + np.ceil((start - segment.start) * rate - 0.5) / rate
            count = int(np.floor((end - begins) * rate + 0.5)) + 1
            samples = [component.window(begins, count) for component in components] if count > 0 else []
            whole = np.all(np.isfinite(samples), axis=0) if samples else np.zeros(0, bool)
            if whole.any():
                inside = slice(int(whole.argmax()), len(whole) - int(whole[::-1].argmax()))
                yield begins + inside.start / rate, [values[inside].astype(np.float64) for values in samples]


def _made(like: Component, record: Record, code: str, segments: list[Segment]) -> Component:
    return replace(like, code=code, channel=record.station.instrument + code, segments=tuple(segments))
