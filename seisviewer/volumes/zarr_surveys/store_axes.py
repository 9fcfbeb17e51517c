"""Which axis of an array is which, and what the coordinates beside it say of line numbers, times and depths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from seisviewer.errors import UnclearFile, UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LineAxis, SampleAxis
from seisviewer.volumes.line_numbers import LARGEST_NUMBER, line_axis
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.zarr_surveys.store_members import Member

INLINE = frozenset({"inline", "il", "iline", "inlines", "inline_3d", "inlines_3d"})
CROSSLINE = frozenset({"crossline", "xl", "xline", "crosslines", "crossline_3d", "xlines", "cdp", "trace", "traces"})
TIME = frozenset({"time", "twt", "t", "twt_ms", "samples_time"})
DEPTH = frozenset({"depth", "z", "tvd", "tvdss"})
SAMPLES = TIME | DEPTH | {"sample", "samples", "samples_twt", "samples_depth"}
UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("ms", "msec", "millisecond", "milliseconds"), ("ms", 1.0)),
    **dict.fromkeys(("s", "sec", "second", "seconds"), ("ms", 1e3)),
    **dict.fromkeys(("us", "µs", "microsecond", "microseconds"), ("ms", 1e-3)),
    **dict.fromkeys(("ns", "nanosecond", "nanoseconds"), ("ms", 1e-6)),
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), ("m", 1.0)),
    **dict.fromkeys(("km", "kilometre", "kilometres", "kilometer", "kilometers"), ("m", 1e3)),
    **dict.fromkeys(("ft", "foot", "feet"), ("ft", 1.0)),
}
SURELY_MS, SURELY_S = 0.25, 0.02  # steps of times: no survey samples every quarter of a second, or every 20 µs
EVEN = 1e-3  # of an interval, by which steps may differ: coordinates are often stored as float32
MOST_GAPS = 8  # times as many line numbers as there are lines


@dataclass(frozen=True)
class StoredLines:
    """The line numbers of one axis. places: int64, for each line of the grid where it is stored, -1 where it is not."""

    axis: LineAxis
    places: np.ndarray = field(repr=False)


def axes_of(member: Member) -> tuple[int, int, int] | None:
    """Which axis of the array holds inlines (-1 of a single line), crosslines and samples; None for anything else."""
    found = {}
    for place, name in enumerate(member.dimensions):
        low = name.lower()
        for role, names in (("i", INLINE), ("x", CROSSLINE), ("s", SAMPLES)):
            if low in names and role not in found:
                found[role] = place
    if "s" not in found or "x" not in found or len(found) != len(member.shape):
        return None
    return found.get("i", -1), found["x"], found["s"]


def lines_of(numbers: np.ndarray | None, count: int, what: str, name: str) -> StoredLines:
    """numbers: of the stored lines in their order; None where the store has none, and they are counted from 1."""
    if numbers is None:
        return StoredLines(LineAxis(1, 1, count), np.arange(count))
    values = np.asarray(numbers)
    whole = np.rint(values) if values.dtype.kind == "f" else values
    if values.shape != (count,) or values.dtype.kind not in "iuf" or not np.all(np.abs(whole) <= LARGEST_NUMBER):
        raise UnreadableFile(
            tr("The {what} numbers of {name} are no line numbers: write them as whole numbers.").format(
                what=what, name=name
            )
        )
    if values.dtype.kind == "f" and np.any(np.abs(values - whole) > 1e-3):
        raise UnreadableFile(
            tr("The {what} numbers of {name} are no whole numbers: write them as such.").format(what=what, name=name)
        )
    whole = whole.astype(np.int64)
    if len(np.unique(whole)) < count:
        raise UnreadableFile(
            tr("{name} holds an {what} more than once: write each of them once.").format(name=name, what=what)
        )
    axis = line_axis(whole)
    if axis.count > MOST_GAPS * count + 100:
        raise UnreadableFile(
            tr(
                "The {what} numbers of {name} lie too far apart ({start} to {stop}, {count} of them): check them."
            ).format(what=what, name=name, start=axis.start, stop=axis.stop, count=count)
        )
    places = np.full(axis.count, -1, np.int64)
    places[(whole - axis.start) // axis.step] = np.arange(count)
    return StoredLines(axis, places)


def samples_of(
    values: np.ndarray | None, unit: str | None, dimension: str, count: int, choices: OpenChoices, name: str
) -> tuple[SampleAxis, tuple[str, ...]]:
    """The vertical axis, and what was decided about it. values: the coordinate; unit: as its attributes name it."""
    said: list[str] = []
    is_span = values is not None and values.dtype.kind == "m"
    if is_span:
        values, unit = values.astype("m8[ns]").astype(np.int64) / 1e6, "ms"
    start, interval = (0.0, None) if values is None else _steps(np.asarray(values, np.float64), count, name)
    kind, factor = UNITS.get((unit or "").strip().lower(), (None, 1.0))
    if kind is None and (choices.unit is None or choices.unit == "ms" and _is_time(dimension)):
        kind, factor, text = _guessed_unit(dimension, interval, name, choices.unit)
        said += [text] if choices.unit is None else []
    elif choices.unit is not None:
        kind, factor = choices.unit, factor if kind == choices.unit else 1.0
    interval = choices.interval or (None if interval is None else interval * factor)
    if interval is None:
        raise UnclearFile(
            tr("{name} does not say how far its samples are apart: give the sample interval.").format(name=name),
            (tr("--interval 4 --unit ms"),),
        )
    # Of values in float32, or of nanoseconds, what is meant is the round number beside it.
    rounded = round(interval, 4)
    return SampleAxis(round(start * factor, 4), rounded or interval, count, kind), tuple(said)


def _steps(values: np.ndarray, count: int, name: str) -> tuple[float, float | None]:
    if values.shape != (count,) or not np.all(np.isfinite(values)):
        raise UnreadableFile(
            tr("The times or depths of the samples of {name} are damaged: write one for each sample.").format(name=name)
        )
    if count == 1:
        return float(values[0]), None
    interval = (values[-1] - values[0]) / (count - 1)
    if not interval > 0:
        raise UnreadableFile(
            tr("The samples of {name} run upwards: write them with times or depths that grow.").format(name=name)
        )
    if np.abs(np.diff(values) - interval).max() > max(EVEN * interval, 4 * np.spacing(np.float32(abs(values).max()))):
        raise UnreadableFile(
            tr("The samples of {name} are not evenly spaced: resample them to one interval.").format(name=name)
        )
    return float(values[0]), float(interval)


def _is_time(dimension: str) -> bool:
    return dimension.lower() in TIME or "twt" in dimension.lower()


def _guessed_unit(dimension: str, interval: float | None, name: str, chosen: str | None) -> tuple[str, float, str]:
    """chosen: "ms" where the user said so, who means times by it and not how they are stored."""
    if interval is not None and _is_time(dimension):
        if interval >= SURELY_MS:
            return (
                "ms",
                1.0,
                tr("{name} does not say the unit of its times: a step of {interval:g} is taken as ms.").format(
                    name=name, interval=interval
                ),
            )
        if interval <= SURELY_S:
            return (
                "ms",
                1e3,
                tr("{name} does not say the unit of its times: a step of {interval:g} is taken as s.").format(
                    name=name, interval=interval
                ),
            )
    if chosen is not None:
        return chosen, 1.0, ""
    raise UnclearFile(
        tr("{name} does not say the unit of its axis “{dimension}”: say whether it is ms, m or ft.").format(
            name=name, dimension=dimension
        ),
        (tr("--unit ms"), tr("--unit m"), tr("--unit ft")),
    )


def unit_named(attributes: Mapping[str, object]) -> str | None:
    """The unit in the attributes of a coordinate, as CF (`units`) or MDIO (`unitsV1`) names it."""
    said = attributes.get("units")
    if isinstance(said, str):
        return said
    by_kind = attributes.get("unitsV1")
    if isinstance(by_kind, dict):
        return next((unit for unit in by_kind.values() if isinstance(unit, str)), None)
    return None
