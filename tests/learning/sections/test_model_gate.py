"""Which model is on screen."""

import pytest

from seisviewer.learning.events import ModelReady, ModelRejected
from seisviewer.learning.sections.model_gate import ModelGate, ShownModel, Verdict
from seisviewer.progress import drive

from .toys import ToyPredictor, ToyRecipe, judged


def offered(gate, quality, name="live", **rest):
    events = []
    candidate = ToyPredictor(name, gate.version + 1, quality=quality)
    return drive(gate.offer(candidate, ToyRecipe((0, 1)), judged, **rest), events.append), events


def test_the_first_model_is_shown_whatever_it_is_worth():
    gate = ModelGate()
    verdict, events = offered(gate, 0.1)
    assert verdict == Verdict(True) and gate.version == 1
    assert [type(event) for event in events] == [ModelReady, ShownModel]


def test_a_worse_model_stays_off_the_screen_and_both_scores_are_told():
    gate = ModelGate()
    offered(gate, 0.9)
    shown = gate.shown
    verdict, events = offered(gate, 0.8, "round 1")
    assert verdict == Verdict(False, 0.8, 0.9)
    assert events == [ModelRejected("round 1", 0.8, 0.9)]
    assert gate.shown is shown and gate.version == 1


@pytest.mark.parametrize("quality", [0.9, 0.95, None])
def test_a_newcomer_as_good_or_not_to_be_compared_takes_the_screen(quality):
    gate = ModelGate()
    offered(gate, 0.9)
    verdict, events = offered(gate, quality, "round 1")
    assert verdict.taken and gate.shown.name == "round 1" and gate.version == 2
    assert events[0] == ModelReady("round 1", 2, 1, quality)


@pytest.mark.parametrize("quality", [1.0, None])
def test_a_student_stays_off_the_screen_where_too_little_is_held_back_to_tell(quality):
    gate = ModelGate()
    offered(gate, 0.9)
    shown, teachers = gate.shown, (ToyPredictor("round 1", 1),)
    verdict, events = offered(gate, quality, "round 1", teachers=teachers, can_tell=False)
    assert not verdict.taken and not verdict.could_tell and gate.shown is shown and events == []
    # The live model goes on learning all the same, and a student of an earlier day begins.
    assert offered(gate, 0.95, can_tell=False)[0].taken
    assert offered(ModelGate(), 0.5, "round 1", teachers=teachers, can_tell=False)[0].taken
