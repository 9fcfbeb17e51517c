"""Fault sticks as text that other programs read: a line a point, `inline crossline z fault stick` or `x y z fault stick`.

fault and stick are numbers; the points of a stick run downward. z is in the unit of the survey's samples. Charisma's
layout is read too: INLINE- 130 XLINE- 575 x y z fault stick.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import count, islice
from pathlib import Path

import numpy as np

from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout
from seisviewer.volumes.interpretation_files.point_tables import (
    begins_with_number,
    check_unit,
    columns_of,
    extent_of,
    is_defined,
    table_lines,
)
from seisviewer.volumes.survey_coordinates import places_of

CHARISMA = re.compile(r"^\s*IN?LINE-\s*(-?\d+)\s+(?:X|CROSS)LINE-\s*(-?\d+)\s+(.*)$", re.IGNORECASE)
NUMBER = re.compile(r"0*[1-9][0-9]{0,8}$")
FEWEST_COLUMNS = 4
FARTHEST = 10  # lengths of the survey's samples, farther from which no fault is
NEEDED = tr("an inline, a crossline, a depth, the number of the fault and that of the stick")

Sticks = Mapping[tuple[int, int], np.ndarray]  # by fault and stick: (points, 3), positions on the grid and sample


def write_fault_sticks(path: Path, geometry: Geometry, sticks: Sticks, layout: HorizonLayout) -> None:
    """Write fault sticks. Raises BadRequest where the survey has no coordinates and they are asked for, or the file
    cannot be written."""
    system = (
        geometry.reference.in_words() if layout is HorizonLayout.BY_COORDINATES and geometry.reference.system else ""
    )
    lines = [f"# {layout} fault stick" + (f"; x y: {system}" if system else "")]
    for (fault, stick), points in sticks.items():
        for inline, crossline, sample in points.tolist():
            z = geometry.samples.start + geometry.samples.interval * sample
            if layout is HorizonLayout.BY_COORDINATES:
                place = geometry.xy(inline, crossline)
                if place is None:
                    raise BadRequest(
                        tr("The survey has no coordinates: export {path_name} as “{by_lines}”.").format(
                            path_name=path.name, by_lines=HorizonLayout.BY_LINES
                        )
                    )
                columns = " ".join(f"{each:.{geometry.reference.decimals}f}" for each in place)
            else:
                numbers = (
                    axis.start + axis.step * at
                    for axis, at in ((geometry.inlines, inline), (geometry.crosslines, crossline))
                )
                columns = " ".join(f"{number:.6g}" if number < 1e6 else f"{number:.2f}" for number in numbers)
            lines.append(f"{columns} {z:.8g} {fault} {stick}")
    with replacing(path, BadRequest) as temporary:
        temporary.write_text("\n".join(lines) + "\n", "utf-8")


def read_fault_sticks(
    path: Path, geometry: Geometry, layout: HorizonLayout, taken: Collection[int] = frozenset()
) -> Sticks:
    """Read what `write_fault_sticks` writes, or Charisma's layout. Faults that have a name, or no column (then all
    sticks are of one fault), get numbers that neither the file nor `taken` has. Lines that begin with # or ! are passed
    over, and a heading too.

    Raises BadRequest where it cannot be read, holds no stick, or has a line that may be misread.
    """
    found: dict[tuple[str, int], list[tuple[float, float, float]]] = defaultdict(list)
    for number, line in enumerate(table_lines(path), 1):
        charisma = CHARISMA.match(line)
        if not charisma and not begins_with_number(line):
            continue
        where = tr("Line {number} of {path_name}").format(number=number, path_name=path.name)
        words = columns_of(charisma[3] if charisma else line, where)
        try:
            (x, y, z), stick = map(float, words[:3]), float(words[-1])
            lines = map(float, charisma.groups()[:2]) if charisma else ()
            if len(words) < FEWEST_COLUMNS or not all(map(is_defined, (x, y, z, *lines))) or not stick.is_integer():
                raise ValueError
        except (ValueError, OverflowError) as error:
            raise BadRequest(
                tr("{where} is no point of a fault stick: it needs {needed}.").format(where=where, needed=NEEDED)
            ) from error
        if charisma:
            place = _by_lines(geometry, float(charisma[1]), float(charisma[2]))
        elif layout is HorizonLayout.BY_LINES:
            place = _by_lines(geometry, x, y)
        else:
            place = _by_coordinates(geometry, x, y, path)
        fault = words[3] if len(words) > FEWEST_COLUMNS else ""
        sample = (z - geometry.samples.start) / geometry.samples.interval
        if abs(sample) > FARTHEST * geometry.samples.count:
            raise BadRequest(
                tr("{where} lies far outside the survey ({extent_of}): write z in {unit}.").format(
                    where=where, extent_of=extent_of(geometry), unit=geometry.samples.unit
                )
            )
        found[fault, int(stick)].append((*place, sample))
    if not found:
        raise BadRequest(
            tr("{path_name} holds no fault stick: each line needs {needed}.").format(path_name=path.name, needed=NEEDED)
        )
    check_unit(path, geometry, np.array([point[2] for points in found.values() for point in points]))
    numbers = _numbers({fault: None for fault, _ in found}, taken)
    return {(numbers[fault], stick): np.array(points, float) for (fault, stick), points in found.items()}


def _numbers(faults: Iterable[str], taken: Collection[int]) -> dict[str, int]:
    """The number of each fault of a file."""
    numbers = {fault: int(fault) for fault in faults if NUMBER.match(fault)}
    used = {*taken, *numbers.values()}
    free = (number for number in count(1) if number not in used)
    named = [fault for fault in faults if fault not in numbers]
    return numbers | dict(zip(named, list(islice(free, len(named)))))


def _by_lines(geometry: Geometry, inline: float, crossline: float) -> tuple[float, float]:
    inlines, crosslines = geometry.inlines, geometry.crosslines
    return (inline - inlines.start) / inlines.step, (crossline - crosslines.start) / crosslines.step


def _by_coordinates(geometry: Geometry, x: float, y: float, path: Path) -> tuple[float, float]:
    placed = places_of(geometry, np.array([x]), np.array([y]))
    if placed is None:
        raise BadRequest(
            tr("The survey has no coordinates, which {path_name} is in: give it by inline and crossline.").format(
                path_name=path.name
            )
        )
    (inline,), (crossline,) = placed
    return float(inline), float(crossline)
