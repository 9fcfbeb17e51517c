"""An event's place and time from its arrivals: a grid over the area, refined around what is likely, then a local search.

The likelihood is that of `misfit`; a grid's own coarseness counts as an error of the times, so that a coarse grid sees
basins and not noise. The confidence region is the likelihood over the last grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from pyproj import Geod
from scipy.optimize import minimize

from seisviewer.catalogue.area import DEGREE, Area, ordinary
from seisviewer.catalogue.misfit import MISFITS, weighted_median
from seisviewer.catalogue.station_tables import StationTables, centred, distances
from seisviewer.catalogue.surface import surface_elevation
from seisviewer.errors import BadRequest
from seisviewer.picks.located.location import Arrival, Ellipse, Location

ELLIPSOID = Geod(ellps="WGS84")
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
            f"{len(counted)} arrivals at {len({each.station for each in counted})} stations with known places are too few "
            f"to locate with: {FEWEST} at two stations are the least."
        )
    search = _Search(counted, tables, settings)
    box = area if settings.depth is None else _at_depth(area, settings.depth)
    grid = _Grid.over(box)
    for _ in range(REFINEMENTS):
        likelihood = search.likelihood(grid.latitudes, grid.longitudes, grid.depths, grid.coarseness)
        if not np.isfinite(likelihood.max()):
            raise BadRequest(
                "No place in the area is within reach of the first arrivals of all these stations: leave out those that lie "
                "beyond 95 degrees, behind the shadow of the earth's core."
            )
        narrower = _Grid.over(grid.box_of_the_likely(likelihood))
        if narrower.coarseness >= 0.95 * grid.coarseness or grid.coarseness <= FINE:
            break
        grid = narrower
    likelihood = search.likelihood(grid.latitudes, grid.longitudes, grid.depths, 0.0)
    best = int(np.argmax(likelihood))
    place = search.refined((grid.latitudes[best], grid.longitudes[best], grid.depths[best]), box, grid.coarseness)
    time = search.origin_time(*place)
    return _described(place, time, grid.confidence(likelihood), known, tables, settings)


@dataclass(frozen=True)
class _Search:
    counted: Sequence[Observed]
    tables: StationTables
    settings: LocationSettings

    def likelihood(
        self, latitudes: np.ndarray, longitudes: np.ndarray, depths: np.ndarray, coarseness: float
    ) -> np.ndarray:
        """Log likelihood of places (n,). coarseness: km to the next of them."""
        places = centred(latitudes, longitudes)
        origins, errors = self._origins(places, depths)
        errors = np.hypot(errors, 0.5 * coarseness / SPEED)
        likelihood = MISFITS[self.settings.misfit](origins, errors)
        possible = np.isfinite(likelihood)
        if self.settings.depth is None:  # nothing happens in the air
            possible &= depths >= -surface_elevation(places, self.tables) - ABOVE_GROUND
        return np.where(possible, likelihood, -np.inf)

    def origin_time(self, latitude: float, longitude: float, depth: float) -> float:
        origins, errors = self._origins(centred(np.array([latitude]), np.array([longitude])), np.array([depth]))
        return float(weighted_median(origins, 1.0 / errors)[0])

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
            return -float(self.likelihood(*(np.array([each]) for each in at(shift)), 0.0)[0])

        size = max(coarseness, FINE)
        simplex = np.vstack([np.zeros(moves), size * np.eye(moves)])
        found = minimize(
            badness, np.zeros(moves), method="Nelder-Mead",
            options={"initial_simplex": simplex, "xatol": 0.005, "fatol": 1e-3, "maxiter": 200},
        )  # fmt: skip
        return at(found.x) if found.fun <= badness(np.zeros(moves)) else place

    def _origins(self, places: np.ndarray, depths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Observed minus travel times, and their errors, (arrivals, places), seconds. places: centred, (places, 3)."""
        origins, errors = [], []
        for each in self.counted:
            away = distances(places, self.tables.spot(each.station))
            travel = self.tables.table(each.station, each.phase).at(away, depths)
            origins.append(each.time - self.settings.terms.get((each.station, each.phase), 0.0) - travel)
            errors.append(error_of(each, travel))
        return np.array(origins), np.array(errors)


def error_of(observed: Observed, travel: np.ndarray) -> np.ndarray:
    """Standard deviation in seconds: of reading and of the model; larger for what counts less."""
    reading = observed.error if observed.error is not None else READING[observed.phase]
    weight = observed.weight * (1.0 if observed.phase == "P" else SHARE_OF_S)
    return np.maximum(np.hypot(reading, np.minimum(OF_THE_MODEL * travel, MOST_OF_THE_MODEL)), LEAST_ERROR) / weight


@dataclass(frozen=True)
class _Grid:
    """The nodes of a box, flat: degrees and km. coarseness: km between neighbours on the map."""

    box: Area
    latitudes: np.ndarray
    longitudes: np.ndarray
    depths: np.ndarray
    coarseness: float

    @classmethod
    def over(cls, box: Area) -> _Grid:
        latitudes = np.linspace(box.south, box.north, ACROSS)
        longitudes = np.linspace(box.west, box.east, ACROSS)
        depths = np.linspace(box.highest, box.deepest, DOWN if box.deepest > box.highest else 1)
        high = (box.north - box.south) * DEGREE / (ACROSS - 1)
        wide = (box.east - box.west) * DEGREE * np.cos(np.radians((box.south + box.north) / 2)) / (ACROSS - 1)
        deep = (box.deepest - box.highest) / (DOWN - 1)
        nodes = np.meshgrid(latitudes, longitudes, depths, indexing="ij")
        return cls(box, *(axis.ravel() for axis in nodes), float(max(high, wide, deep)))

    def box_of_the_likely(self, likelihood: np.ndarray) -> Area:
        """The part of the box around its likely nodes, one step wider to each side."""
        likely = likelihood > likelihood.max() - LIKELY
        bounds = []
        for axis, low, high, count in (
            (self.latitudes, self.box.south, self.box.north, ACROSS),
            (self.longitudes, self.box.west, self.box.east, ACROSS),
            (self.depths, self.box.highest, self.box.deepest, DOWN),
        ):
            step = (high - low) / (count - 1)
            found = axis[likely]
            bounds += [max(float(found.min()) - step, low), min(float(found.max()) + step, high)]
        return Area(*bounds)

    def confidence(self, likelihood: np.ndarray) -> tuple[Ellipse, tuple[float, float]]:
        """The 68 % region of the epicentre and of the depth, from the likelihood as a density over the nodes."""
        density = np.exp(likelihood - likelihood.max())
        density /= density.sum()
        north = self.latitudes * DEGREE
        east = self.longitudes * DEGREE * np.cos(np.radians(float(np.sum(density * self.latitudes))))
        spread = np.cov(np.stack([north, east]), aweights=density, ddof=0)
        spread += np.eye(2) * (self.coarseness**2 / 12)  # a node stands for its cell
        sizes, axes = np.linalg.eigh(spread)
        azimuth = float(np.degrees(np.arctan2(axes[1, 1], axes[0, 1])) % 180.0)
        longer, shorter = (float(np.sqrt(2.30 * size)) for size in sizes[::-1])  # 68 % of two dimensions
        levels = np.unique(self.depths)
        if len(levels) == 1:
            return Ellipse(longer, shorter, azimuth), (float(levels[0]),) * 2
        by_depth = np.array([density[self.depths == level].sum() for level in levels])
        grown = np.cumsum(by_depth) - 0.5 * by_depth
        low, high = (float(np.interp(share, grown, levels)) for share in (0.16, 0.84))
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
    azimuth, _, metres = ELLIPSOID.inv(longitude, latitude, site.longitude, site.latitude)
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
