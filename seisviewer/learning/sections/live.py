"""Learning while the user paints: a live model for the screen, ST++ rounds behind it, in one generator."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from functools import partial

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.learning.events import RoundEnded
from seisviewer.learning.sections.facies_task import Recipe, facies_task, painted_classes, recipe_for
from seisviewer.learning.sections.live_inbox import LiveInbox
from seisviewer.learning.sections.live_loop import ROUND_SHARE, Events, LiveLoop, Memory
from seisviewer.learning.sections.live_model import SPARE, LiveModel
from seisviewer.learning.sections.live_rounds import LiveRounds, RoundPlan, UnfinishedRound
from seisviewer.learning.sections.model_gate import ShownModel
from seisviewer.learning.sections.section_samples import SampleReader
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.learning.selftraining import Steps
from seisviewer.networks.device import DeviceChoice, choose_device, limit_threads
from seisviewer.predictions.network_input import Preparation
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES
from seisviewer.volumes.half_live_lines import half_live_lines
from seisviewer.volumes.volume import Volume

# Students begin anew, so a round of a few hundred steps is worse than the model it should improve.
ROUND_STEPS = {"cpu": 2000, "cuda": 4000}
TIMED = (0.1, 0.5, 0.5)  # seconds of learning that tell how long a step takes


@dataclass(frozen=True)
class LiveSettings:
    """train: as for a run. improve_after: seconds without a new stroke until an ST++ round starts by itself, 0 never.
    round_steps: optimiser steps of a round, 0 takes what suits the device."""

    train: TrainSettings = field(default_factory=lambda: TrainSettings(held_back=True, recipe="checked"))
    improve_after: float = 60.0
    round_steps: int = 0


@dataclass(frozen=True)
class EarlierSessions:
    """What the live trainings of a project left behind.

    shown: the model on screen at the end; where it fits the labels, it is shown at once and learned on, and otherwise left
    aside. rounds: how many ST++ rounds there were. last_round: what became of the last one that ended. unfinished: the one
    that was cut off.
    """

    shown: ShownModel | None = None
    rounds: int = 0
    last_round: RoundEnded | None = None
    unfinished: UnfinishedRound | None = None


def live(
    volume: Volume,
    scale: float,
    inbox: LiveInbox,
    settings: LiveSettings | None = None,
    earlier: Callable[[DeviceChoice], EarlierSessions] = lambda device: EarlierSessions(),
    memory: Callable[[], Memory | None] = lambda: None,
) -> Events:
    """Learn the labels in `inbox` without end and keep the sections on screen predicted.

    scale: the survey's amplitude scale (see Preparation). memory: as in LiveLoop. Yields the events of learning.events and Notice, and what is
    worth keeping for a later session: ShownModel, and of a round RoundBegun, Checkpoint and FitDone. While there is
    nothing to do it yields Waiting twenty times a second, so that whoever drives it can stop it.
    """
    settings = settings or LiveSettings()
    device = choose_device(settings.train.device)
    limit_threads()  # one core stays free for whoever draws
    yield Notice(device.reason)
    survey = _Survey(volume, scale, device, settings.train.decided(device))
    steps = Steps.shared(settings.round_steps or ROUND_STEPS[device.device])
    left = earlier(device)
    if left.last_round is not None:
        yield left.last_round
    rounds = LiveRounds(
        lambda *place: survey.round_plan(*place, steps),
        settings.improve_after,
        left.rounds,
        left.unfinished,
        partial(survey.round_seconds, steps),
    )
    yield from LiveLoop(volume, inbox, rounds, survey, left.shown, memory).run()


def timed_round(
    volume: Volume, scale: float, snapshot: LabelSnapshot, settings: LiveSettings | None = None
) -> Generator[Progress, None, float | None]:
    """Seconds that a round takes beside live training, from some steps and a prediction of a network of no other use;
    None where the labels allow no training. scale: as in `live`."""
    settings = settings or LiveSettings()
    device = choose_device(settings.train.device)
    limit_threads()
    survey = _Survey(volume, scale, device, settings.train.decided(device))
    if len(painted_classes(snapshot)) < 2:
        return None
    model = survey.learner(survey.recipe(snapshot))
    yield from model.set_labels(snapshot)
    if not model.can_learn:
        return None
    times = []
    for part in TIMED:  # the first one reads lines and makes what later steps find made
        began, steps = time.monotonic(), model.step
        yield Progress(0, 0, tr("timing a step"))
        yield from model.learn_for(part)
        times.append((time.monotonic() - began) / max(1, model.step - steps))
    predictor, section = model.predictor(0), next(iter(model.samples))
    began = time.monotonic()
    predictor.one_pass(section, volume.section(section))
    steps = Steps.shared(settings.round_steps or ROUND_STEPS[device.device])
    return survey.round_seconds(steps, len(model.samples), min(times), time.monotonic() - began)


@dataclass(frozen=True)
class _Survey:
    """Makes models and rounds for one survey. settings: decided ones."""

    volume: Volume
    scale: float
    device: DeviceChoice
    settings: TrainSettings
    readers: dict[Preparation, SampleReader] = field(default_factory=dict)

    def recipe(self, snapshot: LabelSnapshot) -> Recipe:
        return recipe_for(snapshot, self.settings, self.device, self.scale, SPARE)

    def learner(self, recipe: Recipe) -> LiveModel:
        return LiveModel(recipe, self.reader(recipe), self.device, self.settings)

    def reader(self, recipe: Recipe) -> SampleReader:
        """One for all models with the same input, so that no line is read twice."""
        return self.readers.setdefault(recipe.preparation, SampleReader(self.volume, recipe.preparation))

    def round_seconds(self, steps: Steps, labelled: int, step: float, answer: float) -> float:
        """How long a round takes that shares the time with live training. step, answer: seconds of each."""
        lines = sum(len(half_live_lines(self.volume.geometry, direction)) for direction in LINES)
        unlabelled = min(self.settings.unlabelled, max(0, lines - labelled))
        answers = unlabelled * self.settings.checkpoints + unlabelled // 2 + 2 * labelled
        return (steps.total * step + answers * answer) / ROUND_SHARE

    def round_plan(self, number: int, snapshot: LabelSnapshot, recipe: Recipe, steps: Steps) -> RoundPlan:
        # Another network than last time, but the same paint held back.
        recipe = replace(recipe, seed=self.settings.seed + number)
        task, unlabelled = facies_task(
            self.volume, snapshot, self.settings, self.device, self.scale, recipe, self.reader(recipe)
        )
        judge = task.judge if self.settings.recipe == "checked" else None
        return RoundPlan(number, task, unlabelled, steps, self.settings.checkpoints, judge, task.can_tell)
