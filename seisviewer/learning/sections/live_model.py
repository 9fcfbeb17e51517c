"""The network that learns strokes as they come, with an averaged copy that predicts."""

from __future__ import annotations

import copy
import time
from collections.abc import Generator, Mapping
from dataclasses import replace

import numpy as np
import torch

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.learning.fitting import SkippedSteps, State, learn_what_fits, step_draw
from seisviewer.learning.sections.crop_batches import CropSource, source_of
from seisviewer.learning.sections.crop_lesson import CropLesson
from seisviewer.learning.sections.facies_task import Recipe, painted_classes
from seisviewer.learning.sections.section_samples import Sample, SampleReader, labelled_lines
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.networks.device import DeviceChoice
from seisviewer.predictions.predictor import Predictor
from seisviewer.progress import Notice
from seisviewer.volumes.geometry import Geometry, SectionId

SPARE = 6
AVERAGE = 0.98


class LiveModel:
    """A network, its optimiser, its averaged copy and the labels it learns.

    settings: decided ones. A class painted for the first time takes a spare output channel, so that what was learned stays.
    """

    def __init__(
        self,
        recipe: Recipe,
        reader: SampleReader,
        geometry: Geometry,
        device: DeviceChoice,
        settings: TrainSettings,
    ) -> None:
        self.recipe = recipe
        self.samples: dict[SectionId, Sample] = {}
        self.labels_version = -1
        self.step = 0
        self._reader = reader
        self._geometry = geometry
        self._device = device
        self._settings = settings
        self._batch = settings.batch
        self._drawn = 0  # batches, those that taught nothing too
        self._skipped = SkippedSteps()
        self._pseudo: Mapping[SectionId, np.ndarray] = {}
        self._snapshot: LabelSnapshot | None = None
        self._source: CropSource | None = None
        self._start(recipe.model("live", device))

    def _start(self, model: torch.nn.Module) -> None:
        self._model = model.train()
        self._average = copy.deepcopy(model).eval()
        self._lesson: CropLesson | None = None
        self._averaged = 0

    def fits(self, snapshot: LabelSnapshot) -> bool:
        """Whether the network has an output for every painted class; one that lost its paint (an undo) may get it back."""
        return len(set(painted_classes(snapshot)) - set(self.recipe.classes)) <= self.recipe.spare

    @property
    def absent(self) -> frozenset[int]:
        """Classes that the network knows and that nothing is painted as now; it does not predict them."""
        return frozenset(self.recipe.classes) - frozenset(painted_classes(self._snapshot))

    def set_labels(self, snapshot: LabelSnapshot) -> None:
        """Learn these labels from the next step on; `fits` must hold."""
        new = tuple(number for number in painted_classes(snapshot) if number not in self.recipe.classes)
        self.recipe = replace(self.recipe, classes=self.recipe.classes + new, spare=self.recipe.spare - len(new))
        self._snapshot = snapshot
        self.labels_version = snapshot.version
        lines = labelled_lines(self._geometry, snapshot)
        self.samples = {section: self._read(section) for section in lines}
        self._make_source()

    def _read(self, section: SectionId) -> Sample:
        return self._reader.read(section, self._snapshot, self.recipe.classes, self._settings.held_back)

    def _make_source(self) -> None:
        side, strong = self._settings.crop, self._settings.augmentation
        self._source = source_of(self.samples, self._pseudo, self._read, side=side, strong=strong)
        if self._lesson is None:
            known = len(self.recipe.classes)
            self._lesson = CropLesson(self._model, self._source, known, self._settings, self._device)
        else:
            self._lesson.set_source(self._source, len(self.recipe.classes))

    @property
    def can_learn(self) -> bool:
        """Whether two classes are painted on lines that count."""
        return self._source is not None and len(self._source.channels) >= 2

    def can_adopt(self, recipe: Recipe) -> bool:
        """Whether a model of `recipe` has this one's outputs (it may lack classes painted since it began)."""
        known = len(recipe.classes)
        return (
            recipe.is_like(self.recipe)
            and recipe.classes == self.recipe.classes[:known]
            and known + recipe.spare == len(self.recipe.classes) + self.recipe.spare
        )

    def adopt(self, state: State, pseudo: Mapping[SectionId, np.ndarray]) -> None:
        """Go on from the final student of an ST++ round, with the pseudo-labels it learned from."""
        model = self.recipe.model("live", self._device)
        model.load_state_dict(state)
        self._start(model)
        self._pseudo = pseudo
        self._make_source()

    def learn_for(self, seconds: float) -> Generator[Notice, None, float | None]:
        """At least one step, and more until `seconds` have passed; returns the mean loss, None where no step gave a finite
        one and nothing was learned."""
        until = time.monotonic() + seconds
        losses = []
        while True:
            batch = self._lesson.batch(self._batch, step_draw(self.recipe.seed, self._drawn))
            loss, self._batch = learn_what_fits(self._lesson, batch)
            self._drawn += 1
            if (notice := self._skipped.note(loss)) is not None:
                yield notice
            if loss is not None:
                losses.append(loss)
                self.step += 1
                self._update_average()
            if time.monotonic() >= until:
                return float(torch.stack(losses).mean()) if losses else None

    def _update_average(self) -> None:
        """Exponential moving average of the weights, shorter while it is young."""
        self._averaged += 1
        keep = min(AVERAGE, (1 + self._averaged) / (6 + self._averaged))
        with torch.no_grad():
            for mean, current in zip(
                self._average.state_dict().values(), self._model.state_dict().values(), strict=True
            ):
                if mean.dtype.is_floating_point:
                    mean.lerp_(current, 1.0 - keep)
                else:
                    mean.copy_(current)

    def predictor(self, version: int) -> Predictor:
        """The averaged model as it is now, frozen."""
        return Predictor(
            copy.deepcopy(self._average),
            self.recipe.classes,
            self.recipe.preparation,
            self._device,
            "live",
            version,
            self.labels_version,
            self.absent,
        )
