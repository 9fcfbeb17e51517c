"""A flat map around a place: longitudes without a break at the date line, kilometres, outlines, and vertical sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.picks.located.location import Ellipse

KM_A_DEGREE = 111.195  # of latitude, on a sphere of 6,371 km
LEAST_COSINE = 0.01  # at the poles a degree of longitude has no length
OUTLINE = 73  # points


@dataclass(frozen=True)
class MapFrame:
    """latitude, longitude: of the middle, in degrees. Kilometres are right near it: a map is some hundred km wide."""

    latitude: float
    longitude: float

    @classmethod
    def around(cls, latitudes: Sequence[float], longitudes: Sequence[float]) -> MapFrame:
        """In the middle of places; of none, at 0° 0°."""
        if not len(latitudes):
            return cls(0.0, 0.0)
        turns = np.exp(1j * np.radians(np.asarray(longitudes, float)))
        frame = cls(0.0, float(np.degrees(np.angle(turns.sum()))))
        east = frame.east(longitudes)
        return cls(float(np.min(latitudes) + np.max(latitudes)) / 2, float(east.min() + east.max()) / 2)

    @property
    def stretch(self) -> float:
        """How many times as long as a degree of longitude one of latitude is."""
        return 1.0 / max(float(np.cos(np.radians(self.latitude))), LEAST_COSINE)

    def east(self, longitudes: Sequence[float] | np.ndarray) -> np.ndarray:
        """The same longitudes, written within 180° of the middle."""
        return self.longitude + (np.asarray(longitudes, float) - self.longitude + 180.0) % 360.0 - 180.0

    def kilometres(self, latitudes: Sequence[float], longitudes: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
        """East and north of the middle."""
        east = (self.east(longitudes) - self.longitude) * KM_A_DEGREE / self.stretch
        return east, (np.asarray(latitudes, float) - self.latitude) * KM_A_DEGREE

    def degrees(self, east: np.ndarray, north: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Latitudes and longitudes of kilometres east and north of the middle; longitudes as `east` writes them."""
        return self.latitude + north / KM_A_DEGREE, self.longitude + east * self.stretch / KM_A_DEGREE

    def along(self, latitudes: Sequence[float], longitudes: Sequence[float], azimuth: float) -> np.ndarray:
        """Kilometres from the middle along a line through it with an azimuth (degrees from north)."""
        east, north = self.kilometres(latitudes, longitudes)
        return east * np.sin(np.radians(azimuth)) + north * np.cos(np.radians(azimuth))

    def longer_side(self, latitudes: Sequence[float], longitudes: Sequence[float]) -> float:
        """The azimuth, 0–180°, of the line along which places lie farthest apart from one another (their principal axis);
        90 where they do not say."""
        if len(latitudes) < 2:
            return 90.0
        spread = np.cov(np.stack(self.kilometres(latitudes, longitudes)))
        values, axes = np.linalg.eigh(spread)
        if values[1] <= values[0] * (1 + 1e-9):
            return 90.0
        return float(np.degrees(np.arctan2(axes[0, 1], axes[1, 1])) % 180.0)

    def outline(self, latitude: float, longitude: float, ellipse: Ellipse) -> tuple[np.ndarray, np.ndarray]:
        """Latitudes and longitudes around a confidence region."""
        turn, azimuth = np.linspace(0.0, 2 * np.pi, OUTLINE), np.radians(ellipse.azimuth)
        longer, shorter = ellipse.longer * np.cos(turn), ellipse.shorter * np.sin(turn)
        east, north = self.kilometres([latitude], [longitude])
        return self.degrees(
            east + longer * np.sin(azimuth) + shorter * np.cos(azimuth),
            north + longer * np.cos(azimuth) - shorter * np.sin(azimuth),
        )
