"""Painted pieces that training does not see, so that models can be compared on them."""

from __future__ import annotations

import zlib
from collections.abc import Generator, Mapping
from dataclasses import replace

import numpy as np

from seisviewer.learning.metrics import class_mean_accuracy, confusion
from seisviewer.learning.samples import IGNORE, Sample
from seisviewer.predictions.predictor import Predictor
from seisviewer.progress import Progress
from seisviewer.volumes.geometry import SectionId

CELL = 32
MOST_SECTIONS = 4


def hold_back(sample: Sample, share: float, seed: int = 0) -> tuple[Sample, np.ndarray]:
    """(the sample without the held-back paint, the held-back paint as uint8 (samples, traces), IGNORE elsewhere).

    The section is divided into cells of 32 × 32 voxels; the paint in about `share` of them is held back. Which cells these
    are depends on their place alone, so that a new stroke never moves held-back paint into training or the other way. A
    class of which less than half would be left for training is not held back.
    """
    rows, columns = sample.paint.shape
    cells = [
        [_drawn(f"{seed} {sample.section} {row} {column}", share) for column in range(-(-columns // CELL))]
        for row in range(-(-rows // CELL))
    ]
    chosen = np.kron(np.array(cells, bool), np.ones((CELL, CELL), bool))[:rows, :columns]
    held = np.where(chosen, sample.paint, np.uint8(IGNORE))
    for channel in np.unique(held[held != IGNORE]):
        if (held == channel).sum() * 2 > (sample.paint == channel).sum():
            held[held == channel] = IGNORE
    kept = np.where(held != IGNORE, np.uint8(IGNORE), sample.paint)
    return replace(sample, paint=kept), held


def _drawn(place: str, share: float) -> bool:
    return zlib.crc32(place.encode()) % 1000 < share * 1000


def score(
    predictor: Predictor, samples: Mapping[SectionId, Sample], held: Mapping[SectionId, np.ndarray]
) -> Generator[Progress, None, float | None]:
    """Mean over the classes of the share of held-back voxels that `predictor` gets right; None without such voxels.

    The four sections with most held-back paint are predicted; between them a Progress is yielded.
    """
    sections = sorted((s for s in held if (held[s] != IGNORE).any()), key=lambda s: -(held[s] != IGNORE).sum())
    sections = sections[:MOST_SECTIONS]
    matrix = np.zeros((256, 256), np.int64)
    for done, section in enumerate(sections):
        answer = predictor.channels(samples[section].image)
        known = held[section] != IGNORE
        matrix += confusion(held[section][known], answer[known], 256)
        yield Progress(done + 1, len(sections), "scoring")
    return class_mean_accuracy(matrix) if sections else None
