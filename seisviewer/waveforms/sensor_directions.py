"""Which way sensors point, as their files say it: believed where the directions of an instrument fit together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations

import numpy as np

Angles = tuple[float, float]  # azimuth and dip in degrees; a dip of −90 is up
STEEP = 85.0  # degrees of dip
NEAR = 5.0  # degrees
RIGHT_ANGLE = 0.09  # cosine between two sensors, below which they stand at a right angle


def component_of(direction: Angles | None) -> str:
    """The letter of a sensor that points up or down, north or south, east or west; "" for another."""
    if direction is None:
        return ""
    azimuth, dip = direction
    if abs(dip) >= STEEP:
        return "Z"
    if abs(dip) > NEAR:
        return ""
    return next((code for code, nominal in (("N", 0.0), ("E", 90.0)) if _apart(azimuth, nominal) <= NEAR), "")


def fit_together(directions: Mapping[str, Angles], codes: Collection[str]) -> bool:
    """Whether directions by component are those of one instrument: each is known and at a right angle to the others, and
    what is called vertical is so. Headers are often left at zero, which gives no such directions."""
    if set(directions) != set(codes) or "Z" in directions and abs(directions["Z"][1]) < STEEP:
        return False
    vectors = [_vector(*angles) for angles in directions.values()]
    return all(abs(float(one @ other)) < RIGHT_ANGLE for one, other in combinations(vectors, 2))


def _apart(azimuth: float, nominal: float) -> float:
    """Degrees between two lines, whichever way they point."""
    return abs((azimuth - nominal + 90) % 180 - 90)


def _vector(azimuth: float, dip: float) -> np.ndarray:
    along, down = np.radians(azimuth), np.radians(dip)
    return np.array([np.cos(down) * np.sin(along), np.cos(down) * np.cos(along), -np.sin(down)])
