"""What an archive holds, in words and numbers that JSON can carry."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from obspy import UTCDateTime

from seisviewer.waveforms.joining import TOUCHING, lateness
from seisviewer.waveforms.record import Archive, Component, Record


def describe(archive: Archive) -> dict[str, Any]:
    """Start and end, files, and every record with its channels, rates, gaps and coordinates. Times are ISO 8601 in UTC."""
    return {
        "start": iso(archive.start),
        "end": iso(archive.end),
        "sources": [str(source) for source in archive.sources],
        "stations": len({record.station.code for record in archive.records}),
        "records": [_record(record) for record in archive.records],
    }


def gaps(component: Component) -> tuple[tuple[float, float], ...]:
    """From the last sample before to the first sample after each gap, seconds since 1970 UTC.

    Stretches that touch are apart where what was recorded twice did not agree: there no sample is missing.
    """
    return tuple(
        (component.end_of(earlier), later.start)
        for earlier, later in pairwise(component.segments)
        if lateness(earlier.start, len(earlier.samples), later.start, component.rate_of(earlier)) > TOUCHING
    )


def iso(time: float) -> str:
    """“2019-07-04T17:33:49.000000Z”, of seconds since 1970 UTC."""
    return str(UTCDateTime(round(time, 6)))


def _record(record: Record) -> dict[str, Any]:
    place = record.coordinates
    return {
        "record": record.key,
        "network": record.station.network,
        "station": record.station.station,
        "location": record.station.location,
        "instrument": record.station.instrument,
        "start": iso(record.start),
        "end": iso(record.end),
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "elevation": place.elevation if place else None,
        "channels": [_channel(component) for component in record.components],
    }


def _channel(component: Component) -> dict[str, Any]:
    return {
        "channel": component.channel,
        "component": component.code,
        "rate": component.rate,
        "samples": component.count,
        "start": iso(component.start),
        "end": iso(component.end),
        "unit": component.unit,
        "gaps": [[iso(begin), iso(end)] for begin, end in gaps(component)],
    }
