"""The parts of the path through bodies: order, horizon, flattening, and pieces far from paint."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import ndimage

from seisviewer.structure.bodies import reflector_depth as module_of_depth
from seisviewer.structure.bodies.class_path import SWITCH, order_of_maps, path_probabilities
from seisviewer.structure.bodies.far_pieces import far_pieces
from seisviewer.structure.bodies.main_horizon import find_horizon
from seisviewer.structure.bodies.reflector_depth import reflector_depth
from seisviewer.structure.bodies.stroke_forest import StrokeSamples
from seisviewer.structure.bodies.texture_grid import Grid, _ranked, texture_of
from seisviewer.structure.faults import FaultLine, Faults
from seisviewer.structure.followed_line import Line, follow

from .layered_lines import wavelet


@pytest.mark.parametrize("order, bodies", [((2, 0, 1), ()), ((2, 0), (1,)), ((1,), (0, 2)), ((), (0, 1, 2))])
def test_path_probabilities_are_those_of_trying_every_path(order: tuple[int, ...], bodies: tuple[int, ...]) -> None:
    scores = np.random.default_rng(0).normal(size=(1, 5, 3))
    expected = np.zeros((5, 3))
    # A state is a class and the rank of the layer that it is or interrupts; without layers there is one to interrupt.
    states = [(number, rank) for rank, number in enumerate(order)]
    states += [(number, rank) for number in bodies for rank in range(max(len(order), 1))]
    for path in product(states, repeat=5):
        steps = list(zip(path[:-1], path[1:]))
        if all(one == other or one[0] != other[0] and _may_follow(one, other, bodies) for one, other in steps):
            classes = [number for number, _ in path]
            switches = sum(one != other for one, other in steps)
            expected[np.arange(5), classes] += np.exp(scores[0, np.arange(5), classes].sum() - SWITCH * switches)
    expected /= expected.sum(axis=1, keepdims=True)
    assert path_probabilities(scores, order, bodies)[0] == pytest.approx(expected, abs=1e-5)


def _may_follow(one: tuple[int, int], other: tuple[int, int], bodies: tuple[int, ...]) -> bool:
    """A body interrupts the layer above it; below a body that layer goes on, or a later one comes."""
    if other[0] in bodies:
        return one[1] == other[1]
    return other[1] >= one[1] if one[0] in bodies else other[1] > one[1]


def test_a_layer_may_be_left_out_and_comes_back_only_below_a_body() -> None:
    scores = np.zeros((1, 30, 3))
    scores[0, :10, 0] = scores[0, 10:20, 2] = scores[0, 20:, 0] = 3.0
    classes = path_probabilities(scores, (0, 1, 2))[0].argmax(axis=1)
    assert set(classes) <= {0, 2} and (np.diff(classes) >= 0).all()
    within = path_probabilities(scores, (0, 1), (2,))[0].argmax(axis=1)
    assert np.array_equal(within, np.repeat([0, 2, 0], 10))


def test_the_order_is_that_of_most_steps_and_a_few_wrong_ones_move_nothing() -> None:
    right, wrong = np.repeat([[0, 2, 1]], 50, axis=0), np.repeat([[1, 0, 2]], 1, axis=0)
    assert order_of_maps([right, wrong], (0, 1, 2)) == [0, 2, 1]
    assert order_of_maps([np.repeat([[0, 1, 2]], 50, axis=0), wrong], (0, 1, 2)) == [0, 1, 2]


def horizon_line(inline: int, depths: dict[float, float], throw: float = 6.0) -> Line:
    """Events of given strengths by depth, each broken by a fault at trace 60."""
    traces, samples = np.arange(120)[:, None], np.arange(100)[None]
    thrown = np.where(traces >= 60, throw, 0.0)
    events = sum(strength * wavelet(samples - depth - thrown) for depth, strength in depths.items())
    noise = np.random.default_rng(inline).normal(scale=0.1, size=events.shape)
    places = np.stack([np.full(120, inline), np.arange(120)], axis=1)
    return Line(f"inline_{inline}", (events + noise).astype(np.float32), places, np.ones(120, bool))


def test_the_main_horizon_goes_on_across_a_fault() -> None:
    line = horizon_line(0, {30.0: 1.0, 60.0: -2.0})
    horizon = find_horizon([line])
    depths = horizon.on_line(line)
    assert horizon.sign == -1
    assert np.abs(depths[:55] - 60).max() <= 1 and np.abs(depths[66:] - 66).max() <= 1


def test_the_main_horizon_jumps_far_where_a_fault_was_drawn() -> None:
    """Without it the horizon climbs on several traces, as no reflector is steeper."""
    line = horizon_line(0, {40.0: 1.5, 60.0: 2.0}, throw=-30.0)
    faults = Faults.through([FaultLine(1, 0, 0, 5.0, np.full(90, 59.5))])
    smeared = find_horizon([line]).on_line(line)
    assert (np.minimum(np.abs(smeared - 60), np.abs(smeared - 30)) > 5).sum() > 2
    depths = find_horizon([line], faults=faults).on_line(line, faults)
    assert np.abs(depths[:59] - 60).max() <= 1 and np.abs(depths[61:] - 30).max() <= 1


def test_nothing_is_averaged_across_a_fault() -> None:
    places = np.stack([np.zeros(120, int), np.arange(120)], axis=1)
    noise = np.random.default_rng(0).normal(size=(120, 100))
    strong = np.where(np.arange(120)[:, None] < 60, noise, 5 * noise).astype(np.float32)
    faults = Faults.through([FaultLine(1, 0, 0, 0.5, np.full(100, 59.5))])

    def change_at_the_fault(faults: Faults) -> float:
        """How far the strength beside the fault differs from that of its own side, over what the other side is."""
        texture = texture_of(follow(Line("inline_0", strong, places, np.ones(120, bool))), faults)
        near, far, other = texture.strength[14].mean(), texture.strength[4].mean(), texture.strength[24].mean()
        return abs(near - far) / (other - far)

    assert change_at_the_fault(faults) < 0.1 < 0.2 < change_at_the_fault(Faults())


def test_the_main_horizon_stays_the_same_event_where_another_is_a_little_stronger() -> None:
    painted, beside = horizon_line(0, {30.0: 1.0, 60.0: 2.0}), horizon_line(5, {30.0: 1.6, 60.0: 1.4})
    assert np.abs(find_horizon([beside]).on_line(beside)[:55] - 30).max() <= 1
    assert np.abs(find_horizon([painted], [beside]).on_line(beside)[:55] - 60).max() <= 1


def test_depth_along_the_reflectors_is_one_on_a_dipping_reflector() -> None:
    traces, samples = np.arange(160)[:, None], np.arange(200)[None]
    amplitudes = np.sin(2 * np.pi * (samples - 0.3 * traces) / 12).astype(np.float32)
    places = np.stack([np.zeros(160, int), np.arange(160)], axis=1)
    line = Line("inline_0", amplitudes, places, np.ones(160, bool))
    grid = Grid((160, 200))
    depth = grid.everywhere(reflector_depth(follow(line), grid))
    along = np.array([depth[trace, 80 + int(0.3 * trace)] for trace in range(10, 150)])
    assert np.ptp(along) < 6 and np.ptp(0.3 * np.arange(10, 150)) > 40


def test_depth_along_the_reflectors_is_the_same_where_a_band_matrix_has_no_room(monkeypatch) -> None:
    draw = np.random.default_rng(0)
    amplitudes = ndimage.gaussian_filter(draw.normal(size=(90, 70)), 2).astype(np.float32)
    line = follow(Line("inline_0", amplitudes, np.stack([np.zeros(90, int), np.arange(90)], axis=1), np.ones(90, bool)))
    banded = reflector_depth(line, Grid((90, 70)))
    monkeypatch.setattr(module_of_depth, "MOST_BAND", 0)
    assert reflector_depth(line, Grid((90, 70))) == pytest.approx(banded, abs=1e-4)
    assert np.ptp(banded - Grid((90, 70)).samples) > 1


def test_equal_textures_have_the_same_rank_and_it_is_the_share_of_smaller_ones() -> None:
    values = np.array([[3.0, 0.0, 1.0], [0.0, 1.0, 9.0]], np.float32)
    assert _ranked(values) == pytest.approx(np.array([[4, 0, 2], [0, 2, 5]]) / 6)


def test_pieces_of_a_body_far_from_every_stroke_of_it_are_found_and_a_layer_goes_on_beyond_its_strokes() -> None:
    count = 6
    samples = StrokeSamples(
        np.zeros((count, 1), np.float32),
        np.array([0, 0, 0, 1, 1, 1]),
        np.arange(count),
        np.zeros(count),
        np.ones(count, int),
        np.array([0.0, 100.0, 300.0, 10.0, 12.0, 14.0]),
    )
    best = np.zeros((80, 20), int)
    best[2:6, 5:9] = best[60:64, 5:9] = 1
    places = np.stack([np.full(80, 50.0), np.arange(80) * 4.0], axis=1)
    rows, columns, numbers = far_pieces(best, (0, 1), (0, 1), places, samples)
    assert not far_pieces(best, (0, 1), (), places, samples)[0].size
    assert set(numbers) == {1} and set(rows) == {60, 61, 62, 63} and set(columns) == {5, 6, 7, 8}
