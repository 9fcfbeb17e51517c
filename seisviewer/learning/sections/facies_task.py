"""Facies on sections as a task for ST++: units are sections, answers are class maps, states are network weights."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from torch import nn

from seisviewer.errors import LabelsError
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.shown_counts import shown_counts
from seisviewer.learning.fitting import Checkpoint, FitPlan, State, fit
from seisviewer.learning.metrics import confusion, mean_iou
from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.crop_batches import source_of
from seisviewer.learning.sections.crop_lesson import CropLesson
from seisviewer.learning.sections.held_back_scores import held_back_paint, score
from seisviewer.learning.sections.labelled_samples import labelled_samples
from seisviewer.learning.sections.section_samples import Sample, SampleReader
from seisviewer.learning.sections.soft_labels import NOTHING as NOTHING_SOFT
from seisviewer.learning.sections.soft_labels import SoftLabels
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.networks.device import DeviceChoice
from seisviewer.networks.registry import build
from seisviewer.networks.weights import load_encoder_weights
from seisviewer.predictions.network_input import Coordinate, Preparation
from seisviewer.predictions.predictor import Predictor
from seisviewer.predictions.rejected_classes import are_rejected
from seisviewer.progress import Progress, drive
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.half_live_lines import unlabelled_lines
from seisviewer.volumes.volume import Volume


@dataclass(frozen=True)
class Recipe:
    """What decides a network and its input, next to the weights.

    classes: class number of each output channel. spare: output channels beyond these, for classes yet to be painted; they
    are trained and read only once they have a class.
    """

    network: str
    encoder: str
    classes: tuple[int, ...]
    preparation: Preparation
    seed: int = 0
    encoder_weights: str = ""
    spare: int = 0

    def is_like(self, other: Recipe) -> bool:
        """Whether both make the same network of the same input, whatever classes they tell apart."""
        return (self.network, self.encoder, self.preparation) == (other.network, other.encoder, other.preparation)

    def model(self, stage: str, device: DeviceChoice) -> nn.Module:
        """A network initialised anew, to be trained; the seed and the name of the stage decide its weights."""
        seed = self.seed * 1000 + zlib.crc32(stage.encode()) % 1000
        model = build(
            self.network, self.encoder, len(self.classes) + self.spare, in_channels=self.preparation.channels, seed=seed
        )
        if self.encoder_weights:
            load_encoder_weights(model, Path(self.encoder_weights))
        return device.place(model)

    def model_in(self, state: State, device: DeviceChoice) -> nn.Module:
        """A network with the weights `state`, to predict."""
        model = build(self.network, self.encoder, len(self.classes) + self.spare, in_channels=self.preparation.channels)
        model.load_state_dict(state)
        return device.place(model).eval()


@dataclass
class FaciesTask:
    """The sections of one survey and the labels of one snapshot, ready for ST++.

    settings: decided ones. labelled: sections that were painted, with their samples. resume: a fit that was cut off,
    taken up by the stage of that name. stopped: gets the state of a fit that is closed before its end. coordinate: as
    in Predictor. soft: what a layer model says, learned beside the labels wherever there are no pseudo-labels.
    """

    volume: Volume
    recipe: Recipe
    settings: TrainSettings
    device: DeviceChoice
    snapshot: LabelSnapshot
    reader: SampleReader
    labelled: dict[SectionId, Sample]
    resume: Checkpoint | None = None
    stopped: Callable[[Checkpoint], None] | None = None
    coordinate: Coordinate | None = None
    soft: SoftLabels = NOTHING_SOFT

    def fit(
        self,
        stage: str,
        pseudo: Mapping[SectionId, np.ndarray],
        steps: int,
        keep: int,
        trust: Mapping[SectionId, np.ndarray] = MappingProxyType({}),
        start: State | None = None,
    ) -> Generator[Any, None, tuple[State, ...]]:
        """Train a network on the labels and `pseudo` (uint8 output channels (samples, traces) of each section).

        trust: of pseudo-labels that do not count fully, as in Sample. start: weights to go on from; else the network is
        initialised anew.
        """
        seed = self.recipe.seed * 1000 + zlib.crc32(stage.encode()) % 1000
        plan = FitPlan(stage, steps, self.settings.batch, keep, seed)
        resume = self.resume if self.resume is not None and self.resume.stage == stage else None
        lesson = self.lesson(stage, pseudo, trust, steps)
        if start is not None:
            lesson.model.load_state_dict(start)
        return (yield from fit(lesson, plan, resume, self.stopped))

    def lesson(
        self,
        stage: str,
        pseudo: Mapping[SectionId, np.ndarray],
        trust: Mapping[SectionId, np.ndarray] = MappingProxyType({}),
        steps: int = 0,
    ) -> CropLesson:
        """A network initialised anew and the crops that it learns from. steps: as in CropLesson."""
        side, strong = self.settings.crop, self.settings.augmentation
        said = {**self.soft.channels, **pseudo}
        trusted = {**{key: each for key, each in self.soft.trust.items() if key not in pseudo}, **trust}
        # Beside layers a network that is less sure of its strokes is worth more; ST++ has it otherwise.
        fused = self.settings.schedule == "fused"
        source = source_of(self.labelled, said, self.sample, side=side, strong=strong, everywhere=fused, trust=trusted)
        model = self.recipe.model(stage, self.device)
        return CropLesson(model, source, len(self.recipe.classes), self.settings, self.device, steps)

    def sample(self, section: SectionId) -> Sample:
        return self.reader.read(section, self.snapshot, self.recipe.classes, self.settings.held_back)

    def answer(
        self, state: State, sections: Sequence[SectionId]
    ) -> Generator[Progress, None, dict[SectionId, np.ndarray]]:
        """Uint8 output channels (samples, traces) of each section, IGNORE where there is no trace, and
        where the user rejected that class."""
        predictor = self.predictor(state, "answer")
        answers = {}
        for done, section in enumerate(sections):
            sample = self.sample(section)
            answer = np.where(sample.live[None, :], predictor.channels(sample.image), np.uint8(IGNORE))
            answer[self._rejected(section, answer)] = IGNORE
            answers[section] = answer
            yield Progress(
                done + 1,
                len(sections),
                tr("predicting {direction} {section_number}").format(
                    direction=tr(section.direction), section_number=section.number
                ),
            )
        return answers

    def _rejected(self, section: SectionId, answer: np.ndarray) -> np.ndarray:
        """Bool in the shape of an answer: where its class is rejected."""
        by_number = self.snapshot.rejected(section.direction, self.volume.geometry.index(section))
        channels = self.recipe.classes
        return are_rejected(answer, {channels.index(n): each.T for n, each in by_number.items() if n in channels})

    def agreement(self, one: np.ndarray, other: np.ndarray) -> float:
        """Mean IoU of two class maps over the live traces."""
        known = (one != IGNORE) & (other != IGNORE)
        return mean_iou(confusion(other[known], one[known], len(self.recipe.classes)))

    def group(self, answer: np.ndarray) -> None:
        """All sections are ranked together."""

    def judge(self, state: State) -> Generator[Progress, None, float | None]:
        """How well a model in `state` does on the strokes held back, as `held_back_scores.score`."""
        return (yield from score(self.predictor(state, ""), self.labelled, self.recipe.classes))

    @property
    def can_tell(self) -> bool:
        """Whether enough strokes are held back for `judge` to tell which of two models is better."""
        return held_back_paint(self.labelled, self.recipe.classes, len(self.recipe.classes)).is_enough

    def predictor(self, state: State, name: str, version: int = 0) -> Predictor:
        """A predictor that works with a copy of `state`."""
        model = self.recipe.model_in(state, self.device)
        return Predictor(
            model,
            self.recipe.classes,
            self.recipe.preparation,
            self.device,
            name,
            version,
            self.snapshot.version,
            coordinate=self.coordinate,
        )


def painted_classes(snapshot: LabelSnapshot) -> tuple[int, ...]:
    """Class numbers that are painted anywhere, ascending."""
    return tuple(sorted(number for number, count in shown_counts(snapshot).items() if count and number >= 0))


def recipe_for(
    snapshot: LabelSnapshot, settings: TrainSettings, device: DeviceChoice, scale: float, spare: int = 0
) -> Recipe:
    """The recipe that decided settings ask for."""
    return Recipe(
        settings.network,
        settings.encoder,
        painted_classes(snapshot),
        Preparation(
            scale,
            settings.depth,
            settings.crop if settings.fit == "template" else 0,
            settings.coordinate,
            settings.dip,
            settings.attributes,
        ),
        settings.seed,
        settings.encoder_weights,
        spare,
    )


def facies_task(
    volume: Volume,
    snapshot: LabelSnapshot,
    settings: TrainSettings,
    device: DeviceChoice,
    scale: float,
    recipe: Recipe | None = None,
    reader: SampleReader | None = None,
    coordinate: Coordinate | None = None,
) -> tuple[FaciesTask, list[SectionId]]:
    """The task of one run and its unlabelled sections.

    settings: decided ones. scale: the survey's amplitude scale (see Preparation). recipe, reader: to go on with; made
    from the settings where None. coordinate: as in Predictor, for settings that want it. LabelsError where fewer than
    two classes are painted on sections that can be trained on.
    """
    if len(painted_classes(snapshot)) < 2:
        raise LabelsError(
            tr("Training needs strokes of at least two classes: paint a second class on an inline or crossline.")
        )
    recipe = recipe or recipe_for(snapshot, settings, device, scale)
    reader = reader or SampleReader(volume, recipe.preparation, coordinate=coordinate)
    labelled = drive(labelled_samples(reader, snapshot, recipe.classes, settings.held_back))
    if len({channel for sample in labelled.values() for channel in np.flatnonzero(sample.counts).tolist()}) < 2:
        raise LabelsError(
            tr(
                "Training needs two classes painted on lines that have at least half of their traces; "
                "paint on an inline or crossline with more live traces."
            )
        )
    task = FaciesTask(volume, recipe, settings, device, snapshot, reader, labelled, coordinate=coordinate)
    return task, unlabelled_lines(volume.geometry, labelled, settings.unlabelled)
