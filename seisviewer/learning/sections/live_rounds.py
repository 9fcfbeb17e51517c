"""ST++ rounds behind live training: one at a time, in small turns, until it is finished or dropped."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

from seisviewer.errors import LabelsError
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.learning.events import RoundEnded
from seisviewer.learning.fitting import Checkpoint
from seisviewer.learning.sections.facies_task import FaciesTask, Recipe
from seisviewer.learning.selftraining import FitDone, Outcome, Steps, self_train
from seisviewer.progress import Notice
from seisviewer.volumes.geometry import SectionId


@dataclass(frozen=True)
class RoundPlan:
    """One round. checkpoints: K of ST++."""

    name: str
    task: FaciesTask
    unlabelled: Sequence[SectionId]
    steps: Steps
    checkpoints: int


@dataclass(frozen=True)
class FinishedRound:
    """A round that has come to its end, and what came of it."""

    plan: RoundPlan
    outcome: Outcome


MakePlan = Callable[[int, LabelSnapshot, Recipe], RoundPlan]


class LiveRounds:
    """Runs rounds on frozen snapshots.

    make_plan: the plan of round `number` on a snapshot, for a network like that of a recipe; raises LabelsError where the
    labels allow none. improve_after: seconds without a new stroke until a round starts by itself, 0 never.
    """

    def __init__(self, make_plan: MakePlan, improve_after: float) -> None:
        self._make_plan = make_plan
        self._improve_after = improve_after
        self._plan: RoundPlan | None = None
        self._work: Generator[Any, None, Outcome] | None = None
        self._number = 0
        self._tried_labels = -1

    @property
    def running(self) -> bool:
        return self._work is not None

    def is_due(self, labels_version: int, quiet: float) -> bool:
        """Whether a round should start by itself: once for each state of the labels, `quiet` seconds after it came about."""
        return not self.running and 0 < self._improve_after < quiet and self._tried_labels != labels_version

    def start(self, snapshot: LabelSnapshot, recipe: Recipe) -> Generator[Notice, None, None]:
        """Begin a round, for a network like that of `recipe`; a Notice where the labels allow none."""
        self._tried_labels = snapshot.version
        self._number += 1
        try:
            plan = self._make_plan(self._number, snapshot, recipe)
        except LabelsError as error:
            yield Notice(str(error))
            return
        self._plan = plan
        self._work = self_train(plan.task, list(plan.task.labelled), plan.unlabelled, plan.steps, plan.checkpoints)

    def turn(self, seconds: float) -> Generator[Any, None, FinishedRound | None]:
        """Work on the round for so long (one step at least), or until it is finished; returns what came of it then."""
        until = time.monotonic() + seconds
        while True:
            try:
                event = next(self._work)
            except StopIteration as stop:
                self._work = None
                return FinishedRound(self._plan, stop.value)
            if not isinstance(event, Checkpoint | FitDone):  # weights, of use to those who keep a run folder
                yield event
            if time.monotonic() >= until:
                return None

    def drop(self) -> Generator[RoundEnded, None, None]:
        """Give the round up, where one is running."""
        if self.running:
            self.close()
            yield RoundEnded(False)

    def close(self) -> None:
        """Stop working; nothing is said any more."""
        if self._work is not None:
            self._work.close()
            self._work = None
