"""What trees see of a line: the edge of a small body, and what models of earlier versions saw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import ndimage

from seisviewer.labels.class_kind import ClassKind
from seisviewer.progress import drive
from seisviewer.structure import class_model
from seisviewer.structure.bodies import stroke_forest
from seisviewer.structure.bodies.main_horizon import find_horizon
from seisviewer.structure.bodies.stroke_forest import EARLIER, PLACE, SEEN, look_at, stroke_samples
from seisviewer.structure.followed_line import Line, follow
from seisviewer.structure.stroke_observations import painted_strokes

from . import layered_lines, pinched_lines
from .pinched_lines import CHAOS

NAME, SHAPE, BODY = "inline_1", (160, 140), np.s_[70:86, 40:56]


def small_body(seed: int) -> tuple[Line, np.ndarray, np.ndarray]:
    """A line of two layers with a small body, its classes, and a few strokes, -1 elsewhere."""
    draw = np.random.default_rng(seed)
    depth = np.arange(SHAPE[1])[None] + 3 * np.sin(np.arange(SHAPE[0]) / 20)[:, None]
    known = np.where(depth < 90, 0, 1)
    known[BODY] = 2
    chaos = ndimage.gaussian_filter(draw.normal(size=SHAPE), 1.0)
    layers = np.where(depth < 90, np.cos(2 * np.pi * depth / 9), 1.2 * np.cos(2 * np.pi * depth / 14))
    amplitudes = np.where(known == 2, chaos / chaos.std(), layers) + draw.normal(scale=0.15, size=SHAPE)
    places = np.stack([np.ones(SHAPE[0], int), np.arange(SHAPE[0])], axis=1)
    painted = np.full(SHAPE, -1)
    painted[74:82, 46:50] = 2
    for number, depths in ((0, (15, 30, 65, 75)), (1, (105, 125))):
        for turn, first in enumerate(depths):
            painted[20 + 25 * turn : 50 + 25 * turn, first : first + 4] = number
    line = Line(NAME, amplitudes.astype(np.float32), places, np.ones(SHAPE[0], bool))
    return line, known, np.where(painted == known, painted, -1)


def test_a_small_body_ends_where_its_texture_does() -> None:
    wrong = []
    for seed in range(3):
        line, known, painted = small_body(seed)
        look = look_at(follow(line), find_horizon([line]))
        samples = stroke_samples(painted_strokes({NAME: painted}), {NAME: look})
        found = look.grid.everywhere(samples.log_likelihoods(look.values, samples.classes)).argmax(axis=2)
        wrong.append(float((found != known).mean()))
    assert np.mean(wrong) < 0.042, "beyond its edge it looked like the body as far as a wide window reaches"


def test_votes_are_those_that_the_forest_counts_itself(monkeypatch) -> None:
    line, _, painted = small_body(0)
    look = look_at(follow(line), find_horizon([line]))
    samples = stroke_samples(painted_strokes({NAME: painted}), {NAME: look})
    monkeypatch.setattr(stroke_forest, "TREES", 10)
    monkeypatch.setattr(stroke_forest, "AT_ONCE", 500)  # the last points are fewer
    likely = np.maximum(samples.forest.predict_proba(samples.values), stroke_forest.UNLIKELY)
    assert len(samples.values) > 500 and len(samples.values) % 500
    assert samples._votes(samples.values).clip(stroke_forest.UNLIKELY) == pytest.approx(likely, abs=1e-5)


def test_trees_are_asked_about_every_other_column_of_a_line_and_its_last(monkeypatch) -> None:
    monkeypatch.setattr(stroke_forest, "TREES", 10)
    line, _, painted = small_body(0)
    look = look_at(follow(line), find_horizon([line]))
    samples = stroke_samples(painted_strokes({NAME: painted}), {NAME: look})
    for columns in (1, 2, 7, 8):
        some = look.values[:5, 20 : 20 + columns]
        found, asked = samples.on_line(some, samples.classes), samples.log_likelihoods(some, samples.classes)
        for column in range(columns):
            is_asked = column % 2 == 0 or column == columns - 1
            beside = [column] if is_asked else [column - 1, column + 1]
            assert found[:, column] == pytest.approx(asked[:, beside].mean(axis=1), abs=1e-5)


def test_trees_do_not_see_where_on_the_survey_a_point_lies() -> None:
    line, _, painted = small_body(0)
    moved = replace(line, places=line.places + 500)
    seen = []
    for each in (line, moved):
        look = look_at(follow(each), find_horizon([each]))
        seen.append(stroke_samples(painted_strokes({NAME: painted}), {NAME: look}).values)
    assert seen[0].shape[1] == SEEN and np.array_equal(*seen)


def test_a_model_of_an_earlier_version_sees_what_it_saw() -> None:
    line, known, painted = small_body(0)
    look = look_at(follow(line), find_horizon([line]))
    samples = stroke_samples(painted_strokes({NAME: painted}), {NAME: look})
    rows, columns = np.nonzero(painted != -1)
    whole = look.grid.at(look.values, rows, columns)
    earlier = replace(
        samples,
        values=whole[:, :EARLIER],
        **{name: np.zeros(len(rows), int) for name in ("stroke", "off", "axis", "along")},
        number=painted[rows, columns],
    )
    found = look.grid.everywhere(earlier.log_likelihoods(look.values, earlier.classes)).argmax(axis=2)
    assert (found == known).mean() > 0.93
    assert PLACE == (17, 18) and np.array_equal(whole[:, 17], np.ones(len(rows))), "the inline is where it was"


def test_what_a_line_looks_like_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    real = stroke_forest.texture_of
    monkeypatch.setattr(stroke_forest, "texture_of", lambda *given: asked.append(len(given)) or real(*given))
    line = small_body(0)[0]
    followed, horizon = follow(line), find_horizon([line])
    first, again = look_at(followed, horizon), look_at(followed, horizon)
    assert np.array_equal(first.values, again.values) and asked == [1]


@pytest.mark.slow
def test_a_class_found_hardly_anywhere_is_a_body_even_where_strokes_lie_as_layers_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(class_model, "LAYERS_HOLD", 0.0)  # whatever the strokes held out say
    lines = [pinched_lines.line(20)]
    painted = {"inline_20": pinched_lines.strokes(20)}
    monkeypatch.setattr(class_model, "PRESENT_HELD", 0.4)  # the body is found on a quarter of the traces
    assert drive(class_model.fit_classes(lines, painted)).bodies is None, "on painted lines alone nothing tells"
    monkeypatch.setattr(class_model, "ELSEWHERE", 0)
    found = drive(class_model.fit_classes(lines, painted))
    assert [number for number, kind in found.kinds.items() if kind is ClassKind.BODY] == [CHAOS]
    layered = [layered_lines.line("inline", 10)]
    strokes = {"inline_10": layered_lines.strokes(layered[0])}
    assert drive(class_model.fit_classes(layered, strokes)).bodies is None, "layers that hold stay what they are"


def test_a_body_with_one_stroke_stays_one_unless_some_strokes_are_wrong() -> None:
    labels = np.full((100, 60), -1)
    labels[10:20, 10:14] = labels[40:50, 10:14] = 0
    labels[10:20, 40:44] = labels[40:50, 40:44] = 1
    labels[70:90, 25:30] = 2
    strokes = painted_strokes({"inline_1": labels})
    least = class_model._least_presence((0, 1, 2), strokes, tested=True, some_wrong=False)
    assert set(least.values()) == {class_model.PRESENT}, "all are painted on as many lines"
    doubted = class_model._least_presence((0, 1, 2), strokes, tested=True, some_wrong=True)
    assert doubted == least | {2: class_model.PRESENT_PAINTED_ONCE}
