"""Where boundaries are looked for at first: halfway between strokes, and where the user drew them."""

from __future__ import annotations

import numpy as np

from seisviewer.structure.drawn_boundaries import DrawnBoundaries, kriged
from seisviewer.structure.line_network import LineNetwork
from seisviewer.structure.stroke_observations import Observations


def first_boundaries(network: LineNetwork, ranked: Observations, drawn: DrawnBoundaries) -> np.ndarray:
    """Halfway between the centres of the strokes above and below, moved to what was drawn, (nodes, boundaries)."""
    depths = stroke_depths(network, ranked, drawn)
    halfway = np.sort((depths[:, 1:] + depths[:, :-1]) / 2, axis=1)
    return np.sort(drawn.moved(network, halfway), axis=1)


def stroke_depths(network: LineNetwork, ranked: Observations, drawn: DrawnBoundaries) -> np.ndarray:
    """The depth of the strokes of each layer, kriged over the survey (a Gaussian of 150 traces): (nodes, layers).

    A stroke farther from the median of its layer than the next layer is pulled in here, where a boundary is only looked for
    at first, since it may be wrong. Corrections say nothing of the middle of their layer, unless it has no other strokes. A
    layer without a stroke lies between the boundaries drawn about it.
    """
    layers = drawn.boundaries + 1
    ranked = _along_middles(ranked)
    painted = np.unique(ranked.layer)
    means, of_stroke = ranked.mean_of_strokes(ranked.centre), ranked.layer_of_stroke
    medians = np.full(layers, np.nan)
    medians[painted] = [np.median(means[of_stroke == layer]) for layer in painted]
    gaps = np.full(layers, np.nan)
    if painted.size:
        known = medians[painted]
        framed = np.concatenate([[known[0] - network.samples], known, [known[-1] + network.samples]])
        gaps[painted] = np.maximum(np.minimum(framed[1:-1] - framed[:-2], framed[2:] - framed[1:-1]), 4.0)
    away = ranked.centre - medians[ranked.layer]
    centre = medians[ranked.layer] + np.clip(away, -gaps[ranked.layer], gaps[ranked.layer])
    depths = np.full((network.count, layers), np.nan)
    for layer in painted:
        rows = ranked.layer == layer
        depths[:, layer] = kriged(network.places, ranked.places[rows], centre[rows])
    return depths if painted.size == layers else _filled(network, depths, drawn)


def _along_middles(ranked: Observations) -> Observations:
    """Without the corrections of layers that have other strokes."""
    others = np.isin(ranked.layer, np.unique(ranked.layer[~ranked.correction]))
    return ranked.chosen(~(ranked.correction & others))


def _filled(network: LineNetwork, centres: np.ndarray, drawn: DrawnBoundaries) -> np.ndarray:
    """The centres with those of layers without a stroke (NaN) between what is known above and below: other layers, and the
    boundaries drawn, of which half a layer is away."""
    layers = centres.shape[1]
    levels = np.full((network.count, 2 * layers + 1), np.nan)
    levels[:, 0], levels[:, -1], levels[:, 1::2] = 0.0, network.samples, centres
    for boundary in range(drawn.boundaries):
        rows = drawn.of_boundary(boundary)
        if rows.size:
            places = network.places[drawn.node[rows]]
            levels[:, 2 * boundary + 2] = kriged(network.places, places, drawn.depth[rows])
    known = np.flatnonzero(np.isfinite(levels[0]))
    levels[:, known] = np.maximum.accumulate(levels[:, known], axis=1)
    filled = np.stack([np.interp(np.arange(2 * layers + 1), known, row) for row in levels[:, known]])
    return np.where(np.isfinite(centres), centres, filled[:, 1::2])
