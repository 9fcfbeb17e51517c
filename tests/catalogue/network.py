"""A network of stations with the arrivals of events whose place is known, by straight rays in a half-space."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seisviewer.catalogue.area import Area, area_around
from seisviewer.catalogue.locating import Observed
from seisviewer.catalogue.station_tables import StationTables, centred, distances, farthest
from seisviewer.catalogue.travel_times import Extent
from seisviewer.catalogue.velocity_model import velocity_model
from seisviewer.waveforms.station import Coordinates

MODEL = velocity_model("half-space:6,3.5")
SPEEDS = {"P": 6.0, "S": 3.5}
START = 1_562_261_629.0


@dataclass(frozen=True)
class Source:
    time: float
    latitude: float
    longitude: float
    depth: float


def stations(count: int, seed: int = 1) -> dict[str, Coordinates]:
    """Spread over 80 by 90 km around 35° N, 117° W, up to 2 km high."""
    draw = np.random.default_rng(seed)
    return {
        f"XX.S{number:02d}": Coordinates(
            35 + draw.uniform(-0.36, 0.36), -117 + draw.uniform(-0.5, 0.5), draw.uniform(0, 2000)
        )
        for number in range(count)
    }


def tables(sites: dict[str, Coordinates], area: Area | None = None) -> StationTables:
    area = area or area_around(sites)
    corners = [(area.south, area.west), (area.north, area.east), (area.south, area.east), (area.north, area.west)]
    return StationTables(MODEL, sites, Extent(farthest(sites, corners) + 5, area.highest, area.deepest))


def arrivals(source: Source, sites: dict[str, Coordinates], noise: float = 0.03, seed: int = 0) -> list[Observed]:
    """P and S at every station; noise: seconds, twice as much for S."""
    draw = np.random.default_rng(seed)
    place = centred(np.array(source.latitude), np.array(source.longitude))
    found = []
    for code, site in sites.items():
        away = float(distances(place, centred(np.array(site.latitude), np.array(site.longitude))))
        ray = float(np.hypot(away, source.depth + site.elevation / 1000.0))
        for phase, share in (("P", 1.0), ("S", 2.0)):
            found.append(Observed(code, phase, source.time + ray / SPEEDS[phase] + draw.normal(0, noise * share)))
    return found


def apart(latitude: float, longitude: float, source: Source) -> float:
    """km from the source's epicentre."""
    place = centred(np.array(source.latitude), np.array(source.longitude))
    return float(distances(place, centred(np.array(latitude), np.array(longitude))))
