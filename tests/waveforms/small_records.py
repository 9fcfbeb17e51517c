"""Small waveform files and inventories for tests, and what opening them gives and says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from obspy import Inventory, Stream, Trace, UTCDateTime
from obspy.core.inventory import Channel, Network, Site, Station

from seisviewer.progress import Notice, drive
from seisviewer.waveforms.files.record_reading import read_waveforms
from seisviewer.waveforms.record import Archive

START = 1577836800.0
RATE = 100.0
DIRECTIONS = {"Z": (0.0, -90.0), "N": (0.0, 0.0), "E": (90.0, 0.0)}


def trace(name: str, samples: np.ndarray, start: float = START, rate: float = RATE) -> Trace:
    """name: NETWORK.STATION.LOCATION.CHANNEL, as "XX.AAA..HHZ"; the station may hold points."""
    network, *station, location, channel = name.split(".")
    header = {"network": network, "station": ".".join(station), "location": location, "channel": channel}
    return Trace(samples, {**header, "sampling_rate": rate, "starttime": UTCDateTime(start)})


def write(path: Path, *traces: Trace, format: str = "MSEED") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Stream(list(traces)).write(str(path), format=format)
    return path


def counts(length: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(-1000, 1000, length).astype(np.int32)


def floats(length: int, seed: int = 0) -> np.ndarray:
    return counts(length, seed).astype(np.float32)


def opened(*paths: Path) -> tuple[Archive, list[str]]:
    """The records, and the notices."""
    said: list[str] = []
    archive = drive(read_waveforms(paths), lambda event: said.append(event.text) if isinstance(event, Notice) else None)
    return archive, said


def channel(
    code: str,
    place: tuple[float, float],
    location: str = "",
    start: float | None = None,
    end: float | None = None,
    direction: tuple[float, float] | None = None,
) -> Channel:
    azimuth, dip = direction or DIRECTIONS.get(code[-1], (None, None))
    return Channel(code, location, *place, 400.0, 0.0, azimuth=azimuth, dip=dip, sample_rate=RATE, **_dates(start, end))


def station(
    code: str,
    place: tuple[float, float],
    *channels: Channel,
    start: float | None = None,
    end: float | None = None,
) -> Station:
    return Station(code, *place, 400.0, channels=list(channels), site=Site(name="field"), **_dates(start, end))


def write_stations(path: Path, network: str, *stations: Station) -> Path:
    Inventory([Network(network, list(stations))], source="test").write(str(path), "STATIONXML")
    return path


def _dates(start: float | None, end: float | None) -> dict[str, UTCDateTime]:
    return {name: UTCDateTime(time) for name, time in (("start_date", start), ("end_date", end)) if time is not None}
