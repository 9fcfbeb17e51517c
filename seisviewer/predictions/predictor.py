"""A trained network at work on whole sections."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from seisviewer.errors import ModelError
from seisviewer.networks.device import DeviceChoice
from seisviewer.predictions.network_input import Coordinate, Preparation, template_shape
from seisviewer.predictions.section_predictor import SectionPredictor
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId


@dataclass(frozen=True)
class Predictor(SectionPredictor):
    """A network in evaluation mode with what it needs to read a section.

    classes: the class number of each output channel; channels beyond them are spare and never read. name,
    version, labels_version go into every prediction. absent: class numbers that are never given, since nothing is painted
    as them any more. coordinate: gives the layer coordinate of a section, for networks that were taught with it.
    weights_key: tells these weights from all others, also on another day.
    """

    model: nn.Module
    classes: tuple[int, ...]
    preparation: Preparation
    device: DeviceChoice
    name: str
    version: int = 0
    labels_version: int = 0
    absent: frozenset[int] = frozenset()
    coordinate: Coordinate | None = None
    weights_key: str = field(default_factory=lambda: uuid.uuid4().hex, compare=False)

    @property
    def key(self) -> str:
        """See SectionPass."""
        absent = f" without {sorted(self.absent)}" if self.absent else ""
        return f"{self.weights_key}{absent}"

    @property
    def answers(self) -> tuple[int, ...]:
        """The class numbers that it can give."""
        return tuple(number for number in self.classes if number not in self.absent)

    def probabilities(self, section: SectionId, amplitudes: np.ndarray) -> np.ndarray:
        image = self.preparation.section_image(section, amplitudes, self.coordinate)
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
            raise ModelError(tr("The GPU has no room for a whole section: predict with --device cpu.")) from error
        for channel, number in enumerate(self.classes):
            if number in self.absent:
                logits[:, channel] = -torch.inf
        return logits


def _resized(planes: torch.Tensor, shape: tuple[int, int]) -> torch.Tensor:
    if tuple(planes.shape[-2:]) == tuple(shape):
        return planes
    return functional.interpolate(planes, size=shape, mode="bilinear", align_corners=False)
