"""Turning components: from the directions they were buried in to Z N E, and from N and E to radial and transverse."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from obspy import Inventory, UTCDateTime
from obspy.core.inventory import Channel
from obspy.geodetics import gps2dist_azimuth

from seisviewer.errors import BadRequest
from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.record_arrangement import channels_at, in_order
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
    """Turn components 1 and 2 (or 1, 2 and 3) to N and E (Z, N and E), where azimuth and dip of each are known all the
    time.

    Otherwise (and where two of them point the same way, or one was turned while it recorded) the record is given back as
    it is, with the names of its components. What only some of the components recorded cannot be turned and becomes a gap.
    Samples are float32.
    """
    codes = record.codes
    has_one_rate = len({component.rate for component in record.components}) == 1
    if codes not in ("Z12", "12", "123") or inventory is None or not has_one_rate:
        return record
    directions = [_directions(record, component, inventory) for component in record.components]
    if any(found is None for found in directions):
        return record
    by_code = dict(zip(codes, directions))
    level = all(abs(dip) <= LEVEL for code in "12" for _, (_, dip) in by_code[code])
    keeps_vertical = codes != "123" and level
    if codes == "12" and not level:
        return record
    from obspy.signal.rotate import rotate2zne  # a second to import, and seldom used

    used = [component for component in record.components if not (keeps_vertical and component.code == "Z")]
    places = [by_code[component.code] for component in used]
    parts: list[list[Segment]] = [[], [], []]
    for start, samples in _together(used, record.rate):
        angles = [_at(found, start) for found in places]
        if keeps_vertical:
            samples, angles = [np.zeros_like(samples[0]), *samples], [(0.0, -90.0), *angles]
        try:
            turned_samples = rotate2zne(*(value for pair in zip(samples, angles) for value in (pair[0], *pair[1])))
        except ValueError:  # the directions lie in a plane or are no numbers: the metadata are wrong
            return record
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
    from obspy.signal.rotate import rotate_ne_rt  # a second to import, and seldom used

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
    if not (abs(event.latitude) <= 90 and abs(event.longitude) <= 360):
        raise BadRequest(f"There is no place {event.latitude:g}°, {event.longitude:g}°: mend that of the event.")
    return gps2dist_azimuth(event.latitude, event.longitude, station.latitude, station.longitude)


def _directions(record: Record, component: Component, inventory: Inventory) -> Directions | None:
    """The direction at every time at which a segment begins; None where one is not known, or changes on the way."""
    entries = [channel for channel in channels_at(inventory, record.station, None) if channel.code == component.channel]
    found = []
    for segment in component.segments:
        end = segment.start + (len(segment.samples) - 1) / component.rate
        angles = [_angles(entries, time) for time in (segment.start, end)]
        if angles[0] is None or angles[0] != angles[1]:
            return None
        found.append((segment.start, angles[0]))
    return found


def _angles(entries: Sequence[Channel], time: float) -> tuple[float, float] | None:
    """Azimuth and dip at a time, of the first epoch of a channel that holds it."""
    entry = next((entry for entry in entries if entry.is_active(time=UTCDateTime(time))), None)
    if entry is None or entry.azimuth is None or entry.dip is None:
        return None
    return float(entry.azimuth), float(entry.dip)


def _at(directions: Directions, time: float) -> tuple[float, float]:
    """Azimuth and dip of the segment that holds this time."""
    return directions[bisect_right(directions, time + 1e-3, key=lambda each: each[0]) - 1][1]


def _together(components: Sequence[Component], rate: float) -> Iterator[tuple[float, list[np.ndarray]]]:
    """Every stretch that all the components recorded: its start and their samples, float64, each (samples,)."""
    for start, end, pieces in _overlaps(components, rate):
        # On a sample of the first component; those of the others go to the nearest place.
        begins = pieces[0].start + np.ceil((start - pieces[0].start) * rate - 0.5) / rate
        firsts = [round((begins - piece.start) * rate) for piece in pieces]
        skipped = max(0, -min(firsts))
        count = int(np.floor((end - begins) * rate + 0.5)) + 1
        count = min(count, *(len(piece.samples) - first for piece, first in zip(pieces, firsts))) - skipped
        if count > 0:
            cuts = [slice(first + skipped, first + skipped + count) for first in firsts]
            samples = [piece.samples[cut].astype(np.float64) for piece, cut in zip(pieces, cuts)]
            yield float(begins + skipped / rate), samples


def _overlaps(components: Sequence[Component], rate: float) -> Iterator[tuple[float, float, list[Segment]]]:
    """Start, end, and one segment of each component, wherever all of them recorded."""
    places = [0] * len(components)
    while all(place < len(component.segments) for place, component in zip(places, components)):
        pieces = [component.segments[place] for place, component in zip(places, components)]
        ends = [piece.start + (len(piece.samples) - 1) / rate for piece in pieces]
        start, end = max(piece.start for piece in pieces), min(ends)
        if start <= end:
            yield start, end, pieces
        places[ends.index(end)] += 1


def _made(like: Component, record: Record, code: str, segments: list[Segment]) -> Component:
    return replace(like, code=code, channel=record.station.instrument + code, segments=tuple(segments))
