"""The vertical axis of a SEG-Y survey: sample interval, start and unit, from what headers and text say about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from seisviewer.errors import UnclearFile
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SampleAxis
from seisviewer.volumes.segy.depth_or_time import VerticalUnit, vertical_unit
from seisviewer.volumes.segy.segy_layout import SegyLayout

if TYPE_CHECKING:
    from seisviewer.volumes.open_choices import OpenChoices

SHORTEST = 0.01  # ms, m or ft between samples, below which an interval is in another unit than the standard's
SHORTEST_DEPTH = 0.06  # m or ft that no text confirms: whole metres or feet in the header would be less
UNIT_OPTIONS = (
    tr("--unit ms  two-way time in milliseconds"),
    tr("--unit m  depth in metres"),
    tr("--unit ft  depth in feet"),
)
KNOWN_SCALARS = (1, 10, 100, 1000, 10000)


@dataclass(frozen=True)
class StatedTimes:
    """What the headers of the live traces say, all (traces,): delay (bytes 109–110), its scalar (215–216) and the sample
    interval (117–118, thousandths of the unit)."""

    delay: np.ndarray
    scalar: np.ndarray
    interval: np.ndarray


def vertical_axis(layout: SegyLayout, stated: StatedTimes, choices: OpenChoices) -> tuple[SampleAxis, list[str]]:
    """The axis, and sentences for the user about what was decided for them.

    Raises UnclearFile where the user has to say the interval or the unit.
    """
    said: list[str] = []
    in_traces = np.unique(stated.interval[stated.interval > 0]) / 1000
    in_file = layout.interval / 1000
    words = in_file or (float(in_traces[0]) if len(in_traces) else 0.0)
    told = vertical_unit(layout.text, choices.interval or words, layout.measurement_system)
    unit = choices.unit or told.unit
    if unit is None:
        raise UnclearFile(_doubtful_unit(layout, told, choices.interval or words), UNIT_OPTIONS)
    if choices.unit is None and unit != "ms":
        said.append(
            tr(
                "The text header of {layout_path_name} speaks of depth (“{words}”), so its samples are "
                "taken as {unit} and not as ms."
            ).format(layout_path_name=layout.path.name, words=told.words.strip().lower(), unit=unit)
        )
    interval = choices.interval or _interval(layout, in_file, in_traces, told, unit, said)
    # Byte 215 means the scalar of times only since revision 1.
    scalar = int(stated.scalar[0]) if layout.revision >= "1" else 1
    start = float(scaled(stated.delay[:1].astype(np.float64), np.array([scalar]))[0])
    return SampleAxis(start, float(interval), layout.samples, unit), said


def scaled(values: np.ndarray, scalar: np.ndarray) -> np.ndarray:
    """SEG-Y's scalar: positive multiplies, negative divides; 0 and what is no power of ten leave values as they are."""
    scalar = np.where(np.isin(np.abs(scalar), KNOWN_SCALARS), scalar, 1).astype(np.float64)
    return values * np.where(scalar > 0, scalar, 1) / np.where(scalar < 0, -scalar, 1)


def _doubtful_unit(layout: SegyLayout, told: VerticalUnit, interval: float) -> str:
    why = tr(" (it says “{words}”)").format(words=told.words.strip().lower()) if told.words else ""
    return tr(
        "{layout_path_name} does not say for certain whether its samples are {interval:g} ms or "
        "{interval:g} m or ft apart{why}: name the unit of its vertical axis."
    ).format(layout_path_name=layout.path.name, interval=interval, why=why)


def _interval(
    layout: SegyLayout, in_file: float, in_traces: np.ndarray, told: VerticalUnit, unit: str, said: list[str]
) -> float:
    """The interval in `unit`: of the binary header, of the traces, or of the text where these are missing or absurd."""
    name = layout.path.name
    is_unconfirmed = unit != "ms" and told.interval != in_file
    shortest = SHORTEST_DEPTH if is_unconfirmed else SHORTEST
    likely = [float(each) for each in in_traces if each >= shortest]
    if in_file >= shortest:
        if len(in_traces) > 1:
            raise UnclearFile(
                tr("The traces of {name} state different sample intervals: name the right one.").format(name=name),
                [tr("--interval {each:g}").format(each=each) for each in likely],
            )
        if not likely or likely[0] == in_file:
            return in_file
        taken = likely[0] if told.interval == likely[0] else in_file
        said.append(
            tr(
                "The binary header of {name} states a sample interval of {in_file:g} {unit} and its "
                "traces {likely:g} {unit}: {taken:g} {unit} was taken."
            ).format(name=name, in_file=in_file, unit=unit, likely=likely[0], taken=taken)
        )
        return taken
    if len(likely) > 1:
        raise UnclearFile(
            tr("The traces of {name} state different sample intervals: name the right one.").format(name=name),
            [tr("--interval {each:g}").format(each=each) for each in likely],
        )
    if likely:
        if in_file:
            said.append(
                tr(
                    "The binary header of {name} states a sample interval of {in_file:g} {unit}, which can "
                    "hardly be: {likely:g} {unit} was taken, as its traces state."
                ).format(name=name, in_file=in_file, unit=unit, likely=likely[0])
            )
        return likely[0]
    if told.interval is not None and told.interval >= SHORTEST and told.unit == unit:
        said.append(
            tr(
                "The headers of {name} state no sample interval that can be: {interval:g} {unit} was "
                "taken from its text header."
            ).format(name=name, interval=told.interval, unit=unit)
        )
        return told.interval
    stated = in_file or (float(in_traces[0]) if len(in_traces) else 0.0)
    if not stated:
        raise UnclearFile(
            tr("{name} does not state its sample interval: name it, for instance 4 ms.").format(name=name),
            ["--interval 4"],
        )
    raise UnclearFile(
        tr(
            "{name} states a sample interval of {stated:g} {unit}, which can hardly be: name the "
            "right one, perhaps {stated2:g} {unit}."
        ).format(name=name, stated=stated, unit=unit, stated2=1000 * stated),
        [tr("--interval {stated:g}").format(stated=1000 * stated)],
    )
