"""Boundaries where they were not solved: carried there from the nodes near by, along the reflectors of the line they
are on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.structure.fault_steps import stepped
from seisviewer.structure.followed_line import FollowedLine
from seisviewer.structure.layer_confidence import Boundary
from seisviewer.structure.layer_model import LayerModel
from seisviewer.structure.line_network import line_network
from seisviewer.structure.surface_following import along_slopes

NEIGHBOURS = 12  # nodes that speak for a place
NEAREST = 0.3  # samples: how far a boundary may lie from that of a node at its place
DRIFT = 0.1  # samples a trace by which it may differ farther away


class NearbyNodes:
    """The nodes of a model near some places (places, 2), and how far away the nearest of each is (places,)."""

    def __init__(self, model: LayerModel, places: np.ndarray) -> None:
        count = min(NEIGHBOURS * (3 if model.faults else 1), len(model.places))
        away, nodes = scipy.spatial.cKDTree(model.places).query(places, k=count)
        away, self._nodes = away.reshape(len(places), count), nodes.reshape(len(places), count)
        self._weights = 1 / (1.0 + away) ** 2
        self._model, self._places = model, places
        self.away = away[:, 0]

    def boundaries(self) -> Iterator[Boundary]:
        """What the nodes say together about each boundary at the places."""
        for boundary in self._model.boundaries:
            weights = self._on_this_side(boundary.depth)
            weights = weights / weights.sum(axis=1, keepdims=True)
            alternatives = (boundary.alternatives[self._nodes] * weights[:, :, None]).sum(axis=1)
            deviation = (boundary.deviation[self._nodes] * weights).sum(axis=1)
            yield Boundary(alternatives, boundary.probabilities, np.hypot(deviation, DRIFT * self.away))

    def _on_this_side(self, depths: np.ndarray) -> np.ndarray:
        """The weights of the nodes without those that a fault separates from the place, unless it separates all."""
        if not self._model.faults:
            return self._weights
        there, depths = self._model.places[self._nodes], depths[self._nodes]
        here = np.broadcast_to(self._places[:, None], there.shape)
        flat = there.reshape(-1, 2), depths.ravel()
        apart = self._model.faults.separate(here.reshape(-1, 2), depths.ravel(), *flat).reshape(depths.shape)
        return np.where(apart & ~apart.all(axis=1, keepdims=True), 0.0, self._weights)


def moved(boundary: Boundary, depth: np.ndarray) -> Boundary:
    """A boundary with its most probable depth at `depth` (points,), the others as far from it as they were."""
    alternatives = depth[:, None] + boundary.alternatives - boundary.alternatives[:, :1]
    return Boundary(alternatives, boundary.probabilities, boundary.deviation)


def carried_to_line(model: LayerModel, line: FollowedLine) -> list[Boundary]:
    """The boundaries at every trace of a line, with the alternatives of the model."""
    network = line_network([line], faults=model.faults)
    (part,) = network.lines
    near = NearbyNodes(model, network.places)
    trust = 1 / (NEAREST + DRIFT * near.away) ** 2
    carried = []
    for boundary in near.boundaries():
        found = moved(boundary, along_slopes(network, boundary.depth, trust, boundary.depth))
        carried.append(
            Boundary(
                np.stack(
                    [stepped(model.faults, line.line.places, part.nodes, column) for column in found.alternatives.T],
                    axis=1,
                ),
                found.probabilities,
                network.on_traces(found.deviation[:, None], part)[:, 0],
            )
        )
    return carried
