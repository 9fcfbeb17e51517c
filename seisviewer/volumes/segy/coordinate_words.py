"""What the coordinate words of SEG-Y trace headers stand for: lengths, seconds of arc, degrees, or degrees, minutes and
seconds (byte 89); and which of them stand for nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seisviewer.volumes.coordinate_reference import DEGREES, CoordinateReference, system_in_text, system_named
from seisviewer.volumes.segy.vertical_axis import scaled

LENGTHS = {1: "m", 2: "ft"}  # by the measurement system of the binary header
SECONDS_OF_ARC, DECIMAL_DEGREES, PACKED_DEGREES = 2, 3, 4  # values of byte 89
NAMES = {
    SECONDS_OF_ARC: "seconds of arc",
    DECIMAL_DEGREES: "decimal degrees",
    PACKED_DEGREES: "degrees, minutes and seconds (DDDMMSS.ss)",
}
NEARLY_ALL = 0.99


@dataclass(frozen=True)
class Coordinates:
    """x, y: float64 (traces,), NaN where a trace states none (X and Y 0); degrees east and north where `reference` says
    so. said: sentences for the user."""

    x: np.ndarray
    y: np.ndarray
    reference: CoordinateReference
    said: tuple[str, ...] = ()


def coordinates_of(
    x: np.ndarray,
    y: np.ndarray,
    scalar: np.ndarray,
    unit: np.ndarray,
    *,
    measurement_system: int,
    text: str,
    system: str | None,
    name: str,
) -> Coordinates:
    """x, y: words as numbers. scalar, unit: bytes 71 and 89 of every trace, all (traces,). system: that the user names.
    name: of the file, for sentences."""
    known = (x != 0) | (y != 0)
    x, y = (np.where(known, scaled(values.astype(np.float64), scalar), np.nan) for values in (x, y))
    named = system_named(system) if system else system_in_text(text)
    kind = _usual(unit[known])
    degrees = _degrees(x, y, kind) if kind in NAMES and known.any() else None
    if degrees is None or system and named is not None and named.unit in LENGTHS.values():
        length = named.unit if named is not None and named.unit != DEGREES else None
        length = length or LENGTHS.get(measurement_system)
        return Coordinates(x, y, CoordinateReference(length, "", named.name if named else ""))
    reference = CoordinateReference(DEGREES, NAMES[kind], named.name if named else "")
    said = f"The coordinates of {name} are {NAMES[kind]} (byte 89) and are shown as degrees east and north."
    return Coordinates(*degrees, reference, (said,))


def _usual(values: np.ndarray) -> int:
    """The commonest value; 0 where there are none."""
    different, counts = np.unique(values, return_counts=True)
    return int(different[counts.argmax()]) if len(different) else 0


def _degrees(x: np.ndarray, y: np.ndarray, kind: int) -> tuple[np.ndarray, np.ndarray] | None:
    """Longitude and latitude; None where the numbers cannot be such, whatever byte 89 says."""
    if kind == PACKED_DEGREES:
        parts = [_unpacked(values) for values in (x, y)]
        if any(part is None for part in parts):
            return None
        longitude, latitude = parts
    else:
        per_degree = 3600 if kind == SECONDS_OF_ARC else 1
        longitude, latitude = x / per_degree, y / per_degree
    with np.errstate(invalid="ignore"):
        on_earth = (np.abs(longitude) <= 360) & (np.abs(latitude) <= 90)
    there = np.isfinite(x)
    return (longitude, latitude) if on_earth[there].mean() > NEARLY_ALL else None


def _unpacked(values: np.ndarray) -> np.ndarray | None:
    """DDDMMSS.ss as degrees; None where minutes or seconds would be more than 59."""
    size = np.abs(values)
    degrees, rest = np.divmod(size, 10_000)
    minutes, seconds = np.divmod(rest, 100)
    there = np.isfinite(values)
    if ((minutes[there] < 60) & (seconds[there] < 60.005)).mean() <= NEARLY_ALL:
        return None
    return np.sign(values) * (degrees + minutes / 60 + seconds / 3600)
