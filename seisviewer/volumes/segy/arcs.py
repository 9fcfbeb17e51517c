"""Coordinates that are longitudes and latitudes: seconds of arc, degrees, or degrees, minutes and seconds (byte 89)."""

from __future__ import annotations

import numpy as np

from seisviewer.translation import tr

SECONDS_OF_ARC, DECIMAL_DEGREES, PACKED_DEGREES = 2, 3, 4  # values of byte 89
NAMES = {
    SECONDS_OF_ARC: tr("seconds of arc"),
    DECIMAL_DEGREES: tr("decimal degrees"),
    PACKED_DEGREES: tr("degrees, minutes and seconds (DDDMMSS.ss)"),
}
NEARLY_ALL = 0.99
METRES_A_DEGREE = 111_195.0
USUAL_STEP = 1.0, 300.0  # metres from trace to trace


def degrees_of(x: np.ndarray, y: np.ndarray, kind: int) -> tuple[np.ndarray, np.ndarray] | None:
    """Longitude and latitude; None where the numbers cannot be such, whatever byte 89 says. x, y: (traces,), scaled, NaN
    where a trace states none."""
    if kind == PACKED_DEGREES:
        longitude, latitude = unpacked(x), unpacked(y)
        if longitude is None or latitude is None:
            return None
    else:
        per_degree = 3600 if kind == SECONDS_OF_ARC else 1
        longitude, latitude = x / per_degree, y / per_degree
    with np.errstate(invalid="ignore"):
        on_earth = (np.abs(longitude) <= 360) & (np.abs(latitude) <= 90)
    return (longitude, latitude) if on_earth[np.isfinite(x)].mean() > NEARLY_ALL else None


def unpacked(values: np.ndarray) -> np.ndarray | None:
    """DDDMMSS.ss as degrees; None where minutes or seconds would be more than 59."""
    size = np.abs(values)
    degrees, rest = np.divmod(size, 10_000)
    minutes, seconds = np.divmod(rest, 100)
    there = np.isfinite(values)
    if ((minutes[there] < 60) & (seconds[there] < 60.005)).mean() <= NEARLY_ALL:
        return None
    return np.sign(values) * (degrees + minutes / 60 + seconds / 3600)


def usual_step(x: np.ndarray, y: np.ndarray) -> float:
    """How far a trace lies from the one before in the file, in the unit of x and y, where they differ; 0 where none
    do."""
    there = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if len(there) < 2:
        return 0.0
    steps = np.hypot(np.diff(x[there]), np.diff(y[there])) / np.diff(there)
    steps = steps[steps > 0]
    return float(np.median(steps)) if len(steps) else 0.0


def step_on_earth(longitude: np.ndarray, latitude: np.ndarray) -> float:
    """The same in metres."""
    middle = float(np.nanmedian(latitude))
    return METRES_A_DEGREE * usual_step(longitude * np.cos(np.radians(middle)), latitude)


def likely_kinds(x: np.ndarray, y: np.ndarray) -> list[int]:
    """Which of the kinds put the traces on the Earth and as far apart as those of a survey."""
    found = []
    for kind in NAMES:
        degrees = degrees_of(x, y, kind)
        if degrees is not None and is_usual(step_on_earth(*degrees)):
            found.append(kind)
    return found


def is_usual(step: float) -> bool:
    """Whether traces of a survey lie so many metres apart."""
    return USUAL_STEP[0] <= step <= USUAL_STEP[1]
