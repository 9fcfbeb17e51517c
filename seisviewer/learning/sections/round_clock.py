"""How long an ST++ round will take yet, from what its own steps and predictions take on this machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from seisviewer.learning.events import Loss, StageStarted
from seisviewer.learning.selftraining import STAGES, Steps
from seisviewer.progress import Progress

LONGEST_GAP = 10.0  # seconds between two events of a round that count as work; more than that was a pause


@dataclass
class _Stage:
    """total, done: steps or predictions. seconds, measured: how long so many of them took."""

    trains: bool
    total: int
    done: int = 0
    seconds: float = 0.0
    measured: int = 0
    begun: bool = False


class RoundClock:
    """Listens to a round and says what is left of all its stages.

    labelled, unlabelled: how many sections. seconds_per_answer: what a prediction has taken so far, which counts until the
    round has made some itself; None where none is known. now: seconds, of a clock that only goes forward.
    """

    def __init__(
        self,
        steps: Steps,
        labelled: int,
        unlabelled: int,
        checkpoints: int,
        seconds_per_answer: float | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        work = (
            (True, steps.teacher),
            (False, unlabelled * min(checkpoints, steps.teacher)),
            (False, labelled),
            (True, steps.first_student),
            (False, unlabelled // 2 + labelled),
            (True, steps.final_student),
        )
        self._stages = {name: _Stage(*each) for name, each in zip(STAGES, work, strict=True)}
        self._costs = {True: None, False: seconds_per_answer}  # seconds of a step, and of a prediction
        self._now = now
        self._stage: _Stage | None = None
        self._last = 0.0

    def note(self, event: object) -> None:
        """Take an event of the round into account."""
        match event:
            case StageStarted(name):
                self._begin(name)
            case Loss(step=step):
                self._advance(step)
            case Progress():
                self._advance(self._stage.done + 1)

    @property
    def left(self) -> float | None:
        """Seconds, None until a training step has been timed."""
        if self._costs[True] is None:
            return None
        return sum((stage.total - stage.done) * (self._costs[stage.trains] or 0.0) for stage in self._stages.values())

    def _begin(self, name: str) -> None:
        for stage in list(self._stages.values())[: STAGES.index(name)]:
            stage.done = stage.total
        self._stage = self._stages[name]
        self._last = self._now()

    def _advance(self, done: int) -> None:
        """So much of the stage is done. The first word of a stage is not timed: it may have begun in an earlier session."""
        stage, now = self._stage, self._now()
        if stage.begun and now - self._last < LONGEST_GAP:
            stage.seconds += now - self._last
            stage.measured += done - stage.done
        stage.begun, stage.done, self._last = True, min(done, stage.total), now
        if stage.measured:
            self._costs[stage.trains] = stage.seconds / stage.measured
