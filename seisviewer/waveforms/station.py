"""Which instrument recorded a trace, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from seisviewer.errors import BadRequest
from seisviewer.translation import tr

UNNAMED = "?"  # the station of a window whose data set names none


@dataclass(frozen=True, order=True)
class StationId:
    """A station and one of its instruments. instrument: band and instrument code, the first two letters of the channel
    (“HH” and “HN” at one station are two instruments). A blank location is "", however a file writes it."""

    network: str
    station: str
    location: str
    instrument: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "location", location_code(self.location))

    def __str__(self) -> str:
        return f"{self.network}.{self.station}.{self.location}.{self.instrument}"

    @property
    def code(self) -> str:
        """Network and station, as people say it: “CI.CLC”."""
        return f"{self.network}.{self.station}"

    @classmethod
    def parse(cls, text: str) -> StationId:
        """The other way round of `str` (points more than the three are taken as the station's); raises BadRequest."""
        network, *parts = text.split(".")
        if len(parts) < 3 or not parts[0]:
            raise BadRequest(
                tr("“{text}” names no instrument: write NETWORK.STATION.LOCATION.INSTRUMENT, as CI.CLC..HH.").format(
                    text=text
                )
            )
        return cls(network, ".".join(parts[:-2]), *parts[-2:])

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


def location_code(text: str) -> str:
    """A location code without blanks; "" for a blank one, which some write “--” or “__”."""
    return "" if set(text) <= set("-_ ") else text.strip()
