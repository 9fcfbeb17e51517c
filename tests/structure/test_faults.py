"""Faults that the user drew cut what lies on either side of them apart."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from seisviewer.progress import drive
from seisviewer.structure.contradictions import contradicting_strokes
from seisviewer.structure.fault_steps import stepped
from seisviewer.structure.faults import BEYOND, FaultLine, Faults
from seisviewer.structure.followed_line import Line, follow
from seisviewer.structure.layer_confidence import layer_probabilities
from seisviewer.structure.layer_model import LayerModel, fit_layers
from seisviewer.structure.line_carrying import carried_to_line
from seisviewer.structure.line_network import line_network
from seisviewer.structure.quick_layers import quick_layers
from seisviewer.structure.stroke_observations import observe

from .faulted_lines import CROSSLINES, INLINES, SAMPLES, THROW, drawn_fault, fault_trace, line, strokes, truth

PAINTED = INLINES[0], INLINES[-1]
FAULTS = Faults.through([drawn_fault(inline) for inline in PAINTED])


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return [line("inline", number) for number in INLINES] + [line("crossline", number) for number in CROSSLINES]


def painted(lines: list[Line], **how: object) -> dict[str, np.ndarray]:
    return {f"inline_{number}": strokes(line("inline", number), **how) for number in PAINTED}


def right(model: LayerModel, on: Line) -> float:
    """The share of samples of a line whose class is the true one."""
    solved = model.line(on.name)
    found = model.on_line(solved) if solved else carried_to_line(model, follow(on))
    return float((layer_probabilities(found, SAMPLES).argmax(axis=2) == truth(on)).mean())


@pytest.fixture(scope="module")
def told(lines: list[Line]) -> LayerModel:
    return drive(fit_layers(lines, painted(lines), faults=FAULTS))


def test_boundaries_jump_at_a_fault_on_lines_without_a_stroke(lines: list[Line], told: LayerModel) -> None:
    untold = drive(fit_layers(lines, painted(lines)))
    for on in (line("inline", 30), line("inline", 20), line("crossline", 85)):
        assert right(told, on) > 0.94 and right(told, on) > right(untold, on) + 0.05, on.name


def test_a_boundary_jumps_where_the_fault_lies_and_nowhere_else(told: LayerModel) -> None:
    for on in (line("inline", 30), line("inline", 22)):
        solved = told.line(on.name)
        found = told.on_line(solved) if solved else carried_to_line(told, follow(on))
        for boundary in found:
            jumps = boundary.depth[4:] - boundary.depth[:-4]
            at = 2 + int(jumps.argmax())
            assert jumps.max() > 0.4 * THROW
            assert at == pytest.approx(float(fault_trace(on.places[0, 0], boundary.depth[at])), abs=3)
            away = np.abs(np.arange(len(boundary.depth)) - at) > 4
            assert np.abs(np.diff(boundary.depth))[away[1:]].max() < 2.0


def test_nothing_is_cut_above_and_below_the_ends_of_a_fault(lines: list[Line]) -> None:
    network = line_network([follow(lines[0])], faults=Faults.through([drawn_fault(INLINES[0], 60, 100)]))
    for depth, cuts in ((40.0, 0), (80.0, 1), (120.0, 0)):
        assert network.cut(np.full(network.count, depth)).sum() == cuts


def test_a_fault_goes_on_between_two_lines_and_some_way_beyond_them() -> None:
    faults = Faults.through([drawn_fault(10), drawn_fault(50)])

    def cut(inline: float, crossline: float) -> bool:
        here, there = np.array([[inline, crossline - 2.0]]), np.array([[inline, crossline + 2.0]])
        return bool(faults.separate(here, np.array([80.0]), there, np.array([80.0]))[0])

    assert cut(30, float(fault_trace(30, 79.5))) and not cut(30, 60.0)
    assert cut(50 + BEYOND, float(fault_trace(50, 79.5))) and not cut(51 + BEYOND, float(fault_trace(50, 79.5)))
    crossing = np.array([[10.0, 85.0]]), np.array([[50.0, 85.0]])
    at = np.array([80.0])
    assert faults.separate(crossing[0], at, crossing[1], at)[0], "a crossline meets the plane as well"
    apart = Faults.through([drawn_fault(10, fault=1), drawn_fault(50, fault=2)])
    halfway = float(fault_trace(30, 79.5))
    here, there = np.array([[30.0, halfway - 2]]), np.array([[30.0, halfway + 2]])
    assert not apart.separate(here, at, there, at)[0], "lines of two numbers are two faults"


def test_where_a_fault_meets_a_line_is_told_at_any_angle() -> None:
    (plane,) = Faults.through([drawn_fault(10), drawn_fault(50)]).planes
    ((traces, depths),) = plane.on_line(0, 30, 160)
    assert traces == pytest.approx(fault_trace(30, depths - 0.5), abs=0.1) and (depths[0], depths[-1]) == (10.5, 169.5)
    ((traces, depths),) = plane.on_line(1, 84, 60)
    assert fault_trace(traces, depths - 0.5)[(traces > 10) & (traces < 50)] == pytest.approx(84, abs=0.2)
    (flat,) = Faults.through([FaultLine(1, 0, 20, 40.0, np.linspace(0, 100, 11))]).planes
    ((traces, depths),) = flat.on_line(1, 55, 60)
    assert len(traces) == 60 and depths == pytest.approx(45.5, abs=0.1), "it runs level along the crossline"


def test_where_a_fault_meets_a_time_slice_is_told_between_its_sticks_and_beyond_them() -> None:
    (plane,) = Faults.through([drawn_fault(10), drawn_fault(30), drawn_fault(50, 60, 100)]).planes
    found = plane.on_slice(80.5, (60, 160))
    assert [(lines[0], lines[-1], beyond) for lines, _, beyond in found] == [
        (0, 10, True),
        (10, 50, False),
        (50, 59, True),
    ]
    for lines, traces, beyond in found:
        truth = fault_trace(np.clip(lines, 10, 50), 80.0)
        assert traces == pytest.approx(truth, abs=0.2), "beyond the last stick it goes on as it was there"
    shallow = plane.on_slice(30.5, (60, 160))
    assert [(lines[0], lines[-1]) for lines, _, _ in shallow] == [(0, 10), (10, 38)], "the last stick begins deeper"
    assert plane.on_slice(5.5, (60, 160)) == [] and plane.on_slice(80.5, (60, 40)) == [], (
        "outside it, outside the survey"
    )
    (one,) = Faults.through([drawn_fault(20)]).planes
    assert [beyond for *_, beyond in one.on_slice(80.5, (60, 160))] == [True, True]


@pytest.mark.slow
def test_one_line_is_enough_to_cut(lines: list[Line]) -> None:
    model = drive(fit_layers(lines, painted(lines), faults=Faults.through([drawn_fault(30)])))
    assert right(model, lines[1]) > 0.94


@pytest.mark.slow
def test_beyond_a_fault_without_strokes_the_boundary_goes_on_and_is_believed_less(lines: list[Line]) -> None:
    known = painted(lines, sides=(False,))
    cut, whole = (drive(fit_layers(lines, known, faults=faults)) for faults in (FAULTS, Faults()))
    thrown = cut.places[:, 1] > fault_trace(cut.places[:, 0], 150.0)
    beyond = thrown & (cut.places[:, 1] > 120)
    for one, other in zip(cut.boundaries, whole.boundaries, strict=True):
        assert np.abs(one.depth - other.depth)[beyond].mean() < 6.0, "it floats"
        assert np.median(one.deviation[beyond]) > 10.0 > np.median(one.deviation[~thrown])


def test_strokes_on_two_sides_of_a_fault_contradict_nothing(lines: list[Line]) -> None:
    labels = np.full((len(lines[0].places), SAMPLES), -1)
    for layer, depth in enumerate((50, 70, 90)):
        labels[50:74, depth : depth + 3] = labels[90:114, depth + 45 : depth + 48] = layer
    strokes_seen = observe(line_network([follow(lines[0])]), {"inline_10": labels}).ranked([0, 1, 2])
    throw = Faults.through([FaultLine(1, 0, 10, 0.0, np.full(SAMPLES, 82.0))])
    assert contradicting_strokes(strokes_seen) and not contradicting_strokes(strokes_seen, throw)


def test_the_first_word_knows_the_faults(lines: list[Line]) -> None:
    known, followed = painted(lines), [follow(each) for each in lines]
    before = drive(quick_layers(followed, known))
    after = drive(quick_layers(followed, known, before, faults=FAULTS))
    assert after.faults == FAULTS and right(after, lines[1]) > right(before, lines[1]) + 0.05


def test_between_nodes_a_depth_is_that_of_its_side() -> None:
    places = np.stack([np.zeros(9), np.arange(9.0)], axis=1)
    fault = Faults.through([FaultLine(1, 0, 0, 0.0, np.full(100, 4.5))])
    found = stepped(fault, places, np.array([0, 4, 8]), np.array([20.0, 20.0, 40.0]))
    assert found.tolist() == [20, 20, 20, 20, 20, 40, 40, 40, 40]
    assert [
        later - sooner for sooner, later in pairwise(stepped(Faults(), places, np.array([0, 8]), np.array([0.0, 8])))
    ] == [1] * 8


def test_lines_of_a_fault_on_one_section_are_one_from_the_first_to_the_last() -> None:
    """As when its middle was drawn again: what is above and below of it still cuts."""
    whole = FaultLine(1, 0, 5, 10.5, np.linspace(3, 9, 51))
    pieces = [
        FaultLine(1, 0, 5, 10.5 + first, whole.traces[first:past]) for first, past in ((31, 51), (0, 10), (10, 31))
    ]
    (plane,), (expected,) = Faults.through(pieces).planes, Faults.through([whole]).planes
    assert (plane.tops, plane.bases) == (expected.tops, expected.bases)
    assert plane.traces == pytest.approx(expected.traces)


def test_surveys_and_sections_of_one_trace_meet_a_fault_without_harm() -> None:
    faults = Faults.through([FaultLine(1, 0, 0, 5.5, np.full(20, 0.0))])
    assert faults.planes[0].on_line(1, 0, 1) == [] and len(faults.planes[0].on_line(0, 0, 1)) == 1
    assert stepped(faults, np.zeros((1, 2)), np.array([0]), np.array([9.0])).tolist() == [9.0]
