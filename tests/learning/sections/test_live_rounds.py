"""Rounds behind live training: started, worked on in turns, finished, dropped."""

from dataclasses import replace

import pytest

from seisviewer.errors import ModelError
from seisviewer.learning.events import Loss, RoundEnded, RoundStarted, StageStarted
from seisviewer.learning.sections.live_rounds import LiveRounds, UnfinishedRound
from seisviewer.learning.sections.soft_labels import SoftLabels
from seisviewer.learning.selftraining import STAGES, Steps
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
    assert events == [RoundEnded("round 1", False)] and not rounds.running
    drive(rounds.drop(), events.append)
    assert len(events) == 1, "where none runs there is nothing to say"
    drive(rounds.start(snapshot, RECIPE))
    finished, events = turned(rounds, 60.0)
    assert finished.plan.name == "round 2"
    assert Loss("teacher", 1, 3, 1.0) in events


def unfinished(labels_version, stored):
    return UnfinishedRound(7, RECIPE, Steps(4, 4, 4), 2, labels_version, "final student", stored)


STORED = {"teacher": ("t1", "t2"), "first student": ("s",), "final student": ("f",)}


def test_a_round_that_was_cut_off_trains_what_is_left_of_it_with_its_own_settings(snapshot):
    toys, checkpoint = ToyRounds(), object()
    stored = {name: STORED[name] for name in ("teacher", "first student")}
    rounds = LiveRounds(toys.plan, 0, 7, unfinished(snapshot.version, lambda version: (stored, checkpoint)))
    events = []
    drive(rounds.start(snapshot, RECIPE), events.append)
    begun, said = events
    assert said == RoundStarted("round 7", snapshot.version, (0, 1))
    assert begun.again and begun.plan.steps == Steps(4, 4, 4) and begun.plan.task.resume is checkpoint
    finished, _ = turned(rounds, 60.0)
    assert toys.tasks[0].fits == ["final student"] and finished.outcome.teacher == ("t1", "t2")


def test_what_is_kept_is_asked_for_with_the_labels_as_they_are_now(snapshot):
    asked = []
    rounds = LiveRounds(
        ToyRounds().plan, 0, 7, unfinished(snapshot.version - 1, lambda v: asked.append(v) or ({}, None))
    )
    drive(rounds.start(snapshot, RECIPE))
    assert asked == [snapshot.version]


def test_a_round_whose_network_lacks_a_painted_class_begins_anew_under_its_number(snapshot):
    toys = ToyRounds()
    waiting = replace(unfinished(snapshot.version, lambda version: (dict(STORED), object())), recipe=ToyRecipe((1,)))
    rounds, events = LiveRounds(toys.plan, 0, 7, waiting), []
    drive(rounds.start(snapshot, RECIPE), events.append)
    assert not events[0].again and events[0].plan.name == "round 7" and events[0].plan.task.recipe == RECIPE
    turned(rounds, 60.0)
    assert toys.tasks[0].fits == ["teacher", "first student", "final student"]


def test_a_round_whose_files_are_damaged_begins_anew_and_says_so(snapshot):
    def damaged(version):
        raise ModelError("fit_teacher.pt is damaged.")

    toys, events = ToyRounds(), []
    rounds = LiveRounds(toys.plan, 0, 7, unfinished(snapshot.version, damaged))
    drive(rounds.start(snapshot, RECIPE), events.append)
    assert isinstance(events[0], Notice) and "round 7" in events[0].text and "fit_teacher.pt" in events[0].text
    turned(rounds, 60.0)
    assert toys.tasks[0].fits == ["teacher", "first student", "final student"]


def test_a_round_whose_students_are_worse_ends_with_its_teacher(snapshot):
    def judge(state):
        yield from ()
        return 0.9 if state.startswith("teacher") else 0.5

    toys = ToyRounds()
    rounds = LiveRounds(lambda *asked: replace(toys.plan(*asked), judge=judge), 0)
    drive(rounds.start(snapshot, RECIPE))
    assert turned(rounds, 60.0)[0].outcome.final == "teacher 3"


def test_labels_that_allow_no_round_leave_the_one_that_was_cut_off(snapshot):
    toys = ToyRounds()
    toys.refusal = "Training needs two classes."
    rounds = LiveRounds(toys.plan, 60.0, 7, unfinished(snapshot.version, lambda version: ({}, None)))
    drive(rounds.start(snapshot, RECIPE))
    assert not rounds.running and not rounds.is_due(snapshot.version, 0.0), "it is not tried over and over"
    toys.refusal = ""
    assert rounds.is_due(snapshot.version + 1, 0.0)
    drive(rounds.start(snapshot, RECIPE))
    assert rounds.running


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


def test_a_round_learns_what_the_layers_say_where_its_network_has_the_same_outputs(snapshot):
    toys, soft = ToyRounds(), SoftLabels({"line": None}, {"line": None})
    drive(LiveRounds(toys.plan, 0).start(snapshot, RECIPE, soft=soft))
    assert toys.tasks[0].soft is soft
    again = LiveRounds(toys.plan, 0, 7, unfinished(snapshot.version, lambda version: ({}, None)))
    drive(again.start(snapshot, ToyRecipe((1, 0)), soft=soft))
    assert not toys.tasks[1].soft.channels
