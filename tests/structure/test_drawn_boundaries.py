"""Boundaries that the user drew move the solution to where they lie."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.structure.drawn_boundaries import UNKNOWN, DrawnLine, draw_on, ordered_by_lines
from seisviewer.structure.followed_line import Line, follow
from seisviewer.structure.layer_confidence import layer_probabilities
from seisviewer.structure.layer_model import LayerModel, fit_layers
from seisviewer.structure.layer_order import layer_order
from seisviewer.structure.line_network import line_network
from seisviewer.structure.stroke_observations import observe

from .layered_lines import LAYERS, SAMPLES, boundary_depths, line, strokes, truth
from .test_layer_model import result

HEIGHTS = (0.2, 0.75, 0.35, 0.8, 0.25)


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return [line("inline", 10), line("inline", 45), line("crossline", 30), line("crossline", 120)]


def drawn(on: Line, boundary: int, first: int, count: int = 40, away: float = 0.0, above: int | None = None,
          below: int | None = None) -> DrawnLine:  # fmt: skip
    """A stroke along a boundary, `away` samples below it."""
    places = on.places[first : first + count]
    depths = boundary_depths(places[:, 0], places[:, 1])[:, boundary] + away
    return DrawnLine(
        on.name, boundary if above is None else above, boundary + 1 if below is None else below, places, depths
    )


def painted(lines: list[Line], heights: tuple[float, ...] = (0.5,)) -> dict[str, np.ndarray]:
    return {name: strokes(lines[number], heights) for number, name in ((0, "inline_10"), (2, "crossline_30"))}


def away(model: LayerModel, on: Line, boundary: int) -> float:
    """Median of how far a boundary lies below the true one on a line."""
    found = model.on_line(model.line(on.name))[boundary].depth
    return float(np.median(found - boundary_depths(on.places[:, 0], on.places[:, 1])[:, boundary]))


@pytest.mark.slow
@pytest.mark.parametrize("heights", [(0.5,), HEIGHTS], ids=["middle", "off the middle"])
def test_one_stroke_moves_a_boundary_all_over_the_survey(lines: list[Line], heights: tuple[float, ...]) -> None:
    """The line says another event than the strokes do: 7 samples below, which no stroke forbids."""
    model = result(fit_layers(lines, painted(lines, heights), drawn=[drawn(lines[0], 1, 60, away=7.0)]))
    for unlabelled in (lines[1], lines[3]):
        assert away(model, unlabelled, 1) == pytest.approx(7.0, abs=2.0)


def test_boundaries_alone_are_enough(lines: list[Line]) -> None:
    model = result(fit_layers(lines, {}, drawn=[drawn(lines[0], boundary, 50) for boundary in range(LAYERS - 1)]))
    assert model.order == tuple(range(LAYERS))
    for unlabelled in (lines[1], lines[3]):
        classes = layer_probabilities(model.on_line(model.line(unlabelled.name)), SAMPLES).argmax(axis=2)
        assert (classes == truth(unlabelled)).mean() > 0.97


@pytest.mark.slow
@pytest.mark.parametrize("above, below", [(UNKNOWN, 2), (1, UNKNOWN), (UNKNOWN, UNKNOWN)])
def test_a_line_whose_classes_are_not_all_known_counts(lines: list[Line], above: int, below: int) -> None:
    stroke = drawn(lines[0], 1, 60, away=5.0, above=above, below=below)
    model = result(fit_layers(lines, painted(lines), drawn=[stroke]))
    assert away(model, lines[1], 1) == pytest.approx(5.0, abs=2.0)
    assert abs(away(model, lines[1], 0)) < 2.0 and abs(away(model, lines[1], 2)) < 2.0


def test_a_line_on_a_section_that_is_not_solved_counts_where_it_crosses_others(lines: list[Line]) -> None:
    other = line("inline", 30)
    network = line_network([follow(each) for each in lines])
    found = draw_on(network, [drawn(other, 1, 20, 110)], range(LAYERS))
    places = network.places[found.node]
    assert set(places[:, 1]) == {30, 120} and np.abs(places[:, 0] - 30).max() <= 2


def test_the_later_of_two_lines_counts(lines: list[Line]) -> None:
    network = line_network([follow(lines[0])])
    found = draw_on(network, [drawn(lines[0], 1, 60, away=9.0), drawn(lines[0], 1, 60, away=2.0)], range(LAYERS))
    (seen,) = found.seen(np.tile([35.0, 70.0, 105.0], (network.count, 1)))
    nodes = np.flatnonzero(seen.weight)
    places = network.places[nodes]
    assert seen.depth[nodes] == pytest.approx(boundary_depths(places[:, 0], places[:, 1])[:, 1] + 2.0, abs=0.2)


def test_layers_between_two_that_meet_have_no_thickness_there(lines: list[Line]) -> None:
    network = line_network([follow(lines[0])])
    found = draw_on(network, [drawn(lines[0], 1, 60, above=0, below=3)], range(LAYERS))
    assert [len(found.of_boundary(boundary)) > 0 for boundary in range(3)] == [True, True, True]


def test_lines_say_in_which_order_classes_lie(lines: list[Line]) -> None:
    network = line_network([follow(lines[0])])
    of_strokes = observe(network, {"inline_10": strokes(lines[0])})
    assert layer_order(of_strokes, [drawn(lines[0], 2, 60, above=2, below=9)]) == [0, 1, 2, 9, 3]
    assert layer_order(of_strokes, [drawn(lines[0], 2, 60, above=3, below=2)]) == [0, 1, 3, 2]
    first, later = drawn(lines[0], 2, 0, above=3, below=2), drawn(lines[0], 2, 0, above=2, below=3)
    assert ordered_by_lines([0, 1, 2, 3], [first, later]) == [0, 1, 2, 3]
