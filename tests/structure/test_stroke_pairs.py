"""Strokes close above and below a boundary say where it is, and not where the middles of their layers are."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.structure.drawn_boundaries import draw_on
from seisviewer.structure.first_boundaries import stroke_depths
from seisviewer.structure.followed_line import Line, follow
from seisviewer.structure.layer_model import LayerModel, fit_layers
from seisviewer.structure.line_network import line_network
from seisviewer.structure.stroke_observations import observe
from seisviewer.structure.stroke_pairs import boundary_strokes

from .layered_lines import SAMPLES, boundary_depths, line, strokes, truth
from .test_layer_model import result

ORDER = (0, 1, 2, 3)


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return [line("inline", 10), line("inline", 45), line("crossline", 30), line("crossline", 120)]


def beside_boundary(on: Line, boundary: int, traces: slice, away: int = 4) -> np.ndarray:
    """Strokes of 4 samples along both sides of a boundary."""
    painted = np.full((len(on.places), SAMPLES), -1, np.int8)
    depths = boundary_depths(on.places[:, 0], on.places[:, 1])[:, boundary]
    for trace in range(*traces.indices(len(painted))):
        depth = round(depths[trace])
        painted[trace, depth - away - 4 : depth - away] = boundary
        painted[trace, depth + away : depth + away + 4] = boundary + 1
    return painted


def test_those_of_two_layers_in_one_place_are_found_and_no_others(lines: list[Line]) -> None:
    painted = {lines[0].name: strokes(lines[0]), lines[1].name: beside_boundary(lines[1], 1, slice(40, 80))}
    network = line_network([follow(each) for each in lines])
    ranked = observe(network, painted).ranked(ORDER)
    found = boundary_strokes(ranked, stroke_depths(network, ranked, draw_on(network, [], ORDER)))
    on_second = set(ranked.stroke[ranked.places[:, 0] == 45].tolist())
    assert len(on_second) == 2 and set(found) == on_second
    alone = observe(network, {lines[0].name: strokes(lines[0])}).ranked(ORDER)
    assert boundary_strokes(alone, stroke_depths(network, alone, draw_on(network, [], ORDER))) == []


def test_they_do_not_move_the_boundaries_of_strokes_along_the_middle(lines: list[Line]) -> None:
    """On two lines somebody paints beside the boundaries, as who follows suggestions does."""
    painted = {each.name: strokes(each) for each in (lines[0], lines[2])}
    beside = [
        beside_boundary(lines[1], boundary, slice(30 + 40 * boundary, 60 + 40 * boundary)) for boundary in (0, 1, 2)
    ]
    painted[lines[1].name] = np.max(beside, axis=0)
    model = result(fit_layers(lines, painted))
    assert model.held_out.along_the_middle, "what they are off the middle is no habit of who paints"
    assert right(model, lines[3]) > 0.97


def right(model: LayerModel, on: Line) -> float:
    depths = np.stack([boundary.depth for boundary in model.on_line(model.line(on.name))], axis=1)
    found = np.array(model.order)[(depths[:, :, None] <= np.arange(SAMPLES) + 0.5).sum(axis=1)]
    return float((found == truth(on)).mean())


@pytest.mark.slow
def test_one_stroke_a_class_off_the_middle_finds_the_events(lines: list[Line]) -> None:
    """None can be held out, so that nobody knows whether they lie along the middle."""
    painted = strokes(lines[0], (0.3, 0.7, 0.35, 0.7))
    painted[60:] = -1
    model = result(fit_layers(lines, {lines[0].name: painted}))
    assert model.held_out.widening is None and right(model, lines[1]) > 0.93
