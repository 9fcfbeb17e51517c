"""Fault sticks as text that other programs read: a line a point, `inline crossline z fault stick` or `x y z fault stick`.

fault and stick are numbers; the points of a stick run downward. z is in the unit of the survey's samples. Charisma's layout is read
too: INLINE- 130 XLINE- 575 x y z fault stick.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.horizon_files import HorizonLayout

CHARISMA = re.compile(r"^\s*IN?LINE-\s*(-?\d+)\s+(?:X|CROSS)LINE-\s*(-?\d+)\s+(.*)$", re.IGNORECASE)
NEEDED = "an inline, a crossline, a depth, the number of the fault and that of the stick"

Sticks = Mapping[tuple[int, int], np.ndarray]  # by fault and stick: (points, 3), positions on the grid and sample


def write_fault_sticks(path: Path, geometry: Geometry, sticks: Sticks, layout: HorizonLayout) -> None:
    """Write fault sticks. Raises BadRequest where the survey has no coordinates and they are asked for, or the file cannot be
    written."""
    lines = [f"# {layout} fault stick"]
    for (fault, stick), points in sticks.items():
        for inline, crossline, sample in points.tolist():
            z = geometry.samples.start + geometry.samples.interval * sample
            if layout is HorizonLayout.BY_COORDINATES:
                place = geometry.xy(inline, crossline)
                if place is None:
                    raise BadRequest(
                        f"The survey has no coordinates: export {path.name} as “{HorizonLayout.BY_LINES}”."
                    )
                columns = f"{place[0]:.2f} {place[1]:.2f}"
            else:
                numbers = (
                    axis.start + axis.step * at
                    for axis, at in ((geometry.inlines, inline), (geometry.crosslines, crossline))
                )
                columns = " ".join(f"{number:.6g}" if number < 1e6 else f"{number:.2f}" for number in numbers)
            lines.append(f"{columns} {z:.8g} {fault} {stick}")
    with replacing(path, BadRequest) as temporary:
        temporary.write_text("\n".join(lines) + "\n", "utf-8")


def read_fault_sticks(path: Path, geometry: Geometry, layout: HorizonLayout) -> Sticks:
    """Read what `write_fault_sticks` writes, or Charisma's layout. A column fewer says that all sticks are of fault 1; names of
    faults count as faults in the order in which they come. Lines that begin with # or ! are passed over, and a heading too.

    Raises BadRequest where it cannot be read, or holds no stick.
    """
    try:
        text = path.read_text("utf-8", errors="replace").splitlines()
    except OSError as error:
        raise BadRequest(f"{path} cannot be read ({error.strerror}): choose another file.") from error
    found: dict[tuple[int, int], list[tuple[float, float, float]]] = defaultdict(list)
    names: dict[str, int] = {}
    for number, line in enumerate(text, 1):
        charisma = CHARISMA.match(line)
        words = (charisma[3] if charisma else line).replace(",", " ").split()
        if not words or (not charisma and line.lstrip()[0] not in "+-.0123456789"):
            continue
        try:
            x, y, z = map(float, words[:3])
            fault = words[3] if len(words) > 4 else "1"
            stick = int(words[-1])
        except (ValueError, IndexError) as error:
            raise BadRequest(
                f"Line {number} of {path.name} is no point of a fault stick: it needs {NEEDED}."
            ) from error
        if charisma:
            place = _by_lines(geometry, float(charisma[1]), float(charisma[2]))
        elif layout is HorizonLayout.BY_LINES:
            place = _by_lines(geometry, x, y)
        else:
            place = _by_coordinates(geometry, x, y, path)
        of = int(fault) if fault.isdigit() and int(fault) else names.setdefault(fault, len(names) + 1)
        found[of, stick].append((*place, (z - geometry.samples.start) / geometry.samples.interval))
    if not found:
        raise BadRequest(f"{path.name} holds no fault stick: each line needs {NEEDED}.")
    return {key: np.array(points, float) for key, points in found.items()}


def _by_lines(geometry: Geometry, inline: float, crossline: float) -> tuple[float, float]:
    inlines, crosslines = geometry.inlines, geometry.crosslines
    return (inline - inlines.start) / inlines.step, (crossline - crosslines.start) / crosslines.step


def _by_coordinates(geometry: Geometry, x: float, y: float, path: Path) -> tuple[float, float]:
    if geometry.trace_xy is not None:
        return 0.0, float(np.hypot(*(geometry.trace_xy - (x, y)).T).argmin())
    if geometry.affine is None:
        raise BadRequest(f"The survey has no coordinates, which {path.name} is in: give it by inline and crossline.")
    inline, crossline = np.linalg.solve(geometry.affine[:, :2], np.array([x, y]) - geometry.affine[:, 2])
    return float(inline), float(crossline)
