"""Phases in records as a task for ST++: units are windows by name, answers are picks, states are network weights."""

from __future__ import annotations

import math
import zlib
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from seisviewer.datasets.phase_window import PhaseWindow
from seisviewer.errors import LabelsError
from seisviewer.learning.fitting import FitPlan, State, fit
from seisviewer.learning.phases.phase_answers import PhaseAnswer, agreement
from seisviewer.learning.phases.phase_batches import WindowSource
from seisviewer.learning.phases.phase_network import PhaseLesson, Teachable, curves_of, start_model
from seisviewer.learning.phases.phase_validation import Validation, validation_stations
from seisviewer.learning.phases.picker_settings import PickerSettings
from seisviewer.learning.phases.waveform_augmentation import Pool
from seisviewer.learning.selftraining import Steps
from seisviewer.networks.device import DeviceChoice
from seisviewer.progress import Progress
from seisviewer.translation import tr

MOST_STATES = 100  # of a training that are kept and judged, a megabyte each


@dataclass(frozen=True)
class PhaseTask:
    """Labelled and unlabelled windows, ready for ST++.

    labelled: windows that are learned from. unlabelled: by name. pool: what augmentation draws from. validation: windows of
    other stations, None without any: then the last epoch is taken. pretrained: weights to begin with in place of the start's.
    """

    settings: PickerSettings
    device: DeviceChoice
    labelled: tuple[PhaseWindow, ...] = field(repr=False)
    unlabelled: Mapping[str, PhaseWindow] = field(repr=False)
    pool: Pool = field(repr=False)
    validation: Validation | None = field(repr=False)
    pretrained: State | None = field(default=None, repr=False)

    def fit(
        self, stage: str, pseudo: Mapping[str, PhaseAnswer], steps: int, keep: int
    ) -> Generator[Any, None, tuple[State, ...]]:
        """Train a picker from its start on the labels and `pseudo`.

        A state is kept after every epoch (a part of `steps`; of long trainings 100 are); the best, e*, is chosen on the
        validation stations, and the `keep` states returned are those of the epochs e*·k / keep.
        """
        epochs = max(keep, min(self.settings.epochs, steps, MOST_STATES))
        seed = self.seed(stage)
        lesson = self.lesson(stage, pseudo)
        states = yield from fit(lesson, FitPlan(stage, max(steps, epochs), self.settings.batch, epochs, seed))
        best = len(states)
        if self.validation is not None:
            passes = math.ceil(steps / self.steps_of_epoch / (2 if pseudo else 1))
            best = yield from self.validation.best(lesson.model, states, self.device, keep, passes)
        return tuple(states[max(1, best * k // keep) - 1] for k in range(1, keep + 1))

    def lesson(self, stage: str, pseudo: Mapping[str, PhaseAnswer]) -> PhaseLesson:
        """A picker at its start and the windows that it learns from."""
        model = self.start(self.seed(stage)).to(self.device.device)
        if self.pretrained is not None:
            model.load_state_dict(self.pretrained)
        labelled = [window.sample() for window in self.labelled]
        others = [self.unlabelled[name].with_arrivals(answer.picks).sample() for name, answer in pseudo.items()]
        source = WindowSource(labelled, others, self.pool, self.settings.augmentations)
        return PhaseLesson(model, source, self.settings.learning_rate, self.device, keeps=bool(self.settings.start))

    def start(self, seed: int) -> Teachable:
        return start_model(self.settings.start, seed, self.settings.window)

    def answer(self, state: State, names: Sequence[str]) -> Generator[Progress, None, dict[str, PhaseAnswer]]:
        """The picks of a model in each of the windows."""
        model = self.model_in(state)
        answers = {}
        for done, name in enumerate(names):
            window = self.unlabelled[name]
            curves = curves_of(model, window.samples, self.device)
            answers[name] = PhaseAnswer.of(curves, window.rate, self.settings.threshold)
            yield Progress(done + 1, len(names), tr("picking unlabelled windows"))
        return answers

    def agreement(self, one: PhaseAnswer, other: PhaseAnswer) -> float:
        """Mean F1 of P and S picks within 0.1 s."""
        return agreement(one, other)

    def group(self, answer: PhaseAnswer) -> bool:
        """Windows with picks and windows without are ranked apart."""
        return bool(answer.picks)

    def model_in(self, state: State) -> Teachable:
        """A picker with the weights `state`, to pick."""
        model = self.start(0)
        model.load_state_dict(state)
        return model.to(self.device.device).eval()

    def seed(self, stage: str) -> int:
        """Of the weights and windows of one training."""
        return self.settings.seed * 1000 + zlib.crc32(stage.encode()) % 1000

    @property
    def steps_of_epoch(self) -> int:
        """Of one pass over the labelled windows, without pseudo-labels beside them."""
        return max(1, math.ceil(len(self.labelled) / self.settings.batch))

    @property
    def steps(self) -> Steps:
        """Of the three trainings. Half of what students see is pseudo-labelled, so they see a label as often as the
        teacher."""
        teacher = self.settings.epochs * self.steps_of_epoch
        wanted = Steps(teacher, 2 * teacher, 2 * teacher)
        return wanted if self.settings.schedule == "st++" else Steps(teacher, 0, 0)


def phase_task(
    labelled: Sequence[PhaseWindow],
    unlabelled: Sequence[PhaseWindow],
    noise: Sequence[PhaseWindow],
    settings: PickerSettings,
    device: DeviceChoice,
    pretrained: State | None = None,
) -> PhaseTask:
    """The task of one run.

    noise: recordings without an event that augmentation draws from. Windows of the validation stations are taken out of
    `labelled`; among `unlabelled` they stay, since no label of theirs is looked at. LabelsError where nothing is labelled.
    """
    stations = validation_stations(labelled, settings.validation_share, settings.seed)
    kept = tuple(window for window in labelled if window.station.code not in stations)
    if not any(window.arrivals for window in kept):
        raise LabelsError(
            tr("Teaching a picker needs picks: set P and S on a few records, or choose a labelled data set.")
        )
    aside = [window for window in labelled if window.station.code in stations]
    pool = Pool(
        events=tuple(window.sample() for window in kept if window.arrivals),
        noise=tuple(window.sample() for window in (*kept, *noise) if window.is_noise and not window.doubts),
        window=settings.window,
    )
    validation = Validation.of(aside, settings.window, settings.seed)
    by_name = {window.name: window for window in unlabelled}
    return PhaseTask(settings, device, kept, by_name, pool, validation, pretrained)
