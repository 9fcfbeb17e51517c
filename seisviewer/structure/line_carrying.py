"""Boundaries on a line that was not among those solved: carried from the lines that were, along its own reflectors."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from seisviewer.structure.followed_line import FollowedLine
from seisviewer.structure.layer_confidence import Boundary
from seisviewer.structure.layer_model import LayerModel
from seisviewer.structure.line_network import line_network
from seisviewer.structure.surface_following import along_slopes

NEIGHBOURS = 12  # nodes that speak for a place
NEAREST = 0.3  # samples: how far a boundary may lie from that of a node at its place
DRIFT = 0.1  # samples a trace by which it may differ farther away


def carried_to_line(model: LayerModel, line: FollowedLine) -> list[Boundary]:
    """The boundaries at every trace of a line, with the alternatives of the model."""
    network = line_network([line])
    (part,) = network.lines
    count = min(NEIGHBOURS, len(model.places))
    away, nodes = cKDTree(model.places).query(network.places, k=count)
    away, nodes = away.reshape(network.count, count), nodes.reshape(network.count, count)
    weights = 1 / (1.0 + away) ** 2
    weights /= weights.sum(axis=1, keepdims=True)
    trust = 1 / (NEAREST + DRIFT * away[:, 0]) ** 2
    carried = []
    for boundary in model.boundaries:
        near = (boundary.alternatives[nodes] * weights[:, :, None]).sum(axis=1)
        depth = along_slopes(network, near[:, 0], trust, near[:, 0])
        deviation = np.hypot((boundary.deviation[nodes] * weights).sum(axis=1), DRIFT * away[:, 0])
        alternatives = depth[:, None] + near - near[:, :1]
        carried.append(
            Boundary(
                network.on_traces(alternatives, part),
                boundary.probabilities,
                network.on_traces(deviation[:, None], part)[:, 0],
            )
        )
    return carried
