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
SHORTEST_STEP = 0.01  # metres or feet between neighbours, below which coordinates that could be degrees are degrees
LIKE_SIZE = 2.0  # words of one survey differ less in size where they have the same scalar
FARTHEST = 5e7  # metres or feet; no projection's coordinates go so far


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
    scalar, said = _completed(x, y, scalar, known, name)
    x, y = (np.where(known, scaled(values.astype(np.float64), scalar), np.nan) for values in (x, y))
    named = system_named(system) if system else system_in_text(text)
    kind = _usual(unit[known])
    degrees = _degrees(x, y, kind) if kind in NAMES and known.any() else None
    if degrees is None and kind not in NAMES and named is None and _must_be_degrees(x, y):
        reference = CoordinateReference(DEGREES, NAMES[DECIMAL_DEGREES])
        said += (
            f"{name} does not say that its coordinates are degrees, but as lengths its traces would lie millimetres apart: "
            "they are shown as degrees east and north.",
        )
        return Coordinates(x, y, reference, said)
    if degrees is None or system and named is not None and named.unit in LENGTHS.values():
        length = named.unit if named is not None and named.unit != DEGREES else None
        length = length or LENGTHS.get(measurement_system)
        if doubt := _doubt_of_scalar(x, y, name):
            length, said = None, (*said, doubt)
        return Coordinates(x, y, CoordinateReference(length, "", named.name if named else ""), said)
    reference = CoordinateReference(DEGREES, NAMES[kind], named.name if named else "")
    said += (f"The coordinates of {name} are {NAMES[kind]} (byte 89) and are shown as degrees east and north.",)
    return Coordinates(*degrees, reference, said)


def comparable(x: np.ndarray, y: np.ndarray, scalar: np.ndarray, unit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Words as float64 (traces,) in one unit, the finest that a trace states, and packed degrees as seconds: so that
    places can be compared. All (traces,)."""
    known = (x != 0) | (y != 0)
    if not known.any():
        return x.astype(np.float64), y.astype(np.float64)
    scalar, _ = _completed(x, y, scalar, known, "")
    size = scaled(np.ones(len(x)), scalar)
    finest = float(size[known].min())
    if _usual(unit[known]) == PACKED_DEGREES:
        unpacked = [_unpacked(np.where(known, values * size, 0.0)) for values in (x, y)]
        if unpacked[0] is not None and unpacked[1] is not None:
            return 3600 * unpacked[0] / finest, 3600 * unpacked[1] / finest
    times = np.where(known, np.rint(size / finest), 1.0)
    return x * times, y * times


def _completed(
    x: np.ndarray, y: np.ndarray, scalar: np.ndarray, known: np.ndarray, name: str
) -> tuple[np.ndarray, tuple[str, ...]]:
    """The scalars, with the usual one where another trace states none although its words are as large; and what to say.

    known: bool (traces,), those with coordinates.
    """
    none, stated = known & (scalar == 0), known & (scalar != 0)
    if not none.any() or not stated.any():
        return scalar, ()
    usual = _usual(scalar[stated])
    if abs(usual) == 1:
        return scalar, ()
    for values in (x, y):
        with_one, without = (float(np.median(np.abs(values[part].astype(np.float64)))) for part in (stated, none))
        if not without < LIKE_SIZE * with_one < LIKE_SIZE**2 * without:
            return scalar, ()
    count = np.count_nonzero(none)
    traces = "1 trace" if count == 1 else f"{count:,} traces"
    states = "states" if count == 1 else "state"
    said = f"{traces} of {name} {states} no scalar of coordinates (bytes 71–72): {usual} was taken, as in the others."
    return np.where(none, usual, scalar), (said,)


def _must_be_degrees(x: np.ndarray, y: np.ndarray) -> bool:
    """Whether numbers that could be longitudes and latitudes step by so little that they can hardly be lengths, and by
    much less than a degree."""
    there = np.isfinite(x)
    if np.count_nonzero(there) < 2:
        return False
    x, y = x[there], y[there]
    if np.abs(x).max() > 360 or np.abs(y).max() > 90 or max(np.ptp(x), np.ptp(y)) > 10:
        return False
    steps = np.hypot(np.diff(x), np.diff(y))
    steps = steps[steps > 0]
    return bool(len(steps) and np.median(steps) < SHORTEST_STEP)


def _doubt_of_scalar(x: np.ndarray, y: np.ndarray, name: str) -> str:
    """Why lengths cannot be what they seem, "" where they can."""
    there = np.isfinite(x)
    largest = float(max(np.median(np.abs(x[there])), np.median(np.abs(y[there])))) if there.any() else 0.0
    if largest <= FARTHEST:
        return ""
    return (
        f"The coordinates of {name} reach {largest:,.0f}, farther than any projection goes: their scalar (bytes 71–72) is "
        "missing or wrong, and they are shown without a unit."
    )


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
