"""One pass of a model over one section, as it is kept: a probability of every class, in 8 bits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from seisviewer.predictions.section_prediction import NO_CLASS, SectionPrediction
from seisviewer.volumes.geometry import SectionId

LEVELS = 255  # a 255th is finer than any probability is known


@dataclass(frozen=True)
class SectionPass:
    """What a model says about an inline or a crossline when it looks along that line alone.

    probabilities: uint8 (channels, traces, samples) in 255ths; 0 in every channel where there is no trace. channels:
    the class number of each channel. stability: float16 0–1 (traces, samples), NaN where there is no trace, or None.
    stability_of: what agrees so far, in words ("this and the last 3 versions", "3 checkpoints of round 1"), or "".
    model, model_version, labels_version and seconds: as in SectionPrediction. key: two passes with the same one were made
    by the same model, also on another day; "" where nobody can tell.
    """

    section: SectionId
    probabilities: np.ndarray = field(repr=False, compare=False)
    channels: tuple[int, ...]
    model: str
    model_version: int
    labels_version: int
    seconds: float
    stability: np.ndarray | None = field(default=None, repr=False, compare=False)
    stability_of: str = ""
    key: str = ""

    @property
    def nbytes(self) -> int:
        return self.probabilities.nbytes + (0 if self.stability is None else self.stability.nbytes)

    @property
    def classes(self) -> np.ndarray:
        """Uint8 class numbers (traces, samples), NO_CLASS where there is no trace; worked out at every call."""
        return decide(self.probabilities, self.channels)[0]

    @property
    def said(self) -> SectionPrediction:
        """What it says by itself; worked out at every call."""
        classes, highest = decide(self.probabilities, self.channels)
        return SectionPrediction(
            self.section,
            classes,
            mean_probability(highest, np.uint8(1)),
            self.model,
            self.model_version,
            self.labels_version,
            self.seconds,
            self.stability,
        )


def quantised(probabilities: np.ndarray) -> np.ndarray:
    """Probabilities 0–1 as uint8 255ths."""
    return np.rint(probabilities * LEVELS).astype(np.uint8)


def decide(total: np.ndarray, channels: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Class numbers (uint8) and their sum, along the first axis of a sum of passes: unsigned integers (channels, …),
    255ths.

    NO_CLASS where the sum is 0 in every channel. Of equally probable classes the first channel's is given.
    """
    # Channel by channel: in a tenth of the time that argmax and masks take.
    best, highest = np.zeros(total.shape[1:], np.uint8), total[0].copy()
    for channel, values in enumerate(total[1:], start=1):
        np.maximum(best, (values > highest) * np.uint8(channel), out=best)  # the last one that was higher
        np.maximum(highest, values, out=highest)
    classes = np.take(np.asarray(channels, np.uint8), best)
    np.copyto(classes, NO_CLASS, where=highest == 0)
    return classes, highest


def mean_probability(highest: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The mean probability of the classes that `decide` gave, float16, NaN where there is none. count: how many passes
    were summed, broadcasts."""
    mean = highest / (np.float32(LEVELS) * np.maximum(count, 1))
    mean[highest == 0] = np.nan
    return mean.astype(np.float16)
