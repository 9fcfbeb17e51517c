"""The layer model of a project as a run: solved from its strokes, kept in the run folder, read again to predict."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.errors import LabelsError, ModelError
from seisviewer.labels.class_kind import ClassKind
from seisviewer.labels.classes import ClassTable
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.labels.stroke_verdict import ALWAYS, Verdict
from seisviewer.labels.strokes_apart import drawn_labels, painted_when
from seisviewer.predictions.layer_predictor import LayerPredictor, survey_line
from seisviewer.progress import Notice, Progress
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.structure.class_model import fit_classes
from seisviewer.structure.doubted_strokes import DoubtedStroke
from seisviewer.structure.drawn_boundaries import DrawnLine
from seisviewer.structure.drawn_faults import faults_in
from seisviewer.structure.faults import Faults
from seisviewer.structure.followed_line import FollowedLine, Line, follow
from seisviewer.structure.layer_model import LayerModel
from seisviewer.structure.line_network import STEP
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, Direction, Geometry, SectionId
from seisviewer.volumes.half_live_lines import half_live_lines, has_reflectors
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.layer_files import load_layers, save_layers
from seisviewer.workflows.run_record import recorded
from seisviewer.workflows.runs.earlier_run import EarlierRun
from seisviewer.workflows.survey_slopes import kept_slopes

KIND = "layers"
WITH_LAYERS = (KIND, "fused")  # kinds of runs that hold a layer model
FILE = "layers.npz"
NAMED = 3  # doubted strokes that a notice tells the place of
APART = 25  # lines between two that are solved; those between are carried to
MOST_NODES = 5000  # solved at once; the time grows a little faster than their number
DOUBTFUL = 0.8  # share of held-out strokes inside their layer below which a class is named


def train_layers(
    project: Project, volume: Volume, again: EarlierRun | None = None
) -> Generator[Progress | Notice, None, Run]:
    """Solve the boundaries between the painted classes over the survey; returns the finished run. again: an earlier run,
    whose labels count in place of today's.

    Strokes on inlines and crosslines count, and the boundaries drawn there. Raises LabelsError while they name fewer
    than two classes.
    """
    began = time.monotonic()
    snapshot = again.snapshot if again else project.snapshot()
    painted = painted_lines(snapshot)
    drawn = drawn_lines(snapshot)
    classes = require_two_classes(painted, drawn)
    lines = lines_to_solve(volume.geometry, tuple(painted), bounded_sections(snapshot))
    settings = {
        "classes": classes,
        "class_names": {str(number): snapshot.classes.name_of(number) for number in classes},
        "labelled_sections": [
            str(section) for section in dict.fromkeys((*snapshot.labelled_sections, *bounded_sections(snapshot)))
        ],
        "checking_sections": sorted(map(str, snapshot.checking)),
        "lines": [str(section) for section in lines],
    }
    run = project.new_run(KIND, settings, like=again.run if again else None)
    metrics: dict[str, Any] = {}
    with recorded(project, run, lambda: metrics | {"seconds": round(time.monotonic() - began, 1)}):
        when = {section: painted_when(snapshot, section) for section in painted}
        said = {"when": when, "kinds": snapshot.classes.kinds, "faults": faults_in(snapshot)}
        model = yield from solve_layers(volume, painted, lines, drawn, **said)
        save_layers(run.folder / FILE, model)
        metrics |= layer_measures(model)
        yield from layer_doubts(model, snapshot)
    return project.run(run.number)


def solve_layers(
    volume: Volume,
    painted: Mapping[SectionId, np.ndarray],
    lines: Sequence[SectionId],
    drawn: Sequence[DrawnLine] = (),
    followed: Callable[[Line], FollowedLine] = follow,
    when: Mapping[SectionId, np.ndarray] | None = None,
    kinds: Mapping[int, ClassKind] | None = None,
    faults: Faults = Faults(),
    *,
    checked: bool = True,
) -> Generator[Progress, None, LayerModel]:
    """The layer model of strokes on some lines, with a path through its bodies where some classes are none.

    painted: as `painted_lines` gives them, all of them among `lines`; when: as `painted_when` gives them. drawn: as
    `drawn_lines` gives them, on any line. followed: gives a line with its slopes, which may be known from before.
    kinds: what the user says of the classes. checked: as in `fit_classes`."""
    grid = kept_slopes(volume)
    read = []
    for done, section in enumerate(lines):
        yield Progress(done, len(lines), tr("reading {section}").format(section=section))
        read.append(survey_line(volume.geometry, section, volume.section(section), grid))
    strokes = {str(section): labels for section, labels in painted.items()}
    made = {str(section): numbers for section, numbers in (when or {}).items()}
    return (yield from fit_classes(read, strokes, kinds, followed, drawn, made, faults, checked=checked))


def latest_layers(project: Project, number: int | None = None) -> Run:
    """The finished run with layers of that number, or the last one; raises ModelError where there is none."""
    finished = [run for run in project.runs() if run.kind in WITH_LAYERS and run.state == "finished"]
    found = [run for run in finished if number in (None, run.number)]
    if not found:
        which = (
            tr("no finished layer run")
            if number is None
            else tr("no finished layer run {number}").format(number=number)
        )
        raise ModelError(
            tr("{folder} has {which}: train with --method layers first.").format(folder=project.folder, which=which)
        )
    return found[-1]


def layer_predictor(run: Run, volume: Volume) -> LayerPredictor:
    """The layer model of a run with layers, ready to predict; ModelError where its file is damaged or of another survey."""
    return layers_of_file(run.folder / FILE, volume, run.key, run.labels_version)


def layers_of_file(path: Path, volume: Volume, name: str = "", labels_version: int = 0) -> LayerPredictor:
    """The layer model in the file of a run; raises as `layer_predictor`."""
    model, geometry = load_layers(path), volume.geometry
    if model.samples != geometry.samples.count:
        raise ModelError(
            tr("{folder} has {samples} samples a trace and the survey {count}.").format(
                folder=path, samples=model.samples, count=geometry.samples.count
            )
        )
    return LayerPredictor(model, geometry, name, labels_version, grid=kept_slopes(volume))


def require_two_classes(painted: Mapping[SectionId, np.ndarray], drawn: Sequence[DrawnLine]) -> list[int]:
    """The class numbers painted or bounded on lines, ascending; LabelsError where there are fewer than two."""
    classes = {int(number) for labels in painted.values() for number in np.unique(labels)}
    classes = (classes | {number for line in drawn for number in (line.above, line.below)}) - {UNLABELLED}
    if len(classes) < 2:
        raise LabelsError(
            tr("Layers need strokes of two classes on inlines or crosslines of two traces or more: paint a second one.")
        )
    return sorted(classes)


def painted_lines(snapshot: LabelSnapshot) -> dict[SectionId, np.ndarray]:
    """Class numbers (traces, samples) of what was painted in the plane of each inline and crossline, UNLABELLED elsewhere:
    where a line merely crosses a painted one it says nothing new. On a section of one trace there is nothing to follow;
    those that are for checking only are left out."""
    lines = [section for section in snapshot.taught_sections if section not in snapshot.checking]
    lines = [section for section in lines if has_reflectors(snapshot.geometry, section.direction)]
    painted = {section: _carried(snapshot, section) for section in lines}
    return {section: labels for section, labels in painted.items() if (labels != UNLABELLED).any()}


def _carried(snapshot: LabelSnapshot, section: SectionId) -> np.ndarray:
    """`drawn_labels` without what lies on a line that is for checking only."""
    held = snapshot.held_for_checking(section.direction, snapshot.geometry.index(section))
    return np.where(held, np.int8(UNLABELLED), drawn_labels(snapshot, section))


def learned_lines(snapshot: LabelSnapshot) -> dict[SectionId, np.ndarray]:
    """The same without what is held back."""
    learned = {}
    for section, labels in painted_lines(snapshot).items():
        held = snapshot.held(section.direction, snapshot.geometry.index(section))
        learned[section] = np.where(held, np.int8(UNLABELLED), labels)
    return {section: labels for section, labels in learned.items() if (labels != UNLABELLED).any()}


def drawn_lines(snapshot: LabelSnapshot) -> tuple[DrawnLine, ...]:
    """The boundaries drawn on inlines and crosslines, the newest last, without those that were set aside."""
    geometry, lines = snapshot.geometry, []
    for stroke in snapshot.boundaries_that_count:
        across = np.full(len(stroke.depths), geometry.index(stroke.section))
        along = stroke.rows
        places = (across, along) if stroke.section.direction is Direction.INLINE else (along, across)
        # To the solution the middle of sample 7 lies at 7.5.
        depths = stroke.depths.astype(float) + 0.5
        made = ALWAYS if stroke.verdict is Verdict.KEPT else stroke.action
        lines.append(
            DrawnLine(str(stroke.section), *stroke.classes, geometry.places(*places), depths, stroke.row, made)
        )
    return tuple(lines)


def bounded_sections(snapshot: LabelSnapshot) -> tuple[SectionId, ...]:
    """The sections on which a boundary was drawn that is not set aside."""
    sections = dict.fromkeys(line.section for line in snapshot.boundaries_that_count)
    return tuple(section for section in sections if has_reflectors(snapshot.geometry, section.direction))


def lines_to_solve(
    geometry: Geometry, labelled: tuple[SectionId, ...], bounded: tuple[SectionId, ...] = ()
) -> tuple[SectionId, ...]:
    """The labelled lines, those with a boundary, and as many others, at least half live and evenly spaced, as can be solved
    at once. Where boundaries lie on very many lines (a horizon of the whole survey), they count where they cross those
    solved, and not all of their lines are."""
    room = MOST_NODES - sum(geometry.section_shape(section.direction)[0] // STEP for section in labelled)
    bounded = tuple(section for section in bounded if section not in labelled)
    if bounded:
        nodes = max(1, max(geometry.section_shape(section.direction)[0] // STEP for section in bounded))
        count = min(len(bounded), max(1, room // (2 * nodes)))
        places = np.unique(np.linspace(0, len(bounded) - 1, count).round().astype(int))
        labelled += tuple(bounded[place] for place in places)
        room -= len(places) * nodes
    chosen = list(labelled)
    for direction in (each for each in LINES if not geometry.is_2d and has_reflectors(geometry, each)):
        nodes = max(1, geometry.section_shape(direction)[0] // STEP)
        full = half_live_lines(geometry, direction)
        reach = geometry.index(full[-1]) - geometry.index(full[0]) if full else 0
        count = min(1 + reach // APART, len(full), max(2, room // (2 * nodes)))
        places = np.unique(np.linspace(0, len(full) - 1, count).round().astype(int)) if full else []
        chosen += [full[place] for place in places if full[place] not in labelled]
    return tuple(chosen)


def layer_measures(model: LayerModel) -> dict[str, Any]:
    """What held-out strokes said of a model, ready for the metrics of a run."""
    held_out = model.held_out
    return {
        "held_out_inside": {str(number): round(share, 3) for number, share in held_out.inside.items()},
        "held_out_score": None if model.score is None else round(model.score, 3),
        "widening": None if held_out.widening is None else round(held_out.widening, 2),
        "strokes_taken_for_middles": held_out.along_the_middle,
        "kinds": {str(number): str(kind) for number, kind in model.kinds.items()},
    } | _body_measures(model)


def _body_measures(model: LayerModel) -> dict[str, Any]:
    if model.bodies is None or model.evidence is None:
        return {}
    return {
        "order": list(model.bodies.order),
        "presence": {str(number): round(share, 3) for number, share in model.evidence.presence.items()},
        "boundaries_believed": [list(group) for group in model.bodies.groups],
        "softening": model.bodies.softening,
        "path_share": round(model.bodies.share, 3),
    }


def layer_doubts(model: LayerModel, snapshot: LabelSnapshot) -> Generator[Notice, None, None]:
    """Say which classes do not lie as layers do, or are not found, or that nothing could be checked."""
    if model.held_out.widening is None if model.bodies is None else not model.right:
        yield Notice(
            tr("Too few strokes to hold some out: nothing says how far the answer can be believed. Paint more.")
        )
    doubtful = [snapshot.classes.name_of(number) for number, share in model.right.items() if share < DOUBTFUL]
    if doubtful and model.bodies is not None and model.bodies.bodies:
        yield Notice(
            tr("Strokes of {doubtful} that were held out were often answered wrong: paint more of them.").format(
                doubtful=", ".join(doubtful)
            )
        )
    elif doubtful:
        yield Notice(
            tr(
                "Strokes of {doubtful} that were held out often lay outside their layer: these classes "
                "may be no layers, or need more strokes."
            ).format(doubtful=", ".join(doubtful))
        )
    bodies = [snapshot.classes.name_of(number) for number, kind in model.kinds.items() if kind is ClassKind.BODY]
    if bodies:
        yield Notice(
            tr(
                "Taken for bodies: {bodies}. They are told by texture and place, and by what lies above "
                "and below; the class list says what is a layer or a body."
            ).format(bodies=", ".join(bodies))
        )
    if model.doubted:
        yield Notice(doubted_in_words(model.doubted, snapshot.classes))


def doubted_in_words(doubted: Sequence[DoubtedStroke], classes: ClassTable) -> str:
    """Which strokes the answer does not honour, and why, in a sentence or two."""
    told = []
    for stroke in doubted[:NAMED]:
        names = tr(" over ").join("?" if number == UNLABELLED else classes.name_of(number) for number in stroke.classes)
        why = tr(", which newer strokes contradict") if stroke.set_aside else ""
        told.append(
            tr("{names} on {line}, traces {first}–{last}{why}").format(
                names=names, line=stroke.line, first=stroke.first, last=stroke.last, why=why
            )
        )
    count = tr("{count} strokes are").format(count=len(doubted)) if len(doubted) > 1 else tr("A stroke is")
    more = tr("; and {count} more").format(count=len(doubted) - NAMED) if len(doubted) > NAMED else ""
    return tr("{count} not honoured: {told}{more}. Erase what is wrong, or paint over the answer where it is.").format(
        count=count, told="; ".join(told), more=more
    )
