"""Boundaries that the user drew, as depths at the nodes of a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from seisviewer.structure.boundary_solution import DepthObservation
from seisviewer.structure.line_network import LineNetwork

UNKNOWN = -1
DEVIATION = 1.5  # samples of a drawn line, as a whole, about the event that the boundary lies on
AT_NODE = 0.5  # samples of the boundary about the line at each node: who draws a boundary wants it there
KRIGING = 150.0  # traces over which what was drawn speaks for its surroundings


@dataclass(frozen=True)
class DrawnLine:
    """A line drawn between two classes. name: of its section. above, below: class numbers, UNKNOWN where it is not
    known which. places: (points, 2), traces on the grid of the survey. depths: (points,), samples; the middle of sample
    7 is 7.5. first: trace of the section at which it begins. made: when it was drawn, a number that grows, to be
    compared with that of strokes; 0 where it is not known.
    """

    name: str
    above: int
    below: int
    places: np.ndarray = field(repr=False, compare=False)
    depths: np.ndarray = field(repr=False, compare=False)
    first: int = 0
    made: int = 0


@dataclass(frozen=True)
class DrawnBoundaries:
    """What was drawn, one entry a node that it meets: node, depth (samples), line (number of it, the newest last),
    above and below (ranks of the layers, UNKNOWN where it is not known or no layer). boundaries: how many there are."""

    boundaries: int
    nodes: int
    node: np.ndarray = field(repr=False, compare=False)
    depth: np.ndarray = field(repr=False, compare=False)
    line: np.ndarray = field(repr=False, compare=False)
    above: np.ndarray = field(repr=False, compare=False)
    below: np.ndarray = field(repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.node)

    def of_boundary(self, boundary: int, depths: np.ndarray | None = None) -> np.ndarray:
        """Numbers of the entries that say where a boundary lies.

        Where the two layers do not follow one another, those between have no thickness there. A line with no class at all
        is the boundary nearest to it; depths: (nodes, boundaries), by which that is told, or it is left out.
        """
        after = np.where(self.above != UNKNOWN, self.above <= boundary, self.below - 1 == boundary)
        before = np.where(self.below != UNKNOWN, boundary < self.below, self.above == boundary)
        chosen = after & before & ((self.above != UNKNOWN) | (self.below != UNKNOWN))
        nameless = (self.above == UNKNOWN) & (self.below == UNKNOWN)
        if depths is not None:
            for line in np.unique(self.line[nameless]):
                rows = self.line == line
                away = np.abs(depths[self.node[rows]] - self.depth[rows, None]).mean(axis=0)
                chosen |= rows & (int(away.argmin()) == boundary)
        return np.flatnonzero(chosen)

    def seen(self, depths: np.ndarray) -> tuple[DepthObservation, ...]:
        """What the lines say of the depths of the boundaries, (nodes, boundaries) before; at a node the newest line
        counts."""
        found = []
        for boundary in range(self.boundaries):
            rows = self.of_boundary(boundary, depths)
            if rows.size:
                weight, depth = np.zeros(self.nodes), np.zeros(self.nodes)
                weight[self.node[rows]] = 1 / AT_NODE**2
                depth[self.node[rows]] = self.depth[rows]  # of several the last is kept
                found.append(DepthObservation(boundary, weight, depth))
        return tuple(found)

    def moved(self, network: LineNetwork, depths: np.ndarray) -> np.ndarray:
        """Depths (nodes, boundaries) with each boundary moved so that it meets its lines, and elsewhere by as much as the
        lines near by say (a Gaussian of 150 traces; far from all, as the nearest)."""
        moved = depths.copy()
        for boundary in range(self.boundaries):
            rows = self.of_boundary(boundary, depths)
            if rows.size:
                away = self.depth[rows] - depths[self.node[rows], boundary]
                moved[:, boundary] += kriged(network.places, network.places[self.node[rows]], away)
        return moved


def draw_on(network: LineNetwork, lines: Sequence[DrawnLine], order: Sequence[int]) -> DrawnBoundaries:
    """The lines at the nodes of the network's lines that they lie on or cross. order: class numbers from top to base."""
    ranks = {number: rank for rank, number in enumerate(order)}
    entries = []
    for number, line in enumerate(lines):
        above, below = (ranks.get(each, UNKNOWN) for each in (line.above, line.below))
        if UNKNOWN not in (above, below) and above >= below:
            continue
        depth_at = {tuple(place): depth for place, depth in zip(np.rint(line.places).astype(int).tolist(), line.depths)}
        for part in network.lines:
            places = map(tuple, np.rint(part.line.places).astype(int).tolist())
            met = [(trace, depth_at[place]) for trace, place in enumerate(places) if place in depth_at]
            if met:
                traces, depths = np.array(met).T
                apart = float(np.median(np.diff(part.nodes)))
                near = np.abs(part.nodes[:, None] - traces).min(axis=1) <= apart / 2
                at = np.interp(part.nodes[near], traces, depths)
                entries += [
                    (part.first + node, depth, number, above, below) for node, depth in zip(np.flatnonzero(near), at)
                ]
    table = np.array(entries, float).reshape(-1, 5)
    node, line_number, above, below = (table[:, column].astype(int) for column in (0, 2, 3, 4))
    return DrawnBoundaries(len(order) - 1, network.count, node, table[:, 1], line_number, above, below)


def ordered_by_lines(order: Sequence[int], lines: Sequence[DrawnLine]) -> list[int]:
    """The order with classes moved so that the class above a line comes before the one below it; of two lines that
    contradict one another the later is right."""
    order = list(order)
    for line in lines:
        if line.above in order and line.below in order and order.index(line.above) > order.index(line.below):
            order.remove(line.below)
            order.insert(order.index(line.above) + 1, line.below)
    return order


def kriged(places: np.ndarray, known: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Values known at some places at others, by a Gaussian of 150 traces: (places,)."""
    squared = ((places[:, None] - known[None]) ** 2).sum(axis=2)
    weights = np.exp(-(squared - squared.min(axis=1, keepdims=True)) / (2 * KRIGING**2))
    return weights @ values / weights.sum(axis=1)
