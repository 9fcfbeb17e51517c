"""The part of the earth in which events are looked for: a box of latitudes, longitudes and depths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.picks.located.location import Location
from seisviewer.translation import tr
from seisviewer.waveforms.station import Coordinates

Sites = Mapping[str, Coordinates]  # by “CI.CLC”
DEGREE = 111.2  # km of latitude
MARGIN = 0.5  # of the network's width, to each side of it
LEAST_MARGIN = 30.0  # km
DEEPEST = 40.0  # km below sea level
DEEPEST_OF_SMALL = 0.5  # of the network's width: a small network hears nothing from far below
NEAREST_TO_A_POLE = 89.9  # degrees
ALONG = 61  # places on each side of an outline


@dataclass(frozen=True)
class Area:
    """Degrees, and km below sea level. Across the date line, east is greater than 180 or west less than −180."""

    south: float
    north: float
    west: float
    east: float
    highest: float = -1.0
    deepest: float = 30.0

    def outline(self) -> list[tuple[float, float]]:
        """Places (degrees north and east) along its sides, which bulge on a map."""
        latitudes, longitudes = np.linspace(self.south, self.north, ALONG), np.linspace(self.west, self.east, ALONG)
        meridians = [(float(north), east) for east in (self.west, self.east) for north in latitudes]
        return meridians + [(north, float(east)) for north in (self.south, self.north) for east in longitudes]


def turned(longitudes: np.ndarray, around: float) -> np.ndarray:
    """The same longitudes within half a turn of another one (degrees)."""
    return around + (longitudes - around + 180.0) % 360.0 - 180.0


def ordinary(longitude: float) -> float:
    """The same longitude from −180 to 180."""
    return longitude if -180.0 <= longitude <= 180.0 else float(turned(np.array(longitude), 0.0))


def area_around(sites: Sites) -> Area:
    """The network with a margin; as deep as such a network hears. Raises BadRequest where there is no station."""
    if not sites:
        raise BadRequest(
            tr("No station here has a known place: name the file of the stations of these picks and records.")
        )
    latitudes = np.array([site.latitude for site in sites.values()])
    longitudes = _side_by_side(np.array([site.longitude for site in sites.values()]))
    high = np.ptp(latitudes) * DEGREE
    wide = np.ptp(longitudes) * DEGREE * np.cos(np.radians(latitudes.mean()))
    width = max(float(np.hypot(high, wide)), 1.0)
    margin = max(MARGIN * width, min(LEAST_MARGIN, 3 * width))
    south = max(float(latitudes.min()) - margin / DEGREE, -NEAREST_TO_A_POLE)
    north = min(float(latitudes.max()) + margin / DEGREE, NEAREST_TO_A_POLE)
    narrowest = np.cos(np.radians(max(abs(south), abs(north))))
    half = min(float(np.ptp(longitudes)) / 2 + margin / (DEGREE * float(narrowest)), 180.0)
    middle = float(longitudes.min() + longitudes.max()) / 2
    return Area(
        south, north, middle - half, middle + half,
        highest=-max(site.elevation for site in sites.values()) / 1000.0,
        deepest=min(DEEPEST, max(DEEPEST_OF_SMALL * (width + margin), 2.0)),
    )  # fmt: skip


def covering(area: Area, locations: Iterable[Location]) -> Area:
    """The area, made larger where located events lie outside it."""
    for location in locations:
        longitude = float(turned(np.array(location.longitude), (area.west + area.east) / 2))
        area = Area(
            min(area.south, location.latitude), max(area.north, location.latitude),
            min(area.west, longitude), max(area.east, longitude),
            min(area.highest, location.depth), max(area.deepest, location.depth),
        )  # fmt: skip
    return area


def _side_by_side(longitudes: np.ndarray) -> np.ndarray:
    """The same longitudes without the jump at the date line: counted from the widest gap between them."""
    rising = np.sort(longitudes % 360.0)
    gaps = np.diff(np.append(rising, rising[0] + 360.0))
    widest = int(np.argmax(gaps))
    west = ordinary(float(rising[(widest + 1) % len(rising)]))
    return turned(longitudes, west + (360.0 - float(gaps[widest])) / 2)
