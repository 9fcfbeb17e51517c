"""How large an event was, and what each station says of it. Frozen."""

from __future__ import annotations

from dataclasses import dataclass

CLIPPED = "clipped"
NOISE = "below the noise"


@dataclass(frozen=True)
class StationMagnitude:
    """What one component says. station: “CI.CLC”. amplitude: nm from zero to peak, as a Wood–Anderson
    seismometer without magnification would draw it. time: of that peak, seconds since 1970 UTC. residual:
    less the event's magnitude. left_out: why it does not count, or "". correction: of the station, which is in the value
    already."""

    station: str
    location: str
    channel: str
    amplitude: float
    time: float
    value: float
    residual: float = 0.0
    left_out: str = ""
    correction: float = 0.0


@dataclass(frozen=True)
class EventMagnitude:
    """value: the median of the stations. spread: 1.4826 times the median deviation, 0 for a single station. scale: whose
    distance correction it is. parts: of all components, also those that do not count."""

    kind: str
    value: float
    spread: float
    scale: str
    parts: tuple[StationMagnitude, ...]

    @property
    def counted(self) -> tuple[StationMagnitude, ...]:
        return tuple(part for part in self.parts if not part.left_out)

    @property
    def stations(self) -> int:
        return len({part.station for part in self.counted})
