"""What is said of every trace of a survey, with the passes of both directions averaged where both count."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from seisviewer.atomic_files import telling
from seisviewer.errors import BadRequest
from seisviewer.labels.rejection import Rejection, rejected_on
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.predictions.passes.section_pass import SectionPass, decide, mean_probability
from seisviewer.predictions.passes.two_passes import chosen_passes
from seisviewer.predictions.predicted_volume import PredictedVolume
from seisviewer.predictions.rejected_classes import without_rejected
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.predictions.section_predictor import SectionPredictor
from seisviewer.predictions.stored.line_passes import LinePasses
from seisviewer.progress import Progress
from seisviewer.reserved_array import ReservedArray
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.volume import Volume

if TYPE_CHECKING:
    from seisviewer.predictions.stored.prediction_store import PredictionStore

CROSSLINES = "crosslines.npy"


@dataclass(frozen=True)
class LinesAsked:
    """Whose answers make up a volume.

    classes: the class number of each channel. by_inline, by_crossline: bool (inlines, crosslines), the traces at which
    the pass over the inline, and over the crossline, counts. probabilities: gives those of a line, uint8 (channels,
    traces, samples) in 255ths, 0 in every channel where the line says nothing.
    """

    classes: Sequence[int]
    by_inline: np.ndarray = field(repr=False)
    by_crossline: np.ndarray = field(repr=False)
    probabilities: Callable[[SectionId], np.ndarray] = field(repr=False)


def predict_lines(
    predictor: SectionPredictor,
    volume: Volume,
    scratch: Path,
    wanted: np.ndarray | None = None,
    store: PredictionStore | None = None,
    rejections: Sequence[Rejection] = (),
) -> Generator[Progress, None, PredictedVolume]:
    """What a model says of every trace. scratch: see `PredictedVolume`. Which lines are asked about a trace:
    `chosen_passes`; the layer model gives it one answer, that of its inline. The window gives the same answer to a voxel
    once it has predicted both its lines with this model (`KeptPasses`).

    wanted: bool (inlines, crosslines), the traces that matter, all where None; lines without any are not asked. store: of
    this model; what it holds is not predicted again, and what is predicted is put into it. rejections: where the next best
    class is given in place of one. Raises BadRequest as
    `volume_of_lines`.
    """
    geometry = volume.geometry
    by_inline, by_crossline = passes_asked(geometry, isinstance(predictor, LayerPredictor), wanted)
    passes = LinePasses(predictor, volume, store)
    if store is not None:
        yield from store.load()

    def probabilities(section: SectionId) -> np.ndarray:
        kept = passes.over(section)
        found = channels_of(kept, predictor.classes)
        rejected = rejected_on(rejections, geometry, section.direction, geometry.index(section))
        return without_rejected(found, predictor.classes, rejected)

    asked = LinesAsked(predictor.classes, by_inline, by_crossline, probabilities)
    return (yield from volume_of_lines(asked, geometry, scratch, "predicting"))


def passes_asked(
    geometry: Geometry, along_inlines_alone: bool, wanted: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Bool (inlines, crosslines) twice: the traces at which the pass over the inline, and over the crossline, counts.

    along_inlines_alone: of the layer model. wanted: as in `predict_lines`."""
    by_inline, by_crossline = chosen_passes(geometry)
    if along_inlines_alone:
        by_inline, by_crossline = geometry.live, np.zeros_like(geometry.live)
    if wanted is not None:
        by_inline, by_crossline = by_inline & wanted, by_crossline & wanted
    return by_inline, by_crossline


def channels_of(kept: SectionPass, classes: Sequence[int]) -> np.ndarray:
    """uint8 (classes, traces, samples): what a pass says of these classes, 0 of those that it does not know."""
    found = np.zeros((len(classes), *kept.probabilities.shape[1:]), np.uint8)
    for channel, number in enumerate(classes):
        if number in kept.channels:
            found[channel] = kept.probabilities[kept.channels.index(number)]
    return found


def answer_of_inline(
    sums: np.ndarray, by_inline: np.ndarray, by_crossline: np.ndarray, classes: Sequence[int]
) -> tuple[np.ndarray, np.ndarray]:
    """Classes (uint8, NO_CLASS where nothing counts) and confidence (float16, NaN there), both (crosslines, samples).

    sums: uint16 (classes, crosslines, samples), the passes that count added up. by_inline, by_crossline: bool
    (crosslines,), which of them count."""
    passes = by_inline + by_crossline.astype(np.uint8)
    present = passes > 0
    answer, highest = decide(sums[:, present], classes)
    said = np.full(sums.shape[1:], NO_CLASS, np.uint8)
    confidence = np.full(sums.shape[1:], np.nan, np.float16)
    said[present] = answer
    confidence[present] = mean_probability(highest, passes[present, None])
    return said, confidence


def volume_of_lines(
    asked: LinesAsked, geometry: Geometry, scratch: Path, doing: str
) -> Generator[Progress, None, PredictedVolume]:
    """The one answer at every trace. doing: begins what progress says.

    The crossline pass is kept as 8-bit probabilities in a temporary file of classes × voxels bytes; the inline pass reads
    it line by line, so that memory holds two sections whatever the survey. Raises BadRequest where the disk has no room
    for these files.
    """
    by_inline, by_crossline = asked.by_inline, asked.by_crossline
    lines = np.flatnonzero(by_inline.any(axis=1))
    cross = np.flatnonzero(by_crossline.any(axis=0))
    total = len(lines) + len(cross)
    inlines, _, samples = geometry.shape
    store = (inlines, len(cross), len(asked.classes), samples)
    predicted = PredictedVolume(scratch, geometry.shape, more=int(np.prod(store, dtype=np.int64)))
    with telling(scratch, BadRequest):
        crossed = ReservedArray(scratch / CROSSLINES, np.uint8, store)
    with closing(crossed):
        for done, index in enumerate(cross):
            yield Progress(done, total, tr("{doing} crosslines").format(doing=doing))
            probabilities = asked.probabilities(geometry.section(Direction.CROSSLINE, index))
            with telling(scratch, BadRequest):
                crossed.put(0, done, probabilities.transpose(1, 0, 2)[:, None])
        done = len(cross)
        for index in range(inlines):
            if not (by_inline[index] | by_crossline[index]).any():
                predicted.put_nothing(index)
                continue
            sums = np.zeros((len(asked.classes), *geometry.section_shape(Direction.INLINE)), np.uint16)
            with telling(scratch, BadRequest):
                sums[:, cross] = crossed.row(index).transpose(1, 0, 2)
            sums[:, ~by_crossline[index]] = 0
            if by_inline[index].any():
                yield Progress(done, total, tr("{doing} inlines").format(doing=doing))
                done += 1
                probabilities = asked.probabilities(geometry.section(Direction.INLINE, index))
                sums[:, by_inline[index]] += probabilities[:, by_inline[index]]
            predicted.put(index, *answer_of_inline(sums, by_inline[index], by_crossline[index], asked.classes))
    (scratch / CROSSLINES).unlink()
    yield Progress(total, total, tr("{doing} inlines").format(doing=doing))
    return predicted
