"""What is known of the stored lines: one of them, which there are, and what they amount to on a map."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.predictions.leading_answer import speaker_of
from seisviewer.predictions.passes.section_pass import SectionPass, decide, mean_probability
from seisviewer.predictions.stored.eight_bits import packed_shares
from seisviewer.volumes.geometry import SectionId


@dataclass(frozen=True)
class StoredLine:
    """What a model said of an inline or crossline.

    classes: uint8 (traces, samples), NO_CLASS where nothing is known. confidence, stability: uint8 likewise, 0–254 for
    0–1, 255 where unknown; stability may be None, and stability_of says what agrees. speaker: the value of a
    `leading_answer.Speaker`. model, model_version, labels_version, seconds: as in SectionPass. model_key: two lines with
    the same one were predicted by the same model.
    """

    section: SectionId
    classes: np.ndarray = field(repr=False, compare=False)
    confidence: np.ndarray = field(repr=False, compare=False)
    stability: np.ndarray | None = field(repr=False, compare=False)
    stability_of: str
    speaker: str
    model: str
    model_key: str
    model_version: int
    labels_version: int
    seconds: float


@dataclass(frozen=True)
class Coverage:
    """Which lines of one direction are stored, arrays (lines,) by index of the line.

    stored: bool. labels_version: int64; seconds: float64, time.time() when it was predicted; model_key: str objects;
    these mean nothing where nothing is stored. wanted: bool, the lines with a say in the class of some trace
    (`two_passes.chosen_passes`).
    """

    stored: np.ndarray = field(repr=False)
    labels_version: np.ndarray = field(repr=False)
    seconds: np.ndarray = field(repr=False)
    model_key: np.ndarray = field(repr=False)
    wanted: np.ndarray = field(repr=False)

    @property
    def share(self) -> float:
        """How much of what is wanted is stored, 0–1."""
        return float((self.stored & self.wanted).sum() / max(1, self.wanted.sum()))

    def current(self, model_key: str) -> np.ndarray:
        """Bool (lines,): the lines that this very model has predicted."""
        return self.stored & (self.model_key == model_key)


@dataclass(frozen=True)
class ColumnMaps:
    """What the stored lines amount to at each trace of the survey, arrays (inlines, crosslines).

    confidence, stability: float32 0–1, the mean over the samples and the lines stored there. disagreement: float32 0–1,
    the share of samples whose class differs between inline and crossline. All NaN where unknown. labels_version: int64
    of the oldest labels behind it, -1 where nothing is stored.
    """

    confidence: np.ndarray = field(repr=False)
    stability: np.ndarray = field(repr=False)
    disagreement: np.ndarray = field(repr=False)
    labels_version: np.ndarray = field(repr=False)


@dataclass(frozen=True)
class LineMeans:
    """How sure and how stable the stored lines of one direction are, each along itself: float32 (lines,) by index of the
    line, 0–1, the mean over its traces, NaN where nothing is stored or known."""

    confidence: np.ndarray = field(repr=False)
    stability: np.ndarray = field(repr=False)


def stored_line(kept: SectionPass) -> StoredLine:
    """A pass as others read it."""
    classes, highest = decide(kept.probabilities, kept.channels)
    confidence = packed_shares(mean_probability(highest, np.uint8(1)))
    stability = None if kept.stability is None else packed_shares(kept.stability)
    return StoredLine(
        kept.section,
        classes,
        confidence,
        stability,
        kept.stability_of,
        speaker_of(kept.model).value,
        kept.model,
        kept.key,
        kept.model_version,
        kept.labels_version,
        kept.seconds,
    )
