"""An event's place and time from its arrivals: a grid over the area, refined around what is likely, then a local search.

The likelihood is that of `misfit`; a grid's own coarseness counts as an error of the times, so that a coarse grid sees
basins and not noise. The confidence region is the likelihood over the last grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.catalogue.area import DEGREE, Area, ordinary
from seisviewer.catalogue.misfit import MISFITS, weighted_median
from seisviewer.catalogue.station_tables import StationTables, centred, distances
from seisviewer.catalogue.surface import surface_elevation, weighted_elevation
from seisviewer.catalogue.travel_grid import TravelGrid
from seisviewer.errors import BadRequest
from seisviewer.picks.located.location import Arrival, Ellipse, Location
from seisviewer.translation import tr

if TYPE_CHECKING:
    from pyproj import Geod

SPEED = 5.0  # km/s: what a grid's coarseness is worth in time
READING = {"P": 0.05, "S": 0.1}  # seconds: error of a pick that states none
OF_THE_MODEL = 0.02  # share of the travel time by which a model of depth alone is wrong,
MOST_OF_THE_MODEL = 1.5  # seconds, through the mantle too
LEAST_ERROR = 0.03  # seconds
ABOVE_GROUND = 0.2  # km by which the ground may be higher than the stations around say
SHARE_OF_S = 0.75  # weight of S beside P where both are as well read: its model is known less well
LIKELY = 8.0  # below the greatest log likelihood: what is less likely is left out of the next grid
ACROSS, DOWN = 21, 13  # nodes of a grid, to each side of the map and in depth
REFINEMENTS = 6
FINE = 0.1  # km: a grid need be no finer
FEWEST = 3  # arrivals, without which nothing can be said


@cache
def ellipsoid() -> Geod:
    """WGS 84; pyproj takes a moment that only who locates should wait."""
    from pyproj import Geod

    return Geod(ellps="WGS84")


@dataclass(frozen=True)
class Observed:
    """An arrival to locate with. time: seconds since 1970 UTC. error: seconds of reading, None where nobody said. weight:
    0–1, 0 does not count and gets a residual all the same. pick: its id. is_chosen: a person gave it its weight."""

    station: str
    phase: str
    time: float
    error: float | None = None
    weight: float = 1.0
    pick: int = 0
    is_chosen: bool = False


@dataclass(frozen=True)
class LocationSettings:
    """misfit: “l1” or “edt”. depth: km below sea level where it is held fast. terms: seconds by (station, phase), which
    are taken from the observed times."""

    misfit: str = "edt"
    depth: float | None = None
    terms: Mapping[tuple[str, str], float] = field(default_factory=dict)


def locate(
    observed: Iterable[Observed], tables: StationTables, area: Area, settings: LocationSettings | None = None
) -> Location:
    """The likeliest place in the area. Raises BadRequest with fewer than three arrivals that count (two at one station and
    one elsewhere are enough to say something, and the confidence region how little)."""
    settings = settings or LocationSettings()
    known = [each for each in observed if each.station in tables.sites]
    counted = [each for each in known if each.weight > 0]
    if len(counted) < FEWEST or len({each.station for each in counted}) < 2:
        raise BadRequest(
            tr(
                "{count} arrivals at {count2} stations with known places are too few to locate with: "
                "{fewest} at two stations are the least."
            ).format(count=len(counted), count2=len({each.station for each in counted}), fewest=FEWEST)
        )
    search = _Search.of(counted, tables, settings)
    box = area if settings.depth is None else _at_depth(area, settings.depth)
    grid = _Grid.over(box)
    for _ in range(REFINEMENTS):
        likelihood = search.likelihood(grid.places, grid.levels, grid.coarseness)
        if not np.isfinite(likelihood.max()):
            raise BadRequest(
                tr(
                    "No place in the area is within reach of the first arrivals of all these stations: leave "
                    "out those that lie beyond 95 degrees, behind the shadow of the earth's core."
                )
            )
        narrower = _Grid.over(grid.box_of_the_likely(likelihood))
        if narrower.coarseness >= 0.95 * grid.coarseness or grid.coarseness <= FINE:
            break
        grid = narrower
    likelihood = search.likelihood(grid.places, grid.levels, 0.0)
    place = search.refined(grid.place(int(np.argmax(likelihood))), box, grid.coarseness)
    time = search.origin_time(*place)
    return _described(place, time, grid.confidence(likelihood), known, tables, settings)


@dataclass(frozen=True)
class _Search:
    """stations: the different ones, of_station: by arrival, which of them. times: observed less the terms; reading, share: of
    `error_of`, by arrival."""

    tables: StationTables
    settings: LocationSettings
    travel: TravelGrid
    stations: tuple[str, ...]
    of_station: np.ndarray
    times: np.ndarray
    reading: np.ndarray
    share: np.ndarray

    @classmethod
    def of(cls, counted: Sequence[Observed], tables: StationTables, settings: LocationSettings) -> _Search:
        stations = tuple(tables.sites)
        late = [settings.terms.get((each.station, each.phase), 0.0) for each in counted]
        reading, share = zip(*map(_reading, counted), strict=True)
        return cls(
            tables,
            settings,
            TravelGrid.of([tables.table(each.station, each.phase) for each in counted]),
            stations,
            np.array([stations.index(each.station) for each in counted]),
            np.array([each.time for each in counted]) - late,
            np.array(reading),
            np.array(share),
        )

    @cached_property
    def _spots(self) -> np.ndarray:
        return np.stack([self.tables.spot(code) for code in self.stations])

    @cached_property
    def _elevations(self) -> list[float]:
        return [self.tables.sites[code].elevation for code in self.stations]

    def likelihood(self, places: np.ndarray, depths: np.ndarray, coarseness: float) -> np.ndarray:
        """Log likelihood (places, depths) of epicentres, centred (places, 3), at depths. coarseness: km between them."""
        away = self._away(places)
        origins, errors = self._origins(away, depths)
        errors = np.hypot(errors, 0.5 * coarseness / SPEED)
        shape = origins.shape[1:]
        flat = (len(origins), -1)
        likelihood = MISFITS[self.settings.misfit](origins.reshape(flat), errors.reshape(flat)).reshape(shape)
        possible = np.isfinite(likelihood)
        if self.settings.depth is None:  # nothing happens in the air
            elevation = weighted_elevation(away, self._elevations)
            possible &= depths[None, :] >= -elevation[:, None] - ABOVE_GROUND
        return np.where(possible, likelihood, -np.inf)

    def origin_time(self, latitude: float, longitude: float, depth: float) -> float:
        origins, errors = self._origins(self._away(_centred(latitude, longitude)), np.array([depth]))
        return float(weighted_median(origins[..., 0], 1.0 / errors[..., 0])[0])

    def refined(self, place: tuple[float, float, float], box: Area, coarseness: float) -> tuple[float, float, float]:
        """The likeliest place near this one, by the simplex of Nelder and Mead; km keep its sides alike."""
        latitude, longitude, depth = place
        east = DEGREE * np.cos(np.radians(latitude))
        moves = 2 if box.highest == box.deepest else 3

        def at(shift: np.ndarray) -> tuple[float, float, float]:
            down = depth + (shift[2] if moves == 3 else 0.0)
            return (
                float(np.clip(latitude + shift[0] / DEGREE, box.south, box.north)),
                float(np.clip(longitude + shift[1] / east, box.west, box.east)),
                float(np.clip(down, box.highest, box.deepest)),
            )

        def badness(shift: np.ndarray) -> float:
            latitude, longitude, down = at(shift)
            return -float(self.likelihood(_centred(latitude, longitude), np.array([down]), 0.0)[0, 0])

        size = max(coarseness, FINE)
        simplex = np.vstack([np.zeros(moves), size * np.eye(moves)])
        found = scipy.optimize.minimize(
            badness, np.zeros(moves), method="Nelder-Mead",
            options={"initial_simplex": simplex, "xatol": 0.005, "fatol": 1e-3, "maxiter": 200},
        )  # fmt: skip
        return at(found.x) if found.fun <= badness(np.zeros(moves)) else place

    def _away(self, places: np.ndarray) -> np.ndarray:
        """km from the stations to places, (stations, places)."""
        return distances(places[None, :, :], self._spots[:, None, :])

    def _origins(self, away: np.ndarray, depths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Observed minus travel times, and their errors, (arrivals, places, depths), seconds. away: (stations, places)."""
        travel = self.travel.at(away[self.of_station], depths)
        by_arrival = (slice(None), None, None)
        return self.times[by_arrival] - travel, error_of(travel, self.reading[by_arrival], self.share[by_arrival])


def _centred(latitude: float, longitude: float) -> np.ndarray:
    return centred(np.array([latitude]), np.array([longitude]))


def _reading(observed: Observed) -> tuple[float, float]:
    """The error in seconds with which it was read, and how much it counts beside a P that counts fully."""
    error = observed.error if observed.error is not None else READING[observed.phase]
    return error, observed.weight * (1.0 if observed.phase == "P" else SHARE_OF_S)


def error_of(travel: np.ndarray, reading: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Standard deviation in seconds: of reading and of the model; larger for what counts less."""
    return np.maximum(np.hypot(reading, np.minimum(OF_THE_MODEL * travel, MOST_OF_THE_MODEL)), LEAST_ERROR) / share


@dataclass(frozen=True)
class _Grid:
    """The nodes of a box: epicentres in degrees (places,), and centred (places, 3); depths in km (levels,). Likelihoods over
    it have the shape (places, levels). coarseness: km between neighbours."""

    box: Area
    latitudes: np.ndarray
    longitudes: np.ndarray
    places: np.ndarray
    levels: np.ndarray
    coarseness: float

    @classmethod
    def over(cls, box: Area) -> _Grid:
        latitudes = np.linspace(box.south, box.north, ACROSS)
        longitudes = np.linspace(box.west, box.east, ACROSS)
        levels = np.linspace(box.highest, box.deepest, DOWN if box.deepest > box.highest else 1)
        high = (box.north - box.south) * DEGREE / (ACROSS - 1)
        wide = (box.east - box.west) * DEGREE * np.cos(np.radians((box.south + box.north) / 2)) / (ACROSS - 1)
        deep = (box.deepest - box.highest) / (DOWN - 1)
        north, east = (axis.ravel() for axis in np.meshgrid(latitudes, longitudes, indexing="ij"))
        return cls(box, north, east, centred(north, east), levels, float(max(high, wide, deep)))

    def place(self, node: int) -> tuple[float, float, float]:
        """Degrees and km of a node, as flat arrays count it."""
        place, level = divmod(node, len(self.levels))
        return float(self.latitudes[place]), float(self.longitudes[place]), float(self.levels[level])

    def box_of_the_likely(self, likelihood: np.ndarray) -> Area:
        """The part of the box around its likely nodes, one step wider to each side."""
        likely = likelihood > likelihood.max() - LIKELY
        places, levels = likely.any(axis=1), likely.any(axis=0)
        bounds = []
        for found, low, high, count in (
            (self.latitudes[places], self.box.south, self.box.north, ACROSS),
            (self.longitudes[places], self.box.west, self.box.east, ACROSS),
            (self.levels[levels], self.box.highest, self.box.deepest, DOWN),
        ):
            step = (high - low) / (count - 1)
            bounds += [max(float(found.min()) - step, low), min(float(found.max()) + step, high)]
        return Area(*bounds)

    def confidence(self, likelihood: np.ndarray) -> tuple[Ellipse, tuple[float, float]]:
        """The 68 % region of the epicentre and of the depth, from the likelihood as a density over the nodes."""
        density = np.exp(likelihood - likelihood.max())
        density /= density.sum()
        by_place, by_depth = density.sum(axis=1), density.sum(axis=0)
        north = self.latitudes * DEGREE
        east = self.longitudes * DEGREE * np.cos(np.radians(float(np.sum(by_place * self.latitudes))))
        spread = np.cov(np.stack([north, east]), aweights=by_place, ddof=0)
        spread += np.eye(2) * (self.coarseness**2 / 12)  # a node stands for its cell
        sizes, axes = np.linalg.eigh(spread)
        azimuth = float(np.degrees(np.arctan2(axes[1, 1], axes[0, 1])) % 180.0)
        longer, shorter = (float(np.sqrt(2.30 * size)) for size in sizes[::-1])  # 68 % of two dimensions
        if len(self.levels) == 1:
            return Ellipse(longer, shorter, azimuth), (float(self.levels[0]),) * 2
        grown = np.cumsum(by_depth) - 0.5 * by_depth
        low, high = (float(np.interp(share, grown, self.levels)) for share in (0.16, 0.84))
        return Ellipse(longer, shorter, azimuth), (low, high)


def _at_depth(area: Area, depth: float) -> Area:
    return Area(area.south, area.north, area.west, area.east, depth, depth)


def _described(
    place: tuple[float, float, float],
    time: float,
    confidence: tuple[Ellipse, tuple[float, float]],
    observed: Sequence[Observed],
    tables: StationTables,
    settings: LocationSettings,
) -> Location:
    arrivals = tuple(_arrival(each, place, time, tables, settings) for each in observed)
    counted = [each for each in arrivals if each.weight > 0]
    nearest = min(counted, key=lambda each: each.distance)
    latitude, longitude, depth = place
    low, high = confidence[1]
    return Location(
        time,
        latitude,
        ordinary(longitude),
        depth,
        rms=float(np.sqrt(np.mean([each.residual**2 for each in counted]))),
        gap=azimuthal_gap([each.azimuth for each in counted]),
        nearest=nearest.distance,
        ellipse=confidence[0],
        depth_range=(min(low, depth), max(high, depth)),
        arrivals=arrivals,
        model=tables.model.name,
        has_fixed_depth=settings.depth is not None,
        ground=float(surface_elevation(centred(np.array(latitude), np.array(longitude)), tables)),
    )


def _arrival(
    observed: Observed,
    place: tuple[float, float, float],
    time: float,
    tables: StationTables,
    settings: LocationSettings,
) -> Arrival:
    latitude, longitude, depth = place
    site = tables.sites[observed.station]
    azimuth, _, metres = ellipsoid().inv(longitude, latitude, site.longitude, site.latitude)
    away, down = np.array([metres / 1000.0]), np.array([depth])
    table = tables.table(observed.station, observed.phase)
    travel = float(table.at(away, down)[0])
    late = observed.time - settings.terms.get((observed.station, observed.phase), 0.0) - time - travel
    return Arrival(
        observed.station, observed.phase, observed.time, float(late), metres / 1000.0, azimuth % 360.0,
        float(table.take_off(away, down)[0]), observed.weight, observed.pick,
    )  # fmt: skip


def azimuthal_gap(azimuths: Sequence[float]) -> float:
    """The largest angle in degrees between neighbouring azimuths; 360 for a single station."""
    ordered = np.sort(np.unique(np.asarray(azimuths, dtype=float) % 360.0))
    if len(ordered) < 2:
        return 360.0
    return float(np.max(np.diff(np.append(ordered, ordered[0] + 360.0))))
