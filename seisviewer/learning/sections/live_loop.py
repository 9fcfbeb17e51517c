"""The loop of live training: what is on screen is predicted first, then the live model learns, then a round has its
turn."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.shown_counts import shown_counts
from seisviewer.learning.events import HeldBackPaint, Loss, RoundEnded, RoundOutlook, SectionPredicted, Waiting
from seisviewer.learning.fitting import State, state_of
from seisviewer.learning.sections.facies_task import Recipe, painted_classes
from seisviewer.learning.sections.held_back_scores import held_back_paint, score, scored_sections
from seisviewer.learning.sections.live_fusion import LiveFusion
from seisviewer.learning.sections.live_inbox import LiveInbox
from seisviewer.learning.sections.live_rounds import FinishedRound, LiveRounds
from seisviewer.learning.sections.model_gate import ModelGate, ShownModel, Verdict
from seisviewer.learning.sections.screen_pace import ScreenPace
from seisviewer.learning.sections.section_samples import Sample
from seisviewer.learning.sections.soft_labels import SoftLabels
from seisviewer.predictions.agreement import agreement_of_checkpoints
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.predictor import Predictor
from seisviewer.predictions.screen import Screen
from seisviewer.predictions.section_predictor import SectionPredictor
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.volume import Volume

if TYPE_CHECKING:
    import numpy as np

Events = Generator[Any, None, None]
WAIT = 0.05  # seconds between two looks at the inbox while there is nothing to do
SLICE = 0.1  # seconds of learning between two looks at the inbox
NOT_FINITE = tr("no training step gives a finite loss")
ROUND_TURNS = 4  # of so many turns all but one go to a round, where there is one
ROUND_SHARE = (ROUND_TURNS - 1) / ROUND_TURNS
FILL_SHARE = 0.5  # seconds that filling in may take for each second of learning


class Learner(Protocol):
    """What the loop needs of the model that learns (LiveModel)."""

    recipe: Recipe
    samples: Mapping[SectionId, Sample]
    labels_version: int
    step: int
    taught: int

    @property
    def soft(self) -> SoftLabels: ...
    @property
    def absent(self) -> frozenset[int]: ...
    @property
    def can_learn(self) -> bool: ...
    def fits(self, snapshot: LabelSnapshot) -> bool: ...
    def set_labels(self, snapshot: LabelSnapshot) -> Generator[Progress, None, None]: ...
    def learn_from(self, layers: LayerPredictor | None) -> None: ...
    def learn_for(self, seconds: float) -> Generator[Notice | Progress, None, float | None]: ...
    def predictor(self, version: int) -> Predictor: ...
    def can_adopt(self, recipe: Recipe) -> bool: ...
    def adopt(self, state: State, pseudo: Mapping[SectionId, np.ndarray], taught: int = 0) -> None: ...


class LearnerFactory(Protocol):
    """Makes live models."""

    def recipe(self, snapshot: LabelSnapshot) -> Recipe:
        """The network that suits the labels."""

    def learner(self, recipe: Recipe) -> Learner:
        """A new one, without labels yet."""


class Memory(Protocol):
    """Keeps what was predicted (SurveyFilling)."""

    def recall(self, section: SectionId, predictor: SectionPredictor) -> SectionPass | None: ...
    def fill(
        self, predictor: SectionPredictor, crosshair: tuple[int, int], sharing: bool
    ) -> Generator[Any, None, bool]: ...


class LiveLoop:
    """Alternates between the screen, the live model and the round, and looks at the inbox in between.

    learners: gives the live model. earlier: the model that an earlier live training ended with. memory: gives what keeps
    predictions, once there is a place for them.
    """

    def __init__(
        self,
        volume: Volume,
        inbox: LiveInbox,
        rounds: LiveRounds,
        learners: LearnerFactory,
        earlier: ShownModel | None = None,
        memory: Callable[[], Memory | None] = lambda: None,
    ) -> None:
        self._volume = volume
        self._inbox = inbox
        self._rounds = rounds
        self._learners = learners
        self._earlier = earlier
        self._memory = memory
        self._gate = ModelGate()
        self._fusion = LiveFusion(volume)
        # What answers on screen: the model of the gate, or that and the layers.
        self._voice: SectionPredictor | None = None
        self._layers_seen = 0
        self._screen = Screen(volume.geometry)
        self._pace = ScreenPace()
        self._model: Learner | None = None
        self._snapshot: LabelSnapshot | None = None
        self._labels_seen = -1
        self._enough = False
        self._turn = 0
        self._fill_credit = 0.0  # seconds that filling in may take now
        self._offered_labels = -1
        self._held_back: HeldBackPaint | None = None
        self._seconds_per_answer: float | None = None
        self._seconds_per_step: float | None = None
        self._new_labels_at = time.monotonic()

    def run(self) -> Events:
        """Without end, until it is closed or the inbox says to finish."""
        try:
            yield from self._rounds.announce()
            while True:
                yield from self._take_labels()
                yield from self._take_layers()
                if self._inbox.stop_round_asked.take():
                    yield from self._rounds.drop()
                yield from self._predict_screen()
                can_learn = self._enough and self._model.can_learn
                finishing = self._inbox.finishing.get()
                if finishing and not (self._rounds.running and can_learn):
                    return
                if self._inbox.paused.get() and not finishing:
                    filled = (yield from self._fill()) or (yield from self._fill_survey())
                    yield from self._wait("paused", 0.0 if filled else WAIT)
                elif not can_learn:
                    yield from self._wait(tr("waiting for strokes of two classes"))
                else:
                    yield from self._work()
        finally:
            self._rounds.close()

    def _wait(self, text: str, seconds: float = WAIT) -> Events:
        time.sleep(seconds)
        yield Waiting(text)

    def _work(self) -> Events:
        """One turn of learning: three of four go to the round where there is one, unless new strokes wait to be seen."""
        yield from self._start_round()
        self._turn += 1
        finishing = self._inbox.finishing.get()
        # Asked of the model that was offered, not of the one on screen: a refused one must not keep the round waiting.
        up_to_date = self._offered_labels == self._snapshot.version
        if self._rounds.running and (finishing or (up_to_date and self._turn % ROUND_TURNS)):
            finished = yield from self._rounds.turn(SLICE)
            if finished is not None:
                yield from self._round_finished(finished)
            return
        began, steps = time.monotonic(), self._model.step
        loss = yield from self._model.learn_for(SLICE)
        self._seconds_per_step = (time.monotonic() - began) / max(1, self._model.step - steps)
        self._fill_credit = min(self._fill_credit + FILL_SHARE * (time.monotonic() - began), SLICE)
        yield Waiting(NOT_FINITE) if loss is None else Loss("live", self._model.step, 0, loss)
        if up_to_date and self._fill_credit > 0:
            began = time.monotonic()
            yield from self._fill()
            self._fill_credit -= time.monotonic() - began
        if self._pace.due(self._model.step):
            yield from self._offer_live()
            yield from self._tell_outlook()

    def _tell_outlook(self) -> Events:
        """How long a round would take, where that is known and none runs."""
        step, answer, outlook = self._seconds_per_step, self._seconds_per_answer, self._rounds.outlook
        if outlook is not None and step is not None and answer is not None and not self._rounds.running:
            yield RoundOutlook(outlook(len(self._model.samples), step, answer))

    # Labels

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
            yield Notice(tr("The classes have changed; the live model starts anew."))
        if self._model is None:
            yield from self._start_model(snapshot)
            self._teach()
        yield from self._model.set_labels(snapshot)
        self._new_labels_at = time.monotonic()
        self._pace.new_labels()

    def _start_model(self, snapshot: LabelSnapshot) -> Events:
        """A new live model; the one that an earlier session ended with where it fits the labels, which is shown at once."""
        self._pace.new_model()
        recipe = self._learners.recipe(snapshot)
        earlier, self._earlier = self._earlier, None
        if earlier is not None and earlier.recipe.is_like(recipe):
            model = self._learners.learner(replace(earlier.recipe, seed=recipe.seed))
            if model.fits(snapshot):
                yield from model.set_labels(snapshot)
                model.adopt(state_of(earlier.predictor.model), {})
                self._model = model
                version = self._gate.version + 1
                candidate = replace(earlier.predictor, name="live", version=version)
                yield from self._offer(candidate, model.recipe, earlier.teachers)
                return
        self._model = self._learners.learner(recipe)

    def _take_layers(self) -> Events:
        """Let the newest layer models teach the live model, and answer beside the one on screen."""
        version, layers = self._inbox.layers.versioned()
        if version == self._layers_seen:
            return
        self._layers_seen = version
        self._fusion.set_layers(layers)
        self._teach()
        yield from self._choose_voice()

    def _teach(self) -> None:
        layers = self._inbox.layers.get()
        if self._model is not None:
            self._model.learn_from(layers.apart if layers is not None else None)

    # The screen

    def _look(self) -> None:
        """See what the window shows now."""
        self._screen.forget(self._inbox.take_dropped())
        self._screen.want(self._inbox.wanted.get(), self._inbox.crosshair.get())

    def _predict_screen(self) -> Events:
        self._look()
        if self._voice is None:
            return
        while True:
            voice = self._voice
            if (section := self._screen.next_on_screen(voice.labels_version, voice.version)) is not None:
                yield self._predict(section)
            elif (section := self._next_to_compare()) is not None:
                yield from self._compare(section)
            else:
                return
            self._look()

    def _next_to_compare(self) -> SectionId | None:
        """A line on which the checkpoints of the round on screen should be compared now."""
        wanted = self._gate.teachers and self._inbox.stability.get()
        return self._screen.next_to_compare(self._gate.version) if wanted else None

    def _compare(self, section: SectionId) -> Events:
        teachers, amplitudes = self._gate.teachers, self._volume.section(section)
        made = self._voice.one_pass(section, amplitudes)
        stability = yield from agreement_of_checkpoints(section, amplitudes, made.classes, teachers)
        self._screen.compared(section, made.model_version)
        of = tr("{count} checkpoints of {name}").format(count=len(teachers), name=teachers[0].name)
        yield SectionPredicted(replace(made, stability=stability, stability_of=of))

    def _fill(self) -> Generator[Any, None, bool]:
        """Predict a line that ties what is on screen; returns whether there was one."""
        voice = self._voice
        if voice is None or not self._screen.is_calm:
            return False
        section = self._screen.next_to_fill(voice.labels_version, voice.version, len(voice.classes))
        if section is not None:
            yield self._predict(section)
        return section is not None

    def _fill_survey(self) -> Generator[Any, None, bool]:
        """Predict and store a line of the survey that is not stored yet; returns whether there was one."""
        voice, memory = self._voice, self._memory()
        if voice is None or memory is None or not (self._inbox.filling.get() and self._screen.is_calm):
            return False
        return (yield from memory.fill(voice, self._inbox.crosshair.get(), sharing=False))

    def _predict(self, section: SectionId) -> SectionPredicted:
        memory = self._memory()
        recalled = memory.recall(section, self._voice) if memory is not None else None
        if recalled is not None:
            self._screen.done(recalled)
            return SectionPredicted(recalled, stored=True)
        began = time.monotonic()
        made = self._voice.one_pass(section, self._volume.section(section))
        self._seconds_per_answer = time.monotonic() - began
        noted = self._screen.done(made)
        # What a round believes is not measured by the versions before it: its checkpoints tell, once they are asked for.
        return SectionPredicted(made if self._gate.teachers else noted)

    # Which model is on screen

    def _offer_live(self) -> Events:
        self._offered_labels = self._model.labels_version
        yield from self._offer(self._model.predictor(self._gate.version + 1), self._model.recipe)
        self._pace.published()

    def _offer(
        self, candidate: Predictor, recipe: Recipe, teachers: tuple[Predictor, ...] = ()
    ) -> Generator[Any, None, Verdict]:
        """Show a model where the gate lets it through. teachers: as in ShownModel."""
        samples, classes, absent = self._model.samples, self._model.recipe.classes, self._model.absent
        held_back = held_back_paint(samples, classes, len(shown_counts(self._snapshot)))
        if held_back != self._held_back:
            self._held_back = held_back
            yield held_back
        candidate = replace(candidate, absent=absent)
        teachers = tuple(replace(teacher, absent=absent) for teacher in teachers)
        verdict = yield from self._gate.offer(
            candidate, recipe, lambda predictor: score(predictor, samples, classes), teachers, held_back.is_enough
        )
        if verdict.taken:
            yield from self._choose_voice()
            yield from self._predict_screen()
        return verdict

    def _choose_voice(self) -> Events:
        """Let the model on screen answer alone, or with the layers where they are no worse together."""
        shown = self._gate.shown
        if shown is None or self._model is None:
            return
        held = scored_sections(self._model.samples)
        yield from self._fusion.judge(shown, self._snapshot, held, self._model.taught)
        before, self._voice = self._voice, self._fusion.voice(shown)
        if type(before) is not type(self._voice):
            self._screen = Screen(self._volume.geometry)  # whoever keeps passes does not mix the two
            self._look()

    # ST++ rounds

    def _start_round(self) -> Events:
        """Begin a round where one was asked for, or where no stroke has come for a while and rounds may start by
        themselves."""
        quiet = time.monotonic() - self._new_labels_at
        # With layers at hand the live model learns from them first: that is the sooner answer.
        ready = self._inbox.auto_rounds.get() and self._fusion.has_learned(self._model.taught)
        due = ready and self._rounds.is_due(self._snapshot.version, quiet)
        asked = self._inbox.improve_asked.take()
        if (asked or due) and not self._rounds.running and not self._inbox.finishing.get():
            recipe, soft = self._model.recipe, self._model.soft
            yield from self._rounds.start(self._snapshot, recipe, self._seconds_per_answer, soft)

    def _round_finished(self, finished: FinishedRound) -> Events:
        plan, outcome = finished.plan, finished.outcome
        candidate = plan.task.predictor(outcome.final, plan.name, self._gate.version + 1)
        teachers = tuple(plan.task.predictor(state, plan.name) for state in outcome.teacher)
        verdict = yield from self._offer(candidate, plan.task.recipe, teachers)
        if verdict.taken and self._model.can_adopt(plan.task.recipe):
            self._model.adopt(outcome.final, outcome.pseudo, plan.steps.final_student if plan.task.soft.channels else 0)
            self._pace.round_adopted(self._model.step)
        yield RoundEnded(
            plan.name, True, verdict.taken, verdict.score, verdict.shown_score, could_tell=verdict.could_tell
        )
