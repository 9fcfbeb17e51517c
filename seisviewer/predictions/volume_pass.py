"""Predicting every trace of a survey, with the probabilities of both directions averaged where both are good."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import numpy as np

from seisviewer.atomic_files import telling
from seisviewer.errors import BadRequest
from seisviewer.predictions.predicted_volume import PredictedVolume
from seisviewer.predictions.section_pass import decide, mean_probability, quantised
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.predictions.section_predictor import SectionPredictor
from seisviewer.predictions.two_passes import chosen_passes
from seisviewer.progress import Progress
from seisviewer.reserved_array import ReservedArray
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.volume import Volume

CROSSLINES = "crosslines.npy"


def predict_lines(
    predictor: SectionPredictor, volume: Volume, scratch: Path
) -> Generator[Progress, None, PredictedVolume]:
    """What is predicted on every trace. scratch: see `PredictedVolume`. Which lines are asked about a trace:
    `chosen_passes`.

    The crossline pass is kept as 8-bit probabilities in a temporary file of classes × voxels bytes; the inline pass reads
    it line by line, so that memory holds two sections whatever the survey. The window gives the same answer to a voxel once
    it has predicted both its lines with this model (`KeptPasses`).
    Raises BadRequest where the disk has no room for these files.
    """
    geometry = volume.geometry
    by_inline, by_crossline = chosen_passes(geometry)
    lines = np.flatnonzero(by_inline.any(axis=1))
    cross = np.flatnonzero(by_crossline.any(axis=0))
    total = len(lines) + len(cross)
    inlines, _, samples = geometry.shape
    store = (inlines, len(cross), len(predictor.classes), samples)
    predicted = PredictedVolume(scratch, geometry.shape, more=int(np.prod(store, dtype=np.int64)))
    with telling(scratch, BadRequest):
        crossed = ReservedArray(scratch / CROSSLINES, np.uint8, store)
    with closing(crossed):
        for done, index in enumerate(cross):
            yield Progress(done, total, "predicting crosslines")
            line = geometry.section(Direction.CROSSLINE, index)
            probabilities = predictor.probabilities(line, volume.section(line))
            with telling(scratch, BadRequest):
                crossed.put(0, done, quantised(probabilities).transpose(1, 0, 2)[:, None])
        done = len(cross)
        for index in range(inlines):
            if not geometry.live[index].any():
                predicted.put_nothing(index)
                continue
            sums = np.zeros((len(predictor.classes), *geometry.section_shape(Direction.INLINE)), np.uint16)
            with telling(scratch, BadRequest):
                sums[:, cross] = crossed.row(index).transpose(1, 0, 2)
            sums[:, ~by_crossline[index]] = 0
            if by_inline[index].any():
                yield Progress(done, total, "predicting inlines")
                done += 1
                line = geometry.section(Direction.INLINE, index)
                probabilities = predictor.probabilities(line, volume.section(line))
                sums[:, by_inline[index]] += quantised(probabilities[:, by_inline[index]])
            passes = by_inline[index] + by_crossline[index].astype(np.uint8)
            present = passes > 0
            answer, highest = decide(sums[:, present], predictor.classes)
            classes = np.full(geometry.section_shape(Direction.INLINE), NO_CLASS, np.uint8)
            confidence = np.full(classes.shape, np.nan, np.float16)
            classes[present] = answer
            confidence[present] = mean_probability(highest, passes[present, None])
            predicted.put(index, classes, confidence)
    (scratch / CROSSLINES).unlink()
    yield Progress(total, total, "predicted")
    return predicted
