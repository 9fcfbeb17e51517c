"""What a layer model said about the lines that were asked for last: a network changes every few seconds, it does not."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.byte_cache import ByteCache
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.volumes.geometry import SectionId

BUDGET = 200 << 20  # bytes


@dataclass(frozen=True)
class RememberedLayers:
    """A layer model for one thread."""

    layers: LayerPredictor
    _kept: ByteCache[SectionId] = field(default_factory=lambda: ByteCache(BUDGET), repr=False, compare=False)

    @property
    def answers(self) -> tuple[int, ...]:
        return self.layers.answers

    @property
    def labels_version(self) -> int:
        return self.layers.labels_version

    @property
    def key(self) -> str:
        return self.layers.key

    def probabilities(self, section: SectionId, amplitudes: np.ndarray) -> np.ndarray:
        """As those of the layer model, to three digits."""
        kept = self._kept.get(section)
        if kept is None:
            kept = self._kept[section] = self.layers.probabilities(section, amplitudes).astype(np.float16)
        return kept.astype(np.float32)
