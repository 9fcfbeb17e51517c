"""Classes that pinch out and bodies beside layers, and the decision which is which."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.labels.class_kind import ClassKind
from seisviewer.progress import drive
from seisviewer.structure import class_model
from seisviewer.structure.bodies.believed_strokes import believed_strokes
from seisviewer.structure.bodies.main_horizon import find_horizon
from seisviewer.structure.bodies.stroke_forest import ACCEPTED_SHARE, StrokeSamples, look_at, stroke_samples
from seisviewer.structure.class_model import LAYERS_HOLD, fit_classes, tells_of_most, unlike_layers, without_boundaries
from seisviewer.structure.drawn_boundaries import DrawnLine
from seisviewer.structure.faults import Faults
from seisviewer.structure.followed_line import follow
from seisviewer.structure.layer_confidence import layer_probabilities
from seisviewer.structure.layer_model import HeldOut, LayerModel, fit_layers
from seisviewer.structure.stroke_observations import painted_strokes

from . import faulted_lines, layered_lines, pinched_lines
from .pinched_lines import BASEMENT, CHAOS, COVER, WEDGE

PAINTED, OTHER = 20, 45


@pytest.fixture(scope="module")
def model() -> LayerModel:
    lines = [pinched_lines.line(inline) for inline in (PAINTED, OTHER)]
    return drive(fit_classes(lines, {f"inline_{PAINTED}": pinched_lines.strokes(PAINTED)}))


def answered(model: LayerModel, inline: int) -> np.ndarray:
    """Probabilities (traces, samples, classes)."""
    line = pinched_lines.line(inline)
    assert model.bodies is not None
    return model.bodies.probabilities(follow(line), model.on_line(model.line(line.name)))


@pytest.mark.slow
def test_a_pinch_out_is_followed_to_where_it_ends_on_a_line_without_a_stroke(model: LayerModel) -> None:
    classes, known = answered(model, OTHER).argmax(axis=2), pinched_lines.truth(OTHER)
    assert (classes == known).mean() > 0.9
    found = (classes == WEDGE).any(axis=1)
    end = int(pinched_lines.ends_at(OTHER))
    assert found[: end - 30].mean() > 0.95
    assert found[end + 30 :].mean() < 0.1


def test_a_body_is_found_where_it_lies_and_nowhere_else(model: LayerModel) -> None:
    assert model.kinds[CHAOS] is ClassKind.BODY
    found, known = answered(model, OTHER).argmax(axis=2) == CHAOS, pinched_lines.truth(OTHER) == CHAOS
    assert (found & known).sum() / (found | known).sum() > 0.6
    assert not found[:60].any()


def test_no_boundary_is_drawn_of_a_layer_that_is_missing_from_many_traces(model: LayerModel) -> None:
    assert model.kinds[WEDGE] is ClassKind.LAYER
    assert model.order == (COVER, BASEMENT), "a boundary of the wedge would go on where it is not"


def test_a_boundary_that_the_user_drew_is_heeded_on_however_few_traces_its_class_is_found() -> None:
    shares = {COVER: 1.0, WEDGE: 0.4}
    assert without_boundaries(shares, []) == {WEDGE}
    line = DrawnLine("inline_20", COVER, WEDGE, np.zeros((2, 2), int), np.zeros(2))
    assert without_boundaries(shares, [line]) == set()


@pytest.mark.slow
def test_where_layers_do_not_hold_and_no_body_is_found_a_layer_may_still_be_missing_from_a_trace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(class_model, "PRESENT", 0.0)  # no class is found on so few traces
    lines = [pinched_lines.line(inline) for inline in (PAINTED, OTHER)]
    found = drive(fit_classes(lines, {f"inline_{PAINTED}": pinched_lines.strokes(PAINTED)}))
    assert found.bodies is not None and found.bodies.bodies == ()
    known = pinched_lines.truth(OTHER)
    alone = layer_probabilities(found.on_line(found.line(f"inline_{OTHER}")), pinched_lines.SAMPLES)
    right = [(answered(found, OTHER).argmax(axis=2) == known).mean()]
    right.append((alone[..., np.argsort(found.order)].argmax(axis=2) == known).mean())
    assert right[0] > 0.85 and right[0] > right[1] + 0.05
    assert found.score is not None


def test_held_out_strokes_of_few_classes_say_nothing_of_the_rest() -> None:
    assert tells_of_most(HeldOut({0: 1.0, 1: 1.0}, 2.0), 4)
    assert not tells_of_most(HeldOut({0: 1.0}, 2.0), 4), "any of the other three may be a body"
    assert not tells_of_most(HeldOut({}, None), 2)


def test_the_path_takes_over_step_by_step_where_strokes_lie_outside_their_layers_and_far_off() -> None:
    assert unlike_layers(HeldOut({}, None)) == 0, "nothing tells"
    assert unlike_layers(HeldOut({0: 1.0, 1: 0.9}, 20.0)) == 0, "layers hold"
    assert unlike_layers(HeldOut({0: 0.9, 1: 0.5}, 4.0)) == 0, "strokes that are painted loosely or wrong"
    assert unlike_layers(HeldOut({0: 0.9, 1: 0.5}, 12.0)) == 1
    shares = [unlike_layers(HeldOut({0: inside}, 20.0)) for inside in np.arange(0, 1, 0.01)]
    assert np.abs(np.diff(shares)).max() < 0.2, "a stroke more turns nothing over"


def test_the_score_is_of_what_answers_and_not_of_the_layers_alone(model: LayerModel) -> None:
    assert model.evidence is not None
    assert model.score == model.evidence.check.score != model.held_out.score
    assert abs(model.score - 0.95) < 0.1


def test_it_is_known_of_each_class_how_much_of_it_the_whole_answer_gets_right(model: LayerModel) -> None:
    assert set(model.right) == set(range(4)) and np.mean(list(model.right.values())) == pytest.approx(model.score)
    assert CHAOS not in model.held_out.inside, "the layers alone know nothing of a body"


def test_it_is_known_how_sure_the_answer_was_of_what_was_held_out(model: LayerModel) -> None:
    flat = layered_lines.line("inline", 10)
    layers = drive(fit_layers([flat], {"inline_10": layered_lines.strokes(flat)}))
    for each in (model, layers):
        checked = each.checked
        assert checked is not None and checked.strokes >= 8
        assert len(checked.sure) == len(checked.right) == len(checked.near)
        assert 0 <= checked.sure.min() and checked.sure.max() <= 1
        assert checked.right.mean() == pytest.approx(each.score, abs=0.1)
        assert abs(checked.sure.mean() - checked.right.mean()) < 0.15
    assert 0 < model.checked.near.mean() < 1 and layers.checked.near.mean() == 0, "along the middle of thick layers"


@pytest.mark.slow
def test_a_body_that_the_user_names_is_heeded_while_a_class_is_named_by_a_line_alone() -> None:
    lines = [pinched_lines.line(inline) for inline in (PAINTED, OTHER)]
    strokes = pinched_lines.strokes(PAINTED)
    strokes[strokes == COVER] = -1
    traces = np.arange(0, 100)
    top = (pinched_lines.truth(PAINTED)[traces] == COVER).sum(axis=1).astype(float)
    places = np.stack([np.full(100, PAINTED), traces], axis=1)
    drawn = DrawnLine(f"inline_{PAINTED}", COVER, WEDGE, places, top)
    told = drive(fit_classes(lines, {f"inline_{PAINTED}": strokes}, {CHAOS: ClassKind.BODY}, drawn=[drawn]))
    assert told.kinds == {
        COVER: ClassKind.LAYER,
        WEDGE: ClassKind.LAYER,
        BASEMENT: ClassKind.LAYER,
        CHAOS: ClassKind.BODY,
    }
    classes, known = answered(told, PAINTED).argmax(axis=2), pinched_lines.truth(PAINTED)
    body, cover = classes == CHAOS, classes == COVER
    assert (body & (known == CHAOS)).sum() / (body | (known == CHAOS)).sum() > 0.5
    assert (cover & (known == COVER)).sum() / (cover | (known == COVER)).sum() > 0.7


def test_probabilities_sum_to_one_and_the_less_sure_are_more_often_wrong(model: LayerModel) -> None:
    found, known = answered(model, OTHER), pinched_lines.truth(OTHER)
    assert found.shape == (*known.shape, 4) and found.sum(axis=2) == pytest.approx(1.0, abs=1e-4)
    sure, right = found.max(axis=2), found.argmax(axis=2) == known
    assert abs(float(sure.mean() - right.mean())) < 0.1
    assert right[sure > np.median(sure)].mean() > right[sure < np.median(sure)].mean()


@pytest.mark.slow
def test_bodies_heed_a_fault_on_a_line_without_a_stroke() -> None:
    """Texture of the other side is not mixed in, and what lies beside the main horizon is known to be thrown with it."""
    painted = {f"inline_{inline}": faulted_lines.strokes(faulted_lines.line("inline", inline)) for inline in (10, 50)}
    lines = [faulted_lines.line("inline", inline) for inline in (10, 30, 50)]
    right = []
    for faults in (Faults(), Faults.through([faulted_lines.drawn_fault(inline) for inline in (10, 50)])):
        model = drive(fit_classes(lines, painted, dict.fromkeys(range(5), ClassKind.BODY), faults=faults))
        found = model.bodies.probabilities(follow(lines[1]), model.on_line(model.line("inline_30")), model.faults)
        right.append((found.argmax(axis=2) == faulted_lines.truth(lines[1])).mean())
    assert right[1] > 0.93 and right[1] > right[0] + 0.03


@pytest.mark.slow
def test_conformable_layers_are_answered_by_the_layer_model_alone() -> None:
    lines = [layered_lines.line("inline", 10), layered_lines.line("inline", 45)]
    painted = {"inline_10": layered_lines.strokes(lines[0])}
    decided, alone = drive(fit_classes(lines, painted)), drive(fit_layers(lines, painted))
    assert decided.bodies is None and set(decided.kinds.values()) == {ClassKind.LAYER}
    for one, other in zip(decided.boundaries, alone.boundaries, strict=True):
        assert np.array_equal(one.depth, other.depth)


@pytest.mark.slow
def test_wrong_strokes_make_no_body_of_a_layer() -> None:
    lines = [layered_lines.line("inline", number) for number in (10, 45)]
    labels = layered_lines.strokes(lines[0], heights=(0.15, 0.85))
    labels[:100][labels[:100] == 1] = 3  # two of the three strokes of a layer
    decided = drive(fit_classes(lines, {"inline_10": labels}))
    assert decided.held_out.score is not None and decided.held_out.score < LAYERS_HOLD
    assert set(decided.kinds.values()) == {ClassKind.LAYER}


def test_a_stroke_that_others_contradict_is_believed_where_it_looks_like_its_class() -> None:
    line = pinched_lines.line(PAINTED)
    labels = pinched_lines.strokes(PAINTED)
    labels[60:85][labels[60:85] == BASEMENT] = COVER
    strokes = painted_strokes({line.name: labels})
    wrong, right = (
        next(stroke.start for stroke in strokes if (stroke.number, stroke.traces[0]) == asked)
        for asked in ((COVER, 60), (CHAOS, 132))
    )
    looks = {line.name: look_at(follow(line), find_horizon([line]))}
    believed = {stroke.start for stroke in believed_strokes(strokes, (wrong, right), looks)}
    assert {stroke.start for stroke in strokes} - believed == {wrong}


@pytest.mark.slow
def test_what_the_user_says_of_a_class_is_not_decided() -> None:
    lines = [layered_lines.line("inline", 10)]
    painted = {"inline_10": layered_lines.strokes(lines[0])}
    told = drive(fit_classes(lines, painted, {2: ClassKind.BODY}))
    assert told.kinds == {0: ClassKind.LAYER, 1: ClassKind.LAYER, 2: ClassKind.BODY, 3: ClassKind.LAYER}
    assert told.order == (0, 1, 3) and told.classes == (0, 1, 2, 3)
    lines = [pinched_lines.line(PAINTED)]
    painted = {f"inline_{PAINTED}": pinched_lines.strokes(PAINTED)}
    layers = drive(fit_classes(lines, painted, dict.fromkeys(range(4), ClassKind.LAYER)))
    assert layers.bodies is None and set(layers.order) == set(range(4))


def test_what_looks_like_nothing_painted_is_less_decided(model: LayerModel) -> None:
    assert model.bodies is not None
    samples: StrokeSamples = model.bodies.samples
    painted = samples.values[:50, None]
    spread = [np.ptp(samples.log_likelihoods(values, samples.classes), axis=2) for values in (painted, painted + 1e6)]
    assert spread[1].max() < 0.1 * np.median(spread[0])


def test_few_accepted_samples_count_beside_those_that_were_painted() -> None:
    labels, when = np.full((60, 140), -1), np.zeros((60, 140), int)
    labels[0:20, 10:14], labels[0:20, 60:64], labels[30:60, 40:120] = 1, 2, 2
    when[labels != -1], when[30:60] = 5, -1
    of = layered_lines.line("crossline", 30)
    looks = {of.name: look_at(follow(of), find_horizon([of]))}
    found = stroke_samples(painted_strokes({of.name: labels}, {of.name: when}), looks)
    assert np.count_nonzero(found.number == 1) == 80
    assert np.count_nonzero(found.number == 2) == 80 + round(ACCEPTED_SHARE * 80), "trees would find class 2 everywhere"
