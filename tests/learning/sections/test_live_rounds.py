"""Rounds behind live training: started, worked on in turns, finished, dropped."""

import pytest

from seisviewer.learning.events import Loss, RoundEnded, StageStarted
from seisviewer.learning.sections.live_rounds import LiveRounds
from seisviewer.learning.selftraining import STAGES
from seisviewer.progress import Notice, drive

from ..conftest import LayeredVolume, Painter
from .toys import ToyRecipe, ToyRounds

RECIPE = ToyRecipe((0, 1))


@pytest.fixture
def snapshot():
    return Painter(LayeredVolume().geometry).paint("inline_15", 0, slice(0, 9), slice(0, 9)).snapshot()


def turned(rounds, seconds=0.0):
    events = []
    return drive(rounds.turn(seconds), events.append), events


def test_a_round_goes_through_its_stages_in_turns_and_gives_its_student(snapshot):
    rounds = LiveRounds(ToyRounds().plan, 0)
    drive(rounds.start(snapshot, RECIPE))
    assert rounds.running
    seen, finished, turns = [], None, 0
    while finished is None:
        finished, events = turned(rounds)
        seen += events
        turns += 1
    assert turns > 12, "a turn takes no more than its time"
    assert [event.name for event in seen if isinstance(event, StageStarted)] == list(STAGES)
    assert finished.outcome.final == "final student 1" and finished.plan.name == "round 1"
    assert not rounds.running


def test_a_dropped_round_is_said_to_be_and_the_next_begins_anew(snapshot):
    toys = ToyRounds()
    rounds = LiveRounds(toys.plan, 0)
    drive(rounds.start(snapshot, RECIPE))
    turned(rounds)
    events = []
    drive(rounds.drop(), events.append)
    assert events == [RoundEnded(False)] and not rounds.running
    drive(rounds.drop(), events.append)
    assert len(events) == 1, "where none runs there is nothing to say"
    drive(rounds.start(snapshot, RECIPE))
    finished, events = turned(rounds, 60.0)
    assert finished.plan.name == "round 2"
    assert Loss("teacher", 1, 3, 1.0) in events


def test_labels_that_allow_no_round_are_said(snapshot):
    toys = ToyRounds()
    toys.refusal = "Training needs two classes."
    rounds, events = LiveRounds(toys.plan, 0), []
    drive(rounds.start(snapshot, RECIPE), events.append)
    assert events == [Notice("Training needs two classes.")] and not rounds.running


def test_a_round_is_due_once_for_each_state_of_the_labels(snapshot):
    rounds = LiveRounds(ToyRounds().plan, 60.0)
    assert not rounds.is_due(snapshot.version, 59.0) and rounds.is_due(snapshot.version, 61.0)
    drive(rounds.start(snapshot, RECIPE))
    assert not rounds.is_due(snapshot.version + 1, 61.0), "one is running"
    turned(rounds, 60.0)
    assert not rounds.is_due(snapshot.version, 999.0) and rounds.is_due(snapshot.version + 1, 61.0)
    assert not LiveRounds(ToyRounds().plan, 0).is_due(snapshot.version, 1e6)
