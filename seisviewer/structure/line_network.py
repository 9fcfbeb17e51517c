"""The lines of a survey on which boundaries are solved at once, and how they hang together.

Boundaries are unknown at nodes, every few traces of every line, and on the nodes of a map that joins the lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.structure.faults import Faults
from seisviewer.structure.followed_line import FollowedLine, Line

STEP = 4  # traces between two nodes
CELL = 25.0  # traces between two nodes of the map
# Weight of a slope across a fault beyond which nothing is known of a boundary, so that it does not float.
BRIDGED = 0.002


@dataclass(frozen=True)
class PreparedLine:
    """A line in a network. nodes: trace of each node. first: number of its first node in the network."""

    followed: FollowedLine
    nodes: np.ndarray = field(repr=False, compare=False)
    first: int = 0

    @property
    def line(self) -> Line:
        return self.followed.line

    @property
    def span(self) -> slice:
        """Its nodes among those of the network."""
        return slice(self.first, self.first + len(self.nodes))

    @property
    def every(self) -> int:
        """Of how many traces one is enough for what is averaged along the line, where nodes lie far apart."""
        return max(1, int(np.median(np.diff(self.nodes))) // STEP)


@dataclass(frozen=True)
class LineNetwork:
    """lines: prepared. count: nodes. samples: of a trace. places: (nodes, 2).

    starts: (edges,), the node at which each begins; differences: (edges, nodes), from there to the next on its line;
    lengths: (edges,) traces between them. faults: those that cut what lies on either side apart. untold: bool (nodes,
    boundaries), where a fault lies between a boundary and all that is known of it; None where that is nowhere. ties:
    (ties, nodes), between the nodes of two lines at one place. to_map: (nodes, map nodes), bilinear. membrane, bending:
    first and second differences of the map.
    """

    lines: tuple[PreparedLine, ...]
    samples: int
    places: np.ndarray = field(repr=False, compare=False)
    starts: np.ndarray = field(repr=False, compare=False)
    differences: scipy.sparse.csr_matrix = field(repr=False, compare=False)
    lengths: np.ndarray = field(repr=False, compare=False)
    ties: scipy.sparse.csr_matrix = field(repr=False, compare=False)
    to_map: scipy.sparse.csr_matrix = field(repr=False, compare=False)
    membrane: scipy.sparse.csr_matrix = field(repr=False, compare=False)
    bending: scipy.sparse.csr_matrix = field(repr=False, compare=False)
    faults: Faults = Faults()
    untold: np.ndarray | None = field(default=None, repr=False, compare=False)

    @property
    def count(self) -> int:
        return len(self.places)

    @property
    def map_count(self) -> int:
        """Nodes of the map, and the throws of the faults behind them."""
        return self.to_map.shape[1] + self.faults.throws

    @property
    def live(self) -> np.ndarray:
        """Bool (nodes,)."""
        return np.concatenate([part.line.live[part.nodes] for part in self.lines])

    def of(self, name: str) -> PreparedLine:
        """The line of a section; raises KeyError."""
        for part in self.lines:
            if part.line.name == name:
                return part
        raise KeyError(name)

    def on_traces(self, values: np.ndarray, part: PreparedLine) -> np.ndarray:
        """Values at the nodes (nodes, columns) as values at every trace of a line (traces, columns)."""
        traces = np.arange(len(part.line.amplitudes))
        columns = values[part.span]
        return np.stack([np.interp(traces, part.nodes, column) for column in columns.T], axis=1)

    def drops(
        self, depths: np.ndarray, *, smooth: bool = False, boundary: int | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """What a boundary at `depths` (nodes,) should drop by along each edge, following the slopes, and their mean
        weight; 0 where a fault passes between the two nodes, or little where nothing is known of this `boundary` beyond
        it."""
        drop, weight = np.empty(len(self.lengths)), np.empty(len(self.lengths))
        at = 0
        for part in self.lines:
            slope, trust = part.followed.smooth if smooth else part.followed.slope, part.followed.weight
            traces = np.arange(len(slope))
            depth = np.clip(np.interp(traces, part.nodes, depths[part.span]) - 0.5, 0, self.samples - 1.01)
            above = depth.astype(int)
            below_share = depth - above
            followed = slope[traces, above] * (1 - below_share) + slope[traces, above + 1] * below_share
            trusted = trust[traces, above] * (1 - below_share) + trust[traces, above + 1] * below_share
            edges = slice(at, at + len(part.nodes) - 1)
            drop[edges] = np.diff(_summed(followed)[part.nodes])
            weight[edges] = np.diff(_summed(trusted * part.line.live)[part.nodes]) / np.diff(part.nodes)
            at = edges.stop
        cut = self.cut(depths)
        weight[cut] = 0.0
        if self.untold is not None and boundary is not None:
            ends = self.untold[self.starts, boundary] | self.untold[self.starts + 1, boundary]
            weight[cut & ends] = BRIDGED
        return drop, weight

    def map_at(self, depths: np.ndarray) -> scipy.sparse.csr_matrix:
        """What the map says at the nodes of a boundary at `depths` (nodes,), from its nodes and the throws of the
        faults."""
        if not self.faults:
            return self.to_map
        return scipy.sparse.hstack(
            [self.to_map, scipy.sparse.csr_matrix(self.faults.steps(self.places, depths))]
        ).tocsr()

    def cut(self, depths: np.ndarray) -> np.ndarray:
        """Bool (edges,): where a fault passes between the two nodes of a boundary at `depths` (nodes,)."""
        ends = self.starts + 1
        return self.faults.separate(self.places[self.starts], depths[self.starts], self.places[ends], depths[ends])


def line_network(
    lines: Sequence[FollowedLine], step: int = STEP, cell: float = CELL, faults: Faults = Faults()
) -> LineNetwork:
    """Prepare lines for a joint solution: find where they cross, lay a map under them.

    step: traces between two nodes. cell: traces between two nodes of the map. faults: as in LineNetwork.
    """
    crossings = _crossings([each.line for each in lines])
    parts, first = [], 0
    for number, followed in enumerate(lines):
        traces = len(followed.line.places)
        chosen = set(range(0, traces, step)) | {traces - 1}
        chosen |= {trace for crossing in crossings for other, trace in crossing if other == number}
        nodes = np.array(sorted(chosen))
        parts.append(PreparedLine(followed, nodes, first))
        first += len(nodes)
    places = np.concatenate([part.line.places[part.nodes] for part in parts]).astype(float)
    starts = np.concatenate([part.first + np.arange(len(part.nodes) - 1) for part in parts])
    lengths = np.concatenate([np.diff(part.nodes) for part in parts]).astype(float)
    pairs = [
        tuple(parts[number].first + int(np.searchsorted(parts[number].nodes, trace)) for number, trace in crossing[:2])
        for crossing in crossings
    ]
    to_map, shape = _map_under(places, cell)
    return LineNetwork(
        tuple(parts),
        lines[0].line.amplitudes.shape[1],
        places,
        starts,
        _pair_differences(np.stack([starts, starts + 1], axis=1), first),
        lengths,
        _pair_differences(np.array(pairs, int).reshape(-1, 2), first),
        to_map,
        _membrane(shape),
        _bending(shape),
        faults,
    )


def _summed(values: np.ndarray) -> np.ndarray:
    """The integral along the traces by trapezes, 0 at the first."""
    return np.concatenate([[0.0], np.cumsum(0.5 * (values[1:] + values[:-1]))])


def _crossings(lines: Sequence[Line]) -> list[list[tuple[int, int]]]:
    """Where two lines have a trace at one place: (line, trace) of each."""
    found: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for number, line in enumerate(lines):
        for trace, place in enumerate(np.round(line.places).astype(int)):
            found[tuple(place)].append((number, trace))
    # Two traces of an oblique line may lie at one place too.
    apart = [list({line: (line, trace) for line, trace in reversed(places)}.values()) for places in found.values()]
    return [crossing for crossing in apart if len(crossing) > 1]


def _pair_differences(pairs: np.ndarray, count: int) -> scipy.sparse.csr_matrix:
    """Rows that give the second of each pair of nodes minus the first."""
    rows = np.arange(len(pairs))
    values = np.concatenate([-np.ones(len(pairs)), np.ones(len(pairs))])
    return scipy.sparse.csr_matrix((values, (np.tile(rows, 2), pairs.T.ravel())), (len(pairs), count))


def _map_under(places: np.ndarray, cell: float) -> tuple[scipy.sparse.csr_matrix, tuple[int, int]]:
    """Bilinear weights of the map's nodes at each place, and the shape of the map."""
    scaled = (places - places.min(axis=0) + 0.01) / cell
    shape = tuple(int(size) + 2 for size in scaled.max(axis=0))
    corner = np.floor(scaled).astype(int)
    share = scaled - corner
    rows, columns, values = [], [], []
    for down in (0, 1):
        for right in (0, 1):
            rows.append(np.arange(len(places)))
            columns.append((corner[:, 0] + down) * shape[1] + corner[:, 1] + right)
            values.append((share[:, 0] if down else 1 - share[:, 0]) * (share[:, 1] if right else 1 - share[:, 1]))
    weights = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
    return scipy.sparse.csr_matrix(weights, (len(places), shape[0] * shape[1])), shape


def _first_differences(count: int) -> scipy.sparse.dia_matrix:
    return scipy.sparse.diags([-np.ones(count - 1), np.ones(count - 1)], [0, 1], (count - 1, count))


def _second_differences(count: int) -> scipy.sparse.dia_matrix:
    return scipy.sparse.diags(
        [np.ones(count - 2), -2 * np.ones(count - 2), np.ones(count - 2)], [0, 1, 2], (count - 2, count)
    )


def _membrane(shape: tuple[int, int]) -> scipy.sparse.csr_matrix:
    down, right = (scipy.sparse.eye(size) for size in shape)
    return scipy.sparse.vstack(
        [scipy.sparse.kron(_first_differences(shape[0]), right), scipy.sparse.kron(down, _first_differences(shape[1]))]
    ).tocsr()


def _bending(shape: tuple[int, int]) -> scipy.sparse.csr_matrix:
    down, right = (scipy.sparse.eye(size) for size in shape)
    rows = [scipy.sparse.kron(_first_differences(shape[0]), _first_differences(shape[1])) * np.sqrt(2)]
    if shape[0] > 2:
        rows.append(scipy.sparse.kron(_second_differences(shape[0]), right))
    if shape[1] > 2:
        rows.append(scipy.sparse.kron(down, _second_differences(shape[1])))
    return scipy.sparse.vstack(rows).tocsr()
