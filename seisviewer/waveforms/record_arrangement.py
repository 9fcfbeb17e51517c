"""From channels to records: which components belong to one instrument, and in which order they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from obspy import Inventory, UTCDateTime

from seisviewer.waveforms.record import Component, Record
from seisviewer.waveforms.station import Coordinates, StationId

ORDER = "ZNERT123UVWABC"


@dataclass(frozen=True, order=True)
class ChannelId:
    """A channel as its file names it."""

    network: str
    station: str
    location: str
    channel: str

    def __str__(self) -> str:
        return f"{self.network}.{self.station}.{self.location}.{self.channel}"

    @property
    def instrument(self) -> StationId:
        return StationId.of_channel(self.network, self.station, self.location, self.channel)


def records_of(
    channels: Mapping[ChannelId, Component],
    inventory: Inventory | None = None,
    places: Mapping[ChannelId, Coordinates] | None = None,
) -> tuple[Record, ...]:
    """Group channels by network, station, location and band, in the order of their names.

    Where a station stands is taken from the inventory, else from `places` (what the files' own headers say).
    """
    groups: dict[StationId, list[ChannelId]] = {}
    for channel in sorted(channels):
        groups.setdefault(channel.instrument, []).append(channel)
    records = []
    for station in sorted(groups):
        members = groups[station]
        components = in_order(_one_rate([channels[channel] for channel in members]))
        record = Record(station, components)
        coordinates = coordinates_of(inventory, station, record.start)
        if coordinates is None and places:
            coordinates = next((places[channel] for channel in members if channel in places), None)
        records.append(replace(record, coordinates=coordinates))
    return tuple(records)


def in_order(components: Iterable[Component]) -> tuple[Component, ...]:
    """Z N E, Z 1 2, Z R T, and what else there is after them."""
    return tuple(sorted(components, key=lambda component: (_place(component.code), component.channel)))


def orientation(channel: str) -> str:
    """The letter under which a channel is shown: its last one, or “?” where it has no name."""
    return channel[-1:].upper() or "?"


def coordinates_of(inventory: Inventory | None, station: StationId, time: float) -> Coordinates | None:
    """Where an instrument stood at that time, as the inventory has it: of the channel, else of the station."""
    for channel in channels_at(inventory, station, time):
        return Coordinates(float(channel.latitude), float(channel.longitude), float(channel.elevation or 0.0))
    for network in inventory or ():
        for entry in network:
            if (network.code, entry.code) == (station.network, station.station):
                return Coordinates(float(entry.latitude), float(entry.longitude), float(entry.elevation or 0.0))
    return None


def channels_at(inventory: Inventory | None, station: StationId, time: float | None) -> list[Any]:
    """ObsPy's channels of an instrument that were in operation at that time (seconds since 1970 UTC; None: at any)."""
    if inventory is None:
        return []
    chosen = inventory.select(
        network=station.network,
        station=station.station,
        location=station.location,
        channel=station.instrument + "?",
        time=None if time is None else UTCDateTime(time),
    )
    return [channel for network in chosen for entry in network for channel in entry]


def _one_rate(components: list[Component]) -> list[Component]:
    """Rates that differ only by how a file wrote them down, by less than half a sample in all, become one."""
    rate = components[0].rate
    longest = max(component.count for component in components)
    if any(abs(component.rate - rate) / rate * longest > 0.5 for component in components):
        return components
    return [replace(component, rate=rate) for component in components]


def _place(code: str) -> int:
    found = ORDER.find(code)
    return found if found >= 0 else len(ORDER)
