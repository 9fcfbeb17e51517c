"""On which side of its faults anything is known of a boundary."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.structure.drawn_boundaries import DrawnBoundaries
from seisviewer.structure.line_network import LineNetwork
from seisviewer.structure.stroke_observations import Observations

# Samples, standard deviation of a boundary beyond a fault where no stroke says how far it was thrown.
UNKNOWN_THROW = 12.0


def told_by(network: LineNetwork, ranked: Observations, drawn: DrawnBoundaries, depths: np.ndarray) -> LineNetwork:
    """The network with `untold` as strokes and drawn boundaries leave it. depths: (nodes, boundaries), near the
    solution."""
    if not network.faults:
        return network
    untold = np.zeros(depths.shape, bool)
    for boundary, depth in enumerate(depths.T):
        rows = (ranked.layer == boundary) | (ranked.layer == boundary + 1)
        met = np.concatenate(
            [ranked.node[rows], ranked.node[rows] + 1, drawn.node[drawn.of_boundary(boundary, depths)]]
        )
        blocks = _blocks(network, depth)
        if met.size:
            untold[:, boundary] = ~np.isin(blocks, blocks[met])
    return replace(network, untold=untold)


def _blocks(network: LineNetwork, depth: np.ndarray) -> np.ndarray:
    """The number of the block that each node of a boundary lies in, (nodes,): nodes that no fault separates."""
    whole = ~network.cut(depth)
    graph = abs(scipy.sparse.vstack([network.differences[whole], network.ties]))
    return scipy.sparse.csgraph.connected_components(graph.T @ graph, directed=False)[1]


def with_unknown_throws(network: LineNetwork, deviations: np.ndarray) -> np.ndarray:
    """Standard deviations (nodes, boundaries) that are larger where nothing says how far a fault threw a boundary."""
    return deviations if network.untold is None else np.hypot(deviations, UNKNOWN_THROW * network.untold)
