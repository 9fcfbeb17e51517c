"""All boundaries between layers on all lines at once: one sparse linear-Gaussian system, linearised anew until it settles.

Unknown are the depths of each boundary at the nodes of the network and of the map, and an offset of each stroke from
the middle of its layer. Known, each with a standard deviation in samples (see `SolutionSettings`): a boundary drops
along a line as the reflectors do; it has one depth where lines cross; it lies near the map, and the map is smooth but
for the throws of faults; the centre of a stroke is the middle of its two boundaries plus its offset; a stroke stays
inside its layer, a correction above all; layers have a least thickness.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.structure.line_network import LineNetwork
from seisviewer.structure.stroke_observations import Observations


@dataclass(frozen=True)
class SolutionSettings:
    """slope: of the drop over one trace of full weight. tie: where lines cross. map: of a boundary about the map.
    membrane, bending: of first and second differences of the map's nodes. throw: of what a fault throws a boundary.
    centre: of a stroke's centre. offset: of a stroke about the middle of its layer, as a share of its thickness, beside
    half a sample. robust: offsets beyond so many standard deviations lose weight (Cauchy), 0 for none. thinnest:
    samples of the thinnest layer. annealing: factors of `slope` in the first rounds, without which the solution can
    lock on a wrong event.
    """

    slope: float = 0.1
    tie: float = 0.1
    map: float = 4.0
    membrane: float = 4.0
    bending: float = 2.5
    throw: float = 30.0
    centre: float = 1.5
    offset: float = 0.02
    robust: float = 1.5
    thinnest: float = 3.0
    annealing: tuple[float, ...] = (8.0, 5.0, 3.0, 2.0, 1.5, 1.2, 1.0)
    rounds: int = 15
    settled: float = 0.5


INSIDE = 0.25  # weight of “a stroke stays inside its layer” once it is broken
CORRECTED = 1.0  # the same for a correction, which never loses weight
CORRECTION_OFFSET = 0.3  # of a correction about the middle of its layer, as a share of its thickness
SMOOTH_ABOVE = 1.6  # annealing factor from which on smoothed slopes are followed
LEAST_WEIGHT = 1e-4
OFFSET_FLOOR = 0.25  # samples²


@dataclass(frozen=True)
class DepthObservation:
    """Depths at which a boundary was seen. boundary: 0 the topmost. weight: (nodes,), 1 / variance, 0 for nothing seen.
    depth: (nodes,), samples."""

    boundary: int
    weight: np.ndarray = field(repr=False, compare=False)
    depth: np.ndarray = field(repr=False, compare=False)


@dataclass(frozen=True)
class Solution:
    """depths: (nodes, boundaries), samples from the top. deviations: standard deviation of each, or None where it was not
    asked for. spread: (nodes, boundaries, draws) of the posterior about `depths`, or None."""

    depths: np.ndarray = field(repr=False, compare=False)
    spread: np.ndarray | None = field(default=None, repr=False, compare=False)

    @property
    def deviations(self) -> np.ndarray | None:
        return None if self.spread is None else self.spread.std(axis=2)


def solving(
    network: LineNetwork,
    observations: Observations,
    start: np.ndarray,
    settings: SolutionSettings = SolutionSettings(),
    seen: Sequence[DepthObservation] = (),
    draws: int = 0,
    seed: int = 0,
) -> Generator[None, None, Solution]:
    """Depths of all boundaries, from `start` (nodes, boundaries), with a pause after each round for whoever may want to
    give it up. draws: samples of the posterior wanted.

    observations: with ranks of layers, every rank of 0 … boundaries present or not.
    """
    system = _System(network, observations, start, settings, seen)
    depths = start.copy()
    for step in range(settings.rounds):
        annealing = settings.annealing[step] if step < len(settings.annealing) else 1.0
        normal, right = system.equations(depths, annealing, robust=step > 2 or len(settings.annealing) < 3)
        factors = factorised(normal)
        found = system.depths_of(factors.solve(right))
        change = np.abs(found - depths).max()
        annealed = step >= len(settings.annealing)
        depths = 0.5 * (depths + found) if annealed else found
        yield
        if annealed and change < settings.settled:
            break
    if not draws:
        return Solution(depths)
    noise = system.noise(draws, np.random.default_rng(seed))
    spread = factors.solve(noise)[: system.depth_count].reshape(start.shape[1], network.count, draws)
    return Solution(depths, spread.transpose(1, 0, 2))


def with_ends(values: np.ndarray, top: float, base: float) -> np.ndarray:
    """Values of the boundaries (nodes, boundaries, …) with the top and the base of the section before and behind."""
    ends = (len(values), 1, *values.shape[2:])
    return np.concatenate([np.full(ends, top, values.dtype), values, np.full(ends, base, values.dtype)], axis=1)


def factorised(normal: scipy.sparse.spmatrix) -> scipy.sparse.linalg.SuperLU:
    """Factors of a symmetric positive definite matrix."""
    return scipy.sparse.linalg.splu(
        normal.tocsc(), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True}
    )


def _smoothness(network: LineNetwork, settings: SolutionSettings) -> list[scipy.sparse.csr_matrix]:
    """Rows, over their standard deviation, that say how smooth the map is and how large throws are: (rows, map nodes
    and throws)."""
    throws = network.faults.throws
    blocks = (
        (network.membrane / settings.membrane, scipy.sparse.csr_matrix((0, throws))),
        (network.bending / settings.bending, scipy.sparse.csr_matrix((0, throws))),
        (scipy.sparse.csr_matrix((0, network.map_count - throws)), scipy.sparse.eye(throws) / settings.throw),
    )
    return [scipy.sparse.block_diag(pair).tocsr() for pair in blocks if pair[0].shape[0] or throws]


class _System:
    """The normal equations about given depths. Unknowns in order: nodes of each boundary, map nodes of each, offsets."""

    def __init__(
        self,
        network: LineNetwork,
        observations: Observations,
        start: np.ndarray,
        settings: SolutionSettings,
        seen: Sequence[DepthObservation],
    ) -> None:
        self._network, self._rows, self._settings = network, observations, settings
        self._boundaries = boundaries = start.shape[1]
        self.depth_count = boundaries * network.count
        self._offsets_at = self.depth_count + boundaries * network.map_count
        self._size = self._offsets_at + observations.strokes
        near_map = 1 / settings.map**2
        self._maps = [network.map_at(depth) for depth in start.T]
        self._smoothness = _smoothness(network, settings)
        smooth = sum(rows.T @ rows for rows in self._smoothness)
        self._map_normal = scipy.sparse.block_diag([each.T @ each * near_map + smooth for each in self._maps])
        self._across = -near_map * scipy.sparse.block_diag(self._maps)
        self._node_normal = network.ties.T @ network.ties / settings.tie**2 + scipy.sparse.eye(network.count) * near_map
        self._centres, self._target = self._centre_rows()
        self._seen_normal, self._seen_right = self._seen_terms(seen)
        self._drop_weights: list[np.ndarray] = []
        self._inside_weights = np.zeros(0)
        self._centre_weights = np.zeros(0)
        self._offset_weights = np.zeros(0)

    def depths_of(self, unknowns: np.ndarray) -> np.ndarray:
        depths = unknowns[: self.depth_count].reshape(self._boundaries, self._network.count).T
        return np.clip(depths, 0, float(self._network.samples))

    def equations(
        self, depths: np.ndarray, annealing: float, *, robust: bool
    ) -> tuple[scipy.sparse.csr_matrix, np.ndarray]:
        right = self._seen_right.copy()
        normal = self._slope_terms(depths, annealing, right) + self._seen_normal
        normal = normal + self._stroke_terms(depths, right, robust=robust)
        normal = normal + self._inside_terms(depths, right) + self._thickness_terms(depths, right)
        return normal, right

    def noise(self, draws: int, draw: np.random.Generator) -> np.ndarray:
        """Right-hand sides (unknowns, draws) whose solutions are draws of the posterior about its mean."""
        network, settings = self._network, self._settings
        out = np.zeros((self._size, draws))
        for boundary, weights in enumerate(self._drop_weights):
            normal = draw.standard_normal((len(weights), draws))
            out[self._nodes(boundary)] += network.differences.T @ (np.sqrt(weights)[:, None] * normal)
            about_map = draw.standard_normal((network.count, draws)) / settings.map
            out[self._nodes(boundary)] += about_map
            out[self._map(boundary)] -= self._maps[boundary].T @ about_map
            for rows in self._smoothness:
                out[self._map(boundary)] += rows.T @ draw.standard_normal((rows.shape[0], draws))
        offsets = draw.standard_normal((len(self._offset_weights), draws))
        out[self._offsets_at :] += offsets * np.sqrt(self._offset_weights)[:, None]
        centres = draw.standard_normal((len(self._rows), draws))
        return out + self._centres.T @ (np.sqrt(self._centre_weights)[:, None] * centres)

    # Terms

    def _slope_terms(self, depths: np.ndarray, annealing: float, right: np.ndarray) -> scipy.sparse.spmatrix:
        network, settings = self._network, self._settings
        blocks, self._drop_weights = [], []
        for boundary in range(self._boundaries):
            drop, trust = network.drops(depths[:, boundary], smooth=annealing > SMOOTH_ABOVE, boundary=boundary)
            weight = np.maximum(trust, LEAST_WEIGHT) / ((settings.slope * annealing) ** 2 * network.lengths)
            blocks.append(self._node_normal + network.differences.T @ scipy.sparse.diags(weight) @ network.differences)
            right[self._nodes(boundary)] += network.differences.T @ (weight * drop)
            self._drop_weights.append(weight)
        return scipy.sparse.bmat(
            [
                [scipy.sparse.block_diag(blocks), self._across, None],
                [self._across.T, self._map_normal, None],
                [None, None, scipy.sparse.csr_matrix((self._rows.strokes, self._rows.strokes))],
            ]
        ).tocsr()

    def _stroke_terms(self, depths: np.ndarray, right: np.ndarray, *, robust: bool) -> scipy.sparse.spmatrix:
        rows, settings = self._rows, self._settings
        ends = rows.at(with_ends(depths, 0.0, float(self._network.samples)))
        each = np.arange(len(rows))
        thickness = np.maximum(ends[each, rows.layer + 1] - ends[each, rows.layer], 2.0)
        corrections = rows.of_strokes(rows.correction)
        offset = np.where(corrections, max(CORRECTION_OFFSET, settings.offset), settings.offset)
        variance = (offset * rows.mean_of_strokes(thickness)) ** 2 + OFFSET_FLOOR
        weights = np.ones(len(rows))
        if robust and settings.robust:
            misfit = self._centres[:, : self.depth_count] @ depths.T.ravel() - self._target
            off = rows.mean_of_strokes(misfit)
            weights = (1 / (1 + off**2 / (settings.robust**2 * variance)))[rows.stroke]
        self._inside_weights = np.where(rows.correction, CORRECTED, INSIDE * weights)
        # The traces between two nodes say the same thing: together they count as one.
        step = max(1.0, float(np.median(self._network.lengths)))
        self._centre_weights = weights / settings.centre**2 / step
        self._offset_weights = 1 / variance
        right += self._centres.T @ (self._target * self._centre_weights)
        zeros = np.zeros(self._offsets_at)
        return self._centres.T @ scipy.sparse.diags(self._centre_weights) @ self._centres + scipy.sparse.diags(
            np.concatenate([zeros, self._offset_weights])
        )

    def _inside_terms(self, depths: np.ndarray, right: np.ndarray) -> scipy.sparse.spmatrix:
        rows = self._rows
        normal = scipy.sparse.csr_matrix((self._size, self._size))
        at_rows = rows.at(depths)
        each = np.arange(len(rows))
        for below, limit in ((0, rows.top - 1), (1, rows.base + 1)):
            boundary = rows.layer - 1 + below
            real = (boundary >= 0) & (boundary < self._boundaries)
            depth = at_rows[each, np.clip(boundary, 0, self._boundaries - 1)]
            broken = real & (depth < limit if below else depth > limit)
            if broken.any():
                chosen = self._selected(boundary, broken, 1.0)
                normal = normal + chosen.T @ scipy.sparse.diags(self._inside_weights) @ chosen
                right += chosen.T @ (self._inside_weights * limit)
        return normal

    def _thickness_terms(self, depths: np.ndarray, right: np.ndarray) -> scipy.sparse.spmatrix:
        thinnest, count = self._settings.thinnest, self._network.count
        node, layer = np.nonzero(np.diff(depths, axis=1) < thinnest)
        rows = np.arange(len(node))
        values = np.concatenate([-np.ones(len(node)), np.ones(len(node))])
        columns = np.concatenate([layer * count + node, (layer + 1) * count + node])
        thickness = scipy.sparse.csr_matrix((values, (np.tile(rows, 2), columns)), (len(node), self._size))
        right += thickness.T @ np.full(len(node), thinnest)
        return thickness.T @ thickness

    def _seen_terms(self, seen: Sequence[DepthObservation]) -> tuple[scipy.sparse.spmatrix, np.ndarray]:
        weight, right = np.zeros(self._size), np.zeros(self._size)
        for observation in seen:
            nodes = self._nodes(observation.boundary)
            weight[nodes] += observation.weight
            right[nodes] += observation.weight * observation.depth
        return scipy.sparse.diags(weight).tocsr(), right

    def _centre_rows(self) -> tuple[scipy.sparse.csr_matrix, np.ndarray]:
        """Rows that give the middle of a stroke's layer plus its offset, and what they should give."""
        rows = self._rows
        target = rows.centre.astype(float).copy()
        matrix = scipy.sparse.csr_matrix(
            (np.ones(len(rows)), (np.arange(len(rows)), self._offsets_at + rows.stroke)), (len(rows), self._size)
        )
        for below in (0, 1):
            boundary = rows.layer - 1 + below
            matrix = matrix + self._selected(boundary, (boundary >= 0) & (boundary < self._boundaries), 0.5)
            target -= np.where(boundary >= self._boundaries, self._network.samples / 2, 0.0)
        return matrix, target

    def _selected(self, boundary: np.ndarray, rows: np.ndarray, scale: float) -> scipy.sparse.csr_matrix:
        """Rows that give `scale` times the depth of a boundary at an observation, and nothing where not `rows`."""
        at, share = np.flatnonzero(rows), self._rows.share[rows]
        left = boundary[rows] * self._network.count + self._rows.node[rows]
        values = scale * np.concatenate([1 - share, share])
        return scipy.sparse.csr_matrix(
            (values, (np.tile(at, 2), np.concatenate([left, left + 1]))), (len(self._rows), self._size)
        )

    def _nodes(self, boundary: int) -> slice:
        return slice(boundary * self._network.count, (boundary + 1) * self._network.count)

    def _map(self, boundary: int) -> slice:
        size = self._network.map_count
        return slice(self.depth_count + boundary * size, self.depth_count + (boundary + 1) * size)
