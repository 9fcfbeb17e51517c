"""What the project keeps of an ST++ round behind live training, so that a round that was cut off can be taken up again."""

from __future__ import annotations

import json
import logging
import shutil
import time
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from seisviewer.errors import ModelError, ProjectError
from seisviewer.learning.fitting import Checkpoint
from seisviewer.learning.sections.facies_task import Recipe
from seisviewer.learning.sections.live_rounds import FinishedFits, RoundBegun, RoundPlan, UnfinishedRound
from seisviewer.learning.selftraining import STAGES, FitDone, Steps
from seisviewer.predictions.network_input import Preparation
from seisviewer.translation import tr
from seisviewer.workflows.run_folder import Origin, RunFolder

FOLDER = "round"
TRAININGS = ("teacher", "first student", "final student")
SAVE_SECONDS = 60.0  # between two checkpoints: with a large network one is half a gigabyte

LONGEST_AT_END = 1.0  # seconds that writing one may take when the window closes
log = logging.getLogger(__name__)


class RoundStore:
    """The folder of a run's round: the trainings it has finished and the checkpoint of the one that runs.

    Each file says which round made it, and on which labels, since a round may go on when the labels have changed.
    """

    def __init__(self, run: Path) -> None:
        self._place = run / FOLDER
        self._folder = RunFolder(self._place)
        self._saved_at = time.monotonic()
        self._seconds = 0.0  # that the last checkpoint took to be written
        self._origin: Origin = ()

    def begin(self, begun: RoundBegun) -> None:
        """Make room for a round; the files of one that is gone on with stay. ProjectError where that is impossible."""
        described = description(begun.plan)
        self._origin = _origin(described, described["labels_version"])
        if not begun.again:
            self.clear()
        try:
            self._place.mkdir(exist_ok=True)
        except OSError as error:
            raise ProjectError(
                tr("{place} cannot be made: {strerror}.").format(place=self._place, strerror=error.strerror)
            ) from error

    def clear(self) -> None:
        """No round is kept any more."""
        shutil.rmtree(self._place, ignore_errors=True)

    def save(self, event: FitDone | Checkpoint) -> None:
        """Keep a finished training, and a checkpoint where the last one is a minute old."""
        if isinstance(event, FitDone):
            self._folder.save_fit(event, self._origin)
        elif time.monotonic() - self._saved_at >= SAVE_SECONDS:
            self._save_checkpoint(event)

    def save_last(self, checkpoint: Checkpoint) -> None:
        """Keep where a training is that is stopped now, unless the window would have to wait for it: the last minute is
        done again then."""
        if self._seconds > LONGEST_AT_END:
            return
        try:
            self._save_checkpoint(checkpoint)
        except ModelError as error:
            log.warning("where the round was is not kept: %s", error)

    def _save_checkpoint(self, checkpoint: Checkpoint) -> None:
        began = time.monotonic()
        self._folder.save_checkpoint(checkpoint, self._origin)
        self._saved_at = time.monotonic()
        self._seconds = self._saved_at - began

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
            partial(self._stored, described),
        )

    def _stored(self, described: dict[str, Any], labels_version: int) -> tuple[FinishedFits, Checkpoint | None]:
        """What can be taken up on the labels of that version.

        What a training learned of other labels stands, but no model may learn from two states of them, or say that it knows
        a later one than it does: the student that is shown has learned the present ones from its first step on.
        """
        wanted = _origin(described, labels_version)

        def is_usable(stage: str, origin: Origin) -> bool:
            return origin == wanted if stage == STAGES[-1] else origin[:1] == wanted[:1]

        return self._folder.finished_fits(is_usable), self._folder.checkpoint(wanted)


def _origin(described: dict[str, Any], labels_version: int) -> Origin:
    """The round, and the labels that it learns."""
    lasting = {name: value for name, value in described.items() if name != "labels_version"}
    return json.dumps(lasting, sort_keys=True), labels_version


def description(plan: RoundPlan) -> dict[str, Any]:
    """What a round is next to its weights, as JSON holds it."""
    return {
        "number": plan.number,
        "recipe": asdict(plan.task.recipe),
        "steps": [plan.steps.teacher, plan.steps.first_student, plan.steps.final_student],
        "checkpoints": plan.checkpoints,
        "labels_version": plan.task.snapshot.version,
    }
