"""What station metadata say about an instrument, by its codes and at its time; what does not fit says nothing.

Stations are moved and instruments are exchanged: an inventory holds an epoch for each time. No epoch is taken for another,
nor one location code for another; what no epoch holds for is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from obspy import Inventory, UTCDateTime
from obspy.core.inventory import Channel, Station

from seisviewer.waveforms.record import Record
from seisviewer.waveforms.station import Coordinates, StationId, location_code

LEAST_OVERLAP = 1.0  # s, or half of a shorter stretch, for which an epoch holds: files begin a little before midnight
SAME_PLACE = 1e-3  # degrees: what is measured anew is no other place
Span = tuple[float, float]


class Epoch(Protocol):
    """Anything that holds from one time to another; None is open."""

    start_date: UTCDateTime | None
    end_date: UTCDateTime | None


def with_plain_codes(inventory: Inventory) -> Inventory:
    """The inventory itself, its codes as records have them: a blank location is "", however it was written."""
    for network in inventory:
        network.code = (network.code or "").strip()
        for station in network:
            station.code = (station.code or "").strip()
            for channel in station:
                channel.code = (channel.code or "").strip()
                channel.location_code = location_code(channel.location_code or "")
    return inventory


def channel_at(inventory: Inventory | None, station: StationId, channel: str, time: float) -> Channel | None:
    """The epoch of a channel that holds at a time (seconds since 1970 UTC); of two that meet there the later one."""
    found = [each for each in _channels(inventory, station, {channel}) if _holds(each, time)]
    return max(found, key=_begin, default=None)


def place_of(inventory: Inventory | None, record: Record) -> Coordinates | None:
    """Where a record's instrument stood all the time that it recorded: of its channels, else of its station.

    None where the inventory does not say so for all of the time, or where it stood in several places.
    """
    stations = _stations(inventory, record.station)
    if not stations:
        return None
    names = {component.channel for component in record.components}
    channels = [each for each in _channels(inventory, record.station, names)]
    places: list[Coordinates] = []
    for span in _spans(record):
        found = _places(channels, span) or _places(stations, span)
        if not found:
            return None
        places += found
    return places[0] if all(_is_same(places[0], place) for place in places) else None


def knows(inventory: Inventory | None, station: StationId) -> bool:
    """Whether the inventory has this station, at whatever time."""
    return bool(_stations(inventory, station))


def _stations(inventory: Inventory | None, station: StationId) -> list[Station]:
    return [
        entry
        for network in inventory or ()
        if network.code == station.network
        for entry in network
        if entry.code == station.station
    ]


def _channels(inventory: Inventory | None, station: StationId, names: set[str]) -> Iterator[Channel]:
    """The epochs of the channels with these names at the instrument's location."""
    for entry in _stations(inventory, station):
        for channel in entry:
            if channel.location_code == station.location and channel.code in names:
                yield channel


def _places(epochs: Iterable[Channel | Station], span: Span) -> list[Coordinates]:
    return [
        Coordinates(float(each.latitude), float(each.longitude), float(each.elevation or 0.0))
        for each in epochs
        if _overlaps(each, span) and (each.latitude or each.longitude)  # both 0 is what is left unset
    ]


def _spans(record: Record) -> Sequence[Span]:
    """When it recorded."""
    return [
        (segment.start, component.end_of(segment)) for component in record.components for segment in component.segments
    ]


def _is_same(place: Coordinates, other: Coordinates) -> bool:
    apart = max(abs(place.latitude - other.latitude), abs(place.longitude - other.longitude))
    return apart <= SAME_PLACE


def _holds(epoch: Epoch, time: float) -> bool:
    return _begin(epoch) <= time and (epoch.end_date is None or time <= epoch.end_date.timestamp)


def _overlaps(epoch: Epoch, span: Span) -> bool:
    end = float("inf") if epoch.end_date is None else epoch.end_date.timestamp
    return min(end, span[1]) - max(_begin(epoch), span[0]) >= min(LEAST_OVERLAP, (span[1] - span[0]) / 2)


def _begin(epoch: Epoch) -> float:
    return float("-inf") if epoch.start_date is None else epoch.start_date.timestamp
