"""Faults in and out of a project: points typed, fault sticks of other programs, fault sticks for them."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest, LabelsError
from seisviewer.labels.fault_stick import FaultStick, stick_through, unused_fault
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.progress import Notice, Progress
from seisviewer.project.project import Project
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.interpretation_files.fault_stick_files import Sticks, read_fault_sticks, write_fault_sticks
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout
from seisviewer.volumes.interpretation_files.point_tables import extent_of

ON_A_LINE = 1.0  # lines by which the points of a stick may lie off the line that it is taken for
SIMPLE = 0.25  # traces by which a stick may differ from what is written of it


def add_fault(
    project: Project, section: SectionId, points: Sequence[tuple[float, float]], fault: int | None = None
) -> FaultStick:
    """Draw a fault through points of a section: the number of the line that crosses there (of a 2D line, of the trace),
    and the depth in the unit of the survey. fault: its number, None for a new one. Raises LabelsError where nothing of
    it lies inside, BadRequest."""
    geometry = project.geometry
    across = geometry.crosslines if section.direction is Direction.INLINE else geometry.inlines
    geometry.index(section)
    start, interval = geometry.samples.start, geometry.samples.interval
    placed = [((line - across.start) / across.step, (depth - start) / interval) for line, depth in points]
    number = unused_fault(project.snapshot().faults) if fault is None else fault
    stick = stick_through(section, placed, number, geometry.section_shape(section.direction))
    if stick is None:
        raise LabelsError(
            tr(
                "Less than two samples of the fault lie inside {section}: give two line numbers and "
                "depths of the survey."
            ).format(section=section)
        )
    (*_, stored) = project.commit([stick])
    return stored


def import_faults(
    project: Project, path: Path, layout: HorizonLayout
) -> Generator[Progress | Notice, None, tuple[FaultStick, ...]]:
    """Draw the fault sticks of a file, all undone at once. A stick that lies on no inline and no crossline is left out,
    and told; so is one of a fault that the project has. Raises BadRequest where the file cannot be read, or none of its
    sticks lies on a line of the survey."""
    taken = {stick.fault for stick in project.snapshot().faults}
    read = read_fault_sticks(path, project.geometry, layout, taken)
    sticks = [_stick_on_line(project.geometry, fault, points) for (fault, _), points in read.items()]
    found = [stick for stick in sticks if stick is not None]
    if not found:
        raise BadRequest(
            tr(
                "{path_name} has no fault stick inside the survey on an inline or crossline of it ({extent_of})."
            ).format(path_name=path.name, extent_of=extent_of(project.geometry))
        )
    if len(found) < len(sticks):
        yield Notice(
            tr("{count} of {count2} sticks were left out: they lie on no line of the survey, or not inside it.").format(
                count=len(sticks) - len(found), count2=len(sticks)
            )
        )
    yield from joined_faults(taken, found)
    yield Progress(0, len(found), tr("Importing the faults"))
    stored = yield from project.commit_steps(found)
    return tuple(stick for stick in stored if isinstance(stick, FaultStick))


def joined_faults(taken: AbstractSet[int], sticks: Sequence[FaultStick]) -> Iterator[Notice]:
    """Say which of the sticks belong to faults that are there. taken: the numbers of those."""
    if known := sorted(taken & {stick.fault for stick in sticks}):
        yield Notice(
            tr(
                "Sticks of fault {known} belong to a fault of the project, which goes on with them: "
                "where it is another fault, undo, and give it another number in the file."
            ).format(known=", ".join(map(str, known)))
        )


def export_faults(snapshot: LabelSnapshot, path: Path, layout: HorizonLayout) -> Generator[Progress, None, int]:
    """Write the faults as text; returns the number of sticks. Raises LabelsError where there is none, BadRequest."""
    if not snapshot.faults:
        raise LabelsError(tr("There is no fault to export yet: draw one first."))
    yield Progress(0, 1, tr("Writing {path_name}").format(path_name=path.name))
    write_fault_sticks(path, snapshot.geometry, _by_number(snapshot), layout)
    return len(snapshot.faults)


def _by_number(snapshot: LabelSnapshot) -> Sticks:
    """The points of each stick that tell its shape; sticks of a fault are numbered from 1."""
    found: dict[tuple[int, int], np.ndarray] = {}
    for stick in sorted(snapshot.faults, key=lambda stick: stick.fault):
        number = 1 + sum(fault == stick.fault for fault, _ in found)
        kept = _telling(stick.traces.astype(float))
        index = np.full(len(kept), float(snapshot.geometry.index(stick.section)))
        along = stick.traces[kept].astype(float)
        places = (index, along) if stick.section.direction is Direction.INLINE else (along, index)
        found[stick.fault, number] = np.stack([*places, stick.columns[kept].astype(float)], axis=1)
    return found


def _telling(traces: np.ndarray) -> np.ndarray:
    """Numbers of the points of a line between which it is straight (Douglas and Peucker 1973)."""
    kept, left = {0, len(traces) - 1}, [(0, len(traces) - 1)]
    while left:
        first, last = left.pop()
        between = np.arange(first, last + 1)
        away = np.abs(traces[between] - np.interp(between, [first, last], traces[[first, last]]))
        if away.max() > SIMPLE:
            middle = first + int(away.argmax())
            kept.add(middle)
            left += [(first, middle), (middle, last)]
    return np.array(sorted(kept))


def _stick_on_line(geometry: Geometry, fault: int, points: np.ndarray) -> FaultStick | None:
    """A stick on the inline or crossline that its points lie on, None where they lie on none."""
    for axis, direction in enumerate((Direction.INLINE, Direction.CROSSLINE)):
        index = round(float(np.median(points[:, axis])))
        if geometry.is_2d and direction is Direction.CROSSLINE:
            continue
        if np.abs(points[:, axis] - index).max() <= ON_A_LINE / 2 and 0 <= index < geometry.count(direction):
            placed = list(zip(points[:, 1 - axis].tolist(), points[:, 2].tolist()))
            return stick_through(geometry.section(direction, index), placed, fault, geometry.section_shape(direction))
    return None
