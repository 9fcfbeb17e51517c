"""Models and rounds that learn nothing and take no time, for the tests of the live loop."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np

from seisviewer.errors import LabelsError
from seisviewer.learning.events import Loss
from seisviewer.learning.sections.facies_task import painted_classes
from seisviewer.learning.sections.live_rounds import RoundPlan
from seisviewer.learning.sections.soft_labels import NOTHING, SoftLabels
from seisviewer.learning.selftraining import Steps
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.section_prediction import SectionPrediction
from seisviewer.progress import Progress

ROOM = 3  # classes that a toy network has outputs for


@dataclass(frozen=True)
class ToyRecipe:
    classes: tuple[int, ...]
    seed: int = 0

    def is_like(self, other: ToyRecipe) -> bool:
        return True


@dataclass(frozen=True)
class ToyPredictor:
    """quality: what the judge finds. channel: what it says of every voxel."""

    name: str = "live"
    version: int = 1
    labels_version: int = 1
    quality: float | None = None
    absent: frozenset[int] = frozenset()
    model: object = None
    channel: int = 0

    classes = (0, 1)

    def predict(self, section, amplitudes):
        classes = np.full(amplitudes.shape, self.channel, np.uint8)
        return SectionPrediction(
            section, classes, np.ones(amplitudes.shape), self.name, self.version, self.labels_version, time.time()
        )

    def one_pass(self, section, amplitudes):
        sure = np.zeros((2, *amplitudes.shape), np.uint8)
        sure[self.channel] = 255
        return SectionPass(section, sure, self.classes, self.name, self.version, self.labels_version, time.time())


class ToyLearner:
    """A live model whose score is `quality`. damaged: no step gives a finite loss."""

    def __init__(self, recipe: ToyRecipe) -> None:
        self.recipe = recipe
        self.samples = {}
        self.labels_version = -1
        self.step = self.taught = 0
        self.soft = NOTHING
        self.absent = frozenset()
        self.can_learn = True
        self.quality: float | None = None
        self.damaged = False
        self.adopted: list[object] = []

    def fits(self, snapshot) -> bool:
        return len(set(painted_classes(snapshot)) | set(self.recipe.classes)) <= ROOM

    def set_labels(self, snapshot):
        yield from ()
        self.labels_version = snapshot.version

    def learn_from(self, layers) -> None:
        pass

    def learn_for(self, seconds: float):
        yield from ()
        if self.damaged:
            return None
        self.step += 1
        return 1.0

    def predictor(self, version: int) -> ToyPredictor:
        return ToyPredictor("live", version, self.labels_version, self.quality)

    def can_adopt(self, recipe: ToyRecipe) -> bool:
        return recipe.classes == self.recipe.classes

    def adopt(self, state, pseudo, taught=0) -> None:
        self.adopted.append(state)


class ToyLearners:
    """Makes toy learners and keeps them. `made`: oldest first."""

    def __init__(self) -> None:
        self.made: list[ToyLearner] = []

    def recipe(self, snapshot) -> ToyRecipe:
        return ToyRecipe(painted_classes(snapshot))

    def learner(self, recipe: ToyRecipe) -> ToyLearner:
        self.made.append(ToyLearner(recipe))
        return self.made[-1]


@dataclass(frozen=True)
class ToySnapshot:
    version: int = 1


@dataclass
class ToyTask:
    """A task for ST++ whose states are names; every fit says a Loss for each step."""

    recipe: ToyRecipe = ToyRecipe((0, 1))
    snapshot: ToySnapshot = ToySnapshot()
    quality: float | None = None
    resume: object = None
    soft: SoftLabels = NOTHING
    labelled: dict[str, object] = field(default_factory=lambda: {"painted": None})
    fits: list[str] = field(default_factory=list)

    def fit(self, stage, pseudo, steps, keep):
        self.fits.append(stage)
        for step in range(steps):
            yield Loss(stage, step + 1, steps, 1.0)
        return [f"{stage} {number}" for number in range(1, keep + 1)]

    def answer(self, state, units):
        for done, _ in enumerate(units, 1):
            yield Progress(done, len(units), "predicting")
        return {unit: state for unit in units}

    def agreement(self, one, other):
        return float(one == other)

    def group(self, answer):
        return None

    def predictor(self, state, name, version=0):
        """The first checkpoint of the teacher contradicts all other models."""
        return ToyPredictor(name, version, self.snapshot.version, self.quality, channel=int(state == "teacher 1"))


class ToyRounds:
    """Makes the plans of rounds. quality: of their students. refusal: why the labels allow no round, or ""."""

    def __init__(self, quality: float | None = None) -> None:
        self.quality = quality
        self.refusal = ""
        self.tasks: list[ToyTask] = []

    def plan(self, number, snapshot, recipe) -> RoundPlan:
        if self.refusal:
            raise LabelsError(self.refusal)
        self.tasks.append(ToyTask(recipe, ToySnapshot(snapshot.version), self.quality))
        return RoundPlan(number, self.tasks[-1], ["calm", "restless"], Steps(3, 3, 3), 3)


def judged(predictor, *_):
    """The quality of a toy predictor, as a score."""
    yield from ()
    return predictor.quality
