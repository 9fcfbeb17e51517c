"""Learning while the user paints: a live model for the screen, ST++ rounds behind it, in one generator.

The generator alternates: what is on screen and out of date is predicted first, then the live model learns for a tenth of a
second, then a running ST++ round takes a few steps. It ends when it is closed or told to finish.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from typing import Any

from seisviewer.errors import LabelsError
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.learning.events import (
    Loss,
    ModelReady,
    ModelRejected,
    RoundEnded,
    SectionPredicted,
    Waiting,
)
from seisviewer.learning.fitting import Checkpoint, state_of
from seisviewer.learning.sections.facies_task import Recipe, facies_task, painted_classes, recipe_for
from seisviewer.learning.sections.held_back_scores import score
from seisviewer.learning.sections.live_inbox import LiveInbox
from seisviewer.learning.sections.live_model import SPARE, LiveModel
from seisviewer.learning.sections.screen import Screen
from seisviewer.learning.sections.section_samples import SampleReader
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.learning.selftraining import FitDone, Outcome, Steps, self_train
from seisviewer.networks.device import DeviceChoice, choose_device, limit_threads
from seisviewer.predictions.predictor import Predictor
from seisviewer.progress import Notice
from seisviewer.volumes.volume import Volume

Events = Generator[Any, None, None]
SLICE = 0.1  # seconds of learning between two looks at the inbox
FIRST_STEPS = 8
REST = 50  # steps of the live model after an ST++ round, before it takes the screen again
SHORTEST, LONGEST = 1.0, 6.0  # seconds between two models on screen
LEAST_LEARNING = 0.4  # seconds
# Students begin anew, so a round of a few hundred steps is worse than the model it should improve.
ROUND_STEPS = {"cpu": 2000, "cuda": 4000}


@dataclass(frozen=True)
class LiveSettings:
    """train: as for a run. improve_after: seconds without a new stroke until an ST++ round starts by itself, 0 never.
    round_steps: optimiser steps of a round, 0 takes what suits the device."""

    train: TrainSettings = field(default_factory=lambda: TrainSettings(held_back=0.15))
    improve_after: float = 60.0
    round_steps: int = 0


@dataclass(frozen=True)
class ShownModel:
    """The model that has just taken its place on screen, for whoever keeps it. score: as in ModelReady."""

    predictor: Predictor
    recipe: Recipe
    score: float | None


def live(
    volume: Volume,
    scale: float,
    inbox: LiveInbox,
    settings: LiveSettings | None = None,
    earlier: Callable[[DeviceChoice], ShownModel | None] = lambda device: None,
) -> Events:
    """Learn the labels in `inbox` without end and keep the sections on screen predicted.

    earlier: gives the model that an earlier live training ended with; where it fits the labels, it is shown at once and
    learned on, and otherwise left aside.
    scale: the survey's amplitude scale (see Preparation). Yields the events of learning.events, ShownModel and Notice;
    while there is nothing to do it yields Waiting twenty times a second, so that whoever drives it can stop it.
    """
    settings = settings or LiveSettings()
    device = choose_device(settings.train.device)
    limit_threads()  # one core stays free for whoever draws
    yield Notice(device.reason)
    yield from _Live(volume, scale, inbox, settings, device, earlier(device)).run()


class _Live:
    def __init__(
        self,
        volume: Volume,
        scale: float,
        inbox: LiveInbox,
        settings: LiveSettings,
        device: DeviceChoice,
        earlier: ShownModel | None,
    ) -> None:
        self._volume = volume
        self._scale = scale
        self._inbox = inbox
        self._settings = settings
        self._train = settings.train.decided(device)
        self._device = device
        self._screen = Screen(volume.geometry)
        self._earlier = earlier
        self._model: LiveModel | None = None
        self._shown: Predictor | None = None
        self._version = 0
        self._labels_seen = -1
        self._enough = False
        self._snapshot: LabelSnapshot | None = None
        self._round: Generator[Any, None, Outcome] | None = None
        self._round_name = ""
        self._rounds = 0
        self._turn = 0
        self._improved_labels = -1
        self._offered_labels = -1
        self._new_labels_at = time.monotonic()
        self._published_at = 0.0
        self._interval = SHORTEST
        self._rest_until = FIRST_STEPS

    def run(self) -> Events:
        try:
            while True:
                yield from self._take_labels()
                self._screen.want(self._inbox.wanted.get())
                if self._shown is not None:
                    yield from self._predict_screen()
                can_learn = self._enough and self._model.can_learn
                finishing = self._inbox.finishing.get()
                if finishing and (self._round is None or not can_learn):
                    return
                if self._inbox.paused.get() and not finishing:
                    yield from self._fill_time_slice()
                    yield from self._wait("paused")
                elif not can_learn:
                    yield from self._wait("waiting for strokes of two classes")
                else:
                    yield from self._work()
        finally:
            if self._round is not None:
                self._round.close()

    def _wait(self, text: str) -> Events:
        time.sleep(0.05)
        yield Waiting(text)

    def _work(self) -> Events:
        """One turn of learning: three of four go to the round where there is one, unless new strokes wait to be seen."""
        yield from self._start_or_stop_round()
        self._turn += 1
        finishing = self._inbox.finishing.get()
        # Asked of the model that was offered, not of the one on screen: a refused one must not keep the round waiting.
        up_to_date = self._offered_labels == self._snapshot.version
        if self._round is not None and (finishing or (up_to_date and self._turn % 4)):
            yield from self._round_turn()
            return
        loss = self._model.learn_for(SLICE)
        yield Loss("live", self._model.step, 0, loss)
        yield from self._fill_time_slice()
        if self._due():
            yield from self._publish_live()

    def _take_labels(self) -> Events:
        version, snapshot = self._inbox.labels.versioned()
        if version == self._labels_seen or snapshot is None:
            return
        self._labels_seen = version
        self._snapshot = snapshot
        self._enough = len(painted_classes(snapshot)) >= 2
        if not self._enough:
            return  # an undo, perhaps; the model waits for what comes next
        if self._model is not None and not self._model.fits(snapshot):
            self._model = None
            yield Notice("The classes have changed; the live model starts anew.")
        if self._model is None:
            yield from self._start_model(snapshot)
        self._model.set_labels(snapshot)
        self._interval = SHORTEST
        self._new_labels_at = time.monotonic()
        # A new stroke is learned for a moment before it is shown, but strokes in quick succession do not hold the screen up.
        self._published_at = max(self._published_at, self._new_labels_at - SHORTEST + LEAST_LEARNING)

    def _start_model(self, snapshot: LabelSnapshot) -> Events:
        """A new live model; the one that an earlier session ended with where it fits the labels, which is shown at once."""
        recipe = recipe_for(snapshot, self._train, self._device, self._scale, SPARE)
        earlier, self._earlier = self._earlier, None
        if earlier is not None and earlier.recipe.is_like(recipe):
            model = self._new_model(replace(earlier.recipe, seed=recipe.seed))
            if model.fits(snapshot):
                model.set_labels(snapshot)
                model.adopt(state_of(earlier.predictor.model), {})
                self._model = model
                candidate = replace(earlier.predictor, name="live", version=self._version + 1, absent=model.absent)
                yield from self._publish(candidate, model.recipe)
                return
        self._model = self._new_model(recipe)

    def _new_model(self, recipe: Recipe) -> LiveModel:
        return LiveModel(
            recipe,
            SampleReader(self._volume, recipe.preparation),
            self._volume.geometry,
            self._device,
            self._train,
        )

    # The screen

    def _predict_screen(self) -> Events:
        while (section := self._screen.next_on_screen(self._version)) is not None:
            yield self._predict(section)
            self._screen.want(self._inbox.wanted.get())

    def _fill_time_slice(self) -> Events:
        if self._shown is not None and (section := self._screen.next_to_fill(self._version)) is not None:
            yield self._predict(section)

    def _predict(self, section: Any) -> SectionPredicted:
        prediction = self._shown.predict(section, self._volume.section(section))
        return SectionPredicted(replace(prediction, stability=self._screen.done(prediction)))

    # Which model is on screen

    def _due(self) -> bool:
        learned = self._model.step >= self._rest_until
        return learned and time.monotonic() - self._published_at >= self._interval

    def _publish_live(self) -> Events:
        self._offered_labels = self._model.labels_version
        yield from self._publish(self._model.predictor(self._version + 1), self._model.recipe)
        self._published_at = time.monotonic()
        self._interval = min(LONGEST, self._interval * 1.5)

    def _publish(self, candidate: Predictor, recipe: Recipe) -> Generator[Any, None, bool]:
        """Put a model on screen unless it is worse on the strokes held back than the one that is there."""
        samples, classes = self._model.samples, self._model.recipe.classes
        value = None
        if self._shown is not None:
            value = yield from score(candidate, samples, classes)
            shown_value = yield from score(self._shown, samples, classes)
            if value is not None and shown_value is not None and value < shown_value:
                yield ModelRejected(candidate.name, value, shown_value)
                return False
        self._version = candidate.version
        self._shown = candidate
        yield ModelReady(candidate.name, candidate.version, candidate.labels_version, value)
        yield ShownModel(candidate, recipe, value)
        yield from self._predict_screen()
        return True

    # ST++ rounds

    def _start_or_stop_round(self) -> Events:
        if self._round is not None and self._inbox.stop_round_asked.get():
            self._round.close()
            self._round = None
            yield RoundEnded(False)
        self._inbox.stop_round_asked.put(False)
        quiet = time.monotonic() - self._new_labels_at
        idle = 0 < self._settings.improve_after < quiet and self._improved_labels != self._snapshot.version
        asked = self._inbox.improve_asked.get()
        self._inbox.improve_asked.put(False)
        if self._round is None and (asked or idle) and not self._inbox.finishing.get():
            self._improved_labels = self._snapshot.version
            yield from self._start_round(self._model.recipe)

    def _start_round(self, recipe: Recipe) -> Events:
        self._rounds += 1
        # Another network than last time, but the same paint held back.
        recipe = replace(recipe, seed=self._train.seed + self._rounds)
        try:
            task, unlabelled = facies_task(self._volume, self._snapshot, self._train, self._device, self._scale, recipe)
        except LabelsError as error:
            yield Notice(str(error))
            return
        steps = self._settings.round_steps or ROUND_STEPS[self._device.device]
        self._round_name = f"round {self._rounds}"
        self._round_task = task
        self._round = self_train(task, list(task.labelled), unlabelled, Steps.shared(steps), self._train.checkpoints)

    def _round_turn(self) -> Events:
        until = time.monotonic() + SLICE
        while time.monotonic() < until:
            try:
                event = next(self._round)
            except StopIteration as stop:
                self._round = None
                yield from self._round_finished(stop.value)
                return
            if not isinstance(event, Checkpoint | FitDone):  # weights, of use to those who keep a run folder
                yield event

    def _round_finished(self, outcome: Outcome) -> Events:
        candidate = self._round_task.predictor(outcome.final, self._round_name, self._version + 1)
        candidate = replace(candidate, absent=self._model.absent)
        taken = yield from self._publish(candidate, self._round_task.recipe)
        if taken and self._model is not None and self._model.can_adopt(self._round_task.recipe):
            self._model.adopt(outcome.final, outcome.pseudo)
            self._published_at = time.monotonic()
            self._rest_until = self._model.step + REST
        yield RoundEnded(True)
