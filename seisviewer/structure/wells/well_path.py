"""Where a well runs: stations of a deviation survey by minimum curvature, or points that were given as such."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

ARC_METRES = 5.0  # between two points of an arc: a chord of it strays by a centimetre where a well turns 3° in 30 m


class StationKind(StrEnum):
    """What the columns of stations are."""

    ANGLES = "md inclination azimuth"
    POINTS = "md east north tvd"


@dataclass(frozen=True)
class WellPath:
    """stations: float64 (stations, 3) measured depth, inclination, azimuth, the angles in degrees, the azimuth from the north
    of the grid; or (stations, 4) measured depth, metres to the east and to the north of the well head, true vertical depth.
    Depths are metres below the kelly bushing and rise from station to station.
    """

    kind: StationKind
    stations: np.ndarray = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        self.stations.setflags(write=False)

    @cached_property
    def points(self) -> np.ndarray:
        """float64 (points, 4): measured depth, east, north, true vertical depth; straight lines between them are the path."""
        return self.stations if self.kind is StationKind.POINTS else curved(self.stations)

    @property
    def md(self) -> np.ndarray:
        return self.points[:, 0]

    def at(self, md: np.ndarray) -> np.ndarray:
        """float64 (depths, 3): east, north and true vertical depth at measured depths, NaN above and below the path."""
        found = [np.interp(md, self.md, values, np.nan, np.nan) for values in self.points[:, 1:].T]
        return np.stack(found, axis=-1)

    def md_of_tvd(self, tvd: np.ndarray) -> np.ndarray:
        """The measured depths at which the path first comes to true vertical depths, NaN where it never does."""
        deepest = np.maximum.accumulate(self.points[:, 3])
        new = np.concatenate([[True], np.diff(deepest) > 0])
        return np.interp(tvd, deepest[new], self.md[new], np.nan, np.nan)


def curved(stations: np.ndarray) -> np.ndarray:
    """Points along the arcs of a deviation survey, float64 (points, 4) as `WellPath.points`, by minimum curvature
    (Sawaryn and Thorogood 2005, A compendium of directional calculations, SPE 84246): between two stations the path is an
    arc of a circle to which both directions are tangents. stations: as of StationKind.ANGLES; the first lies below the head.
    """
    md = stations[:, 0]
    inclination, azimuth = np.radians(stations[:, 1]), np.radians(stations[:, 2])
    along = np.stack(
        [np.sin(inclination) * np.sin(azimuth), np.sin(inclination) * np.cos(azimuth), np.cos(inclination)], axis=1
    )
    pieces, place = [np.array([[md[0], 0.0, 0.0, md[0]]])], np.array([0.0, 0.0, md[0]])
    for start, end, first, last in zip(md[:-1], md[1:], along[:-1], along[1:], strict=True):
        length = end - start
        dogleg = 2 * np.arcsin(min(1.0, float(np.linalg.norm(last - first)) / 2))
        steps = max(1, int(np.ceil(length / ARC_METRES))) if dogleg > 1e-9 else 1
        share = np.arange(1, steps + 1) / steps
        arc = _arc(share, dogleg, first, last) * length
        pieces.append(np.column_stack([start + share * length, place + arc]))
        place = place + arc[-1]
    return np.concatenate(pieces)


def _arc(share: np.ndarray, dogleg: float, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Where an arc of length 1 has come to, float (shares, 3); first, last: unit vectors along its ends."""
    if dogleg < 1e-9 or np.sin(dogleg) < 1e-9:  # no arc, or one that no file of a well has: it turns right round
        return share[:, None] * first
    turned = share[:, None] * dogleg
    # The integral of the direction, which turns evenly from the first to the last (spherical interpolation).
    by_first = (np.cos(dogleg - turned) - np.cos(dogleg)) / (dogleg * np.sin(dogleg))
    by_last = (1 - np.cos(turned)) / (dogleg * np.sin(dogleg))
    return by_first * first + by_last * last
