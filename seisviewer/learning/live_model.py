"""The network that learns strokes as they come, with an averaged copy that predicts."""

from __future__ import annotations

import copy
import time
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import torch

from seisviewer.labels.volume import LabelSnapshot
from seisviewer.learning.batches import CropSource
from seisviewer.learning.facies import Recipe, painted_classes
from seisviewer.learning.fitting import State, learn, optimiser_for, step_draw
from seisviewer.learning.held_back import hold_back
from seisviewer.learning.samples import Sample, SampleReader, labelled_lines
from seisviewer.networks.device import DeviceChoice
from seisviewer.predictions.predictor import Predictor
from seisviewer.volumes.geometry import Geometry, SectionId

SPARE = 6
AVERAGE = 0.98


class LiveModel:
    """A network, its optimiser, its averaged copy and the labels it learns.

    A class painted for the first time takes a spare output channel, so that what was learned stays.
    """

    def __init__(
        self,
        recipe: Recipe,
        reader: SampleReader,
        geometry: Geometry,
        device: DeviceChoice,
        side: int,
        rate: float,
        share: float,
    ) -> None:
        self.recipe = recipe
        self.samples: dict[SectionId, Sample] = {}
        self.held: dict[SectionId, np.ndarray] = {}
        self.labels_version = -1
        self.step = 0
        self._reader = reader
        self._geometry = geometry
        self._device = device
        self._side = side
        self._rate = rate
        self._share = share
        self._pseudo: Mapping[SectionId, np.ndarray] = {}
        self._snapshot: LabelSnapshot | None = None
        self._source: CropSource | None = None
        self._start(recipe.model("live", device))

    def _start(self, model: torch.nn.Module) -> None:
        self._model = model.train()
        self._average = copy.deepcopy(model).eval()
        self._optimiser = optimiser_for(model, self._rate, 1.0, 1e-4)
        self._averaged = 0

    def fits(self, snapshot: LabelSnapshot) -> bool:
        """Whether the network has an output for every painted class and none for a class that has lost its paint."""
        painted, known = set(painted_classes(snapshot)), set(self.recipe.classes)
        return known <= painted and len(painted - known) <= self.recipe.spare

    def set_labels(self, snapshot: LabelSnapshot) -> None:
        """Learn these labels from the next step on; `fits` must hold."""
        new = tuple(number for number in painted_classes(snapshot) if number not in self.recipe.classes)
        self.recipe = replace(self.recipe, classes=self.recipe.classes + new, spare=self.recipe.spare - len(new))
        self._snapshot = snapshot
        self.labels_version = snapshot.version
        self.samples.clear()
        self.held.clear()
        for section in labelled_lines(self._geometry, snapshot):
            sample = self._reader.read(section, snapshot, self.recipe.classes)
            self.samples[section], self.held[section] = hold_back(sample, self._share, self.recipe.seed)
        self._make_source()

    def _make_source(self) -> None:
        labelled = [
            sample.with_pseudo(self._pseudo[section]) if section in self._pseudo else sample
            for section, sample in self.samples.items()
        ]
        others = [
            self._reader.read(section, self._snapshot, self.recipe.classes).with_pseudo(answer)
            for section, answer in self._pseudo.items()
            if section not in self.samples
        ]
        self._source = CropSource(labelled, others, side=self._side)
        self._weights = self._source.class_weights(len(self.recipe.classes)).to(self._device.device)

    @property
    def can_learn(self) -> bool:
        """Whether two classes are painted on lines that count."""
        return self._source is not None and len(self._source.channels) >= 2

    def can_adopt(self, recipe: Recipe) -> bool:
        """Whether a model of `recipe` has this one's outputs (it may lack classes painted since it began)."""
        known = len(recipe.classes)
        return (
            recipe.classes == self.recipe.classes[:known]
            and known + recipe.spare == len(self.recipe.classes) + self.recipe.spare
        )

    def adopt(self, state: State, pseudo: Mapping[SectionId, np.ndarray]) -> None:
        """Go on from the final student of an ST++ round, with the pseudo-labels it learned from."""
        model = self.recipe.model("live", self._device)
        model.load_state_dict(state)
        self._start(model)
        self._pseudo = pseudo
        self._make_source()

    def learn_for(self, seconds: float) -> float:
        """At least one step, and more until `seconds` have passed; returns the mean loss."""
        until = time.monotonic() + seconds
        losses = []
        while not losses or time.monotonic() < until:
            batch = self._source.batch(self._device.batch, step_draw(self.recipe.seed, self.step))
            losses.append(learn(self._model, self._optimiser, batch, self._weights, self._device))
            self.step += 1
            self._update_average()
        return float(torch.stack(losses).mean())

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
        )
