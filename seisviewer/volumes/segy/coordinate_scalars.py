"""The scalar of coordinates (bytes 71–72): what the traces state, what is missing or cannot be, and what may be meant."""

from __future__ import annotations

import numpy as np

from seisviewer.translation import tr
from seisviewer.volumes.segy.arcs import NAMES, degrees_of, is_usual, step_on_earth, usual_step
from seisviewer.volumes.segy.vertical_axis import KNOWN_SCALARS

LIKE_SIZE = 2.0  # words of one survey differ less in size where they have the same scalar
FARTHEST = 5e7  # metres or feet; no projection's coordinates go so far
FARTHEST_APART = {"m": 120.0, "ft": 400.0}  # from trace to trace: beyond it, a scalar that is not stated may be missing
LIKELY = (-10, -100, -1000, -10_000, -100_000, -1_000_000, -10_000_000)


def completed(
    x: np.ndarray, y: np.ndarray, scalar: np.ndarray, known: np.ndarray, name: str
) -> tuple[np.ndarray, tuple[str, ...]]:
    """The scalars, with the usual one where another trace states none although its words are as large, and in the right
    byte order; and what to say. All (traces,); known: bool, those with coordinates."""
    stated = known & (scalar != 0)
    if not stated.any():
        return scalar, ()
    usual = usual_of(scalar[stated])
    if abs(usual) not in KNOWN_SCALARS:
        return _mended(scalar, usual, name)
    none = known & (scalar == 0)
    if not none.any() or abs(usual) == 1:
        return scalar, ()
    for values in (x, y):
        with_one, without = (float(np.median(np.abs(values[part].astype(np.float64)))) for part in (stated, none))
        if not without < LIKE_SIZE * with_one < LIKE_SIZE**2 * without:
            return scalar, ()
    count = np.count_nonzero(none)
    traces = tr("1 trace") if count == 1 else tr("{count:,} traces").format(count=count)
    states = "states" if count == 1 else "state"
    said = tr(
        "{traces} of {name} {states} no scalar of coordinates (bytes 71–72): {usual} was taken, as in the others."
    ).format(traces=traces, name=name, states=states, usual=usual)
    return np.where(none, usual, scalar), (said,)


def _mended(scalar: np.ndarray, usual: int, name: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Scalars that are no powers of ten: those of the other byte order, or none."""
    swapped = scalar.byteswap()
    other = int(np.int16(usual).byteswap())
    if abs(other) in KNOWN_SCALARS:
        return swapped, (
            tr("The scalar of coordinates in {name} is {other} in the other byte order, as which it is read.").format(
                name=name, other=other
            ),
        )
    return scalar, (
        tr(
            "The scalar of coordinates in {name} is {usual} (bytes 71–72), which the standard does "
            "not know: coordinates are shown as they are stored."
        ).format(name=name, usual=usual),
    )


def for_floats(x: np.ndarray, y: np.ndarray, scalar: np.ndarray) -> np.ndarray:
    """The scalars of coordinates that are stored as floats, all (traces,). Whoever writes floats writes coordinates as they
    are, and the scalar is that of other words; unless they go farther than any projection does without it."""
    if max(np.median(np.abs(values)) for values in (x, y)) > FARTHEST and usual_of(scalar) < -1:
        return scalar
    return np.ones_like(scalar)


def usual_of(values: np.ndarray) -> int:
    """The commonest value; 0 where there are none."""
    different, counts = np.unique(values, return_counts=True)
    return int(different[counts.argmax()]) if len(different) else 0


def times_scalar(values: np.ndarray, scalar: int) -> np.ndarray:
    """With a scalar that the user names, whatever its size."""
    return values * scalar if scalar > 0 else values / -scalar


def likely_scalars(x: np.ndarray, y: np.ndarray, kind: int) -> list[tuple[int, float, float]]:
    """Scalars that make words degrees of the kind that byte 89 names, traces lying as far apart as those of a survey; with
    the longitude and latitude of the first. x, y: float64 (traces,), unscaled, NaN where a trace states none."""
    found = []
    for scalar in LIKELY:
        degrees = degrees_of(times_scalar(x, scalar), times_scalar(y, scalar), kind)
        if degrees is not None and is_usual(step_on_earth(*degrees)):
            first = int(np.flatnonzero(np.isfinite(x))[0])
            found.append((scalar, float(degrees[0][first]), float(degrees[1][first])))
    return found


def doubt_of_scalar(x: np.ndarray, y: np.ndarray, name: str) -> str:
    """Why lengths cannot be what they seem, "" where they can."""
    there = np.isfinite(x)
    largest = float(max(np.median(np.abs(x[there])), np.median(np.abs(y[there])))) if there.any() else 0.0
    if largest <= FARTHEST:
        return ""
    return tr(
        "The coordinates of {name} reach {largest:,.0f}, farther than any projection goes: their "
        "scalar (bytes 71–72) is missing or wrong, and they are shown without a unit."
    ).format(name=name, largest=largest)


def doubt_of_steps(x: np.ndarray, y: np.ndarray, unit: str | None, name: str) -> str:
    """What to say where no scalar is stated and traces would lie very far from each other; "" for nothing."""
    step = usual_step(x, y)
    if step <= FARTHEST_APART.get(unit or "m", np.inf):
        return ""
    return tr(
        "The traces of {name} would lie {step:,.0f} {unit} apart, and no scalar of their "
        "coordinates is stated (bytes 71–72): name it if it is missing."
    ).format(name=name, step=step, unit=unit or "m")


def asked_for_scalar(x: np.ndarray, y: np.ndarray, kind: int, name: str) -> tuple[str, list[str]]:
    """The question, and how a shell answers it, where byte 89 names degrees that the words cannot be. x, y: unscaled."""
    largest = float(max(np.nanmax(np.abs(x)), np.nanmax(np.abs(y))))
    options = [
        tr("--coordinate-scalar {scalar}  {names}, from {longitude:.5f}, {latitude:.5f} degrees").format(
            scalar=scalar, names=NAMES[kind], longitude=longitude, latitude=latitude
        )
        for scalar, longitude, latitude in likely_scalars(x, y, kind)
    ]
    options.append(tr("--coordinate-scalar 1  lengths, as they are stored"))
    sentence = tr(
        "{name} says that its coordinates are {names} (byte 89), but they reach {largest:,.0f} "
        "and no scalar is stated (bytes 71–72) that makes them such: name their scalar."
    ).format(name=name, names=NAMES[kind], largest=largest)
    return sentence, options
