"""Where strokes are few and some of them wrong, no boundary is sure of itself."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.progress import drive
from seisviewer.structure.confirmed_boundaries import MOST, less_sure, lying_elsewhere
from seisviewer.structure.doubted_strokes import DoubtedStroke
from seisviewer.structure.layer_confidence import Boundary, layer_probabilities
from seisviewer.structure.layer_model import fit_layers

from . import layered_lines

ORDER = 4, 7, 1, 2


def doubts(*numbers: int) -> list[DoubtedStroke]:
    return [DoubtedStroke("inline_1", (number,), 0, 9, 50.0, set_aside=True) for number in numbers]


def likely(each: int, wrong: list[DoubtedStroke], held_out: float | None) -> float:
    return lying_elsewhere(np.full(4, each), wrong, ORDER, held_out)


def test_many_strokes_confirm_a_boundary_though_some_are_wrong() -> None:
    assert likely(6, doubts(7), 0.9) < 0.02 < 0.1 < likely(2, doubts(7), 0.9)
    assert likely(6, [], 0.8) < 0.001, "where nothing is wrong, what was held out says it by the widening"


def test_few_strokes_of_which_none_is_doubted_are_mostly_believed() -> None:
    assert 0 < likely(2, [], 0.9) < 0.07 and likely(1, [], None) > likely(2, [], None)


def test_more_wrong_ones_are_worse_and_those_held_out_say_so_too() -> None:
    found = [
        likely(2, doubts(7), 0.95),
        likely(2, doubts(7), 0.7),
        likely(2, doubts(7, 1), 0.7),
        likely(2, doubts(7), None),
    ]
    assert found == sorted(found) and found[-1] == pytest.approx(MOST)
    line = DoubtedStroke("inline_1", (4, 7), 0, 9, 50.0, set_aside=True)
    assert likely(3, [line], 0.9) == likely(3, [], 0.9), "a drawn line is no stroke"


def test_the_answer_stays_and_is_less_sure() -> None:
    boundaries = [Boundary(np.full((1, 1), depth), np.ones(1), np.ones(1)) for depth in (30.0, 60.0, 90.0)]
    before = layer_probabilities(boundaries, 120)[0]
    after = layer_probabilities(less_sure(boundaries, 120, 0.3, ()), 120)[0]
    assert np.array_equal(before.argmax(axis=1), after.argmax(axis=1))
    assert after[[45, 75]].max(axis=1) == pytest.approx(0.7, abs=0.05) and before[[45, 75]].max(axis=1).min() > 0.98
    assert after.sum(axis=1) == pytest.approx(1.0, abs=1e-4)


def test_a_boundary_that_was_drawn_stays_as_sure() -> None:
    boundaries = [Boundary(np.full((1, 1), depth), np.ones(1), np.ones(1)) for depth in (30.0, 60.0)]
    kept, changed = less_sure(boundaries, 120, 0.3, {0})
    assert kept is boundaries[0] and changed.probabilities.sum() == pytest.approx(1.0)
    assert changed.depth == pytest.approx([60.0])
    assert less_sure(boundaries, 120, 0.001, ()) == boundaries


@pytest.mark.slow
def test_of_two_strokes_a_class_with_a_wrong_one_the_model_is_not_sure_and_of_many_it_is() -> None:
    lines = [layered_lines.line("inline", number) for number in (10, 45)] + [layered_lines.line("crossline", 30)]

    def sureness(starts: slice) -> float:
        painted = {}
        for number, of in enumerate((lines[0], lines[2])):
            labels = layered_lines.strokes(of)
            count = len(labels)
            kept = np.zeros(count, bool)
            for start in np.linspace(5, count - 25, 3).astype(int)[starts]:
                kept[start : start + 20] = True
            labels = np.where(kept[:, None], labels, -1)
            if number == 0:  # layer 1 is called 3
                first = np.flatnonzero(kept)[0]
                labels[first : first + 20] = np.where(labels[first : first + 20] == 1, 3, labels[first : first + 20])
            painted[of.name] = labels
        model = drive(fit_layers(lines, painted))
        found = layer_probabilities(model.on_line(model.line("inline_45")), layered_lines.SAMPLES)
        return float(found.max(axis=2).mean())

    assert sureness(slice(0, 1)) < 0.8 < 0.9 < sureness(slice(0, 3))
