"""What a project keeps of a round of self-training."""

from __future__ import annotations

import json
from dataclasses import asdict

import torch

from seisviewer.learning.fitting import Checkpoint
from seisviewer.learning.sections.facies_task import Recipe
from seisviewer.learning.selftraining import FitDone, Steps
from seisviewer.predictions.network_input import Preparation
from seisviewer.workflows import round_store
from seisviewer.workflows.round_store import RoundStore

RECIPE = Recipe("deeplab", "light", (1, 2), Preparation(1.0), seed=3, spare=6)
DESCRIBED = json.loads(
    json.dumps({"number": 4, "recipe": asdict(RECIPE), "steps": [9, 9, 12], "checkpoints": 2, "labels_version": 5})
)


def test_a_round_is_found_again_with_what_it_finished_and_a_new_one_finds_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(round_store, "SAVE_SECONDS", 0.0)
    store = RoundStore(tmp_path)
    store.begin(again=False)
    store.save(Checkpoint("teacher", 5, 2, {"weight": torch.ones(2)}, {}, ()))
    assert store.unfinished(DESCRIBED).stored()[1].step == 5
    store.save(FitDone("teacher", ({"weight": torch.ones(2)}, {"weight": torch.zeros(2)})))
    again = RoundStore(tmp_path)
    again.begin(again=True)
    found = again.unfinished(DESCRIBED)
    assert (found.name, found.recipe, found.steps, found.stage) == ("round 4", RECIPE, Steps(9, 9, 12), "first student")
    finished, checkpoint = found.stored()
    assert [state["weight"].tolist() for state in finished["teacher"]] == [[1, 1], [0, 0]]
    assert checkpoint is None, "that of a training that is finished is of no use"
    again.begin(again=False)
    found = again.unfinished(DESCRIBED)
    assert found.stage == "teacher" and found.stored() == ({}, None)
