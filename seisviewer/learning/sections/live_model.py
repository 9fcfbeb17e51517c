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
from seisviewer.learning.sections.crop_batches import Batch
from seisviewer.learning.sections.crop_lesson import CropLesson
from seisviewer.learning.sections.facies_task import Recipe, painted_classes
from seisviewer.learning.sections.labelled_samples import PIECE
from seisviewer.learning.sections.live_sections import LiveSections
from seisviewer.learning.sections.section_samples import Sample, SampleReader
from seisviewer.learning.sections.soft_labels import SoftLabels
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.networks.device import DeviceChoice
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.predictions.predictor import Predictor
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId

SPARE = 6
AVERAGE = 0.98


class LiveModel:
    """A network, its optimiser, its averaged copy and the labels it learns.

    settings: decided ones. taught: steps that learned what layers say, too. A class painted for the first time takes a
    spare output channel, so that what was learned stays.
    """

    def __init__(
        self,
        recipe: Recipe,
        reader: SampleReader,
        device: DeviceChoice,
        settings: TrainSettings,
    ) -> None:
        self.recipe = recipe
        self.labels_version = -1
        self.step = self.taught = 0
        self._sections = LiveSections(reader, settings)
        self._device = device
        self._settings = settings
        self._batch = settings.batch
        self._drawn = 0  # batches, those that taught nothing too
        self._skipped = SkippedSteps()
        self._snapshot: LabelSnapshot | None = None
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

    @property
    def samples(self) -> Mapping[SectionId, Sample]:
        """The samples of all labelled lines."""
        return self._sections.samples

    def set_labels(self, snapshot: LabelSnapshot) -> Generator[Progress, None, None]:
        """Learn these labels from the next step on; `fits` must hold."""
        new = tuple(number for number in painted_classes(snapshot) if number not in self.recipe.classes)
        self.recipe = replace(self.recipe, classes=self.recipe.classes + new, spare=self.recipe.spare - len(new))
        self._snapshot = snapshot
        self.labels_version = snapshot.version
        yield from self._sections.set_labels(snapshot, self.recipe.classes)

    def _teach_from_source(self) -> None:
        source, known = self._sections.source, len(self.recipe.classes)
        if self._lesson is None:
            self._lesson = CropLesson(self._model, source, known, self._settings, self._device)
        elif self._lesson.source is not source:
            self._lesson.set_source(source, known)

    @property
    def can_learn(self) -> bool:
        """Whether two classes are painted on lines that count."""
        return self._sections.can_teach

    def can_adopt(self, recipe: Recipe) -> bool:
        """Whether a model of `recipe` has this one's outputs (it may lack classes painted since it began)."""
        known = len(recipe.classes)
        return (
            recipe.is_like(self.recipe)
            and recipe.classes == self.recipe.classes[:known]
            and known + recipe.spare == len(self.recipe.classes) + self.recipe.spare
        )

    @property
    def soft(self) -> SoftLabels:
        """What layers say beside the labels, as far as they were asked."""
        return self._sections.soft

    def adopt(self, state: State, pseudo: Mapping[SectionId, np.ndarray], taught: int = 0) -> None:
        """Go on from the final student of an ST++ round, with the pseudo-labels it learned from. taught: its steps that
        learned what layers say, too."""
        self.taught += taught
        model = self.recipe.model("live", self._device)
        model.load_state_dict(state)
        self._start(model)
        self._sections.set_pseudo(pseudo)

    def learn_from(self, layers: LayerPredictor | None) -> None:
        """Learn what a layer model says beside the labels, line by line as it is asked; None: no more of it."""
        self._sections.learn_from(layers)

    def learn_for(self, seconds: float) -> Generator[Notice | Progress, None, float | None]:
        """At least one step, and more until `seconds` have passed; returns the mean loss, None where no step gave a
        finite one and nothing was learned. Half of the time goes to lines that must still be read, and half to those
        that the layers must still be asked about, where there are any."""
        until = time.monotonic() + seconds
        yield from self._sections.read_for(seconds / 2)
        yield from self._sections.ask_layers(seconds / 2)
        self._teach_from_source()
        losses = []
        while True:
            batch = yield from self._drawn_batch()
            loss, self._batch = learn_what_fits(self._lesson, batch)
            self._drawn += 1
            if (notice := self._skipped.note(loss)) is not None:
                yield notice
            if loss is not None:
                losses.append(loss)
                self.step += 1
                self.taught += self._sections.knows_layers
                self._update_average()
            if time.monotonic() >= until:
                return float(torch.stack(losses).mean()) if losses else None

    def _drawn_batch(self) -> Generator[Progress, None, Batch]:
        """The next crops. An image that had to make room for others is read again, so that this may take some time."""
        crops, began = [], time.monotonic()
        for crop in self._lesson.source.crops(self._batch, step_draw(self.recipe.seed, self._drawn)):
            crops.append(crop)
            if time.monotonic() - began >= PIECE:
                yield Progress(0, 0, tr("reading labelled lines"))
                began = time.monotonic()
        return Batch.of(crops)

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
