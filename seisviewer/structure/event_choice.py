"""Which events the boundaries lie on, chosen for all of them at once.

Strokes off the middle of their layer give the right shape of every boundary at a wrong depth. A catalogue of horizons, one
every few samples, says at which depths there are events that continue over the survey; the strongest that agree with the
strokes are chosen from top to base by dynamic programming.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.structure.boundary_solution import (
    CORRECTION_OFFSET,
    DepthObservation,
    Solution,
    SolutionSettings,
    solving,
    with_ends,
)
from seisviewer.structure.drawn_boundaries import DEVIATION, DrawnBoundaries
from seisviewer.structure.horizon_tracking import flattened, track_boundaries
from seisviewer.structure.line_network import LineNetwork
from seisviewer.structure.stroke_observations import Observations
from seisviewer.structure.surface_following import along_slopes

SPACING = 3.0  # samples between two horizons of the catalogue
ANCHOR = 15.0  # standard deviation in samples of a horizon about the place it is looked for
FREE = 2.0  # standard deviation in samples within which its event is followed
ROUNDS = 2
SNAP = 1.5  # samples to either side within which it is moved to its strongest place
NEIGHBOURHOOD = 10  # horizons to either side that energy is compared with
ENERGY = 2.0  # weight of the logarithm of relative energy, nats
OUTSIDE = 8.0  # nats that a stroke outside its layer costs at most
OUTSIDE_CORRECTION = 60.0  # the same for a correction
HALFWAY = 0.2  # deviation of a boundary from halfway between the strokes above and below, as a share of their distance
TEMPERATURE = 1.5  # by which scores are divided before they are taken for log-probabilities
CHOSEN = 6.0  # standard deviation in samples of a boundary about the horizon chosen for it


@dataclass(frozen=True)
class Horizons:
    """depths: (nodes, horizons), samples, from top to base. energy: (horizons,), of the amplitudes along each."""

    depths: np.ndarray = field(repr=False, compare=False)
    energy: np.ndarray = field(repr=False, compare=False)


@dataclass(frozen=True)
class EventChoice:
    """chosen: (boundaries,), numbers into the catalogue. probabilities: (horizons, boundaries), how likely each horizon
    is."""

    chosen: np.ndarray = field(repr=False, compare=False)
    probabilities: np.ndarray = field(repr=False, compare=False)


def horizon_catalogue(network: LineNetwork, depths: np.ndarray) -> Generator[None, None, Horizons]:
    """Horizons every few samples between the boundaries at `depths` (nodes, boundaries), with a pause after each."""
    surfaces = yield from _followed(network, _between(with_ends(depths, 0.0, float(network.samples))))
    shifts = np.arange(-SNAP, SNAP + 0.25, 0.5)
    energies = np.empty((len(shifts), surfaces.shape[1]))
    for number, surface in enumerate(surfaces.T):
        energies[:, number] = _energies(network, surface, shifts)
        yield
    surfaces = surfaces + shifts[energies.argmax(axis=0)]
    order = np.argsort(surfaces.mean(axis=0))
    return Horizons(surfaces[:, order], energies.max(axis=0)[order])


def choose_events(
    network: LineNetwork,
    ranked: Observations,
    horizons: Horizons,
    halfway: np.ndarray,
    distance: np.ndarray,
    offset: float,
    drawn: DrawnBoundaries,
) -> EventChoice:
    """The horizons that the boundaries lie on, from top to base.

    halfway: (nodes, boundaries), where a boundary lies halfway between the strokes above and below; distance:
    (boundaries,), samples between those. offset: of strokes about the middle of their layer, as a share of its
    thickness.
    """
    boundaries = halfway.shape[1]
    surfaces = with_ends(horizons.depths, 0.0, float(network.samples))
    at_strokes = np.stack(
        [ranked.at(surfaces)[ranked.stroke == stroke].mean(axis=0) for stroke in range(ranked.strokes)]
    )
    centres, layers = ranked.mean_of_strokes(ranked.centre), ranked.layer_of_stroke
    corrections = ranked.of_strokes(ranked.correction)
    offsets = np.where(corrections, max(CORRECTION_OFFSET, offset), offset)
    costs = np.where(corrections, OUTSIDE_CORRECTION, OUTSIDE)
    pairs = []
    for layer in range(boundaries + 1):
        mine = layers == layer
        pairs.append(_layer_scores(at_strokes[mine], centres[mine], offsets[mine], costs[mine]))
    away = (horizons.depths[:, :, None] - halfway[:, None, :]).mean(axis=0)
    own = _strength(horizons.energy)[:, None] - 0.5 * (away / (HALFWAY * np.maximum(distance, 4.0))) ** 2
    own += _drawn_scores(horizons.depths, drawn)
    own[:, 0] += pairs[0][0, 1:-1]
    own[:, -1] += pairs[-1][1:-1, -1]
    between = [pair[1:-1, 1:-1] for pair in pairs[1:-1]]
    return EventChoice(_best_chain(own, between), _chain_probabilities(own / TEMPERATURE, between))


def _drawn_scores(depths: np.ndarray, drawn: DrawnBoundaries) -> np.ndarray:
    """Log-likelihood of the lines that were drawn if each horizon (nodes, horizons) were each boundary, (horizons,
    boundaries): a line counts as one observation, however long it is."""
    scores = np.zeros((depths.shape[1], drawn.boundaries))
    for boundary in range(drawn.boundaries):
        rows = drawn.of_boundary(boundary)
        for line in np.unique(drawn.line[rows]):
            mine = rows[drawn.line[rows] == line]
            away = (depths[drawn.node[mine]] - drawn.depth[mine, None]).mean(axis=0)
            scores[:, boundary] -= 0.5 * (away / DEVIATION) ** 2
    return scores


def _strength(energy: np.ndarray) -> np.ndarray:
    """Log of the energy of each horizon over that of its neighbourhood, weighted."""
    local = np.array(
        [energy[max(0, place - NEIGHBOURHOOD) : place + NEIGHBOURHOOD + 1].mean() for place in range(len(energy))]
    )
    return ENERGY * np.log(np.maximum(energy, 1e-9) / np.maximum(local, 1e-9))


def _best_chain(own: np.ndarray, between: Sequence[np.ndarray]) -> np.ndarray:
    """The horizon of each boundary for which the sum of scores is largest (Viterbi), (boundaries,)."""
    total, came_from = own[:, 0], []
    for boundary, pair in enumerate(between, 1):
        options = total[:, None] + pair
        came_from.append(options.argmax(axis=0))
        total = options.max(axis=0) + own[:, boundary]
    chosen = [int(total.argmax())]
    for before in reversed(came_from):
        chosen.append(int(before[chosen[-1]]))
    return np.array(chosen[::-1])


def _chain_probabilities(own: np.ndarray, between: Sequence[np.ndarray]) -> np.ndarray:
    """Probability of each horizon for each boundary (forward and backward sums), (horizons, boundaries)."""
    ahead, behind = [own[:, 0]], [np.zeros(len(own))]
    for boundary, pair in enumerate(between, 1):
        ahead.append(scipy.special.logsumexp(ahead[-1][:, None] + pair / TEMPERATURE, axis=0) + own[:, boundary])
    for boundary in range(len(between), 0, -1):
        behind.append(
            scipy.special.logsumexp(between[boundary - 1] / TEMPERATURE + (own[:, boundary] + behind[-1])[None], axis=1)
        )
    scores = np.stack(ahead, axis=1) + np.stack(behind[::-1], axis=1)
    return np.exp(scores - scipy.special.logsumexp(scores, axis=0))


def settle_on_events(
    network: LineNetwork,
    ranked: Observations,
    drawn: DrawnBoundaries,
    horizons: Horizons,
    chosen: np.ndarray,
    settings: SolutionSettings,
) -> Generator[None, None, Solution]:
    """Boundaries tied to the horizons chosen for them, moved to what was drawn, with a pause after each round."""
    weight = np.full(network.count, 1 / CHOSEN**2)
    start = drawn.moved(network, horizons.depths[:, chosen])
    seen = [DepthObservation(boundary, weight, depth) for boundary, depth in enumerate(start.T)]
    seen += drawn.seen(start)
    return (yield from solving(network, ranked, start, replace(settings, annealing=(2.0, 1.0)), seen))


def _between(framed: np.ndarray) -> np.ndarray:
    """Surfaces every few samples between each surface and the next, (nodes, surfaces)."""
    surfaces = []
    for above, below in zip(framed[:, :-1].T, framed[:, 1:].T):
        count = max(1, round(float((below - above).mean()) / SPACING))
        shares = (np.arange(count) + 0.5) / count
        surfaces.append(above[:, None] * (1 - shares) + below[:, None] * shares)
    return np.concatenate(surfaces, axis=1)


def _followed(network: LineNetwork, sought: np.ndarray) -> Generator[None, None, np.ndarray]:
    """Each surface along the slopes near where it is sought, then along its own event, (nodes, surfaces)."""
    trust, free = np.full(network.count, 1 / ANCHOR**2), np.full((network.count, 1), FREE)
    surfaces = []
    for anchor in sought.T:
        surface = along_slopes(network, anchor, trust, anchor)
        for _ in range(ROUNDS):
            (event,) = track_boundaries(network, surface[:, None], free)
            surface = along_slopes(network, anchor, trust, surface, (event,))
        surfaces.append(surface)
        yield
    return np.stack(surfaces, axis=1)


def _energies(network: LineNetwork, surface: np.ndarray, shifts: np.ndarray) -> np.ndarray:
    """Mean square of the amplitudes averaged along a surface moved by each shift, (shifts,)."""
    energies = np.zeros(len(shifts))
    for part in network.lines:
        live = part.line.live[part.nodes]
        energies += (flattened(network, part, surface, shifts)[live] ** 2).sum(axis=0)
    return energies / max(int(network.live.sum()), 1)


def _layer_scores(
    at_strokes: np.ndarray, centres: np.ndarray, offsets: np.ndarray, outside_costs: np.ndarray
) -> np.ndarray:
    """Log-likelihood of the strokes of a layer between any two surfaces, (surfaces, surfaces); −inf out of order.

    at_strokes: (strokes, surfaces), depths. offsets: of each stroke about the middle, as a share of the thickness.
    outside_costs: nats that each costs at most outside its layer.
    """
    count = at_strokes.shape[1]
    scores = np.where(np.arange(count)[:, None] < np.arange(count)[None], 0.0, -np.inf)
    for depths, centre, offset, most in zip(at_strokes, centres, offsets, outside_costs, strict=True):
        top, base = depths[:, None], depths[None]
        deviation = offset * np.maximum(base - top, 0.0) + 1.0
        off = (centre - (top + base) / 2) / deviation
        outside = np.maximum(np.maximum(top - centre, centre - base), 0.0)
        scores = scores - 0.5 * np.minimum(off**2, 2 * OUTSIDE) - np.minimum(outside, most)
    return scores
