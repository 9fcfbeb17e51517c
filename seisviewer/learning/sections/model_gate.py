"""Which model is on screen: a newcomer takes the place unless it is worse on the strokes held back."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass

from seisviewer.learning.events import ModelReady, ModelRejected
from seisviewer.learning.sections.facies_task import Recipe
from seisviewer.predictions.predictor import Predictor
from seisviewer.progress import Progress

Judge = Callable[[Predictor], Generator[Progress, None, float | None]]


@dataclass(frozen=True)
class ShownModel:
    """The model that has just taken its place on screen, for whoever keeps it. score: as in ModelReady. teachers: the
    checkpoints of the teacher where it is the student of an ST++ round, all with the name of the round; else ()."""

    predictor: Predictor
    recipe: Recipe
    score: float | None
    teachers: tuple[Predictor, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """Whether a newcomer was taken. score, shown_score: of the newcomer and of the model that was on screen before, mean
    over the classes of what they get right of the paint held back; None where nothing was on screen or is held back.
    could_tell: whether enough is held back for these scores to tell anything, where that mattered."""

    taken: bool
    score: float | None = None
    shown_score: float | None = None
    could_tell: bool = True


class ModelGate:
    """Keeps the model on screen, and counts those that it has let through.

    shown: None before the first one. teachers: its, as in ShownModel. version: of the model on screen, 0 before the first.
    """

    def __init__(self) -> None:
        self.shown: Predictor | None = None
        self.teachers: tuple[Predictor, ...] = ()
        self.version = 0

    def offer(
        self,
        candidate: Predictor,
        recipe: Recipe,
        judge: Judge,
        teachers: tuple[Predictor, ...] = (),
        can_tell: bool = True,
    ) -> Generator[Progress | ModelReady | ModelRejected | ShownModel, None, Verdict]:
        """Put `candidate` on screen unless it is worse than what is there; a tie is won by the newcomer.

        candidate: its version is that of the gate plus 1. judge: gives the score of a model on the paint held back now.
        can_tell: whether that is enough for its scores to tell anything; where it is not, the student of a round (one with
        teachers) leaves the model on screen in its place, however it scores.
        """
        value = shown_value = None
        if self.shown is not None:
            value = yield from judge(candidate)
            shown_value = yield from judge(self.shown)
            if teachers and not can_tell:
                return Verdict(False, value, shown_value, could_tell=False)
            if value is not None and shown_value is not None and value < shown_value:
                yield ModelRejected(candidate.name, value, shown_value)
                return Verdict(False, value, shown_value)
        self.version = candidate.version
        self.shown, self.teachers = candidate, teachers
        yield ModelReady(candidate.name, candidate.version, candidate.labels_version, value)
        yield ShownModel(candidate, recipe, value, teachers)
        return Verdict(True, value, shown_value)
