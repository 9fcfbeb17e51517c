"""Turning N and E to radial and transverse, and what turning needs: the stretches that several components share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from obspy.geodetics import gps2dist_azimuth

from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.record_arrangement import in_order
from seisviewer.waveforms.station import Coordinates


class Located(Protocol):
    """Whatever has a place on the map, such as an event. Degrees north and east."""

    @property
    def latitude(self) -> float | None: ...

    @property
    def longitude(self) -> float | None: ...


def to_zrt(record: Record, back_azimuth: float) -> Record:
    """Turn N and E to R (away from the event) and T (to the right of it, seen from the event).

    back_azimuth: degrees from north, from the station to the event. Raises BadRequest without both N and E at one rate.
    """
    from obspy.signal.rotate import rotate_ne_rt  # a second to import, and seldom used

    north, east = record.component("N"), record.component("E")
    if north is None or east is None:
        raise BadRequest(
            tr("{key} has {codes}: only N and E can be turned to R and T.").format(
                key=record.key, codes=" ".join(record.codes)
            )
        )
    if north.rate != east.rate:
        raise BadRequest(
            tr("N and E of {key} have different sampling rates: resample them first.").format(key=record.key)
        )
    radial, transverse = [], []
    for segment, (n, e) in together([north, east]):
        r, t = rotate_ne_rt(n, e, back_azimuth % 360.0)
        radial.append(replace(segment, samples=r.astype(np.float32)))
        transverse.append(replace(segment, samples=t.astype(np.float32)))
    if not radial:
        raise BadRequest(
            tr("N and E of {key} were never recorded at the same time: they cannot be turned.").format(key=record.key)
        )
    made = [made_component(north, record, "R", radial), made_component(east, record, "T", transverse)]
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
        raise BadRequest(tr("The event has no place: give its latitude and longitude first."))
    if not (abs(event.latitude) <= 90 and abs(event.longitude) <= 360):
        raise BadRequest(
            tr("There is no place {latitude:g}°, {longitude:g}°: mend that of the event.").format(
                latitude=event.latitude, longitude=event.longitude
            )
        )
    return gps2dist_azimuth(event.latitude, event.longitude, station.latitude, station.longitude)


def together(components: Sequence[Component]) -> Iterator[tuple[Segment, list[np.ndarray]]]:
    """Every stretch that all the components recorded: a segment of the first one, and the samples of each, float64
    (samples,). Those of the others go to the nearest place."""
    for start, end, pieces in _overlaps(components):
        rates = [component.rate_of(piece) for component, piece in zip(components, pieces)]
        rate = rates[0]
        begins = pieces[0].start + np.ceil((start - pieces[0].start) * rate - 0.5) / rate
        count = int(np.floor((end - begins) * rate + 0.5)) + 1
        cuts = [_cut(piece, own, begins, rate, count) for piece, own in zip(pieces, rates)]
        known = np.all([(0 <= cut) & (cut < len(piece.samples)) for cut, piece in zip(cuts, pieces)], axis=0)
        first, last = int(known.argmax()), count - int(known[::-1].argmax())
        if known.any():
            samples = [piece.samples[cut[first:last]].astype(np.float64) for cut, piece in zip(cuts, pieces)]
            yield Segment(float(begins + first / rate), samples[0], pieces[0].own_rate), samples


def _cut(piece: Segment, own_rate: float, begins: float, rate: float, count: int) -> np.ndarray:
    """Places of a piece's samples that are nearest to those of another rate from a time on."""
    if own_rate == rate:
        first = round((begins - piece.start) * rate)
        return np.arange(first, first + count)
    return np.rint((begins - piece.start + np.arange(count) / rate) * own_rate).astype(np.int64)


def _overlaps(components: Sequence[Component]) -> Iterator[tuple[float, float, list[Segment]]]:
    """Start, end, and one segment of each component, wherever all of them recorded."""
    places = [0] * len(components)
    while all(place < len(component.segments) for place, component in zip(places, components)):
        pieces = [component.segments[place] for place, component in zip(places, components)]
        ends = [component.end_of(piece) for component, piece in zip(components, pieces)]
        start, end = max(piece.start for piece in pieces), min(ends)
        if start <= end:
            yield start, end, pieces
        places[ends.index(end)] += 1


def made_component(like: Component, record: Record, code: str, segments: list[Segment]) -> Component:
    """What was made of components of a record."""
    return replace(like, code=code, channel=record.station.instrument + code, segments=tuple(segments))
