"""The stations of a network with their travel-time tables, made when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from seisviewer.catalogue.travel_times import EARTH, Extent, Table, travel_times
from seisviewer.catalogue.velocity_model import VelocityModel
from seisviewer.waveforms.station import Coordinates

if TYPE_CHECKING:
    from pyproj import Transformer

DEPTH_STEP = 0.05  # km: stations as high as each other within this share a table, right within 10 ms


@cache
def to_centred() -> Transformer:
    """Degrees and metres to metres from the centre of the earth; pyproj takes a moment that only who locates should wait."""
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)


@dataclass(frozen=True)
class StationTables:
    """sites: where each station (“CI.CLC”) stands. extent: what the tables cover."""

    model: VelocityModel
    sites: Mapping[str, Coordinates]
    extent: Extent
    _tables: dict[tuple[str, int], Table] = field(default_factory=dict, repr=False)
    _spots: dict[str, np.ndarray] = field(default_factory=dict, repr=False)

    def table(self, station: str, phase: str) -> Table:
        level = round(-self.sites[station].elevation / 1000.0 / DEPTH_STEP)
        key = phase, level
        if key not in self._tables:
            self._tables[key] = travel_times(self.model, phase, level * DEPTH_STEP, self.extent)
        return self._tables[key]

    def spot(self, station: str) -> np.ndarray:
        """km from the centre of the earth to the ground below the station, at sea level, (3,)."""
        if station not in self._spots:
            site = self.sites[station]
            self._spots[station] = centred(np.array(site.latitude), np.array(site.longitude))
        return self._spots[station]


def centred(latitudes: np.ndarray, longitudes: np.ndarray) -> np.ndarray:
    """Places at sea level as km from the centre of the earth, (…, 3)."""
    shape = np.shape(latitudes)
    north, east = np.ravel(latitudes).astype(float), np.ravel(longitudes).astype(float)
    if north.size == 1:  # pyproj takes the only element of an array in a way that numpy warns of
        parts = to_centred().transform(float(east[0]), float(north[0]), 0.0)
    else:
        parts = to_centred().transform(east, north, np.zeros_like(north))
    return np.stack(parts, axis=-1).reshape(*shape, 3) / 1000.0


def distances(places: np.ndarray, site: np.ndarray) -> np.ndarray:
    """km along the ground between centred places (…, 3) and (3,): the chord, bent; right within 10 m at 1,000 km."""
    chord = np.linalg.norm(places - site, axis=-1)
    return 2 * EARTH * np.arcsin(np.clip(chord / (2 * EARTH), 0.0, 1.0))


def farthest(sites: Mapping[str, Coordinates], places: Iterable[tuple[float, float]]) -> float:
    """km from a site to the farthest of places (degrees north and east)."""
    north, east = (np.array(axis) for axis in zip(*places, strict=True))
    spots = centred(north, east)
    return max(
        float(distances(spots, centred(np.array(site.latitude), np.array(site.longitude))).max())
        for site in sites.values()
    )
