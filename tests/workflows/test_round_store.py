"""What a project keeps of a round of self-training."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
import torch

from seisviewer.learning.fitting import Checkpoint
from seisviewer.learning.sections.facies_task import Recipe
from seisviewer.learning.sections.live_rounds import RoundBegun, RoundPlan
from seisviewer.learning.selftraining import FitDone, Steps
from seisviewer.predictions.network_input import Preparation
from seisviewer.workflows import round_store
from seisviewer.workflows.round_store import RoundStore, description

RECIPE = Recipe("deeplab", "light", (1, 2), Preparation(1.0), seed=3, spare=6)
NOTHING = ({}, None)


def plan(number=4, labels=5):
    task = SimpleNamespace(recipe=RECIPE, snapshot=SimpleNamespace(version=labels))
    return RoundPlan(number, task, (), Steps(9, 9, 12), 2)


def unfinished(folder, number=4, labels=5):
    """The round as the next session finds it."""
    return RoundStore(folder).unfinished(json.loads(json.dumps(description(plan(number, labels)))))


def finished(stage):
    return FitDone(stage, ({"weight": torch.ones(2)}, {"weight": torch.zeros(2)}))


def checkpoint(stage):
    return Checkpoint(stage, 5, 2, {"weight": torch.ones(2)}, {}, ())


@pytest.fixture
def store(tmp_path, monkeypatch):
    """That of a round which has begun."""
    monkeypatch.setattr(round_store, "SAVE_SECONDS", 0.0)
    store = RoundStore(tmp_path)
    store.begin(RoundBegun(plan(), again=False))
    return store


def test_a_round_is_found_again_with_what_it_finished_and_what_it_was_at(store, tmp_path):
    store.save(checkpoint("teacher"))
    store.save(finished("teacher"))
    found = unfinished(tmp_path)
    assert (found.name, found.recipe, found.steps, found.stage) == ("round 4", RECIPE, Steps(9, 9, 12), "first student")
    fits, resume = found.stored(5)
    assert [state["weight"].tolist() for state in fits["teacher"]] == [[1, 1], [0, 0]]
    assert resume is None, "the checkpoint of a training that is finished is of no use"
    store.save(checkpoint("first student"))
    assert found.stored(5)[1].stage == "first student"


def test_one_that_is_gone_on_with_keeps_its_files_and_a_new_one_finds_nothing(store, tmp_path):
    store.save(finished("teacher"))
    store.begin(RoundBegun(plan(), again=True))
    assert list(unfinished(tmp_path).stored(5)[0]) == ["teacher"]
    store.begin(RoundBegun(plan(), again=False))
    assert unfinished(tmp_path).stage == "teacher" and unfinished(tmp_path).stored(5) == NOTHING


def test_on_other_labels_the_trainings_before_the_last_one_stand(store, tmp_path):
    for stage in ("teacher", "first student", "final student"):
        store.save(finished(stage))
    store.save(checkpoint("final student"))
    fits, resume = unfinished(tmp_path).stored(6)
    assert sorted(fits) == ["first student", "teacher"] and resume is None


def test_nothing_that_another_round_left_is_taken_up(store, tmp_path):
    store.save(finished("teacher"))
    store.save(checkpoint("first student"))
    assert unfinished(tmp_path, number=7).stored(5) == NOTHING
