"""ST++ rounds behind live training: one at a time, in small turns, until it is finished or dropped."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from seisviewer.errors import LabelsError, ModelError
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.learning.events import Loss, RoundCutOff, RoundEnded, RoundStarted, RoundTimeLeft
from seisviewer.learning.fitting import Checkpoint, State
from seisviewer.learning.sections.facies_task import FaciesTask, Recipe, painted_classes
from seisviewer.learning.sections.round_clock import RoundClock
from seisviewer.learning.sections.soft_labels import NOTHING, SoftLabels
from seisviewer.learning.selftraining import STAGES, Judge, Outcome, Steps, self_train
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId

FinishedFits = dict[str, tuple[State, ...]]


@dataclass(frozen=True)
class RoundPlan:
    """One round; number: of the project, from 1. checkpoints: K of ST++. judge, can_tell: as in `self_train`."""

    number: int
    task: FaciesTask
    unlabelled: Sequence[SectionId]
    steps: Steps
    checkpoints: int
    judge: Judge | None = None
    can_tell: bool = True

    @property
    def name(self) -> str:
        return f"round {self.number}"


@dataclass(frozen=True)
class RoundBegun:
    """A round begins, for whoever keeps what it needs to be taken up again. again: it is one that was taken up."""

    plan: RoundPlan
    again: bool


@dataclass(frozen=True)
class UnfinishedRound:
    """A round that an earlier session began.

    labels_version: of the labels it learned last. stage: the training that was cut off. stored: reads what of it can be
    taken up on the labels of a version, the trainings that were finished and the checkpoint of the one that was not;
    ModelError where that cannot be read.
    """

    number: int
    recipe: Recipe
    steps: Steps
    checkpoints: int
    labels_version: int
    stage: str
    stored: Callable[[int], tuple[FinishedFits, Checkpoint | None]]

    @property
    def name(self) -> str:
        return f"round {self.number}"

    def knows(self, snapshot: LabelSnapshot) -> bool:
        """Whether its network has an output for every painted class."""
        return set(painted_classes(snapshot)) <= set(self.recipe.classes)


@dataclass(frozen=True)
class FinishedRound:
    """A round that has come to its end, and what came of it."""

    plan: RoundPlan
    outcome: Outcome


Outlook = Callable[[int, float, float], float]
MakePlan = Callable[[int, LabelSnapshot, Recipe], RoundPlan]


class LiveRounds:
    """Runs rounds on frozen snapshots.

    make_plan: the plan of round `number` on a snapshot, for a network like that of a recipe; raises LabelsError where the
    labels allow none. improve_after: seconds without a new stroke until a round starts by itself, 0 never. number: of the
    last round of earlier sessions. unfinished: one of theirs, which is gone on with before another one begins. outlook:
    gives the seconds that a round takes, from how many lines are labelled and what a step and a prediction take.
    """

    def __init__(
        self,
        make_plan: MakePlan,
        improve_after: float,
        number: int = 0,
        unfinished: UnfinishedRound | None = None,
        outlook: Outlook | None = None,
    ) -> None:
        self.outlook = outlook
        self._make_plan = make_plan
        self._improve_after = improve_after
        self._unfinished = unfinished
        self._plan: RoundPlan | None = None
        self._clock: RoundClock | None = None
        self._work: Generator[Any, None, Outcome] | None = None
        self._number = number
        self._tried_labels = -1

    @property
    def running(self) -> bool:
        return self._work is not None

    def announce(self) -> Generator[RoundCutOff, None, None]:
        """Say which round waits to be taken up, if there is one."""
        if (waiting := self._unfinished) is not None:
            begun = RoundStarted(waiting.name, waiting.labels_version, waiting.recipe.classes)
            yield RoundCutOff(begun, waiting.stage, STAGES.index(waiting.stage) + 1, len(STAGES))

    def is_due(self, labels_version: int, quiet: float) -> bool:
        """Whether a round should start by itself: once for each state of the labels, `quiet` seconds after it came about,
        and at once where one was cut off."""
        if self.running or not self._improve_after or self._tried_labels == labels_version:
            return False
        return self._unfinished is not None or quiet > self._improve_after

    def start(
        self,
        snapshot: LabelSnapshot,
        recipe: Recipe,
        seconds_per_answer: float | None = None,
        soft: SoftLabels = NOTHING,
    ) -> Generator[RoundBegun | RoundStarted | Notice, None, None]:
        """Begin a round, for a network like that of `recipe`, or go on with one that was cut off; a Notice where the labels
        allow none. One whose network has no output for a class painted since begins anew.

        seconds_per_answer: what predicting a section takes, where that is known. soft: what layers say, in the output
        channels of `recipe`; the round learns it too.
        """
        self._tried_labels = snapshot.version
        done: FinishedFits = {}
        waiting = self._unfinished
        again = waiting if waiting is not None and waiting.knows(snapshot) else None
        try:
            if again is None:
                plan = self._make_plan(waiting.number if waiting else self._number + 1, snapshot, recipe)
            else:
                plan = self._make_plan(again.number, snapshot, again.recipe)
                plan = replace(plan, steps=again.steps, checkpoints=again.checkpoints)
                done = yield from self._stored(again, plan)
        except LabelsError as error:
            yield Notice(str(error))
            return
        if plan.task.recipe.classes == recipe.classes:
            plan.task.soft = soft
        self._plan, self._number, self._unfinished = plan, plan.number, None
        labelled = list(plan.task.labelled)
        self._clock = RoundClock(plan.steps, len(labelled), len(plan.unlabelled), plan.checkpoints, seconds_per_answer)
        self._work = self_train(
            plan.task, labelled, plan.unlabelled, plan.steps, plan.checkpoints, done, plan.judge, plan.can_tell
        )
        yield RoundBegun(plan, again is not None)
        yield RoundStarted(plan.name, snapshot.version, plan.task.recipe.classes)

    def _stored(self, again: UnfinishedRound, plan: RoundPlan) -> Generator[Notice, None, FinishedFits]:
        """The trainings that need not be done again; the plan's task learns of the one that was cut off."""
        try:
            done, plan.task.resume = again.stored(plan.task.snapshot.version)
        except ModelError as error:
            yield Notice(
                tr("What was kept of {again_name} cannot be used, and it begins anew: {error}").format(
                    again_name=again.name, error=error
                )
            )
            return {}
        return done

    def turn(self, seconds: float) -> Generator[Any, None, FinishedRound | None]:
        """Work on the round for so long (one step at least), or until it is finished; returns what came of it then.

        Yields the events of the round, Checkpoint and FitDone among them, and how much time is left.
        """
        until = time.monotonic() + seconds
        while True:
            try:
                event = next(self._work)
            except StopIteration as stop:
                self._work = None
                return FinishedRound(self._plan, stop.value)
            yield event
            self._clock.note(event)
            if isinstance(event, Loss | Progress) and (left := self._clock.left) is not None:
                yield RoundTimeLeft(left)
            if time.monotonic() >= until:
                return None

    def drop(self) -> Generator[RoundEnded, None, None]:
        """Give up the round that runs, or the one that waits to be taken up."""
        dropped = self._plan if self.running else self._unfinished
        if self.running:
            self._plan.task.stopped = None  # nobody will go on with it
        self.close()
        self._unfinished = None
        if dropped is not None:
            yield RoundEnded(dropped.name, False)

    def close(self) -> None:
        """Stop working; nothing is said any more."""
        if self._work is not None:
            self._work.close()
            self._work = None
