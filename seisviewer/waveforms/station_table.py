"""Stations as a table: where they stand, and how many counts their instruments give for a velocity."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from obspy import UTCDateTime

from seisviewer.bounded_reading import read_within_memory
from seisviewer.errors import UnreadableFile
from seisviewer.translation import tr
from seisviewer.waveforms.station import Coordinates

NAMES = {
    "id": ("id", "code", "seed_id", "station_id"),
    "network": ("network", "net", "network_code"),
    "station": ("station", "sta", "station_code", "name"),
    "latitude": ("latitude", "lat", "latitude_deg", "station_latitude_deg", "stla"),
    "longitude": ("longitude", "lon", "lng", "long", "longitude_deg", "station_longitude_deg", "stlo"),
    "elevation": ("elevation_m", "elevation", "elev", "elev_m", "station_elevation_m", "stel", "height", "altitude"),
    "elevation_km": ("elevation_km", "elev_km"),
}
GAIN = "_counts_per_m_s"  # a column hh_counts_per_m_s: of the instrument HH
MAGNITUDE_CORRECTION = "ml_correction"  # a column: what is added to the station's local magnitudes
LARGEST_CORRECTION = 3.0
LOWEST, HIGHEST = -12_000.0, 9_000.0  # metres above sea level where stations stand


@dataclass(frozen=True)
class StationTable:
    """By “CI.CLC”. gains: counts per m/s, by station and instrument (“CI.CLC”, “HH”). corrections: of local magnitudes."""

    sites: Mapping[str, Coordinates]
    gains: Mapping[tuple[str, str], float] = field(default_factory=dict)
    corrections: Mapping[str, float] = field(default_factory=dict)

    def with_(self, other: StationTable) -> StationTable:
        """Both together; what the other says of a station counts more."""
        return StationTable(
            {**self.sites, **other.sites}, {**self.gains, **other.gains}, {**self.corrections, **other.corrections}
        )


def read_station_table(path: Path) -> StationTable:
    """A table with separators and a line of names: `id` (“CI.CLC”) or `network` and `station`, latitude and longitude in
    degrees, elevation in m; gains in columns such as hh_counts_per_m_s, corrections of magnitudes in ml_correction. Raises
    UnreadableFile."""
    try:
        text = read_within_memory(path).decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise UnreadableFile(
            tr("{path} cannot be read as a table of stations: {error}.").format(path=path, error=error)
        ) from error
    first = text.split("\n", 1)[0]
    separator = next((each for each in ("\t", ";", ",", "|") if each in first), ",")
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    names = [name.strip().lstrip("#").strip().lower() for name in next(rows, [])]
    places = {name: next((names.index(each) for each in words if each in names), None) for name, words in NAMES.items()}
    if places["latitude"] is None or places["longitude"] is None or places["id"] is places["station"] is None:
        raise UnreadableFile(
            tr(
                "{path} is no table of stations: its first line must name id (or network and station), "
                "latitude and longitude."
            ).format(path=path)
        )
    sites: dict[str, Coordinates] = {}
    gains: dict[tuple[str, str], float] = {}
    corrections: dict[str, float] = {}
    for number, cells in enumerate(rows, 2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            code, site = _site({name: _cell(cells, place) for name, place in places.items()})
            own = {name: _cell(cells, place) for place, name in enumerate(names) if name.endswith(GAIN)}
            correction = dict(zip(names, cells, strict=False)).get(MAGNITUDE_CORRECTION, "").strip()
            if correction:
                corrections[code] = _correction(correction)
            instruments = {name.removesuffix(GAIN).upper(): float(text) for name, text in own.items() if text}
        except ValueError as error:
            raise UnreadableFile(
                tr("{path}, line {number}, is no station: {error}.").format(path=path, number=number, error=error)
            ) from error
        if code in sites and sites[code] != site:
            raise UnreadableFile(
                tr("{path}, line {number}: {code} stands at two places; keep the one of your records.").format(
                    path=path, number=number, code=code
                )
            )
        sites[code] = site
        gains |= {(code, instrument): gain for instrument, gain in instruments.items() if gain > 0}
    if not sites:
        raise UnreadableFile(tr("{path} names no station.").format(path=path))
    return StationTable(sites, gains, corrections)


def table_of_inventory(inventory: object, time: float) -> StationTable:
    """Where the stations of ObsPy's inventory stood at a time (seconds since 1970 UTC); what has no epoch then is not
    known. Responses stay in the inventory."""
    when = UTCDateTime(time)
    sites: dict[str, Coordinates] = {}
    for network in inventory:
        for station in network:
            begins, ends = station.start_date, station.end_date
            if (begins is None or begins <= when) and (ends is None or when < ends):
                sites[f"{network.code}.{station.code}"] = Coordinates(
                    float(station.latitude), float(station.longitude), float(station.elevation or 0.0)
                )
    return StationTable(sites)


def _site(cells: Mapping[str, str]) -> tuple[str, Coordinates]:
    code = ".".join(cells["id"].split(".")[:2]) if cells["id"] else f"{cells['network']}.{cells['station']}"
    if not code.strip("."):
        raise ValueError(tr("it has no code"))
    latitude, longitude = (_number(cells[name], name) for name in ("latitude", "longitude"))
    if not (abs(latitude) <= 90 and abs(longitude) <= 360):
        raise ValueError(
            tr("{latitude:g}, {longitude:g} is no place on the earth (degrees)").format(
                latitude=latitude, longitude=longitude
            )
        )
    if cells["elevation"]:
        elevation = _number(cells["elevation"], "elevation")
    else:
        elevation = 1000.0 * _number(cells["elevation_km"], "elevation") if cells["elevation_km"] else 0.0
    if not LOWEST <= elevation <= HIGHEST:
        raise ValueError(tr("{elevation:g} m above sea level is no place for a station").format(elevation=elevation))
    return code, Coordinates(latitude, longitude, elevation)


def _correction(text: str) -> float:
    value = _number(text, MAGNITUDE_CORRECTION)
    if abs(value) > LARGEST_CORRECTION:
        raise ValueError(tr("a correction of {value:g} magnitudes is no ground's").format(value=value))
    return value


def _number(text: str, name: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(tr("its {name} “{text}” is no number").format(name=name, text=text)) from None
    if not math.isfinite(value):
        raise ValueError(tr("its {name} “{text}” is no number").format(name=name, text=text))
    return value


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""
