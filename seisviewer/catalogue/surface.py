"""The ground above an event, as the stations around tell it, for no relief of the earth comes with the program."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seisviewer.catalogue.station_tables import StationTables, distances

NEAR = 1.0  # km: nearer to a station than that the ground is as high as the station


def surface_elevation(places: np.ndarray, tables: StationTables) -> np.ndarray:
    """km above sea level at centred places (…, 3): the elevations of the stations, weighted by the inverse square of their
    distance. Right within some hundreds of metres where stations stand on hills and in valleys alike."""
    away = np.stack([distances(places, tables.spot(code)) for code in tables.sites])
    return weighted_elevation(away, [site.elevation for site in tables.sites.values()])


def weighted_elevation(away: np.ndarray, elevations: Sequence[float]) -> np.ndarray:
    """The same from the distances (stations, …) in km, and the stations' elevations in m."""
    weights = 1.0 / np.maximum(away, NEAR) ** 2
    return np.tensordot(np.asarray(elevations, float) / 1000.0, weights, axes=1) / weights.sum(axis=0)
