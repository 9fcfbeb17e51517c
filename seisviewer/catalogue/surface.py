"""The ground above an event, as the stations around tell it, for no relief of the earth comes with the program."""

from __future__ import annotations

import numpy as np

from seisviewer.catalogue.area import Sites
from seisviewer.catalogue.station_tables import centred, distances

NEAR = 1.0  # km: nearer to a station than that the ground is as high as the station


def surface_elevation(latitudes: np.ndarray, longitudes: np.ndarray, sites: Sites) -> np.ndarray:
    """km above sea level at places (degrees, any shape): the stations' elevations, weighted by the inverse square of their
    distance. Right within some hundreds of metres where stations stand on hills and in valleys alike."""
    places = centred(latitudes, longitudes)
    weights = np.zeros(np.shape(latitudes))
    sums = np.zeros(np.shape(latitudes))
    for site in sites.values():
        away = distances(places, centred(np.array(site.latitude), np.array(site.longitude)))
        weight = 1.0 / np.maximum(away, NEAR) ** 2
        weights += weight
        sums += weight * site.elevation / 1000.0
    return sums / weights
