"""The first word of the layer model: quick, near what was solved before, and true to the newest stroke."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import LabelsError
from seisviewer.progress import drive
from seisviewer.structure.drawn_boundaries import DrawnLine
from seisviewer.structure.followed_line import FollowedLine, follow
from seisviewer.structure.layer_confidence import layer_probabilities
from seisviewer.structure.layer_model import LayerModel, fit_layers
from seisviewer.structure.line_carrying import carried_to_line
from seisviewer.structure.quick_layers import quick_layers

from .layered_lines import LAYERS, SAMPLES, boundary_depths, line, strokes, truth

PAINTED = ("inline_10", "crossline_30")


@pytest.fixture(scope="module")
def lines() -> list[FollowedLine]:
    return [follow(line(*place)) for place in (("inline", 10), ("crossline", 30), ("inline", 45), ("crossline", 120))]


def paint(lines: list[FollowedLine], *args) -> dict[str, np.ndarray]:
    return {each.line.name: strokes(each.line, *args) for each in lines if each.line.name in PAINTED}


def classes(model: LayerModel, name: str) -> np.ndarray:
    return np.array(model.order)[layer_probabilities(model.on_line(model.line(name)), SAMPLES).argmax(axis=2)]


@pytest.fixture(scope="module")
def solved(lines) -> LayerModel:
    return drive(fit_layers([each.line for each in lines], paint(lines)))


def test_it_solves_lines_without_strokes_from_nothing(lines) -> None:
    model = drive(quick_layers(lines, paint(lines)))
    assert model.held_out.score is None and model.held_out.widening is None
    for unlabelled in lines[2:]:
        assert (classes(model, unlabelled.line.name) == truth(unlabelled.line)).mean() > 0.93


@pytest.mark.slow
def test_with_strokes_off_the_middle_it_stays_near_what_was_solved_on_events(lines) -> None:
    painted = paint(lines, (0.2, 0.75, 0.35, 0.8, 0.25))
    before = drive(fit_layers([each.line for each in lines], painted))
    more = {name: labels.copy() for name, labels in painted.items()}
    middle = truth(lines[0].line)
    more["inline_10"][5:25] = np.where(strokes(lines[0].line)[5:25] >= 0, middle[5:25], more["inline_10"][5:25])
    model = drive(quick_layers(lines, more, before))
    assert model.held_out is before.held_out
    name = lines[2].line.name
    assert (classes(model, name) == classes(before, name)).mean() > 0.97


def test_a_stroke_that_contradicts_what_was_solved_moves_the_boundary_there_and_not_far_away(lines, solved) -> None:
    painted = paint(lines)
    name = "crossline_30"
    depth = int(solved.on_line(solved.line(name))[1].depth[30])
    painted[name][20:40, depth + 3 : depth + 9] = 1  # it says that layer 1 reaches deeper than was thought
    before = classes(solved, name)[20:40, depth + 3 : depth + 9]
    assert (before == 1).mean() < 0.1
    model = drive(quick_layers(lines, painted, solved))
    after = classes(model, name)[20:40, depth + 3 : depth + 9]
    assert (after == 1).mean() > 0.5


@pytest.mark.parametrize("deeper", [3, 8])
def test_so_it_does_before_anything_was_solved(lines, solved, deeper: int) -> None:
    """Who corrects the first word sees the correction hold at once."""
    painted = paint(lines)
    name = "crossline_30"
    depth = int(solved.on_line(solved.line(name))[1].depth[30])
    at = np.s_[20:40, depth + deeper : depth + deeper + 6]
    painted[name][at] = 1
    model = drive(quick_layers(lines, painted))
    assert (classes(model, name)[at] == 1).mean() > 0.75
    assert (classes(model, lines[3].line.name) == truth(lines[3].line)).mean() > 0.9


def test_a_class_that_is_new_begins_afresh(lines, solved) -> None:
    painted = {name: np.where(labels == 3, 2, labels) for name, labels in paint(lines).items()}
    fewer = drive(quick_layers(lines, painted, solved))
    assert fewer.order == (0, 1, 2)
    again = drive(quick_layers(lines, paint(lines), fewer))
    assert len(again.order) == LAYERS
    assert (classes(again, lines[3].line.name) == truth(lines[3].line)).mean() > 0.93


def test_one_class_is_no_layers(lines) -> None:
    painted = np.where(strokes(lines[0].line) == 1, 1, -1)
    with pytest.raises(LabelsError, match="second"):
        drive(quick_layers(lines, {"inline_10": painted}))


def test_it_is_carried_to_other_lines(lines) -> None:
    model = drive(quick_layers(lines[:2], paint(lines)))
    other = follow(line("inline", 30))
    found = layer_probabilities(carried_to_line(model, other), SAMPLES).argmax(axis=2)
    assert (found == truth(other.line)).mean() > 0.9


def test_a_line_that_was_drawn_moves_the_boundary_at_once(lines, solved) -> None:
    on = lines[0].line
    places = on.places[60:100]
    stroke = DrawnLine(on.name, 1, 2, places, boundary_depths(places[:, 0], places[:, 1])[:, 1] + 7.0)
    for before in (None, solved):
        model = drive(quick_layers(lines, paint(lines), before, [stroke]))
        for unlabelled in lines[2:]:
            found = model.on_line(model.line(unlabelled.line.name))[1].depth
            known = boundary_depths(*unlabelled.line.places.T)[:, 1]
            assert np.median(found - known) == pytest.approx(7.0, abs=2.0)
        # Who draws a boundary wants it there at once.
        here = model.on_line(model.line(on.name))[1].depth[60:100]
        assert np.abs(here - stroke.depths).max() < 1.5


def test_a_wrong_stroke_is_set_aside_in_the_first_word_too(lines, solved) -> None:
    painted = paint(lines)
    made = {name: (labels >= 0).astype(int) for name, labels in painted.items()}
    at = np.s_[70:95, 100:104]
    painted["inline_10"][at], made["inline_10"][at] = 0, 2  # layer 0 is far above
    later = np.s_[72:98, 84:88]
    painted["inline_10"][later], made["inline_10"][later] = 2, 3
    for before in (None, solved):
        model = drive(quick_layers(lines, painted, before, made=made))
        for unlabelled in lines[2:]:
            assert (classes(model, unlabelled.line.name) == truth(unlabelled.line)).mean() > 0.9
