"""How far the layer model and the network are believed, from what both said about strokes that neither had learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.learning.bootstrap_interval import ENOUGH_CLASSES, is_enough
from seisviewer.predictions.fusion import LEAST, FusionWeights, fused
from seisviewer.structure.held_out_answers import HeldOutAnswers
from seisviewer.structure.layer_model import LayerModel

SHARED = 0.7  # standard deviation of the logarithm of an expert's weight about what is expected before anything is seen
APART = 0.2  # standard deviation of the logarithm of a class's weight about the shared one
COOLER = 0.5  # standard deviation of the logarithm of the temperature about 0
# What a stroke counts: its voxels are hundreds and all but say the same, and it lies where both are sure.
EFFECTIVE = 1.0
DOUBTED = 3.0  # mean surprise of both experts together, in nats, from which on a stroke may itself be wrong
MOST_DOUBTED = 0.1  # share of the strokes; where more are contradicted, it is the experts who are wrong
NEVER = 1e-12  # probability below which all is the same
FOLDS = 4
WARMEST = 2.0  # logarithm of a temperature


@dataclass(frozen=True)
class Evidence:
    """layers, network: probabilities (voxels, classes). truth: (voxels,) row of the class painted there. stroke:
    (voxels,), number of the stroke that each voxel belongs to. near: bool (voxels,), whether the layer model has a
    boundary near by, None where that is not known. around: probabilities of both (voxels, classes) of voxels spread
    over the sections with these strokes, where they are asked for."""

    layers: np.ndarray = field(repr=False)
    network: np.ndarray = field(repr=False)
    truth: np.ndarray = field(repr=False)
    stroke: np.ndarray = field(repr=False)
    near: np.ndarray | None = field(default=None, repr=False)
    around: tuple[np.ndarray, np.ndarray] | None = field(default=None, repr=False)

    @property
    def strokes(self) -> int:
        return len(np.unique(self.stroke))

    def chosen(self, voxels: np.ndarray) -> Evidence:
        """What is said about some of the voxels, bool (voxels,)."""
        near = None if self.near is None else self.near[voxels]
        return Evidence(self.layers[voxels], self.network[voxels], self.truth[voxels], self.stroke[voxels], near)

    def checked(self, answer: np.ndarray) -> HeldOutAnswers:
        """How sure and how right an answer (voxels, classes) is."""
        near = np.zeros(len(self.truth), bool) if self.near is None else self.near
        return HeldOutAnswers(answer.max(axis=1), answer.argmax(axis=1) == self.truth, near, self.strokes)


@dataclass(frozen=True)
class Expectation:
    """Weights of the two experts before anything is seen of either. no_surer: the layers' answer is as sure as it is
    right, and both together should be as sure."""

    layers: float
    network: float
    no_surer: bool = False


# Layers that lead, and the path through bodies, are as sure as they are right; strokes held out lie where it is easy, and
# would make both together too sure.
LAYERS_LEAD, PATH_LEADS = Expectation(1.0, 0.3, no_surer=True), Expectation(0.7, 0.2, no_surer=True)
NETWORK_LEADS = Expectation(0.2, 0.6)
QUIET = 3.0  # the widening up to which the layer model is expected to lead
# Share of held-out strokes inside their layer from which on it is too: strokes off the middle of their layers widen as
# well.
INSIDE = 0.85


def expected_of(model: LayerModel) -> Expectation:
    """Who is expected to lead, from what strokes held out of the layer model said of what answers there: its layers, or
    the path through its bodies."""
    if model.bodies is not None and model.bodies.share >= 0.5:
        return PATH_LEADS
    held_out = model.held_out
    if held_out.widening is None or held_out.widening <= QUIET:
        return LAYERS_LEAD
    inside = list(held_out.inside.values())
    return LAYERS_LEAD if sum(inside) >= INSIDE * len(inside) else NETWORK_LEADS


def fit_fusion(classes: Sequence[int], expected: Expectation, evidence: Evidence | None = None) -> FusionWeights:
    """The weights for which the evidence is most likely, given what is expected; the expectation without any.

    Unknown are the logarithms of a weight for each expert, of the temperature, and of each class's departures from the
    two: normally distributed, narrowly for the classes, of which a stroke or two say little. A few strokes that both
    experts contradict are taken for wrong and left out.
    """
    count = len(classes)
    means = np.concatenate([np.log([expected.layers, expected.network]), np.zeros(1 + 2 * count)])
    spreads = np.concatenate([[SHARED, SHARED, COOLER], np.full(2 * count, APART)])
    found = means
    if evidence is not None and evidence.strokes:
        believed = _without_doubted(means, evidence)
        found = scipy.optimize.minimize(_misfit, means, (means, spreads, believed), method="L-BFGS-B", jac=True).x
    by_layers, by_network, temperature = _unpacked(found)
    return FusionWeights(tuple(classes), tuple(by_layers.tolist()), tuple(by_network.tolist()), temperature)


@dataclass(frozen=True)
class Judgement:
    """weights: found on all strokes. layers, network, together: the share of the strokes' voxels that each gets right,
    mean over the classes, every stroke counting the same; `together` of each stroke with weights found on others.
    strokes: how many. both_checked, network_checked: how sure and how right both together, and the network alone,
    are."""

    weights: FusionWeights
    layers: float
    network: float
    together: float
    strokes: int
    both_checked: HeldOutAnswers | None = field(default=None, repr=False, compare=False)
    network_checked: HeldOutAnswers | None = field(default=None, repr=False, compare=False)

    @property
    def can_tell(self) -> bool:
        """Whether so many strokes tell anything; of two classes they are wherever that is asked."""
        return is_enough(self.strokes, ENOUGH_CLASSES)

    @property
    def is_no_worse(self) -> bool:
        """Whether both together are no worse than the better of the two."""
        return self.together >= max(self.layers, self.network)


def judge_fusion(classes: Sequence[int], expected: Expectation, evidence: Evidence) -> Judgement:
    """How good both experts are, alone and together."""
    strokes = np.unique(evidence.stroke)
    together = np.empty_like(evidence.layers)
    for fold in range(min(FOLDS, len(strokes))):
        out = np.isin(evidence.stroke, strokes[fold::FOLDS])
        weights = _weights(classes, expected, evidence.chosen(~out), evidence)
        together[out] = fused(evidence.layers[out].T, evidence.network[out].T, weights).T
    shares = (_right(answer, evidence) for answer in (evidence.layers, evidence.network, together))
    weights = _weights(classes, expected, evidence, evidence)
    checked = evidence.checked(together), evidence.checked(evidence.network)
    return Judgement(weights, *shares, len(strokes), *checked)


def _weights(classes: Sequence[int], expected: Expectation, learned: Evidence, everything: Evidence) -> FusionWeights:
    """Found on `learned`, and no surer than the layers are around the strokes where that is expected."""
    weights = fit_fusion(classes, expected, learned)
    if expected.no_surer and everything.around is not None:
        weights = as_sure_as_layers(weights, *everything.around)
    return weights


def as_sure_as_layers(weights: FusionWeights, layers: np.ndarray, network: np.ndarray) -> FusionWeights:
    """The weights with the temperature at which both together are as sure in the mean as the layers are; probabilities
    (voxels, classes)."""
    wanted = float(layers.max(axis=1).mean())

    def too_sure(log_temperature: float) -> float:
        warmed = replace(weights, temperature=float(np.exp(log_temperature)))
        return float(fused(layers.T, network.T, warmed).max(axis=0).mean()) - wanted

    if too_sure(-WARMEST) <= 0 or too_sure(WARMEST) >= 0:
        return weights
    return replace(weights, temperature=float(np.exp(scipy.optimize.brentq(too_sure, -WARMEST, WARMEST, xtol=1e-3))))


def _right(answer: np.ndarray, evidence: Evidence) -> float:
    """The share that an answer (voxels, classes) gets right: of each stroke, of each class, in the mean."""
    strokes, first, number = np.unique(evidence.stroke, return_index=True, return_inverse=True)
    right = np.bincount(number, answer.argmax(axis=1) == evidence.truth) / np.bincount(number)
    of = evidence.truth[first]
    return float(np.mean([right[of == each].mean() for each in np.unique(of)]))


def _unpacked(unknown: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Weights (classes,) of the two experts, and the temperature."""
    apart = unknown[3:].reshape(2, -1)
    return np.exp(unknown[0] + apart[0]), np.exp(unknown[1] + apart[1]), float(np.exp(unknown[2]))


def _without_doubted(unknown: np.ndarray, evidence: Evidence) -> Evidence:
    """The evidence without strokes that both experts contradict, where these are few."""
    likely, _ = _likely(unknown, evidence)
    surprise = -np.log(np.maximum(likely[np.arange(len(likely)), evidence.truth], NEVER))
    strokes, number = np.unique(evidence.stroke, return_inverse=True)
    doubted = np.bincount(number, surprise) / np.bincount(number) > DOUBTED
    if doubted.sum() > MOST_DOUBTED * len(strokes):
        return evidence
    return evidence.chosen(~doubted[number])


def _likely(unknown: np.ndarray, evidence: Evidence) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """Probabilities (voxels, classes) of both experts together, and what each of the two adds to their logarithms."""
    by_layers, by_network, temperature = _unpacked(unknown)
    layers, network = (
        weights * np.log(np.maximum(probabilities, LEAST)) / temperature
        for weights, probabilities in ((by_layers, evidence.layers), (by_network, evidence.network))
    )
    return scipy.special.softmax(layers + network, axis=1), (layers, network)


def _misfit(
    unknown: np.ndarray, means: np.ndarray, spreads: np.ndarray, evidence: Evidence
) -> tuple[float, np.ndarray]:
    """Negative logarithm of the posterior, and its gradient. Every stroke counts the same, however long it is."""
    likely, terms = _likely(unknown, evidence)
    _, number, voxels = np.unique(evidence.stroke, return_inverse=True, return_counts=True)
    each, weights = np.arange(len(likely)), EFFECTIVE / voxels[number]
    misfit = -float((weights * np.log(np.maximum(likely[each, evidence.truth], NEVER))).sum())
    wrong = likely * weights[:, None]
    wrong[each, evidence.truth] -= weights
    of_class = [(wrong * term).sum(axis=0) for term in terms]
    gradient = np.concatenate([[part.sum() for part in of_class], [-sum(part.sum() for part in of_class)], *of_class])
    away = (unknown - means) / spreads
    return misfit + 0.5 * float((away**2).sum()), gradient + away / spreads
