"""From channels to records: which components belong to one instrument, and in which order they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from seisviewer.waveforms.component_names import component_names, order_of
from seisviewer.waveforms.joining import has_drifted, is_same_rate, nominal_rate
from seisviewer.waveforms.record import Component, Record
from seisviewer.waveforms.station import StationId, location_code


@dataclass(frozen=True, order=True)
class ChannelId:
    """A channel as its file names it; a blank location is "", however the file writes it."""

    network: str
    station: str
    location: str
    channel: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "location", location_code(self.location))

    def __str__(self) -> str:
        return f"{self.network}.{self.station}.{self.location}.{self.channel}"


def records_of(channels: Mapping[ChannelId, Component]) -> tuple[Record, ...]:
    """Group channels by network, station, location and sensor, in the order of their names. Each component gets the letter
    that its channel's name means."""
    groups: dict[StationId, list[Component]] = {}
    for channel, (station, code) in _instruments(channels).items():
        groups.setdefault(station, []).append(replace(channels[channel], code=code))
    return tuple(Record(station, in_order(_one_rate(groups[station]))) for station in sorted(groups))


def in_order(components: Iterable[Component]) -> tuple[Component, ...]:
    """Z N E, Z 1 2, Z R T, and what else there is after them."""
    return tuple(sorted(components, key=lambda component: (order_of(component.code), component.channel)))


def _instruments(channels: Iterable[ChannelId]) -> dict[ChannelId, tuple[StationId, str]]:
    """The instrument and the letter of each channel."""
    sites: dict[tuple[str, str, str], list[ChannelId]] = {}
    for channel in sorted(channels):
        sites.setdefault((channel.network, channel.station, channel.location), []).append(channel)
    found = {}
    for site, members in sites.items():
        names = component_names([channel.channel for channel in members])
        for channel in members:
            name = names[channel.channel]
            found[channel] = StationId(*site, name.instrument), name.code
    return found


def _one_rate(components: list[Component]) -> list[Component]:
    """Clocks that differ by parts per million share their nominal rate; each segment keeps its own."""
    rates = {component.rate for component in components}
    if len(rates) == 1 or not all(is_same_rate(rate, components[0].rate) for rate in rates):
        return components
    rate = nominal_rate(rates)
    return [_with_rate(component, rate) for component in components]


def _with_rate(component: Component, rate: float) -> Component:
    segments = tuple(
        replace(segment, own_rate=own if has_drifted(own, rate, len(segment.samples)) else 0.0)
        for segment in component.segments
        for own in (component.rate_of(segment),)
    )
    return replace(component, rate=rate, segments=segments)
