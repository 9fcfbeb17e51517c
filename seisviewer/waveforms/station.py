"""Which instrument recorded a trace, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from seisviewer.errors import BadRequest


@dataclass(frozen=True, order=True)
class StationId:
    """A station and one of its instruments. instrument: band and instrument code, the first two letters of the channel
    (“HH” and “HN” at one station are two instruments)."""

    network: str
    station: str
    location: str
    instrument: str

    def __str__(self) -> str:
        return f"{self.network}.{self.station}.{self.location}.{self.instrument}"

    @property
    def code(self) -> str:
        """Network and station, as people say it: “CI.CLC”."""
        return f"{self.network}.{self.station}"

    @classmethod
    def parse(cls, text: str) -> StationId:
        """The other way round of `str`; raises BadRequest."""
        parts = text.split(".")
        if len(parts) != 4 or not parts[1]:
            raise BadRequest(f"“{text}” names no instrument: write NETWORK.STATION.LOCATION.INSTRUMENT, as CI.CLC..HH.")
        return cls(*parts)

    @classmethod
    def of_channel(cls, network: str, station: str, location: str, channel: str) -> StationId:
        """The instrument that a channel such as “HHZ” belongs to."""
        return cls(network, station, location, channel[:-1])


@dataclass(frozen=True)
class Coordinates:
    """Degrees north and east; elevation in metres above sea level."""

    latitude: float
    longitude: float
    elevation: float = 0.0
