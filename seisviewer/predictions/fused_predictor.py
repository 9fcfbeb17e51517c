"""The layer model and a network at work on whole sections, as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from seisviewer.predictions.fusion import FusionWeights, aligned, fused
from seisviewer.predictions.predictor import Predictor
from seisviewer.predictions.section_predictor import SectionPredictor
from seisviewer.predictions.stored.content_digest import content_digest
from seisviewer.volumes.geometry import SectionId


class Layers(Protocol):
    """A layer model, or one that remembers what it said."""

    @property
    def answers(self) -> tuple[int, ...]: ...
    @property
    def key(self) -> str: ...
    def probabilities(self, section: SectionId, amplitudes: np.ndarray) -> np.ndarray: ...


@dataclass(frozen=True)
class FusedPredictor(SectionPredictor):
    """Both experts, and how far each is believed."""

    layers: Layers
    network: Predictor
    weights: FusionWeights
    name: str
    version: int = 0
    labels_version: int = 0

    @property
    def key(self) -> str:
        """See SectionPass."""
        keys = self.layers.key, self.network.key
        return content_digest((*keys, self.weights)) if all(keys) else ""

    @property
    def classes(self) -> tuple[int, ...]:
        return self.weights.classes

    @property
    def answers(self) -> tuple[int, ...]:
        return self.weights.classes

    def probabilities(self, section: SectionId, amplitudes: np.ndarray) -> np.ndarray:
        by_layers = self.layers.probabilities(section, amplitudes)
        by_network = self.network.probabilities(section, amplitudes)
        return fused(
            aligned(by_layers, self.layers.answers, self.classes),
            aligned(by_network, self.network.classes, self.classes),
            self.weights,
        )
