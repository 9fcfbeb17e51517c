"""A stroke painted where the answer is wrong is worth most, and none is dropped without a word."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seisviewer.labels.stroke_verdict import ALWAYS
from seisviewer.structure.contradictions import contradicting_strokes
from seisviewer.structure.followed_line import Line, follow
from seisviewer.structure.layer_model import LayerModel, fit_layers
from seisviewer.structure.line_network import line_network
from seisviewer.structure.stroke_observations import observe

from .layered_lines import SAMPLES, line, strokes, truth
from .test_drawn_boundaries import drawn
from .test_layer_model import result


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return [line("inline", 10), line("inline", 45), line("crossline", 30), line("crossline", 120)]


def classes(model: LayerModel, on: Line) -> np.ndarray:
    depths = np.stack([boundary.depth for boundary in model.on_line(model.line(on.name))], axis=1)
    return np.array(model.order)[(depths[:, :, None] <= np.arange(SAMPLES) + 0.5).sum(axis=1)]


class Canvas:
    """Strokes on two of the lines with the moment of each, 1, 2, …"""

    def __init__(self, lines: list[Line], heights: tuple[float, ...] = (0.5,)) -> None:
        self.painted = {each.name: strokes(each, heights) for each in (lines[0], lines[2])}
        self.made = {name: (labels >= 0).astype(int) for name, labels in self.painted.items()}
        self.now = 1

    def paint(self, on: Line, label: int, traces: slice, samples: slice) -> None:
        self.now += 1
        self.painted[on.name][traces, samples] = label
        self.made[on.name][traces, samples] = self.now

    def fit(self, lines: list[Line], **more) -> LayerModel:
        return result(fit_layers(lines, self.painted, made=self.made, **more))


@pytest.mark.slow
def test_a_correction_far_from_the_middle_of_its_layer_is_honoured(lines: list[Line]) -> None:
    """The user sees another boundary than the reflector that the strokes suggest, and says so at its upper end."""
    canvas = Canvas(lines)
    before = canvas.fit(lines)
    at = np.s_[60:90, 76:80]
    assert (classes(before, lines[0])[at] == 2).mean() > 0.9
    canvas.paint(lines[0], 1, *at)
    after = canvas.fit(lines)
    assert (classes(after, lines[0])[at] == 1).mean() > 0.9
    assert after.doubted == ()


def test_the_later_of_two_strokes_that_contradict_one_another_wins_and_the_older_is_told(lines: list[Line]) -> None:
    canvas = Canvas(lines)
    canvas.paint(lines[0], 0, np.s_[70:95], np.s_[84:88])  # a slip: layer 0 is far above
    slip = canvas.now
    canvas.paint(lines[0], 2, np.s_[72:98], np.s_[78:82])
    model = canvas.fit(lines)
    assert (classes(model, lines[0])[72:98, 78:82] == 2).mean() > 0.9
    assert [(each.line, each.classes, each.set_aside) for each in model.doubted] == [("inline_10", (0,), True)]
    assert (model.doubted[0].first, model.doubted[0].last) == (70, 94) and slip < canvas.now


def test_a_stroke_that_the_user_keeps_counts_and_what_contradicts_it_is_told(lines: list[Line]) -> None:
    canvas = Canvas(lines)
    at = np.s_[70:95], np.s_[84:88]
    canvas.paint(lines[0], 0, *at)
    canvas.made[lines[0].name][at] = ALWAYS
    canvas.paint(lines[0], 2, np.s_[72:98], np.s_[78:82])
    model = canvas.fit(lines)
    aside = {each.classes for each in model.doubted if each.set_aside}
    assert (0,) not in aside and (2,) in aside
    assert (classes(model, lines[0])[at] == 0).mean() > 0.5


def test_of_two_that_the_user_keeps_none_is_left_out(lines: list[Line]) -> None:
    canvas = Canvas(lines)
    canvas.paint(lines[0], 0, np.s_[70:95], np.s_[84:88])
    canvas.paint(lines[0], 2, np.s_[72:98], np.s_[78:82])
    for when in canvas.made.values():
        when[when > 1] = ALWAYS
    assert not {(each.classes, each.first) for each in canvas.fit(lines).doubted if each.set_aside} & {
        ((0,), 70),
        ((2,), 72),
    }


def test_a_stroke_that_many_others_contradict_is_told_though_nobody_knows_when_it_was_painted(
    lines: list[Line],
) -> None:
    canvas = Canvas(lines)
    canvas.paint(lines[0], 0, np.s_[70:95], np.s_[100:104])
    model = result(fit_layers(lines, canvas.painted))
    assert [(each.classes, each.first, each.set_aside) for each in model.doubted] == [((0,), 70, True)]
    assert (classes(model, lines[1]) == truth(lines[1])).mean() > 0.95


def test_the_newest_stroke_is_never_set_aside(lines: list[Line]) -> None:
    canvas = Canvas(lines)
    canvas.paint(lines[0], 0, np.s_[70:95], np.s_[84:88])
    network = line_network([follow(each) for each in lines])
    ranked = observe(network, canvas.painted, canvas.made).ranked([0, 1, 2, 3])
    newest = int(ranked.stroke[ranked.made.argmax()])
    found = contradicting_strokes(ranked)
    assert found and newest not in found


@pytest.mark.slow
def test_a_stroke_on_the_wrong_side_of_a_line_drawn_later_is_told(lines: list[Line]) -> None:
    canvas = Canvas(lines)
    later = replace(drawn(lines[0], 1, 30, 100, away=-22.0), made=canvas.now + 1)
    model = canvas.fit(lines, drawn=[later])
    assert {each.classes for each in model.doubted if each.set_aside} == {(1,)}
    found = model.on_line(model.line(lines[0].name))[1].depth[40:120]
    assert np.median(np.abs(found - np.interp(np.arange(40, 120), later.places[:, 1], later.depths))) < 3.0


def test_a_line_that_a_newer_stroke_contradicts_is_told(lines: list[Line]) -> None:
    canvas = Canvas(lines)
    canvas.paint(lines[0], 1, np.s_[40:80], np.s_[57:61])
    model = canvas.fit(lines, drawn=[drawn(lines[0], 1, 45, 30, away=-25.0)])
    (told,) = model.doubted
    assert told.classes == (1, 2) and told.set_aside and (told.first, told.last) == (0, 29)
