"""The classes of a survey from strokes: boundaries along reflectors where they are layers, texture in an order where not.

Which of the two a class is, the user says or the strokes do: strokes that were held out say whether the classes lie as
layers do, and where they do not, a class that texture finds on few traces only is no layer but a body (or one that
pinches out); where there is none, layers that may be missing from a trace answer in place of those that may not
(`unlike_layers`). They must be of most classes (`tells_of_most`): what holds of two layers does not of a body beside them.
Strokes see no layer that goes on where its class is absent: nobody paints what is not there. So a class that
texture finds hardly anywhere is a body whatever they say. As long as strokes of too few classes can be held out, that is a
guess, and both answer together (`path_share`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from seisviewer.labels.class_kind import ClassKind
from seisviewer.progress import Progress
from seisviewer.structure.bodies.believed_strokes import believed_strokes
from seisviewer.structure.bodies.body_path import SOFTENING, BodyPath
from seisviewer.structure.bodies.class_path import order_of_maps
from seisviewer.structure.bodies.main_horizon import MainHorizon, find_horizon
from seisviewer.structure.bodies.path_check import BodyEvidence, PathCheck, check_path
from seisviewer.structure.bodies.path_share import path_share
from seisviewer.structure.bodies.stroke_forest import Look, StrokeSamples, look_at, stroke_samples
from seisviewer.structure.drawn_boundaries import DrawnLine
from seisviewer.structure.faults import Faults
from seisviewer.structure.followed_line import FollowedLine, Line, follow
from seisviewer.structure.held_out_answers import FOLDS
from seisviewer.structure.layer_model import (
    STAGES,
    HeldOut,
    LayerModel,
    LayerProblem,
    fit_layers,
    pose_layers,
    solve_problem,
)
from seisviewer.structure.stroke_observations import UNPAINTED, PaintedStroke, StrokeStart, painted_strokes
from seisviewer.translation import tr

LAYERS_HOLD = 0.95  # mean share of held-out strokes inside their layer from which on classes lie as layers do
# The same below which they do so hardly, and below which not at all. Strokes that are wrong or off the middle leave more.
HARDLY, NOT_AT_ALL = 0.85, 0.75
TESTED = 0.5  # share of the classes of which strokes are held out at least, for these to tell of the rest
LOOSELY, ASTRAY = 5.0, 10.0  # the widening up to which strokes may be painted loosely, and from which on that cannot be all
PRESENT = 0.35  # share of the traces of the survey on which a layer is found at least
PRESENT_HELD, MANY = 0.15, 2  # the same where held-out strokes lie as layers do, of a class with so many strokes
ELSEWHERE = 4  # lines without a stroke, fewer of which do not tell where such a class is absent
PRESENT_UNTESTED = 0.25  # the same where no strokes could be held out
PRESENT_PAINTED_ONCE = 0.05  # the same of a class with one stroke where most are painted on more lines
# Share of the traces of the survey on which a layer beside bodies is found at least whose boundaries are solved: those of
# one that pinches out would be drawn where it is not.
THROUGHOUT = 0.6
HOLDS = 0.8  # share of held-out strokes inside their layer from which on its boundaries are believed beside the path
BAND = 6.0  # samples beside a drawn line in which a class that nobody painted is looked at
JUDGED = 8  # lines on which texture is compared


def fit_classes(
    lines: Sequence[Line],
    painted: Mapping[str, np.ndarray],
    kinds: Mapping[int, ClassKind] | None = None,
    followed: Callable[[Line], FollowedLine] = follow,
    drawn: Sequence[DrawnLine] = (),
    made: Mapping[str, np.ndarray] | None = None,
    faults: Faults = Faults(),
    *,
    checked: bool = True,
) -> Generator[Progress, None, LayerModel]:
    """The model of the painted classes: of layers alone, or with a path through those that are bodies
    (`LayerModel.bodies`).

    lines, painted, followed, drawn, made, faults: as in `fit_layers`. kinds: by class number, what the user says;
    others are decided. checked: whether strokes are held out to tell how often a path through bodies is right; the answer
    is the same without. Raises LabelsError where fewer than two classes are painted or named by a line.
    """
    problem = yield from pose_layers(lines, painted, followed=followed, drawn=drawn, made=made, faults=faults)
    kinds = {number: (kinds or {}).get(number, ClassKind.DECIDE) for number in problem.order}
    strokes = painted_strokes(painted, made)
    is_tested = tells_of_most(problem.held_out, len(problem.order))
    seen_as_layers = is_tested and problem.held_out.score is not None and problem.held_out.score >= LAYERS_HOLD
    unpainted = set(kinds) - {stroke.number for stroke in strokes}
    elsewhere = sum(part.line.name not in painted for part in problem.network.lines)
    to_ask = not seen_as_layers or elsewhere >= ELSEWHERE
    # Classes named by lines alone are bounded: where the user names no body, all is taken for layers.
    open_question = ClassKind.DECIDE in kinds.values() and to_ask and not unpainted
    if not (open_question or ClassKind.BODY in kinds.values()):
        return (yield from solve_problem(problem))
    seen = beside_lines(problem, painted, unpainted) if unpainted else painted
    looks = painted_strokes(seen, made)
    if not set(kinds) <= {stroke.number for stroke in looks}:
        return (yield from solve_problem(problem))  # named on lines that are not among those solved
    textures = yield from _compare_textures(
        problem, seen, looks, {strokes[number].start for number in problem.aside.strokes}
    )
    told = {number for number, kind in kinds.items() if kind is ClassKind.BODY}
    presence = textures.presence() if open_question else {}
    decided = {number: share for number, share in presence.items() if kinds[number] is ClassKind.DECIDE}
    if seen_as_layers:
        least = _hardly_present(decided, strokes)
    else:
        some_wrong = len(textures.strokes) < len(looks)
        least = _least_presence(decided, strokes, tested=is_tested, some_wrong=some_wrong)
    found = {number for number, share in decided.items() if share < least[number]}
    if not told | found:
        unlike = unlike_layers(problem.held_out) if open_question else 0.0
        if not unlike:
            return (yield from solve_problem(problem))
        check = check_path(textures.path, textures.strokes, textures.looks) if checked else PathCheck()
        return (yield from _with_share(problem, textures.path, unlike, BodyEvidence(presence, check), drawn))
    yield Progress(1 + FOLDS, STAGES, tr("checking with strokes held out"))
    bodies = tuple(sorted(told | found))
    path = replace(textures.path, bodies=bodies)
    if not told and not is_tested:
        evidence = BodyEvidence(presence, PathCheck())
        share = max(path_share(decided, least), unlike_layers(problem.held_out))
        return (yield from _with_share(problem, path, share, evidence, drawn))
    unbounded = {*bodies, *without_boundaries(decided, drawn)}
    layers = _bounded(problem, [number for number in problem.order if number not in unbounded], strokes)
    check = check_path(path, textures.strokes, textures.looks) if checked else PathCheck()
    check = replace(check, right={number: share for number, share in check.right.items() if number not in unpainted})
    if len(layers) < 2:
        model = yield from solve_problem(problem)
    else:
        model = yield from _fit_others(problem, painted, layers, made)
        path = replace(path, groups=_groups(model, drawn))
    return replace(model, bodies=path, evidence=BodyEvidence(presence, check))


def tells_of_most(held_out: HeldOut, classes: int) -> bool:
    """Whether strokes of most classes could be held out. Strokes of a few that lie as layers do say nothing of the rest."""
    return len(held_out.inside) >= TESTED * classes


def unlike_layers(held_out: HeldOut) -> float:
    """How far classes do not lie as layers do though none is found to be a body, 0–1: so far the path answers, in which
    a layer may be missing from a trace. Strokes must be found outside their layers, and far off."""
    if held_out.score is None or held_out.widening is None:
        return 0.0
    outside = np.clip((HARDLY - held_out.score) / (HARDLY - NOT_AT_ALL), 0.0, 1.0)
    off = np.clip((held_out.widening - LOOSELY) / (ASTRAY - LOOSELY), 0.0, 1.0)
    return float(outside * off)


def _with_share(
    problem: LayerProblem, path: BodyPath, share: float, evidence: BodyEvidence, drawn: Sequence[DrawnLine]
) -> Generator[Progress, None, LayerModel]:
    """The layer model of all classes and the path beside it, which both answer."""
    model = yield from solve_problem(problem)
    path = replace(path, groups=_groups(model, drawn), share=share, bodies=path.bodies if share >= 0.5 else ())
    return replace(model, bodies=path, evidence=evidence)


def _least_presence(
    classes: Iterable[int], strokes: Sequence[PaintedStroke], *, tested: bool, some_wrong: bool
) -> dict[int, float]:
    """By class number, on which share of all traces texture finds a layer at least. tested: strokes could be held out.
    some_wrong: a stroke was not believed.

    Of a class with one stroke, where most are painted on more lines, texture knows one place only, and the others win on
    the lines where it is not painted. So it is, wherever others have more strokes, where some are wrong: its own may be
    among those.
    """
    names = {number: [stroke.name for stroke in strokes if stroke.number == number] for number in classes}
    usual = float(np.median([len(each if some_wrong else set(each)) for each in names.values()])) if names else 0.0
    least = PRESENT if tested else PRESENT_UNTESTED
    return {number: PRESENT_PAINTED_ONCE if len(each) == 1 < usual else least for number, each in names.items()}


def _hardly_present(classes: Iterable[int], strokes: Sequence[PaintedStroke]) -> dict[int, float]:
    """The same where the strokes that were held out lie as layers do: only a class that is found hardly anywhere is none."""
    painted = Counter(stroke.number for stroke in strokes)
    return {number: PRESENT_HELD if painted[number] >= MANY else 0.0 for number in classes}


def without_boundaries(presence: Mapping[int, float], drawn: Iterable[DrawnLine]) -> set[int]:
    """The classes beside bodies whose boundaries are not solved, since texture finds them on too few traces. presence: by
    class number, the share of those, of the classes that the user says nothing of; what he draws counts."""
    named = {number for line in drawn for number in (line.above, line.below)}
    return {number for number, share in presence.items() if share < THROUGHOUT} - named


def beside_lines(
    problem: LayerProblem, painted: Mapping[str, np.ndarray], classes: Collection[int]
) -> dict[str, np.ndarray]:
    """What was painted, and a band of the classes that were not beside the lines that name them: there is no other place at
    which it is known what they look like."""
    banded = {name: labels.copy() for name, labels in painted.items()}
    solved = {part.line.name for part in problem.network.lines}
    for line in problem.lines:
        if line.name not in solved:
            continue
        empty = np.full(problem.network.of(line.name).line.amplitudes.shape, UNPAINTED, np.int8)
        labels = banded.setdefault(line.name, empty)
        middles = np.arange(labels.shape[1])[None] + 0.5
        below = middles - line.depths[:, None]
        rows = labels[line.first : line.first + len(line.depths)]
        for number, away in ((line.above, -below), (line.below, below)):
            if number in classes:
                rows[(away > 0) & (away < BAND) & (rows == UNPAINTED)] = number
    return {name: labels for name, labels in banded.items() if (labels != UNPAINTED).any()}


def _bounded(problem: LayerProblem, layers: Sequence[int], strokes: Sequence[PaintedStroke]) -> list[int]:
    """Those of the layers that strokes, or lines between two of them, name."""
    named = {stroke.number for stroke in strokes}
    for line in problem.lines:
        named |= {line.above, line.below} if {line.above, line.below} <= set(layers) else set()
    return [number for number in layers if number in named]


def _fit_others(
    problem: LayerProblem,
    painted: Mapping[str, np.ndarray],
    layers: Sequence[int],
    made: Mapping[str, np.ndarray] | None,
) -> Generator[Progress, None, LayerModel]:
    """The layer model of some of the classes, on the same lines. painted: what the user painted."""
    lines = {part.line.name: part.followed for part in problem.network.lines}
    strokes = {name: np.where(np.isin(labels, layers), labels, -1) for name, labels in painted.items()}
    among = [line for line in problem.lines if {line.above, line.below} <= set(layers)]
    return (
        yield from fit_layers(
            [each.line for each in lines.values()],
            strokes,
            followed=lambda line: lines[line.name],
            drawn=among,
            made=made,
            faults=problem.network.faults,
        )
    )


def _groups(model: LayerModel, drawn: Sequence[DrawnLine]) -> tuple[tuple[int, ...], ...]:
    """The layers from top to base, those together between which the model is not to be believed."""
    inside, between = model.held_out.inside, {(line.above, line.below) for line in drawn}
    groups = [[model.order[0]]]
    for above, below in zip(model.order[:-1], model.order[1:]):
        holds = min(inside.get(above, 0.0), inside.get(below, 0.0)) >= HOLDS
        if holds or (above, below) in between:
            groups.append([below])
        else:
            groups[-1].append(below)
    return tuple(tuple(group) for group in groups)


@dataclass(frozen=True)
class _Textures:
    """The path before it is known what layers say. strokes: which its samples come from. looks: by name, of the lines
    on which it is judged; likelihoods: likewise, what the trees say of these."""

    path: BodyPath
    strokes: Sequence[PaintedStroke] = field(repr=False, compare=False)
    looks: Mapping[str, Look] = field(repr=False, compare=False)
    likelihoods: Mapping[str, np.ndarray] = field(repr=False, compare=False)

    def presence(self) -> dict[int, float]:
        """On which share of all traces each class is found, by number, while none is taken for a body."""
        found = []
        for name, look in self.looks.items():
            best = self.path.solved(self.path.scores(look, self.likelihoods[name]), look).argmax(axis=2)
            found.append(np.stack([(best == place).any(axis=1) for place in range(len(self.path.classes))], axis=1))
        shares = np.concatenate(found).mean(axis=0)
        return {number: float(share) for number, share in zip(self.path.classes, shares, strict=True)}


def _compare_textures(
    problem: LayerProblem,
    painted: Mapping[str, np.ndarray],
    strokes: Sequence[PaintedStroke],
    contradicted: Collection[StrokeStart],
) -> Generator[Progress, None, _Textures]:
    """contradicted: where the strokes begin that the layer model set aside."""
    now = Progress(1 + FOLDS, STAGES, tr("comparing textures"))
    yield now
    parts = [part.followed for part in problem.network.lines]
    mine = [part for part in parts if part.line.name in painted]
    others = [part for part in parts if part.line.name not in painted]
    faults = problem.network.faults
    horizon = find_horizon([part.line for part in mine], [part.line for part in others], faults)
    room = max(JUDGED - len(mine), 0)
    between = np.unique(np.linspace(0, len(others) - 1, room).round().astype(int)) if others and room else []
    looks = {}
    for part in [*mine, *(others[place] for place in between)]:
        yield now
        looks[part.line.name] = look_at(part, horizon, faults)
    yield now
    believed = believed_strokes(strokes, contradicted, looks)
    yield now
    samples = stroke_samples(believed, looks)
    likelihoods = {}
    for name, look in looks.items():
        yield now
        likelihoods[name] = samples.on_line(look.values, samples.classes)
    return _Textures(_path(problem, samples, horizon, likelihoods), believed, looks, likelihoods)


def _path(
    problem: LayerProblem, samples: StrokeSamples, horizon: MainHorizon, likelihoods: Mapping[str, np.ndarray]
) -> BodyPath:
    classes = samples.classes
    maps = [each.argmax(axis=2) for each in likelihoods.values()]
    order = order_of_maps(maps, [classes.index(number) for number in problem.order])
    return BodyPath(classes, (), tuple(classes[place] for place in order), samples, horizon, (), SOFTENING)
