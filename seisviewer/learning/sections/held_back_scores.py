"""How good a model is on paint that it did not learn."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence

import numpy as np
from scipy import ndimage

from seisviewer.learning.bootstrap_interval import bootstrap, is_enough
from seisviewer.learning.events import HeldBackPaint, HeldBackScored
from seisviewer.learning.metrics import class_mean_accuracy, confusion
from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.section_samples import Sample
from seisviewer.predictions.predictor import Predictor
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId

MOST_SECTIONS = 4
NUMBERS = 256  # of classes


def score(
    predictor: Predictor, samples: Mapping[SectionId, Sample], classes: Sequence[int]
) -> Generator[Progress | HeldBackScored, None, float | None]:
    """Mean over the classes of the share of held-back voxels that `predictor` gets right; None without such voxels.

    classes: the class number of each channel in the samples' paint; the predictor has its own. The four sections with
    most held-back paint are predicted; between them a Progress is yielded, and at the end HeldBackScored where there are
    strokes enough to tell.
    """
    sections = scored_sections(samples)
    strokes: list[np.ndarray] = []
    for done, section in enumerate(sections):
        sample = samples[section]
        answer = np.asarray(predictor.classes)[predictor.channels(sample.image)]
        for channel, stroke in _strokes(sample.held):
            truth = np.full(int(stroke.sum()), classes[channel])
            strokes.append(confusion(truth, answer[stroke], NUMBERS))
        yield Progress(done + 1, len(sections), tr("scoring"))
    if not strokes:
        return None
    matrix = sum(strokes)
    if is_enough(len(strokes), int((matrix.sum(axis=1) > 0).sum())):
        used = np.flatnonzero(matrix.sum(axis=0) + matrix.sum(axis=1))
        few = [stroke[np.ix_(used, used)] for stroke in strokes]
        interval = bootstrap(few, range(len(few)), class_mean_accuracy)
        yield HeldBackScored(predictor.name, predictor.version, interval.low, interval.high)
    return class_mean_accuracy(matrix)


def held_back_paint(samples: Mapping[SectionId, Sample], classes: Sequence[int], painted: int) -> HeldBackPaint:
    """What `score` judges by. painted: how many classes are painted in all."""
    sections = scored_sections(samples)
    counts = sum((samples[section].held_counts for section in sections), np.zeros(IGNORE, np.int64))
    voxels = {number: int(count) for number, count in zip(classes, counts, strict=False) if count}
    strokes = sum(sum(1 for _ in _strokes(samples[section].held)) for section in sections)
    return HeldBackPaint(voxels, painted, len(sections), strokes)


def _strokes(held: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """The connected pieces of a class that are held back: its channel, and where, bool. held: as in Sample."""
    for channel in np.unique(held[held != IGNORE]).tolist():
        numbered, count = ndimage.label(held == channel, np.ones((3, 3)))
        for number in range(1, count + 1):
            yield channel, numbered == number


def scored_sections(samples: Mapping[SectionId, Sample]) -> list[SectionId]:
    """The sections with most held-back paint."""
    held = {section: int(sample.held_counts.sum()) for section, sample in samples.items()}
    return sorted((section for section in held if held[section]), key=lambda section: -held[section])[:MOST_SECTIONS]
