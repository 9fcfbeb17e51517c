"""What a pass says of each of its traces in a few bytes: enough for maps, and to see where two passes disagree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

import numpy as np

from seisviewer.predictions.passes.section_pass import SectionPass, decide, mean_probability
from seisviewer.predictions.stored.eight_bits import packed_shares
from seisviewer.volumes.geometry import Geometry

MOST_SAMPLES = 64  # of a trace whose class is told
FEWEST_SAMPLES = 8
BUDGET = 64 << 20  # bytes of those classes, of all traces of the survey


@dataclass(frozen=True)
class LineSummary:
    """confidence, stability: uint8 (traces,), the mean over the samples, 0–254 for 0–1, 255 where unknown. classes: uint8
    (traces, sampled), at samples that are spread evenly down the trace (`sampled`)."""

    confidence: np.ndarray = field(repr=False)
    stability: np.ndarray = field(repr=False)
    classes: np.ndarray = field(repr=False)

    @classmethod
    def of(cls, kept: SectionPass, at: np.ndarray) -> Self:
        """at: indices of the samples whose class is told."""
        traces = kept.probabilities.shape[1]
        _, highest = decide(kept.probabilities, kept.channels)
        confidence = packed_shares(mean_probability(highest.mean(axis=1), np.uint8(1)))
        classes, _ = decide(kept.probabilities[:, :, at], kept.channels)
        stability = np.full(traces, np.nan) if kept.stability is None else kept.stability.mean(axis=1, dtype=np.float32)
        return cls(confidence, packed_shares(stability), classes)

    @staticmethod
    def size(traces: int, sampled: int) -> int:
        """Bytes of it."""
        return traces * (2 + sampled)

    def to_bytes(self) -> bytes:
        return b"".join(part.tobytes() for part in (self.confidence, self.stability, self.classes))

    @classmethod
    def from_bytes(cls, content: bytes, traces: int, sampled: int) -> Self:
        values = np.frombuffer(content, np.uint8)
        return cls(values[:traces], values[traces : 2 * traces], values[2 * traces :].reshape(traces, sampled))


def sampled(geometry: Geometry) -> np.ndarray:
    """The samples of a trace whose class is told, the same on every line: indices, ascending."""
    inlines, crosslines, samples = geometry.shape
    most = min(samples, max(FEWEST_SAMPLES, min(MOST_SAMPLES, BUDGET // max(1, inlines * crosslines))))
    return ((np.arange(most) + 0.5) * samples / most).astype(int)
