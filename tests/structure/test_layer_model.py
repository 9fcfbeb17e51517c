"""Reflectors carry strokes over lines of known layers."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import pytest

from seisviewer.errors import LabelsError
from seisviewer.structure import layer_model
from seisviewer.structure.contradictions import contradicting_strokes
from seisviewer.structure.drawn_boundaries import DrawnBoundaries
from seisviewer.structure.event_choice import _best_chain, _chain_probabilities
from seisviewer.structure.first_boundaries import first_boundaries
from seisviewer.structure.followed_line import follow
from seisviewer.structure.held_out_answers import FOLDS
from seisviewer.structure.layer_confidence import Boundary, layer_probabilities, student_cdf
from seisviewer.structure.layer_model import LOOSE, LayerModel, fit_layers, pose_layers
from seisviewer.structure.layer_order import layer_order
from seisviewer.structure.line_carrying import carried_to_line
from seisviewer.structure.line_network import LineNetwork, line_network
from seisviewer.structure.slopes import section_slopes
from seisviewer.structure.stroke_observations import Observations, observe, painted_strokes

from .layered_lines import LAYERS, SAMPLES, boundary_depths, line, strokes, truth


def result(work: Generator[Any, None, LayerModel]) -> LayerModel:
    while True:
        try:
            next(work)
        except StopIteration as stop:
            return stop.value


@pytest.fixture(scope="module")
def lines() -> list:
    return [line("inline", 10), line("inline", 45), line("crossline", 30), line("crossline", 120)]


def fitted(lines: list, heights: tuple[float, ...] = (0.5,)) -> LayerModel:
    painted = {name: strokes(lines[number], heights) for number, name in ((0, "inline_10"), (2, "crossline_30"))}
    return result(fit_layers(lines, painted))


@pytest.fixture(scope="module")
def model(lines: list) -> LayerModel:
    return fitted(lines)


def test_slopes_are_those_of_dipping_reflectors() -> None:
    traces, samples = np.arange(80)[:, None], np.arange(100)[None]
    slopes = section_slopes(np.sin(2 * np.pi * (samples - 0.7 * traces) / 12))
    middle = np.s_[20:-20, 20:-20]
    assert slopes.slope[middle] == pytest.approx(0.7, abs=0.05)
    assert slopes.coherence[middle].min() > 0.9


def test_boundaries_lie_where_the_layers_meet_on_lines_without_a_stroke(model: LayerModel, lines: list) -> None:
    for unlabelled in (lines[1], lines[3]):
        found = model.on_line(model.line(unlabelled.name))
        known = boundary_depths(unlabelled.places[:, 0], unlabelled.places[:, 1])
        for boundary, depth in zip(found, known.T, strict=True):
            assert np.median(np.abs(boundary.depth - depth)) < 1.5
            assert np.percentile(np.abs(boundary.depth - depth), 90) < 2.5
        classes = layer_probabilities(found, SAMPLES).argmax(axis=2)
        assert (classes == truth(unlabelled)).mean() > 0.97


def test_two_lines_agree_where_they_cross(model: LayerModel) -> None:
    inline, crossline = model.on_line(model.line("inline_45")), model.on_line(model.line("crossline_120"))
    for one, other in zip(inline, crossline, strict=True):
        assert one.depth[120] == pytest.approx(other.depth[45], abs=0.3)


@pytest.mark.slow
def test_strokes_off_the_middle_find_the_same_boundaries(lines: list) -> None:
    loose = fitted(lines, (0.2, 0.75, 0.35, 0.8, 0.25))
    assert loose.held_out.widening > LOOSE
    for unlabelled in (lines[1], lines[3]):
        classes = layer_probabilities(loose.on_line(loose.line(unlabelled.name)), SAMPLES).argmax(axis=2)
        assert (classes == truth(unlabelled)).mean() > 0.9


@pytest.mark.slow
def test_held_out_strokes_say_how_far_layers_can_be_believed(model: LayerModel, lines: list) -> None:
    assert set(model.held_out.inside) == set(range(LAYERS))
    assert min(model.held_out.inside.values()) > 0.9
    draw = np.random.default_rng(1)
    painted = {}
    for number, name in ((0, "inline_10"), (2, "crossline_30")):
        mixed = strokes(lines[number])
        for layer in range(LAYERS):  # classes that are no layers: every stroke says a class at random
            for start in np.linspace(5, len(mixed) - 25, 3).astype(int):
                part = mixed[start : start + 20]
                part[part == layer] = 100 + draw.integers(LAYERS)
        painted[name] = np.where(mixed >= 100, mixed - 100, mixed)
    mixed_up = result(fit_layers(lines, painted))
    assert mixed_up.held_out.widening is None or mixed_up.held_out.widening > 3 * model.held_out.widening


def test_one_class_is_no_layers(lines: list) -> None:
    painted = np.where(strokes(lines[0]) == 1, 1, -1)
    with pytest.raises(LabelsError, match="second"):
        result(fit_layers(lines, {"inline_10": painted}))


def test_the_order_is_found_in_spite_of_a_wrong_stroke(lines: list) -> None:
    painted = strokes(lines[0])
    painted = np.select([painted == 0, painted == 1, painted == 2, painted == 3], [7, 3, 9, 1], painted)
    painted[60:80][painted[60:80] == 7] = 1
    network = line_network([follow(lines[0])])
    assert layer_order(observe(network, {"inline_10": painted})) == [7, 3, 9, 1]


def test_a_line_that_was_not_solved_is_carried_to(model: LayerModel) -> None:
    for other in (line("inline", 30), line("crossline", 70)):
        carried = carried_to_line(model, follow(other))
        classes = layer_probabilities(carried, SAMPLES).argmax(axis=2)
        assert (classes == truth(other)).mean() > 0.95
    inline = carried_to_line(model, follow(line("inline", 30)))
    solved = model.on_line(model.line("crossline_120"))
    for one, other in zip(inline, solved, strict=True):
        assert one.depth[120] == pytest.approx(other.depth[30], abs=0.7), "it meets a solved line at another depth"


def test_probabilities_sum_to_one_and_follow_the_order() -> None:
    first = Boundary(np.array([[20.0, 30.0]]), np.array([0.7, 0.3]), np.array([2.0]))
    second = Boundary(np.array([[25.0]]), np.ones(1), np.array([1.0]))
    found = layer_probabilities([first, second], 60)
    assert found.sum(axis=2) == pytest.approx(1.0, abs=1e-5)
    assert found[0, :15].argmax(axis=1).max() == 0 and found[0, 40:].argmax(axis=1).min() == 2
    # At 27.5 the first boundary has been passed if it lies at 20, and hardly if at 30.
    passed = 0.7 * student_cdf(7.5 / 2) + 0.3 * student_cdf(-2.5 / 2)
    assert found[0, 27, 0] == pytest.approx(1 - passed, abs=1e-5)


def test_the_closed_form_of_student_t() -> None:
    # From tables: t(3) = 2.353 leaves 5 % above it.
    assert student_cdf(np.array([0.0, 2.353, -2.353])) == pytest.approx([0.5, 0.95, 0.05], abs=1e-4)


def test_the_best_chain_and_its_probabilities_are_those_of_trying_every_chain() -> None:
    draw = np.random.default_rng(0)
    own = draw.normal(size=(4, 3))
    between = [
        np.where(np.arange(4)[:, None] < np.arange(4)[None], draw.normal(size=(4, 4)), -np.inf) for _ in range(2)
    ]
    chains = [(a, b, c) for a in range(4) for b in range(4) for c in range(4)]
    scores = np.array([own[a, 0] + own[b, 1] + own[c, 2] + between[0][a, b] + between[1][b, c] for a, b, c in chains])
    assert tuple(_best_chain(own, between)) == chains[int(scores.argmax())]
    from seisviewer.structure import event_choice

    weights = np.exp(scores / event_choice.TEMPERATURE)
    expected = np.zeros((4, 3))
    for chain, weight in zip(chains, weights / weights.sum(), strict=True):
        for boundary, horizon in enumerate(chain):
            expected[horizon, boundary] += weight
    assert _chain_probabilities(own / event_choice.TEMPERATURE, between) == pytest.approx(expected)


def test_what_was_accepted_is_learned_and_never_held_out(lines: list) -> None:
    painted = {lines[0].name: strokes(lines[0])}
    wrong = np.roll(truth(lines[2]), 40, axis=1)  # accepted everywhere and wrong: a score on it would be low
    accepted = np.where(np.arange(len(wrong))[:, None] < 6, wrong, -1)
    marked = painted | {lines[2].name: accepted}
    when = {name: np.full(labels.shape, -1 if name == lines[2].name else 5) for name, labels in marked.items()}
    ranked = observe(line_network([follow(lines[0]), follow(lines[2])]), marked, when)
    assert set(ranked.fold[ranked.made < 0]) == {-1} and (ranked.fold[ranked.made >= 0] >= 0).all()
    assert len(np.unique(ranked.fold[ranked.made >= 0])) == len(painted_strokes(painted))


def test_of_an_accepted_region_only_the_middle_of_each_trace_counts_and_not_as_a_middle_of_the_layer() -> None:
    labels = np.full((20, 40), -1)
    labels[2:12, 10:30] = 3
    (whole,) = painted_strokes({"inline_1": labels})
    (heart,) = painted_strokes({"inline_1": labels}, {"inline_1": np.where(labels == 3, -1, 0)})
    assert (whole.samples.min(), whole.samples.max()) == (10, 29)
    assert (heart.samples.min(), heart.samples.max()) == (15, 24) and set(heart.traces) == set(range(2, 12))


def test_what_may_have_grown_from_a_stroke_is_held_out_with_it(monkeypatch) -> None:
    painted, near = line("inline", 10), line("inline", 25)
    accepted = np.where((np.abs(np.arange(len(near.places)) - 80) < 10)[:, None], truth(near), -1)
    marked = {painted.name: strokes(painted), near.name: accepted}
    when = {name: np.full(labels.shape, -1 if name == near.name else 5) for name, labels in marked.items()}
    learned = []

    def noted(network: LineNetwork, ranked: Observations, drawn: DrawnBoundaries) -> np.ndarray:
        learned.append(ranked)
        return first_boundaries(network, ranked, drawn)

    monkeypatch.setattr(layer_model, "first_boundaries", noted)
    problem = result(pose_layers([painted, near], marked, made=when))
    assert len(learned) == FOLDS and problem.held_out.score is not None and (problem.ranked.made < 0).any()
    assert all((fold.made > 0).all() for fold in learned), "all that was accepted here lies near each of them"
    assert problem.ranked.correction[problem.ranked.made < 0].all(), "it says nothing of the middle of a layer"


def test_an_accepted_region_far_from_a_stroke_is_learned_when_that_is_held_out() -> None:
    of = line("inline", 10)
    labels, when = np.full((len(of.places), SAMPLES), -1), np.zeros((len(of.places), SAMPLES), int)
    for rows, made in ((slice(0, 20), 5), (slice(40, 60), -1), (slice(120, 150), -1)):
        labels[rows, 5:9], when[rows] = 3, made
    seen = observe(line_network([follow(of)]), {of.name: labels}, {of.name: when})
    grown = seen.grown_from(seen.made > 0)
    assert set(seen.places[grown][:, 1]) == set(range(40, 60)), "that near by, and no stroke"


def test_what_was_accepted_never_sets_aside_what_was_painted() -> None:
    of = line("inline", 10)
    labels, when = np.full((len(of.places), SAMPLES), -1), np.full((len(of.places), SAMPLES), 5)
    labels[10:20, 30:34], labels[40:50, 10:14] = 0, 1  # a stroke of the upper class below one of the lower
    when[60:140] = -1
    for row in range(60, 140, 20):
        labels[row : row + 10, 20:40], labels[row : row + 10, 60:80] = 0, 1
    seen = observe(line_network([follow(of)]), {of.name: labels}, {of.name: when}).ranked((0, 1))
    aside = contradicting_strokes(seen)
    assert not aside or (seen.of_strokes(seen.made)[aside] < 0).all()


def test_a_stroke_beside_an_accepted_region_of_its_class_stays_a_stroke_of_its_own() -> None:
    labels, when = np.full((20, 30), -1), np.zeros((20, 30), int)
    labels[2:12, 10:14] = 3
    when[2:7, 10:14], when[7:12, 10:14] = 4, -1
    found = painted_strokes({"inline_1": labels}, {"inline_1": when})
    assert [(each.accepted, each.traces.min(), each.traces.max()) for each in found] == [(False, 2, 6), (True, 7, 11)]
