"""How much a point must look like a body: by what its own strokes look like when they are held out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seisviewer.structure.bodies import body_bars as module
from seisviewer.structure.bodies.body_bars import body_bars, folds_of
from seisviewer.structure.bodies.body_path import SOFTENING, BodyPath
from seisviewer.structure.bodies.main_horizon import find_horizon
from seisviewer.structure.bodies.stroke_forest import Look, StrokeSamples, look_at, stroke_samples
from seisviewer.structure.followed_line import follow
from seisviewer.structure.stroke_observations import PaintedStroke, painted_strokes

from .test_stroke_forest import BODY, NAME, small_body

Learned = tuple[BodyPath, list[PaintedStroke], dict[str, Look], np.ndarray]


@pytest.fixture(scope="module")
def learned() -> Learned:
    """A path of two layers with a small body, of which two strokes are painted."""
    line, known, painted = small_body(0)
    painted[72:75, 42:44] = painted[81:84, 52:54] = 2
    horizon = find_horizon([line])
    looks = {NAME: look_at(follow(line), horizon)}
    strokes = painted_strokes({NAME: painted})
    samples = stroke_samples(strokes, looks)
    return BodyPath(samples.classes, (2,), (0, 1, 2), samples, horizon, (), SOFTENING), strokes, looks, known


def test_each_stroke_is_held_out_once_and_nothing_is_learned_from_it_then(learned: Learned) -> None:
    path, strokes, looks, _ = learned
    folds = folds_of(path.samples, strokes, looks)
    assert sorted(number for fold in folds for number in fold.out) == list(range(len(strokes)))
    assert all(not set(fold.out) & set(fold.samples.stroke) for fold in folds)


@pytest.mark.parametrize(("likely", "bar"), [(-0.2, 0.72), (-1.0, 0.0), (-2.0, -0.9), (-50.0, -1.8)])
def test_a_body_that_is_well_known_must_look_like_itself_and_one_that_is_hardly_known_is_let_pass(
    learned: Learned, monkeypatch: pytest.MonkeyPatch, likely: float, bar: float
) -> None:
    path, strokes, looks, _ = learned
    folds = folds_of(path.samples, strokes, looks)

    def said(_: StrokeSamples, values: np.ndarray, classes: tuple[int, ...]) -> np.ndarray:
        return np.full((*values.shape[:2], len(classes)), likely)

    monkeypatch.setattr(StrokeSamples, "log_likelihoods", said)
    assert body_bars(path.samples, folds, (2,)) == {2: pytest.approx(bar)}


def test_of_a_body_with_one_stroke_nothing_is_known_and_no_forest_is_grown(
    learned: Learned, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, strokes, looks, _ = learned
    first = next(stroke for stroke in strokes if stroke.number == 2)
    one = [stroke for stroke in strokes if stroke.number != 2 or stroke is first]
    monkeypatch.setattr(StrokeSamples, "forest", property(lambda self: pytest.fail("a forest was grown")))
    samples = stroke_samples(one, looks)
    assert body_bars(samples, folds_of(samples, one, looks), (2,)) == {}


def test_a_higher_bar_makes_a_body_smaller_and_leaves_its_heart(learned: Learned) -> None:
    path, _, looks, known = learned
    look, sizes = looks[NAME], []
    for bar in (0.0, module.STRICT * module.EASY):
        with_bar = replace(path, bars={2: bar})
        found = look.grid.everywhere(with_bar.solved(with_bar.scores(look), look)).argmax(axis=2)
        sizes.append(int((found == 2).sum()))
        assert (found[76:80, 46:50] == 2).all()
    assert (known == 2).sum() * 0.5 < sizes[1] < sizes[0], BODY
