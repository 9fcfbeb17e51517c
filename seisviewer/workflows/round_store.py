"""What the project keeps of an ST++ round behind live training, so that a round that was cut off can be taken up again."""

from __future__ import annotations

import shutil
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from seisviewer.errors import ProjectError
from seisviewer.learning.fitting import Checkpoint
from seisviewer.learning.sections.facies_task import Recipe
from seisviewer.learning.sections.live_rounds import FinishedFits, RoundPlan, UnfinishedRound
from seisviewer.learning.selftraining import FitDone, Steps
from seisviewer.predictions.network_input import Preparation
from seisviewer.workflows.run_folder import RunFolder

FOLDER = "round"
TRAININGS = ("teacher", "first student", "final student")
SAVE_SECONDS = 60.0  # between two checkpoints: with a large network one is half a gigabyte


class RoundStore:
    """The folder of a run's round: the trainings it has finished and the checkpoint of the one that runs."""

    def __init__(self, run: Path) -> None:
        self._place = run / FOLDER
        self._folder = RunFolder(self._place)
        self._saved_at = time.monotonic()

    def begin(self, *, again: bool) -> None:
        """Make room for a round; again: one that is gone on with, whose files stay. ProjectError where that is impossible."""
        if not again:
            self.clear()
        try:
            self._place.mkdir(exist_ok=True)
        except OSError as error:
            raise ProjectError(f"{self._place} cannot be made: {error.strerror}.") from error

    def clear(self) -> None:
        """No round is kept any more."""
        shutil.rmtree(self._place, ignore_errors=True)

    def save(self, event: FitDone | Checkpoint) -> None:
        """Keep a finished training, and a checkpoint where the last one is a minute old."""
        if isinstance(event, FitDone):
            self._folder.save_fit(event)
        elif time.monotonic() - self._saved_at >= SAVE_SECONDS:
            self._folder.save_checkpoint(event)
            self._saved_at = time.monotonic()

    def unfinished(self, described: dict[str, Any]) -> UnfinishedRound:
        """The round that `description` described; its weights are read when they are wanted."""
        recipe = dict(described["recipe"])
        recipe |= {"preparation": Preparation(**recipe["preparation"]), "classes": tuple(recipe["classes"])}
        return UnfinishedRound(
            described["number"],
            Recipe(**recipe),
            Steps(*described["steps"]),
            described["checkpoints"],
            described["labels_version"],
            next((name for name in TRAININGS if not self._folder.has_fit(name)), TRAININGS[-1]),
            self._stored,
        )

    def _stored(self) -> tuple[FinishedFits, Checkpoint | None]:
        return self._folder.finished_fits(), self._folder.checkpoint()


def description(plan: RoundPlan) -> dict[str, Any]:
    """What a round is next to its weights, as JSON holds it."""
    return {
        "number": plan.number,
        "recipe": asdict(plan.task.recipe),
        "steps": [plan.steps.teacher, plan.steps.first_student, plan.steps.final_student],
        "checkpoints": plan.checkpoints,
        "labels_version": plan.task.snapshot.version,
    }
