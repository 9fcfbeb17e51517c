"""Where and when an event was: its origin, how sure it is, and the arrivals that it rests on. Frozen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Arrival:
    """A pick as the location sees it. station: “CI.CLC”. phase: P or S. pick: its id, 0 where it has none.

    residual: observed minus computed time, seconds. distance: km from the epicentre. azimuth: degrees from the epicentre to
    the station, 0 north, 90 east. take_off: degrees from straight down. weight: 0–1 as it counted; 0 did not.
    """

    station: str
    phase: str
    time: float
    residual: float
    distance: float
    azimuth: float
    take_off: float
    weight: float = 1.0
    pick: int = 0


@dataclass(frozen=True)
class Ellipse:
    """The 68 % confidence region of the epicentre: half axes in km, azimuth of the longer one in degrees from north."""

    longer: float
    shorter: float
    azimuth: float


@dataclass(frozen=True)
class Location:
    """time: seconds since 1970 UTC. depth: km below sea level. depth_range: km, its 68 %; equal ends where it was given.

    rms: seconds, of the arrivals that counted. gap: largest angle in degrees without a station that counted. nearest: km
    from the epicentre to the nearest such station.
    """

    time: float
    latitude: float
    longitude: float
    depth: float
    rms: float
    gap: float
    nearest: float
    ellipse: Ellipse
    depth_range: tuple[float, float]
    arrivals: tuple[Arrival, ...]
    model: str
    has_fixed_depth: bool = False
    ground: float | None = None

    @property
    def depth_below_ground(self) -> float | None:
        """km."""
        return None if self.ground is None else self.depth + self.ground

    @property
    def counted(self) -> tuple[Arrival, ...]:
        return tuple(arrival for arrival in self.arrivals if arrival.weight > 0)

    @property
    def stations(self) -> int:
        """How many stations counted."""
        return len({arrival.station for arrival in self.counted})
