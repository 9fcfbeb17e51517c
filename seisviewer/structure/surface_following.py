"""One surface that follows the reflectors near where it is sought."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.structure.boundary_solution import LEAST_WEIGHT, DepthObservation, factorised
from seisviewer.structure.line_network import LineNetwork

# Standard deviation in samples of its drop over a trace of full weight, and of its depths where lines cross.
SLOPE = 0.1


def along_slopes(
    network: LineNetwork,
    anchor: np.ndarray,
    trust: np.ndarray,
    surface: np.ndarray,
    seen: Sequence[DepthObservation] = (),
) -> np.ndarray:
    """Depths (nodes,) that drop as the slopes near `surface` do, are one where lines cross, and lie near `anchor`.

    trust: (nodes,), 1 / variance about the anchor. seen: where its event was seen besides.
    """
    drop, coherent = network.drops(surface)
    weight = np.maximum(coherent, LEAST_WEIGHT) / (SLOPE**2 * network.lengths)
    near = trust + sum(event.weight for event in seen)
    right = anchor * trust + sum(event.weight * event.depth for event in seen)
    normal = (
        network.ties.T @ network.ties / SLOPE**2
        + network.differences.T @ scipy.sparse.diags(weight) @ network.differences
        + scipy.sparse.diags(near)
    )
    return factorised(normal).solve(right + network.differences.T @ (weight * drop))
