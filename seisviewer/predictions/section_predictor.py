"""What every model that looks along a line can do once it gives probabilities."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

import numpy as np

from seisviewer.predictions.passes.section_pass import SectionPass, quantised
from seisviewer.predictions.rejected_classes import without_rejected
from seisviewer.predictions.section_prediction import NO_CLASS, SectionPrediction
from seisviewer.volumes.geometry import SectionId


class SectionPredictor(ABC):
    """classes: the class number of each row of its probabilities. name, version, labels_version go into every
    prediction; key: likewise, as in SectionPass."""

    classes: tuple[int, ...]
    name: str
    version: int
    labels_version: int
    key: str

    @property
    @abstractmethod
    def answers(self) -> tuple[int, ...]:
        """The class numbers that it can give."""

    @abstractmethod
    def probabilities(self, section: SectionId, amplitudes: np.ndarray) -> np.ndarray:
        """Float32 (classes, traces, samples) of an inline or crossline (traces, samples); they sum to 1, on missing traces
        too."""

    def predict(
        self, section: SectionId, amplitudes: np.ndarray, rejected: Mapping[int, np.ndarray] | None = None
    ) -> SectionPrediction:
        """Class and confidence of a section (traces, samples); rejected: as in `decide`."""
        return self.decide(section, amplitudes, self.probabilities(section, amplitudes), rejected)

    def one_pass(self, section: SectionId, amplitudes: np.ndarray) -> SectionPass:
        """The pass over a section (traces, samples), to be kept and tied with those over the lines that cross it."""
        probabilities = quantised(self.probabilities(section, amplitudes))
        probabilities[:, np.isnan(amplitudes[:, 0])] = 0
        return SectionPass(
            section,
            probabilities,
            self.classes,
            self.name,
            self.version,
            self.labels_version,
            time.time(),
            key=self.key,
        )

    def decide(
        self,
        section: SectionId,
        amplitudes: np.ndarray,
        probabilities: np.ndarray,
        rejected: Mapping[int, np.ndarray] | None = None,
    ) -> SectionPrediction:
        """The prediction that `probabilities` (classes, traces, samples) amount to; no class where there is no trace, or
        where all that may be are rejected. rejected: as `LabelSnapshot.rejected` gives it."""
        left = without_rejected(probabilities, self.classes, rejected or {})
        classes, confidence = most_probable(left, self.classes)
        missing = np.broadcast_to(np.isnan(amplitudes[:, :1]), classes.shape)
        if left is not probabilities:
            missing = missing | (confidence == 0)
        classes[missing] = NO_CLASS
        confidence[missing] = np.nan
        return SectionPrediction(
            section, classes, confidence, self.name, self.version, self.labels_version, time.time()
        )


def most_probable(probabilities: np.ndarray, classes: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Class numbers (uint8) and their probability (float16) along the first axis of `probabilities`."""
    best = probabilities.argmax(0)
    confidence = np.take_along_axis(probabilities, best[None], 0)[0]
    return np.asarray(classes, np.uint8)[best], confidence.astype(np.float16)
