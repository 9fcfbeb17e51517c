"""A trained network at work on whole sections."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from seisviewer.errors import ModelError
from seisviewer.networks.device import DeviceChoice
from seisviewer.predictions.network_input import Preparation, template_shape
from seisviewer.predictions.section_pass import SectionPass, quantised
from seisviewer.predictions.section_prediction import NO_CLASS, SectionPrediction
from seisviewer.volumes.geometry import SectionId


@dataclass(frozen=True)
class Predictor:
    """A network in evaluation mode with what it needs to read a section.

    classes: the class number of each output channel; channels beyond them are spare and never read. name,
    version, labels_version go into every prediction. absent: class numbers that are never given, since nothing is painted
    as them any more.
    """

    model: nn.Module
    classes: tuple[int, ...]
    preparation: Preparation
    device: DeviceChoice
    name: str
    version: int = 0
    labels_version: int = 0
    absent: frozenset[int] = frozenset()

    @property
    def answers(self) -> tuple[int, ...]:
        """The class numbers that it can give."""
        return tuple(number for number in self.classes if number not in self.absent)

    def probabilities(self, amplitudes: np.ndarray) -> np.ndarray:
        """Float32 (classes, traces, samples) of a section (traces, samples); they sum to 1, on missing traces too."""
        image = self.preparation.image(amplitudes)
        samples, traces = image.shape[-2:]
        shape = template_shape(samples, traces, self.preparation.template)
        with torch.inference_mode():
            logits = self._logits(_resized(torch.from_numpy(image)[None], shape))
            probabilities = _resized(logits, (samples, traces)).softmax(1)[0]
        return np.ascontiguousarray(probabilities.cpu().numpy().transpose(0, 2, 1))

    def channels(self, image: np.ndarray) -> np.ndarray:
        """Uint8 output channels (samples, traces) of a prepared image (channels, samples, traces), in its own shape."""
        with torch.inference_mode():
            return self._logits(torch.from_numpy(image)[None])[0].argmax(0).to(torch.uint8).cpu().numpy()

    def _logits(self, image: torch.Tensor) -> torch.Tensor:
        try:
            with self.device.autocast():
                logits = self.model(self.device.put(image))[:, : len(self.classes)].float()
        except torch.OutOfMemoryError as error:
            raise ModelError("The GPU has no room for a whole section: predict with --device cpu.") from error
        for channel, number in enumerate(self.classes):
            if number in self.absent:
                logits[:, channel] = -torch.inf
        return logits

    def predict(self, section: SectionId, amplitudes: np.ndarray) -> SectionPrediction:
        """Class and confidence of a section (traces, samples)."""
        return self.decide(section, amplitudes, self.probabilities(amplitudes))

    def one_pass(self, section: SectionId, amplitudes: np.ndarray) -> SectionPass:
        """The pass over a section (traces, samples), to be kept and tied with those over the lines that cross it."""
        probabilities = quantised(self.probabilities(amplitudes))
        probabilities[:, np.isnan(amplitudes[:, 0])] = 0
        return SectionPass(
            section, probabilities, self.classes, self.name, self.version, self.labels_version, time.time()
        )

    def decide(self, section: SectionId, amplitudes: np.ndarray, probabilities: np.ndarray) -> SectionPrediction:
        """The prediction that `probabilities` (classes, traces, samples) amount to; no class where there is no trace."""
        classes, confidence = most_probable(probabilities, self.classes)
        missing = np.isnan(amplitudes[:, 0])
        classes[missing] = NO_CLASS
        confidence[missing] = np.nan
        return SectionPrediction(
            section, classes, confidence, self.name, self.version, self.labels_version, time.time()
        )


def _resized(planes: torch.Tensor, shape: tuple[int, int]) -> torch.Tensor:
    if tuple(planes.shape[-2:]) == tuple(shape):
        return planes
    return functional.interpolate(planes, size=shape, mode="bilinear", align_corners=False)


def most_probable(probabilities: np.ndarray, classes: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Class numbers (uint8) and their probability (float16) along the first axis of `probabilities`."""
    best = probabilities.argmax(0)
    confidence = np.take_along_axis(probabilities, best[None], 0)[0]
    return np.asarray(classes, np.uint8)[best], confidence.astype(np.float16)
