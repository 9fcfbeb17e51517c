"""The layer model: reflectors carry the strokes over a survey, without any network.

It assumes that classes follow one another from top to base and that their boundaries run along reflectors. Held-out strokes
say how far that is true (`HeldOut`), so that whoever asks can rely on something else where it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from seisviewer.errors import LabelsError
from seisviewer.labels.class_kind import ClassKind
from seisviewer.labels.stroke_verdict import ALWAYS
from seisviewer.progress import Progress, translated
from seisviewer.structure.boundary_solution import (
    DepthObservation,
    Solution,
    SolutionSettings,
    solving,
    with_ends,
)
from seisviewer.structure.confirmed_boundaries import less_sure, lying_elsewhere
from seisviewer.structure.contradictions import SetAside, set_aside
from seisviewer.structure.doubted_strokes import DoubtedStroke, doubted_strokes
from seisviewer.structure.drawn_boundaries import DrawnBoundaries, DrawnLine, draw_on
from seisviewer.structure.event_choice import Horizons, choose_events, horizon_catalogue, settle_on_events
from seisviewer.structure.fault_steps import stepped
from seisviewer.structure.faults import Faults
from seisviewer.structure.first_boundaries import first_boundaries, stroke_depths
from seisviewer.structure.followed_line import FollowedLine, Line, follow
from seisviewer.structure.held_out_answers import FOLDS, NEAR, HeldOutAnswers
from seisviewer.structure.horizon_tracking import track_boundaries
from seisviewer.structure.layer_confidence import FLOOR, Boundary, probabilities_at
from seisviewer.structure.layer_order import layer_order
from seisviewer.structure.line_network import STEP, LineNetwork, line_network
from seisviewer.structure.stroke_observations import Observations, observe
from seisviewer.structure.stroke_pairs import boundary_strokes
from seisviewer.structure.told_blocks import told_by, with_unknown_throws
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.structure.bodies.body_path import BodyPath
    from seisviewer.structure.bodies.path_check import BodyEvidence

SETTINGS = SolutionSettings()
FINE = 3000  # nodes; where there would be more, they lie twice as far apart
HELD_OUT_DRAWS, DRAWS = 30, 40
TRACKING_ROUNDS = 3
EVENT_ROUNDS = 2
LOOSE = 2.0  # the widening from which on strokes are not taken for the middle of their layers (there it is 0.8–1.5)
LOOSE_OFFSET = 0.15  # of the thickness
LEAST_LIKELY = 0.01  # probability of an event below which it is left out
EVENT_DEVIATION = 3.0  # samples of a boundary about the event that it lies on
STAGES = 2 + FOLDS + TRACKING_ROUNDS
NORMAL_MEDIAN = 0.6745  # of the absolute value of a standard normal number
WIDENING = 0.75  # from the spread of held-out strokes to the scale of Student's t
UNTESTED = 2.0  # the widening where too few strokes are held out to tell

Result = TypeVar("Result")


@dataclass(frozen=True)
class HeldOut:
    """What strokes that were held out said. inside: by class number, the share of their traces that lay inside their
    layer. widening: by how much the posterior is too narrow; 1.4–2 where strokes lie along the middle of layers, 3–6
    where they are painted loosely, more where the classes are no layers. None where too few strokes could be held out.
    answers: where they lie, with boundaries as the other strokes give them, before events are chosen."""

    inside: Mapping[int, float]
    widening: float | None
    answers: HeldOutAnswers | None = field(default=None, repr=False, compare=False)

    @property
    def along_the_middle(self) -> bool:
        """Whether strokes were found to lie along the middle of their layers, so that they say where boundaries are."""
        return self.widening is not None and self.widening <= LOOSE

    @property
    def score(self) -> float | None:
        """The mean of these shares over the classes; None where no stroke could be held out."""
        return sum(self.inside.values()) / len(self.inside) if self.inside else None


@dataclass(frozen=True)
class SolvedLine:
    """name: of the section. first: number of its first node. nodes: trace of each node. count: traces."""

    name: str
    first: int
    nodes: np.ndarray = field(repr=False, compare=False)
    count: int

    def on_traces(self, values: np.ndarray) -> np.ndarray:
        """Values at all nodes (nodes, columns) at every trace of this line."""
        columns = values[self.first : self.first + len(self.nodes)].T
        return np.stack([np.interp(np.arange(self.count), self.nodes, column) for column in columns], axis=1)

    def depths(self, values: np.ndarray, places: np.ndarray, faults: Faults) -> np.ndarray:
        """The same for depths, which may jump at faults. places: (traces, 2)."""
        columns = values[self.first : self.first + len(self.nodes)].T
        return np.stack([stepped(faults, places, self.nodes, column) for column in columns], axis=1)


@dataclass(frozen=True)
class LayerModel:
    """order: class numbers from top to base. boundaries: at the nodes; boundary k lies between order[k] and order[k +
    1]. places: (nodes, 2), where they lie on the grid of the survey, in traces. samples: of a trace. doubted: the
    strokes that it does not honour. bodies: where some classes are no layers, what answers for all classes, beside the
    boundaries of those that are; evidence: why (both None otherwise). faults: those that boundaries jump at."""

    order: tuple[int, ...]
    boundaries: tuple[Boundary, ...] = field(repr=False)
    places: np.ndarray = field(repr=False, compare=False)
    samples: int
    lines: tuple[SolvedLine, ...]
    held_out: HeldOut
    doubted: tuple[DoubtedStroke, ...] = ()
    bodies: BodyPath | None = field(default=None, repr=False, compare=False)
    evidence: BodyEvidence | None = None
    faults: Faults = Faults()

    @property
    def classes(self) -> tuple[int, ...]:
        """The class numbers that it can answer with, ascending."""
        return self.bodies.classes if self.bodies else tuple(sorted(self.order))

    @property
    def kinds(self) -> dict[int, ClassKind]:
        """What each class was taken for, by number."""
        bodies = self.bodies.bodies if self.bodies else ()
        return {number: ClassKind.BODY if number in bodies else ClassKind.LAYER for number in self.classes}

    @property
    def right(self) -> Mapping[int, float]:
        """By class number, the share of held-out strokes that what answers got right; {} where nothing tells."""
        return self.evidence.check.right if self.evidence else self.held_out.inside

    @property
    def score(self) -> float | None:
        """The mean of these shares over the classes; None where nothing tells."""
        return self.evidence.check.score if self.evidence else self.held_out.score

    @property
    def checked(self) -> HeldOutAnswers | None:
        """What was answered where strokes were held out; None where nothing tells."""
        return self.evidence.check.answers if self.evidence else self.held_out.answers

    def line(self, name: str) -> SolvedLine | None:
        """The line of that name, or None where it was not among those solved."""
        return next((line for line in self.lines if line.name == name), None)

    def on_line(self, line: SolvedLine) -> list[Boundary]:
        """The boundaries at every trace of a line that was solved."""
        places = line.on_traces(self.places)
        return [
            Boundary(
                line.depths(boundary.alternatives, places, self.faults),
                boundary.probabilities,
                line.on_traces(boundary.deviation[:, None])[:, 0],
            )
            for boundary in self.boundaries
        ]


@dataclass(frozen=True)
class LayerProblem:
    """What the boundaries are solved from. order: class numbers from top to base. held_out: strokes that were left out
    to see whether the classes lie as layers do. everything, lines: what was painted and drawn; aside: what of it does
    not count."""

    network: LineNetwork
    order: tuple[int, ...]
    ranked: Observations
    drawn: DrawnBoundaries
    held_out: HeldOut
    everything: Observations
    lines: tuple[DrawnLine, ...]
    aside: SetAside


def fit_layers(
    lines: Sequence[Line],
    painted: Mapping[str, np.ndarray],
    followed: Callable[[Line], FollowedLine] = follow,
    drawn: Sequence[DrawnLine] = (),
    made: Mapping[str, np.ndarray] | None = None,
    faults: Faults = Faults(),
) -> Generator[Progress, None, LayerModel]:
    """Solve the boundaries of the painted classes on all lines.

    painted: by name of a line, class numbers (traces, samples), UNPAINTED elsewhere. followed: gives a line with its
    slopes, which may be known from before. drawn: lines between two classes, the newest last. made: by name of a line,
    when each sample was painted (a number that grows, as that of the lines). faults: those across which nothing is
    followed. Raises LabelsError where fewer than two classes are painted or named by a line.
    """
    problem = yield from pose_layers(lines, painted, followed, drawn, made, faults)
    return (yield from solve_problem(problem))


def pose_layers(
    lines: Sequence[Line],
    painted: Mapping[str, np.ndarray],
    followed: Callable[[Line], FollowedLine] = follow,
    drawn: Sequence[DrawnLine] = (),
    made: Mapping[str, np.ndarray] | None = None,
    faults: Faults = Faults(),
) -> Generator[Progress, None, LayerProblem]:
    """What `fit_layers` does before boundaries are solved: reflectors, the order of the classes, and the check with strokes
    held out. Raises what it does."""
    found = []
    for line in lines:
        yield Progress(0, STAGES, tr("following the reflectors"))
        found.append(followed(line))
    step = STEP if sum(len(line.places) for line in lines) <= FINE * STEP else 2 * STEP
    network = line_network(found, step, faults=faults)
    strokes = observe(network, painted, made)
    order = layer_order(strokes, drawn)
    if len(order) < 2:
        raise LabelsError(tr("Layers need strokes of at least two classes: paint a second one."))
    everything = strokes.ranked(order)
    aside = set_aside(everything, drawn, order, faults)
    ranked = everything.without_strokes(aside.strokes)
    boundaries_drawn = draw_on(network, aside.lines_kept(drawn), order)
    beside = boundary_strokes(ranked, stroke_depths(network, ranked, boundaries_drawn))
    ranked = ranked.with_corrections(beside)
    held_out, outside = yield from _held_out(network, ranked, boundaries_drawn, order)
    ranked = ranked.with_corrections([*beside, *_newer_ones(ranked, outside)])
    return LayerProblem(network, tuple(order), ranked, boundaries_drawn, held_out, everything, tuple(drawn), aside)


def solve_problem(problem: LayerProblem) -> Generator[Progress, None, LayerModel]:
    """Solve the boundaries: by the middles of the strokes, or by events where these were not found to lie there. Boundaries
    that were drawn, without a stroke, say where they are."""
    network, order = problem.network, problem.order
    solve = _on_events if len(problem.ranked) and not problem.held_out.along_the_middle else _along_the_middle
    boundaries = yield from solve(problem)
    yield Progress(STAGES, STAGES, tr("layers solved"))
    solved = tuple(SolvedLine(part.line.name, part.first, part.nodes, len(part.line.places)) for part in network.lines)
    depths = np.stack([boundary.depth for boundary in boundaries], axis=1)
    doubted = doubted_strokes(network, problem.everything, problem.lines, problem.aside, depths, order)
    boundaries = _as_sure_as_confirmed(problem, boundaries, doubted)
    model = LayerModel(order, tuple(boundaries), network.places, network.samples, solved, problem.held_out, doubted)
    return replace(model, faults=network.faults)


def _as_sure_as_confirmed(
    problem: LayerProblem, boundaries: Sequence[Boundary], doubted: Sequence[DoubtedStroke]
) -> list[Boundary]:
    """The boundaries less sure of themselves where few strokes confirm them; those that were drawn stay."""
    order, strokes = problem.order, problem.everything
    counts = np.bincount(strokes.layer_of_stroke, minlength=len(order))
    elsewhere = lying_elsewhere(counts, doubted, order, problem.held_out.score)
    drawn = {(line.above, line.below) for line in problem.aside.lines_kept(problem.lines)}
    exact = [number for number, classes in enumerate(zip(order[:-1], order[1:])) if classes in drawn]
    return less_sure(boundaries, problem.network.samples, elsewhere, exact)


def _newer_ones(ranked: Observations, strokes: Sequence[int]) -> list[int]:
    """Those that were painted later than half of all strokes, when there was an answer to correct, and all that the user
    keeps though the answer did not honour them."""
    made = ranked.of_strokes(ranked.made)
    kept = np.flatnonzero(made == ALWAYS)
    return [*kept.tolist(), *(each for each in strokes if made[each] > np.median(made) and each not in kept)]


def _along_the_middle(problem: LayerProblem) -> Generator[Progress, None, list[Boundary]]:
    """For strokes along the middle of their layers, which then say where the boundaries are."""
    ranked, drawn = problem.ranked, problem.drawn
    halfway = first_boundaries(problem.network, ranked, drawn)
    network = told_by(problem.network, ranked, drawn, halfway)
    work = solving(network, ranked, halfway, SETTINGS, drawn.seen(halfway), draws=DRAWS)
    solution = yield from _reported(work, Progress(1 + FOLDS, STAGES, tr("solving the boundaries")))
    depths, deviations = solution.depths, solution.deviations
    for done in range(TRACKING_ROUNDS):
        now = Progress(2 + FOLDS + done, STAGES, tr("following the events"))
        seen = [*drawn.seen(depths)]
        for event in track_boundaries(network, depths, deviations):
            yield now
            seen.append(event)
        depths = (yield from _reported(refining(network, ranked, depths, SETTINGS, seen), now)).depths
    widening = problem.held_out.widening if problem.held_out.widening is not None else UNTESTED
    deviations = with_unknown_throws(network, np.hypot(widening * deviations, FLOOR))
    return [Boundary(depth[:, None], np.ones(1), deviation) for depth, deviation in zip(depths.T, deviations.T)]


def _on_events(problem: LayerProblem) -> Generator[Progress, None, list[Boundary]]:
    """For strokes off the middle of their layers: they say which events the boundaries may lie on, and how likely each
    is."""
    ranked, drawn = problem.ranked, problem.drawn
    loose = replace(SETTINGS, offset=LOOSE_OFFSET)
    halfway = first_boundaries(problem.network, ranked, drawn)
    network = told_by(problem.network, ranked, drawn, halfway)
    distance = np.diff(stroke_depths(network, ranked, drawn), axis=1).mean(axis=0)
    work = solving(network, ranked, halfway, loose, drawn.seen(halfway))
    depths = (yield from _reported(work, Progress(1 + FOLDS, STAGES, tr("solving the boundaries")))).depths
    for done in range(EVENT_ROUNDS):
        now = Progress(2 + FOLDS + done, STAGES, tr("choosing the events"))
        horizons = yield from _reported(horizon_catalogue(network, depths), now)
        choice = choose_events(network, ranked, horizons, halfway, distance, LOOSE_OFFSET, drawn)
        depths = (
            yield from _reported(settle_on_events(network, ranked, drawn, horizons, choice.chosen, loose), now)
        ).depths
    deviations = with_unknown_throws(network, np.full(depths.shape, EVENT_DEVIATION))
    return [
        _among_events(depth, deviation, horizons, chosen, likely)
        for depth, deviation, chosen, likely in zip(
            depths.T, deviations.T, choice.chosen, choice.probabilities.T, strict=True
        )
    ]


def _reported(work: Generator[None, None, Result], now: Progress) -> Generator[Progress, None, Result]:
    """Say how far it has come before the work begins and in each of its pauses."""
    yield now
    return (yield from translated(work, lambda _: (now,)))


def _among_events(
    depth: np.ndarray, deviation: np.ndarray, horizons: Horizons, chosen: int, likely: np.ndarray
) -> Boundary:
    """A boundary at `depth` if it lies on the horizon chosen for it, moved as a whole if it lies on another likely one."""
    others = [int(number) for number in np.argsort(-likely) if likely[number] >= LEAST_LIKELY and number != chosen]
    numbers = [int(chosen), *others]
    moved = depth[:, None] + horizons.depths[:, numbers] - horizons.depths[:, [chosen]]
    probabilities = np.maximum(likely[numbers], 1e-6)
    return Boundary(moved, probabilities / probabilities.sum(), deviation)


def refining(
    network: LineNetwork,
    ranked: Observations,
    depths: np.ndarray,
    settings: SolutionSettings,
    seen: Sequence[DepthObservation] = (),
) -> Generator[None, None, Solution]:
    """The solution near depths that are good already."""
    return solving(network, ranked, depths, replace(settings, annealing=(1.0,)), seen)


def _held_out(
    network: LineNetwork,
    ranked: Observations,
    drawn: DrawnBoundaries,
    order: Sequence[int],
) -> Generator[Progress, None, tuple[HeldOut, list[int]]]:
    """Solve without a quarter of the strokes at a time, and see where those lie; the second are the strokes that lay
    outside their layer."""
    layers = len(np.unique(ranked.layer))
    inside: dict[int, list[float]] = {number: [] for number in order}
    scores: list[float] = []
    outside: list[int] = []
    tests: list[_Tested] = []
    folds = np.where(ranked.fold < 0, -1, ranked.fold % FOLDS)  # what was accepted tests none
    for fold in range(FOLDS):
        out = folds == fold
        learned, tested = ranked.chosen(~(out | ranked.grown_from(out))), ranked.chosen(out)
        if len(np.unique(learned.layer)) < layers or not len(tested):
            continue
        start = first_boundaries(network, learned, drawn)
        told = told_by(network, learned, drawn, start)
        work = solving(told, learned, start, SETTINGS, drawn.seen(start), draws=HELD_OUT_DRAWS)
        solution = yield from _reported(work, Progress(1 + fold, STAGES, tr("checking with strokes held out")))
        ends = tested.at(with_ends(solution.depths, 0.0, float(network.samples)))
        spreads = tested.at(with_ends(solution.spread, 0.0, 0.0))
        each = np.arange(len(tested))
        top, base = ends[each, tested.layer], ends[each, tested.layer + 1]
        middle = (spreads[each, tested.layer] + spreads[each, tested.layer + 1]) / 2
        tests.append(_Tested(tested, ends[:, 1:-1], tested.at(solution.deviations)))
        for stroke, name in enumerate(np.unique(ranked.stroke[out]).tolist()):
            rows = tested.stroke == stroke
            centre = tested.centre[rows]
            number = order[int(tested.layer[rows][0])]
            inside[number].append(float(np.mean((centre > top[rows]) & (centre < base[rows]))))
            if inside[number][-1] < 0.5:
                outside.append(name)
            deviation = np.hypot(middle[rows].mean(axis=0).std(), 0.5)
            if not tested.correction[rows].any():
                scores.append(float((centre - (top[rows] + base[rows]) / 2).mean() / deviation))
    shares = {number: float(np.mean(values)) for number, values in inside.items() if values}
    widening = WIDENING * float(np.median(np.abs(scores))) / NORMAL_MEDIAN if scores else None
    answers = HeldOutAnswers.joined([test.answers(widening) for test in tests]) if widening is not None else None
    return HeldOut(shares, widening, answers), outside


@dataclass(frozen=True)
class _Tested:
    """Strokes that were held out, with the boundaries there, (rows, boundaries)."""

    observed: Observations
    depths: np.ndarray
    deviations: np.ndarray

    def answers(self, widening: float) -> HeldOutAnswers:
        """What was answered in the middle of the strokes."""
        deviations = np.hypot(widening * self.deviations, FLOOR)
        found = probabilities_at(self.depths, deviations, self.observed.centre)
        near = np.abs(self.depths - self.observed.centre[:, None]).min(axis=1) < NEAR
        strokes = len(np.unique(self.observed.stroke))
        return HeldOutAnswers(found.max(axis=1), found.argmax(axis=1) == self.observed.layer, near, strokes)
