"""Asking an FDSN server for events, stations and waveforms, through ObsPy's client.

Every request runs in a thread of its own while the generator that asked goes on yielding, so that it can be stopped at any
moment; an answer that comes too late is dropped.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Generator
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from obspy import Inventory, UTCDateTime
from obspy.clients.fdsn import Client
from obspy.clients.fdsn.header import URL_MAPPINGS, FDSNException, FDSNNoDataException
from obspy.core.inventory import Channel, Network, Station

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.file_names import safe_name
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.waiting import waited

TIMEOUT = 60.0
SERVERS: tuple[str, ...] = tuple(sorted(URL_MAPPINGS))


@dataclass(frozen=True, kw_only=True)
class InCircle:
    """What is asked for lies in a circle on the map, all in degrees; radius 0 for anywhere."""

    latitude: float = 0.0
    longitude: float = 0.0
    radius: float = 0.0


@dataclass(frozen=True)
class StationQuery(InCircle):
    """Which channels, in FDSN's notation: comma-separated codes, “*” and “?” as wildcards. start, end: seconds since 1970
    UTC."""

    start: float
    end: float
    network: str = "*"
    station: str = "*"
    location: str = "*"
    channel: str = "HH?,BH?"


@dataclass(frozen=True)
class EventQuery(InCircle):
    """Which events. start, end: seconds since 1970 UTC. magnitude: the least."""

    start: float
    end: float
    magnitude: float | None = None


@dataclass(frozen=True)
class Wanted:
    """Waveforms of one instrument over one stretch of time, seconds since 1970 UTC. channels: their codes, as HHZ."""

    station: StationId
    channels: tuple[str, ...]
    start: float
    end: float

    @property
    def file_name(self) -> str:
        """Made of codes that a server gives, which may be anything."""
        return f"{safe_name(str(self.station))}.{_stamp(self.start)}.{_stamp(self.end)}.mseed"


class Server:
    """An FDSN server that has answered once. Every method is a generator; it yields Progress while it waits."""

    def __init__(self, name: str, client: Client) -> None:
        self.name = name
        self._client = client

    def events(self, query: EventQuery) -> Generator[Progress, None, bytes | None]:
        """The catalogue as QuakeML; None where there is no event."""
        asked: dict[str, Any] = {"starttime": UTCDateTime(query.start), "endtime": UTCDateTime(query.end)}
        asked |= {"minmagnitude": query.magnitude} if query.magnitude is not None else {}
        asked |= _circle(query)
        content = io.BytesIO()
        found = yield from self._ask("events", lambda: self._client.get_events(filename=content, **asked))
        return content.getvalue() if found else None

    def stations(self, query: StationQuery) -> Generator[Progress, None, Inventory | None]:
        """Stations with their channels and responses, as an ObsPy Inventory; None where there is none."""
        asked = {
            "starttime": UTCDateTime(query.start), "endtime": UTCDateTime(query.end), "network": query.network,
            "station": query.station, "location": query.location, "channel": query.channel, **_circle(query),
        }  # fmt: skip
        box: list[Inventory] = []
        found = yield from self._ask(
            "stations", lambda: box.append(self._client.get_stations(level="response", **asked))
        )
        return box[0] if found else None

    def waveforms(self, wanted: Wanted) -> Generator[Progress, None, bytes | None]:
        """MiniSEED of an instrument's channels, as the server gave it; None where it has nothing."""
        station = wanted.station
        content = io.BytesIO()

        def ask() -> None:
            self._client.get_waveforms(
                station.network,
                station.station,
                station.location or "--",
                ",".join(wanted.channels),
                UTCDateTime(wanted.start),
                UTCDateTime(wanted.end),
                filename=content,
            )

        found = yield from self._ask(tr("waveforms of {station}").format(station=station), ask)
        return content.getvalue() if found and content.getvalue() else None

    def _ask(self, what: str, call: Callable[[], object]) -> Generator[Progress, None, bool]:
        """Whether the server had an answer; UnreadableFile where it failed."""
        try:
            yield from waited(call, tr("asking {name} for {what}").format(name=self.name, what=what))
        except FDSNNoDataException:
            return False
        except (FDSNException, HTTPException, OSError) as error:
            raise UnreadableFile(
                tr("{name} did not give {what}: {first_line}.").format(
                    name=self.name, what=what, first_line=_first_line(error)
                )
            ) from error
        except Exception as error:  # of any class: ObsPy's readers raise whatever a stranger's answer leads them to
            raise UnreadableFile(
                tr("{name} gave something other than {what}: try again later.").format(name=self.name, what=what)
            ) from error
        return True


def connect(name: str, timeout: float = TIMEOUT) -> Generator[Progress, None, Server]:
    """A server by its name in ObsPy's list (`SERVERS`) or its address, asked what it offers; BadRequest without an
    answer."""
    if name.upper() not in SERVERS and "://" not in name:
        raise BadRequest(
            tr("“{name}” is no FDSN server: give an address such as https://service.iris.edu, or a known name.").format(
                name=name
            )
        )
    try:
        client = yield from waited(
            lambda: Client(name, timeout=timeout, user_agent="seisviewer"), tr("connecting to {name}").format(name=name)
        )
    except (FDSNException, HTTPException, OSError, ValueError) as error:
        raise BadRequest(
            tr("The FDSN server {name} does not answer ({first_line}): check its address and the network.").format(
                name=name, first_line=_first_line(error)
            )
        ) from error
    except Exception as error:  # of any class: what reads the answers raises whatever a page of a portal leads it to
        raise BadRequest(
            tr("{name} does not answer as an FDSN server does: check its address and the network.").format(name=name)
        ) from error
    return Server(name, client)


def pieces(inventory: Inventory, start: float, end: float) -> tuple[Wanted, ...]:
    """What to ask for: of each instrument, in order, those channels that recorded at some time between `start` and
    `end`."""
    found: dict[StationId, set[str]] = {}
    for network, station, channel in _channels(inventory):
        if _overlaps(channel, start, end):
            name = StationId.of_channel(network.code, station.code, channel.location_code, channel.code)
            found.setdefault(name, set()).add(channel.code)
    return tuple(Wanted(name, tuple(sorted(codes)), start, end) for name, codes in sorted(found.items()))


def station_xml(inventory: Inventory) -> bytes:
    """The inventory as a StationXML file holds it."""
    content = io.BytesIO()
    inventory.write(content, format="STATIONXML")
    return content.getvalue()


def _stamp(time: float) -> str:
    """A time as it stands in file names, to the millisecond."""
    return UTCDateTime(time).strftime("%Y%m%dT%H%M%S%f")[:-3]


def _channels(inventory: Inventory) -> list[tuple[Network, Station, Channel]]:
    return [(network, station, channel) for network in inventory for station in network for channel in station]


def _overlaps(channel: Channel, start: float, end: float) -> bool:
    begins = channel.start_date.timestamp if channel.start_date else float("-inf")
    ends = channel.end_date.timestamp if channel.end_date else float("inf")
    return begins < end and ends > start


def _circle(query: StationQuery | EventQuery) -> dict[str, float]:
    if not query.radius:
        return {}
    return {"latitude": query.latitude, "longitude": query.longitude, "maxradius": query.radius}


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
