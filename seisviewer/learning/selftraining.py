"""ST++, the self-training of Yang et al. (2022, doi:10.1109/CVPR52688.2022.00423), for any task.

Six stages: a teacher learns the labels; the stability of its checkpoints ranks the unlabelled units; it labels the more
stable half; a student, initialised anew, learns labels and these pseudo-labels; that student labels the rest; a final
student, initialised anew, learns everything. What a unit, an answer and a state are is the task's business (sections and
class maps, or records and picks); nothing of the algorithm is written anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from seisviewer.learning.events import RankedUnit, StabilityRanked, StageStarted, StudentRejected
from seisviewer.learning.reliability import split_by_stability, stability

Unit = TypeVar("Unit")
Answer = TypeVar("Answer")
State = TypeVar("State")

STAGES = (
    "teacher",
    "stability ranking",
    "reliable pseudo-labels",
    "first student",
    "remaining pseudo-labels",
    "final student",
)
Judge = Callable[[State], Generator[Any, None, float | None]]


class Task(Protocol[Unit, Answer, State]):
    """What ST++ needs to know of a task."""

    def fit(
        self, stage: str, pseudo: Mapping[Unit, Answer], steps: int, keep: int
    ) -> Generator[Any, None, Sequence[State]]:
        """Train a model, initialised anew, on the labels and `pseudo`; return `keep` states, the last at the end
        (one a step where there are fewer steps).

        `stage` names the fit: with the task's seed it decides the initial weights and the order of the samples.
        """

    def answer(self, state: State, units: Sequence[Unit]) -> Generator[Any, None, dict[Unit, Answer]]:
        """What a model in `state` says about `units`."""

    def agreement(self, one: Answer, other: Answer) -> float:
        """How far two answers to the same unit agree, 0–1 (mean IoU for class maps, pick F1 for records)."""

    def group(self, answer: Answer) -> Hashable:
        """Units whose answers have one group are ranked among themselves: windows with picks and those without."""


@dataclass(frozen=True)
class Steps:
    """Optimiser steps of the three trainings."""

    teacher: int
    first_student: int
    final_student: int

    @property
    def total(self) -> int:
        return self.teacher + self.first_student + self.final_student

    def at_most(self, total: int) -> Steps:
        """These steps, or `total` of them shared out in the same proportion; a training that is has one step at least."""
        if self.total <= total:
            return self
        parts = (self.teacher, self.first_student, self.final_student)
        return Steps(*(max(1, part * total // self.total) if part else 0 for part in parts))

    @classmethod
    def shared(cls, total: int) -> Steps:
        """`total` steps: 30 % for the teacher, 30 % for the first student, the rest for the final one."""
        part = max(1, round(0.3 * total))
        return cls(part, part, max(1, total - 2 * part))


@dataclass(frozen=True)
class FitDone(Generic[State]):
    """A training of a round is finished. Given back to `self_train`, it is not trained again."""

    stage: str
    states: tuple[State, ...] = field(repr=False)


@dataclass(frozen=True)
class Outcome(Generic[Unit, Answer, State]):
    """final: state of the last student, or of what it should have replaced. teacher: the teacher's K checkpoints, the
    one that pseudo-labels come from last. pseudo: what the final student learned from. ranking: stability of each
    unlabelled unit, 0–1, with whether it was in the reliable half."""

    final: State = field(repr=False)
    teacher: tuple[State, ...] = field(repr=False)
    pseudo: Mapping[Unit, Answer] = field(repr=False)
    ranking: tuple[RankedUnit[Unit], ...] = ()


def self_train(
    task: Task[Unit, Answer, State],
    labelled: Sequence[Unit],
    unlabelled: Sequence[Unit],
    steps: Steps,
    checkpoints: int = 3,
    done: Mapping[str, tuple[State, ...]] | None = None,
    judge: Judge | None = None,
    can_tell: bool = True,
) -> Generator[Any, None, Outcome[Unit, Answer, State]]:
    """One ST++ round.

    labelled: units whose unlabelled parts get pseudo-labels too, from each teacher. checkpoints: K. done: states of the
    trainings that an earlier, interrupted call finished, by stage name. judge: scores a state on labels that were held
    back, None where there are none; then the teacher is taken where it was best, and a student replaces it only when it
    is no worse. can_tell: whether enough is held back for these scores to tell; where it is not, the teacher stays. Without a
    judge, or without anything held back, everything is as published.
    """
    done = done or {}

    def started(stage: str) -> StageStarted:
        return StageStarted(stage, STAGES.index(stage) + 1, len(STAGES))

    def trained(
        stage: str, pseudo: Mapping[Unit, Answer], count: int, keep: int
    ) -> Generator[Any, None, tuple[State, ...]]:
        yield started(stage)
        if stage in done:
            return done[stage]
        states = tuple((yield from task.fit(stage, pseudo, count, keep)))
        yield FitDone(stage, states)
        return states

    teacher = yield from trained("teacher", {}, steps.teacher, checkpoints)

    teacher, best = yield from _best_last(teacher, judge)
    yield started("stability ranking")
    answers = []
    for state in teacher:
        answers.append((yield from task.answer(state, unlabelled)))
    scores = {
        unit: stability([answer[unit] for answer in answers], task.agreement) / max(1, len(teacher) - 1)
        for unit in unlabelled
    }
    groups = {unit: task.group(answers[-1][unit]) for unit in unlabelled}
    reliable, rest = split_by_stability(scores, groups)
    believed = set(reliable)
    ranking = tuple(
        RankedUnit(unit, score, unit in believed) for unit, score in sorted(scores.items(), key=lambda x: -x[1])
    )
    yield StabilityRanked(ranking)

    yield started("reliable pseudo-labels")
    pseudo = {unit: answers[-1][unit] for unit in reliable}
    pseudo |= yield from task.answer(teacher[-1], labelled)
    (first,) = yield from trained("first student", pseudo, steps.first_student, 1)
    first, best = yield from _no_worse("first student", first, teacher[-1], best, judge, can_tell)

    yield started("remaining pseudo-labels")
    pseudo |= yield from task.answer(first, [*rest, *labelled])
    (final,) = yield from trained("final student", pseudo, steps.final_student, 1)
    final, _ = yield from _no_worse("final student", final, first, best, judge, can_tell)
    return Outcome(final, teacher, pseudo, ranking)


def _best_last(
    states: tuple[State, ...], judge: Judge | None
) -> Generator[Any, None, tuple[tuple[State, ...], float | None]]:
    """The same states with the best one last, a later one of two that are equal, and its score."""
    scores = []
    for state in states if judge is not None else ():
        scores.append((yield from judge(state)))
    if not scores or None in scores:
        return states, None
    best = max(range(len(states)), key=lambda place: (scores[place], place))
    return (*states[:best], *states[best + 1 :], states[best]), scores[best]


def _no_worse(
    stage: str, student: State, before: State, best: float | None, judge: Judge | None, can_tell: bool
) -> Generator[Any, None, tuple[State, float | None]]:
    """The student and its score, or what was before and its, where the student is worse or nobody can tell."""
    if judge is None or best is None:
        return student, None
    score = yield from judge(student)
    if can_tell and (score is None or score >= best):
        return student, score
    yield StudentRejected(stage, score, best, can_tell)
    return before, best
