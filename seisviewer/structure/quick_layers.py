"""A first word of the layer model on few lines, within a second of a stroke: coarser, from what was solved before,
unchecked.

Where a model of the same classes was solved before, boundaries lie near those of it, but for the surroundings of strokes
that contradict it. Otherwise they are solved from the strokes alone, taken for the middles of their layers, and then so
that no stroke is left in another layer.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.errors import LabelsError
from seisviewer.structure.boundary_solution import DepthObservation, SolutionSettings, solving, with_ends
from seisviewer.structure.contradictions import set_aside
from seisviewer.structure.drawn_boundaries import DrawnBoundaries, DrawnLine, draw_on
from seisviewer.structure.faults import Faults
from seisviewer.structure.first_boundaries import first_boundaries
from seisviewer.structure.followed_line import FollowedLine
from seisviewer.structure.layer_confidence import FLOOR, Boundary
from seisviewer.structure.layer_model import UNTESTED, HeldOut, LayerModel, SolvedLine
from seisviewer.structure.layer_order import layer_order
from seisviewer.structure.line_carrying import NearbyNodes, moved
from seisviewer.structure.line_network import LineNetwork, line_network
from seisviewer.structure.stroke_observations import Observations, observe
from seisviewer.structure.told_blocks import told_by, with_unknown_throws
from seisviewer.translation import tr

STEP = 8  # traces between two nodes
CELL = 50.0  # traces between two nodes of the map
MOST_NODES = 800  # where there would be more, they lie farther apart
AFRESH = SolutionSettings(annealing=(8.0, 3.0, 1.5, 1.0), rounds=5)
# Near what was solved before, the newest stroke is right, however far it lies from the middle of its layer.
AGAIN = SolutionSettings(annealing=(2.0, 1.0), rounds=4, robust=0.0)
KEPT = 4.0  # standard deviation in samples of a boundary about the one solved before
SURROUNDINGS = 100.0  # traces round a stroke that contradicts it in which that one counts less
DRAWS = 20


def quick_layers(
    lines: Sequence[FollowedLine],
    painted: Mapping[str, np.ndarray],
    before: LayerModel | None = None,
    drawn: Sequence[DrawnLine] = (),
    made: Mapping[str, np.ndarray] | None = None,
    faults: Faults = Faults(),
) -> Generator[None, None, LayerModel]:
    """Solve the boundaries of the painted classes on these lines, with a pause after each round.

    painted, drawn, made, faults: as in `fit_layers`. before: the model solved last, with other strokes; what was held
    out then is what is known of this one. Raises LabelsError where fewer than two classes are painted or named by a
    line.
    """
    traces = sum(len(followed.line.places) for followed in lines)
    network = line_network(lines, max(STEP, -(-traces // MOST_NODES)), CELL, faults)
    strokes = observe(network, painted, made)
    order = tuple(layer_order(strokes, drawn))
    if len(order) < 2:
        raise LabelsError(tr("Layers need strokes of at least two classes: paint a second one."))
    ranked = strokes.ranked(order)
    aside = set_aside(ranked, drawn, order, faults)
    ranked = ranked.without_strokes(aside.strokes)
    boundaries_drawn = draw_on(network, aside.lines_kept(drawn), order)
    yield
    if before is not None and before.order == order and before.faults == faults:
        boundaries, held_out = (yield from _again(network, ranked, boundaries_drawn, before)), before.held_out
    else:
        boundaries, held_out = (yield from _afresh(network, ranked, boundaries_drawn)), HeldOut({}, None)
    solved = tuple(SolvedLine(part.line.name, part.first, part.nodes, len(part.line.places)) for part in network.lines)
    return LayerModel(order, boundaries, network.places, network.samples, solved, held_out, faults=faults)


def _afresh(
    network: LineNetwork, ranked: Observations, drawn: DrawnBoundaries
) -> Generator[None, None, tuple[Boundary, ...]]:
    start = first_boundaries(network, ranked, drawn)
    network = told_by(network, ranked, drawn, start)
    solution = yield from solving(network, ranked, start, AFRESH, drawn.seen(start), draws=DRAWS)
    deviations = with_unknown_throws(network, np.hypot(UNTESTED * solution.deviations, FLOOR))
    found = tuple(
        Boundary(depth[:, None], np.ones(1), deviation) for depth, deviation in zip(solution.depths.T, deviations.T)
    )
    # Strokes far from the middle of their layer count less there, and may come to lie in another layer.
    if _outside(ranked, solution.depths, network.samples).any():
        depths = yield from _near(network, ranked, drawn, solution.depths)
        found = tuple(moved(boundary, depth) for boundary, depth in zip(found, depths.T, strict=True))
    return found


def _again(
    network: LineNetwork, ranked: Observations, drawn: DrawnBoundaries, before: LayerModel
) -> Generator[None, None, tuple[Boundary, ...]]:
    near = list(NearbyNodes(before, network.places).boundaries())
    start = drawn.moved(network, np.stack([boundary.depth for boundary in near], axis=1))
    depths = yield from _near(network, ranked, drawn, start)
    return tuple(moved(boundary, depth) for boundary, depth in zip(near, depths.T, strict=True))


def _near(
    network: LineNetwork, ranked: Observations, drawn: DrawnBoundaries, start: np.ndarray
) -> Generator[None, None, np.ndarray]:
    """Depths (nodes, boundaries) near these, but for the surroundings of strokes that contradict them: those hold."""
    weight = _far_from_contradictions(network, ranked, start) / KEPT**2
    seen = [DepthObservation(number, weight, depth) for number, depth in enumerate(start.T)]
    seen += drawn.seen(start)
    settings = replace(AGAIN, offset=_offset_of_strokes(ranked, start, network.samples))
    return (yield from solving(network, ranked, start, settings, seen)).depths


def _ends_at_rows(ranked: Observations, depths: np.ndarray, samples: int) -> tuple[np.ndarray, np.ndarray]:
    """Top and base of the layer of each row."""
    ends, each = ranked.at(with_ends(depths, 0.0, float(samples))), np.arange(len(ranked))
    return ends[each, ranked.layer], ends[each, ranked.layer + 1]


def _outside(ranked: Observations, depths: np.ndarray, samples: int) -> np.ndarray:
    """Whether the middle of a stroke at a trace lies outside its layer, bool (rows,)."""
    top, base = _ends_at_rows(ranked, depths, samples)
    return (ranked.centre < top) | (ranked.centre > base)


def _far_from_contradictions(network: LineNetwork, ranked: Observations, depths: np.ndarray) -> np.ndarray:
    """0 at strokes that lie outside their layer at these depths, growing to 1 far from them, (nodes,)."""
    outside = _outside(ranked, depths, network.samples)
    if not outside.any():
        return np.ones(network.count)
    away, _ = scipy.spatial.cKDTree(ranked.places[outside]).query(network.places)
    return 1 - np.exp(-((away / SURROUNDINGS) ** 2) / 2)


def _offset_of_strokes(ranked: Observations, depths: np.ndarray, samples: int) -> float:
    """How far strokes lie off the middle of their layers at these depths, as a share of its thickness: the median."""
    top, base = _ends_at_rows(ranked, depths, samples)
    off = ranked.mean_of_strokes((ranked.centre - (top + base) / 2) / np.maximum(base - top, 2.0))
    return float(np.clip(np.median(np.abs(off)), AGAIN.offset, 0.25))
