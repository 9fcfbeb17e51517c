"""How far two experts are believed after strokes that neither had learned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seisviewer.learning.sections.fusion_fit import (
    LAYERS_LEAD,
    NETWORK_LEADS,
    PATH_LEADS,
    Evidence,
    Expectation,
    expected_of,
    fit_fusion,
    judge_fusion,
)
from seisviewer.predictions.fusion import FusionWeights, aligned, fused
from seisviewer.structure.bodies.body_path import BodyPath
from seisviewer.structure.bodies.main_horizon import MainHorizon
from seisviewer.structure.bodies.path_check import BodyEvidence, PathCheck
from seisviewer.structure.bodies.stroke_forest import StrokeSamples
from seisviewer.structure.layer_model import HeldOut, LayerModel

CLASSES = (2, 5, 7)


def said(truth: np.ndarray, right: float, sure: float, seed: int) -> np.ndarray:
    """Probabilities (voxels, classes) of an expert that is right about a share of the voxels and always as sure."""
    draw = np.random.default_rng(seed)
    answer = np.where(draw.random(len(truth)) < right, truth, (truth + 1) % len(CLASSES))
    found = np.full((len(truth), len(CLASSES)), (1 - sure) / (len(CLASSES) - 1))
    found[np.arange(len(truth)), answer] = sure
    return found


def evidence(layers: float, network: float, strokes: int = 12, sure: float = 0.9) -> Evidence:
    """Strokes of ten voxels, one class after the other, and the share that each expert gets right of them."""
    stroke = np.repeat(np.arange(strokes), 10)
    truth = stroke % len(CLASSES)
    return Evidence(said(truth, layers, sure, 1), said(truth, network, sure, 2), truth, stroke)


def layers_of(held_out: HeldOut, path: float | None = None) -> LayerModel:
    """A layer model of which strokes held out say this. path: where bodies are answered, how often that is right."""
    model = LayerModel(CLASSES, (), np.zeros((0, 2)), 10, (), held_out)
    if path is None:
        return model
    samples = StrokeSamples(*[np.zeros(0)] * 6)
    bodies = BodyPath(CLASSES, (7,), CLASSES, samples, MainHorizon(1, np.zeros((0, 2)), np.zeros(0)), (), 2.0)
    return replace(model, bodies=bodies, evidence=BodyEvidence({}, PathCheck({} if path is None else {1: path})))


def surprise(weights: FusionWeights, of: Evidence) -> float:
    answer = fused(of.layers.T, of.network.T, weights)
    return -float(np.log(answer[of.truth, np.arange(len(of.truth))]).mean())


def test_without_evidence_the_layers_lead_unless_their_own_strokes_speak_against_them() -> None:
    quiet, off_the_middle = layers_of(HeldOut({2: 0.9, 5: 0.7}, 1.6)), layers_of(HeldOut({2: 0.95, 5: 0.9}, 5.0))
    fired, untested = layers_of(HeldOut({2: 0.9, 5: 0.3}, 6.0)), layers_of(HeldOut({}, None))
    assert expected_of(quiet) == expected_of(off_the_middle) == expected_of(untested) == LAYERS_LEAD
    assert expected_of(fired) == NETWORK_LEADS
    weights = fit_fusion(CLASSES, expected_of(quiet))
    assert weights.classes == CLASSES and min(weights.layers) > max(weights.network)
    weights = fit_fusion(CLASSES, expected_of(fired))
    assert min(weights.network) > max(weights.layers)


def test_where_bodies_are_answered_the_path_through_them_leads_and_both_are_no_surer_than_it_is() -> None:
    no_layers = HeldOut({2: 0.3, 5: 0.2}, 9.0)
    assert expected_of(layers_of(no_layers)) == NETWORK_LEADS
    assert expected_of(layers_of(no_layers, path=0.9)) == PATH_LEADS
    weights = fit_fusion(CLASSES, PATH_LEADS)
    assert min(weights.layers) > max(weights.network) and sum(weights.layers + weights.network) <= len(CLASSES)


@pytest.mark.parametrize(("layers", "network"), [(1.0, 0.6), (0.5, 1.0)])
def test_what_both_get_right_together_is_seen_on_strokes_that_their_weights_were_not_found_on(
    layers: float, network: float
) -> None:
    of = evidence(layers, network, 24)
    judged = judge_fusion(CLASSES, LAYERS_LEAD, of)
    assert (judged.layers, judged.network) == pytest.approx((layers, network), abs=0.12)
    assert judged.is_no_worse and judged.strokes == 24
    assert judged.weights == fit_fusion(CLASSES, LAYERS_LEAD, of)


def test_together_they_are_worse_where_the_strokes_that_tell_are_gone() -> None:
    """The network alone knows class 7, and one of its two strokes is left out when the other one is judged."""
    of = evidence(0.0, 1.0, 1, sure=0.99)
    judged = judge_fusion(CLASSES, LAYERS_LEAD, of)
    assert judged.network == 1.0 and judged.together == 0.0 and not judged.is_no_worse


@pytest.mark.parametrize("leader", [LAYERS_LEAD, PATH_LEADS])
def test_beside_layers_that_are_as_sure_as_they_are_right_both_are_as_sure(leader: Expectation) -> None:
    of = evidence(1.0, 1.0, 12, sure=0.99)
    for sure in (0.5, 0.9):
        layers, network = evidence(0.7, 0.7, 40, sure=sure).layers, evidence(0.7, 0.7, 40, sure=0.99).network
        with_around = replace(of, around=(layers, network))
        found = fused(layers.T, network.T, judge_fusion(CLASSES, leader, with_around).weights)
        assert found.max(axis=0).mean() == pytest.approx(sure, abs=0.005)
    assert judge_fusion(CLASSES, NETWORK_LEADS, with_around).weights == fit_fusion(CLASSES, NETWORK_LEADS, with_around)


def test_every_class_counts_the_same_and_every_stroke_of_it() -> None:
    truth, stroke = np.array([0] * 90 + [1] * 5 + [1] * 5), np.array([0] * 90 + [1] * 5 + [2] * 5)
    right = np.eye(3)[truth] * 0.9 + 0.03
    wrong = np.where((stroke == 2)[:, None], right[:, [1, 0, 2]], right)
    judged = judge_fusion(CLASSES, LAYERS_LEAD, Evidence(wrong, right, truth, stroke))
    assert judged.layers == 0.75 and judged.network == 1.0


def test_much_evidence_overrules_what_was_expected() -> None:
    against_layers, against_network = evidence(0.4, 0.95, 40), evidence(0.95, 0.4, 40)
    weights = fit_fusion(CLASSES, LAYERS_LEAD, against_layers)
    assert max(weights.layers) < min(weights.network)
    weights = fit_fusion(CLASSES, NETWORK_LEADS, against_network)
    assert max(weights.network) < min(weights.layers)


def test_a_single_stroke_moves_them_much_less_than_forty() -> None:
    def lead(weights: FusionWeights) -> float:
        return float(np.log(np.mean(weights.layers) / np.mean(weights.network)))

    before = lead(fit_fusion(CLASSES, LAYERS_LEAD))
    one, forty = (lead(fit_fusion(CLASSES, LAYERS_LEAD, evidence(0.4, 0.95, count))) for count in (1, 40))
    assert 0 < before - one < 0.8 * (before - forty)


@pytest.mark.parametrize(("layers", "network"), [(0.9, 0.9), (0.95, 0.5), (0.5, 0.95)])
def test_together_they_explain_the_strokes_no_worse_than_the_better_one(layers: float, network: float) -> None:
    of = evidence(layers, network, 60)
    weights = fit_fusion(CLASSES, LAYERS_LEAD, of)
    ones, noughts = (1.0,) * len(CLASSES), (0.0,) * len(CLASSES)
    alone = [surprise(FusionWeights(CLASSES, *pair), of) for pair in ((ones, noughts), (noughts, ones))]
    assert surprise(weights, of) < min(alone) + 0.01


def test_experts_that_are_too_sure_are_made_less_sure() -> None:
    of = evidence(0.7, 0.7, 60, sure=0.999)
    weights = fit_fusion(CLASSES, LAYERS_LEAD, of)
    assert fused(of.layers.T, of.network.T, weights).max(axis=0).mean() < 0.9


def test_a_class_is_believed_less_of_an_expert_that_gets_it_wrong() -> None:
    stroke = np.repeat(np.arange(30), 10)
    truth = stroke % len(CLASSES)
    layers = np.where((truth == 1)[:, None], said(truth, 0.2, 0.9, 1), said(truth, 0.95, 0.9, 1))
    weights = fit_fusion(CLASSES, LAYERS_LEAD, Evidence(layers, said(truth, 0.9, 0.9, 2), truth, stroke))
    assert weights.layers.index(min(weights.layers)) == 1


def test_a_stroke_that_is_itself_wrong_does_not_make_both_experts_doubted() -> None:
    right = evidence(1.0, 1.0, 12, sure=0.98)
    wrong = np.where(right.stroke == 4, (right.truth + 1) % len(CLASSES), right.truth)
    clean = fit_fusion(CLASSES, LAYERS_LEAD, right)
    spoiled = fit_fusion(CLASSES, LAYERS_LEAD, Evidence(right.layers, right.network, wrong, right.stroke))

    def confidence(weights: FusionWeights) -> float:
        return float(fused(right.layers.T, right.network.T, weights).max(axis=0).mean())

    assert confidence(spoiled) > confidence(clean) - 0.02


def test_a_long_stroke_counts_as_much_as_a_short_one() -> None:
    one = evidence(0.9, 0.6, 6)
    longer = np.concatenate([np.arange(60), *[np.flatnonzero(one.stroke == 0)] * 9])
    other = Evidence(one.layers[longer], one.network[longer], one.truth[longer], one.stroke[longer])
    first, second = fit_fusion(CLASSES, LAYERS_LEAD, one), fit_fusion(CLASSES, LAYERS_LEAD, other)
    assert first.layers == pytest.approx(second.layers, abs=1e-3)
    assert first.network == pytest.approx(second.network, abs=1e-3)


def test_a_class_that_an_expert_does_not_know_is_as_likely_as_any() -> None:
    known = np.array([[0.8], [0.2]])
    assert aligned(known, (2, 7), (2, 7)) is known
    found = aligned(known, (7, 2), CLASSES)
    assert found[:, 0] == pytest.approx([0.2 * 2 / 3, 1 / 3, 0.8 * 2 / 3])
    assert found.sum(axis=0) == pytest.approx(1)
