"""The doubted strokes of a project as its last layers left them, named by where they lie, and what the user says of one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seisviewer.errors import BadRequest, LabelsError, ModelError
from seisviewer.labels.stroke_verdict import Verdict
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SectionId
from seisviewer.workflows.layer_files import load_layers
from seisviewer.workflows.layer_run import FILE, latest_layers
from seisviewer.workflows.stroke_doubts import Doubt, stroke_doubts

NEAR = 1.0  # samples beside a stroke that still count as on it: a drawn line has no thickness


def last_run_with_layers(project: Project) -> Run | None:
    try:
        return latest_layers(project, None)
    except ModelError:
        return None


def doubts_of(project: Project, run: Run | None) -> tuple[Doubt, ...]:
    """Those that a run with layers doubts and that are still there, and what the user keeps or has set aside, by section
    and place. Raises ModelError where the file of the run is damaged."""
    told = () if run is None else load_layers(run.folder / FILE).doubted
    return tuple(sorted(stroke_doubts(project.snapshot(), told), key=_place))


def stroke_name(doubt: Doubt, geometry: Geometry) -> str:
    """“inline_130:410:812”: its section, the line that crosses it in its middle (of a 2D line, the trace), and the depth
    there in the unit of the survey."""
    row, sample = doubt.place.middle
    depth = geometry.samples.start + geometry.samples.interval * round(sample)
    return f"{doubt.place.section}:{_across(geometry, doubt.place.section).number(int(row))}:{depth:g}"


def doubt_named(doubts: Sequence[Doubt], name: str, geometry: Geometry, number: int | None = None) -> Doubt:
    """The one that lies where a name says; number: a class that it must have. Raises BadRequest for what is no name,
    LabelsError where none lies there, or several do."""
    section, line, depth = _parsed(name)
    sample = (depth - geometry.samples.start) / geometry.samples.interval
    there = [doubt for doubt in doubts if doubt.place.section == section and number in (None, *doubt.classes)]
    row = (line - _across(geometry, section).start) / _across(geometry, section).step
    found = [doubt for doubt in there if _lies_on(doubt, row, sample)]
    found = [doubt for doubt in found if stroke_name(doubt, geometry) == name.strip()] or found
    if not found:
        raise LabelsError(
            tr("No doubted stroke lies at {name}: “labels doubts” lists those there are.").format(name=name)
        )
    if len(found) > 1:
        raise LabelsError(
            tr("{count} doubted strokes lie at {name}: say which with --class.").format(count=len(found), name=name)
        )
    return found[0]


def judge(project: Project, doubt: Doubt, verdict: Verdict) -> None:
    """Take the user's verdict on a stroke as one action. Raises LabelsError where it changes paint of a locked class."""
    number = doubt.classes[0]
    changes_paint = len(doubt.classes) == 1 and Verdict.ASIDE in (verdict, doubt.verdict)
    if changes_paint and number in project.classes.locked:
        raise LabelsError(
            tr("“{number}” is locked: unlock it in the window first.").format(number=project.classes.name_of(number))
        )
    project.commit([doubt.judged(verdict)])


def _lies_on(doubt: Doubt, row: float, sample: float) -> bool:
    at = round(row) - doubt.place.row
    if not 0 <= at < len(doubt.place.tops):
        return False
    return bool(doubt.place.tops[at] - NEAR <= sample <= doubt.place.bases[at] + NEAR)


def _across(geometry: Geometry, section: SectionId) -> LineAxis:
    return geometry.crosslines if section.direction is Direction.INLINE else geometry.inlines


def _parsed(name: str) -> tuple[SectionId, float, float]:
    match = re.fullmatch(r"(\w+[_:]-?\d+):(-?[\d.]+):(-?[\d.]+)", name.strip())
    try:
        section, line, depth = SectionId.parse(match[1]), float(match[2]), float(match[3])
    except (TypeError, ValueError, BadRequest) as error:
        raise BadRequest(
            tr(
                "“{name}” names no stroke: write section:line:depth as “labels doubts” does, such as "
                "inline_130:410:812."
            ).format(name=name)
        ) from error
    return section, line, depth


def _place(doubt: Doubt) -> tuple[str, int, float, tuple[int, ...]]:
    place = doubt.place
    return place.section.direction, place.section.number, place.middle[1], doubt.classes
