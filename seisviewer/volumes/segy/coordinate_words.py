"""What the coordinate words of SEG-Y trace headers stand for: lengths, or degrees in one of several forms (byte 89); and
which of them stand for nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.errors import UnclearFile
from seisviewer.translation import tr
from seisviewer.volumes.coordinate_reference import DEGREES, CoordinateReference, CoordinateSystem
from seisviewer.volumes.segy.arcs import (
    DECIMAL_DEGREES,
    NAMES,
    PACKED_DEGREES,
    SECONDS_OF_ARC,
    degrees_of,
    is_usual,
    likely_kinds,
    step_on_earth,
    unpacked,
    usual_step,
)
from seisviewer.volumes.segy.coordinate_scalars import (
    asked_for_scalar,
    completed,
    doubt_of_scalar,
    doubt_of_steps,
    likely_scalars,
    times_scalar,
    usual_of,
)
from seisviewer.volumes.segy.vertical_axis import scaled

LENGTHS = {1: "m", 2: "ft"}  # by the measurement system of the binary header
SHORTEST_STEP = 0.01  # metres or feet between neighbours, below which coordinates that could be degrees are degrees


@dataclass(frozen=True, eq=False)
class CoordinateWords:
    """As the trace headers have them, all (traces,). x, y: words as numbers. scalar, unit: bytes 71 and 89.
    measurement_system: of the binary header. revision: of the file, such as "1.0". name: of the file, for sentences."""

    x: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    scalar: np.ndarray = field(repr=False)
    unit: np.ndarray = field(repr=False)
    measurement_system: int
    revision: str
    name: str

    @property
    def known(self) -> np.ndarray:
        """Bool (traces,): a trace with X and Y 0 states none."""
        return (self.x != 0) | (self.y != 0)


@dataclass(frozen=True)
class Coordinates:
    """x, y: float64 (traces,), NaN where a trace states none (X and Y 0); degrees east and north where `reference` says
    so. scalar: of most traces, or the user's. said: sentences for the user."""

    x: np.ndarray
    y: np.ndarray
    scalar: int
    reference: CoordinateReference
    said: tuple[str, ...] = ()


def coordinates_of(
    words: CoordinateWords, named: CoordinateSystem | None, *, chosen_scalar: int | None = None, by_user: bool = False
) -> Coordinates:
    """named: the coordinate system, if any is known; by_user: the user named it. chosen_scalar: what the user says
    instead of the file. Raises UnclearFile where byte 89 names degrees that the words can only be with a scalar that nobody
    stated."""
    known, name = words.known, words.name
    raw = tuple(np.where(known, values.astype(np.float64), np.nan) for values in (words.x, words.y))
    said: tuple[str, ...] = ()
    if chosen_scalar is not None:
        scalar = chosen_scalar
        x, y = (times_scalar(values, scalar) for values in raw)
    else:
        scalars, said = completed(words.x, words.y, words.scalar, known, name)
        scalar = usual_of(scalars[known])
        x, y = (scaled(values, scalars) for values in raw)

    def made(places: tuple[np.ndarray, np.ndarray], reference: CoordinateReference, *more: str) -> Coordinates:
        return Coordinates(*places, scalar, reference, (*said, *(each for each in more if each)))

    system = named.name if named else ""
    stated = usual_of(words.unit[known])
    is_length = named is not None and named.unit in LENGTHS.values()
    if stated in NAMES and known.any() and not (is_length and by_user):
        kind, degrees, why = _weighed(x, y, stated, name)
        if degrees is not None:
            reference = CoordinateReference(DEGREES, NAMES[kind], system)
            told = tr(
                "The coordinates of {name} are {names} (byte 89) and are shown as degrees east and north."
            ).format(name=name, names=NAMES[kind])
            return made(degrees, reference, why or told)
        # Revision 0 knows no other degrees than seconds of arc: what stands there may have been put to another use.
        means_degrees = stated == SECONDS_OF_ARC or words.revision >= "1"
        is_open = chosen_scalar is None and scalar == 0 and not is_length
        if is_open and means_degrees and likely_scalars(*raw, stated):
            raise UnclearFile(*asked_for_scalar(*raw, stated, name))
        told = tr(
            "Byte 89 says that the coordinates of {name} are {names}, which they cannot be: they are "
            "taken as lengths; name their scalar if they are degrees."
        ).format(name=name, names=NAMES[stated])
        said = (*said, told)
    elif stated not in NAMES and named is not None and named.unit == DEGREES and known.any():
        degrees = degrees_of(x, y, DECIMAL_DEGREES)
        if degrees is None:
            raise UnclearFile(*asked_for_scalar(*raw, DECIMAL_DEGREES, name))
        return made(degrees, CoordinateReference(DEGREES, NAMES[DECIMAL_DEGREES], system))
    elif stated not in NAMES and named is None and _must_be_degrees(x, y):
        told = tr(
            "{name} does not say that its coordinates are degrees, but as lengths its traces would "
            "lie millimetres apart: they are shown as degrees east and north."
        ).format(name=name)
        return made((x, y), CoordinateReference(DEGREES, NAMES[DECIMAL_DEGREES]), told)
    length = named.unit if is_length else LENGTHS.get(words.measurement_system)
    if doubt := doubt_of_scalar(x, y, name):
        return made((x, y), CoordinateReference(None, "", system), doubt)
    doubt = doubt_of_steps(x, y, length, name) if scalar == 0 else ""
    return made((x, y), CoordinateReference(length, "", system), doubt)


def comparable(x: np.ndarray, y: np.ndarray, scalar: np.ndarray, unit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Words as float64 (traces,) in one unit, the finest that a trace states, and packed degrees as seconds: so that
    places can be compared. All (traces,)."""
    known = (x != 0) | (y != 0)
    if not known.any():
        return x.astype(np.float64), y.astype(np.float64)
    scalar, _ = completed(x, y, scalar, known, "")
    size = scaled(np.ones(len(x)), scalar)
    finest = float(size[known].min())
    if usual_of(unit[known]) == PACKED_DEGREES:
        degrees = [unpacked(np.where(known, values * size, 0.0)) for values in (x, y)]
        if degrees[0] is not None and degrees[1] is not None:
            return 3600 * degrees[0] / finest, 3600 * degrees[1] / finest
    times = np.where(known, np.rint(size / finest), 1.0)
    return x * times, y * times


def _weighed(
    x: np.ndarray, y: np.ndarray, stated: int, name: str
) -> tuple[int, tuple[np.ndarray, np.ndarray] | None, str]:
    """The kind of degrees that scaled words are, longitude and latitude (None where they are none), and what to say where
    that is another kind than byte 89 states: then traces lie as far apart as those of a survey in that kind alone, and not
    as lengths either."""
    degrees = degrees_of(x, y, stated)
    if degrees is not None and (is_usual(step_on_earth(*degrees)) or not step_on_earth(*degrees)):
        return stated, degrees, ""
    likely = likely_kinds(x, y)
    if len(likely) == 1 and not is_usual(usual_step(x, y)):
        return (
            likely[0],
            degrees_of(x, y, likely[0]),
            tr(
                "Byte 89 says that the coordinates of {name} are {names}, but only as {names2} do its "
                "traces lie as far apart as those of a survey: as such they are read."
            ).format(name=name, names=NAMES[stated], names2=NAMES[likely[0]]),
        )
    return stated, degrees, ""


def _must_be_degrees(x: np.ndarray, y: np.ndarray) -> bool:
    """Whether numbers that could be longitudes and latitudes step by so little that they can hardly be lengths, and by
    much less than a degree."""
    there = np.isfinite(x)
    if np.count_nonzero(there) < 2:
        return False
    x, y = x[there], y[there]
    if np.abs(x).max() > 360 or np.abs(y).max() > 90 or max(np.ptp(x), np.ptp(y)) > 10:
        return False
    return 0 < usual_step(x, y) < SHORTEST_STEP
