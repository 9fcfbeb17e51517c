"""How good a model is on paint that it did not learn."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence

import numpy as np
from scipy import ndimage

from seisviewer.learning.events import HeldBackPaint
from seisviewer.learning.metrics import class_mean_accuracy, confusion
from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.section_samples import Sample
from seisviewer.predictions.predictor import Predictor
from seisviewer.progress import Progress
from seisviewer.volumes.geometry import SectionId

MOST_SECTIONS = 4


def score(
    predictor: Predictor, samples: Mapping[SectionId, Sample], classes: Sequence[int]
) -> Generator[Progress, None, float | None]:
    """Mean over the classes of the share of held-back voxels that `predictor` gets right; None without such voxels.

    classes: the class number of each channel in the samples' paint; the predictor has its own. The four sections with
    most held-back paint are predicted; between them a Progress is yielded.
    """
    sections = scored_sections(samples)
    matrix = np.zeros((256, 256), np.int64)
    for done, section in enumerate(sections):
        sample = samples[section]
        known = sample.held != IGNORE
        answer = np.asarray(predictor.classes)[predictor.channels(sample.image)[known]]
        matrix += confusion(np.asarray(classes)[sample.held[known]], answer, 256)
        yield Progress(done + 1, len(sections), "scoring")
    return class_mean_accuracy(matrix) if sections else None


def held_back_paint(samples: Mapping[SectionId, Sample], classes: Sequence[int], painted: int) -> HeldBackPaint:
    """What `score` judges by. painted: how many classes are painted in all."""
    sections = scored_sections(samples)
    counts = sum((samples[section].held_counts for section in sections), np.zeros(IGNORE, np.int64))
    voxels = {number: int(count) for number, count in zip(classes, counts, strict=False) if count}
    return HeldBackPaint(voxels, painted, len(sections), sum(_strokes(samples[section].held) for section in sections))


def _strokes(held: np.ndarray) -> int:
    """How many connected pieces of a class are held back. held: as in Sample."""
    return sum(ndimage.label(held == channel, np.ones((3, 3)))[1] for channel in np.unique(held[held != IGNORE]))


def scored_sections(samples: Mapping[SectionId, Sample]) -> list[SectionId]:
    """The sections with most held-back paint."""
    held = {section: int(sample.held_counts.sum()) for section, sample in samples.items()}
    return sorted((section for section in held if held[section]), key=lambda section: -held[section])[:MOST_SECTIONS]
