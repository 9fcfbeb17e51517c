"""How far the layer model and the network are believed, from what both said about strokes that neither had learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import minimize

from seisviewer.predictions.fusion import LEAST, FusionWeights
from seisviewer.structure.layer_model import HeldOut

SHARED = 0.7  # standard deviation of the logarithm of an expert's weight about what is expected before anything is seen
APART = 0.2  # standard deviation of the logarithm of a class's weight about the shared one
COOLER = 0.5  # standard deviation of the logarithm of the temperature about 0
EFFECTIVE = 4.0  # what a stroke counts: its voxels are hundreds and all but say the same
WRONG = 0.05  # probability that a stroke is of the wrong class


@dataclass(frozen=True)
class Evidence:
    """layers, network: probabilities (voxels, classes). truth: (voxels,) row of the class painted there. stroke: (voxels,),
    number of the stroke that each voxel belongs to."""

    layers: np.ndarray = field(repr=False)
    network: np.ndarray = field(repr=False)
    truth: np.ndarray = field(repr=False)
    stroke: np.ndarray = field(repr=False)

    @property
    def strokes(self) -> int:
        return len(np.unique(self.stroke))


@dataclass(frozen=True)
class Expectation:
    """Weights of the two experts before anything is seen of either."""

    layers: float
    network: float


LAYERS_LEAD, NETWORK_LEADS = Expectation(1.0, 0.3), Expectation(0.3, 1.0)
QUIET = 3.0  # the widening up to which the layer model is expected to lead
INSIDE = (
    0.85  # share of held-out strokes inside their layer from which on it is too: strokes off the middle of layers widen
)


def expected_of(held_out: HeldOut) -> Expectation:
    """Who is expected to lead, from what strokes held out of the layer model said of it."""
    if held_out.widening is None or held_out.widening <= QUIET:
        return LAYERS_LEAD
    inside = list(held_out.inside.values())
    return LAYERS_LEAD if sum(inside) >= INSIDE * len(inside) else NETWORK_LEADS


def fit_fusion(classes: Sequence[int], expected: Expectation, evidence: Evidence | None = None) -> FusionWeights:
    """The weights for which the evidence is most likely, given what is expected; the expectation without any.

    Unknown are the logarithms of a weight for each expert, of the temperature, and of each class's departures from the
    two: normally distributed, narrowly for the classes, of which a stroke or two say little.
    """
    count = len(classes)
    means = np.concatenate([np.log([expected.layers, expected.network]), np.zeros(1 + 2 * count)])
    spreads = np.concatenate([[SHARED, SHARED, COOLER], np.full(2 * count, APART)])
    found = means
    if evidence is not None and evidence.strokes:
        found = minimize(_misfit, means, (means, spreads, evidence), method="L-BFGS-B", jac=True).x
    by_layers, by_network, temperature = _unpacked(found)
    return FusionWeights(tuple(classes), tuple(by_layers.tolist()), tuple(by_network.tolist()), temperature)


def _unpacked(unknown: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Weights (classes,) of the two experts, and the temperature."""
    apart = unknown[3:].reshape(2, -1)
    return np.exp(unknown[0] + apart[0]), np.exp(unknown[1] + apart[1]), float(np.exp(unknown[2]))


def _misfit(
    unknown: np.ndarray, means: np.ndarray, spreads: np.ndarray, evidence: Evidence
) -> tuple[float, np.ndarray]:
    """Negative logarithm of the posterior, and its gradient."""
    by_layers, by_network, temperature = _unpacked(unknown)
    terms = [
        weights * np.log(np.maximum(probabilities, LEAST)) / temperature
        for weights, probabilities in ((by_layers, evidence.layers), (by_network, evidence.network))
    ]
    scores = terms[0] + terms[1]
    scores = scores - scores.max(axis=1, keepdims=True)
    likely = np.exp(scores)
    likely /= likely.sum(axis=1, keepdims=True)
    each = np.arange(len(scores))
    surprise = -np.log(np.maximum(likely[each, evidence.truth], 1e-12))
    misfit, voxels = _of_strokes(surprise, evidence.stroke, scores.shape[1])
    wrong = likely * voxels[:, None]
    wrong[each, evidence.truth] -= voxels
    of_class = [(wrong * term).sum(axis=0) for term in terms]
    gradient = np.concatenate([[part.sum() for part in of_class], [-(wrong * (terms[0] + terms[1])).sum()], *of_class])
    away = (unknown - means) / spreads
    return misfit + 0.5 * (away**2).sum(), gradient + away / spreads


def _of_strokes(surprise: np.ndarray, stroke: np.ndarray, classes: int) -> tuple[float, np.ndarray]:
    """The misfit of all strokes, and its derivative by the surprise (−log p) of each voxel.

    Every stroke counts the same, however long it is, and any may be wrong: then any class is as likely there.
    """
    _, number, voxels = np.unique(stroke, return_inverse=True, return_counts=True)
    right = np.log(1 - WRONG) - EFFECTIVE * np.bincount(number, surprise) / voxels
    mixed = np.logaddexp(right, np.log(WRONG) - EFFECTIVE * np.log(classes))
    return -float(mixed.sum()), (EFFECTIVE * np.exp(right - mixed) / voxels)[number]
