"""Predicting every trace of a survey, with the probabilities of both directions averaged where both are good."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from pathlib import Path

import numpy as np

from seisviewer.predictions.section_pass import decide, mean_probability, quantised
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.predictions.section_predictor import SectionPredictor
from seisviewer.predictions.two_passes import chosen_passes
from seisviewer.progress import Progress
from seisviewer.volumes.disk_space import require_space
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.volume import Volume

SCRATCH_BYTES = 3  # of a voxel: its class and its confidence


def predict_lines(
    predictor: SectionPredictor, volume: Volume, scratch: Path
) -> Generator[Progress, None, tuple[np.ndarray, np.ndarray]]:
    """Classes (uint8, NO_CLASS where there is no trace) and confidence (float16, NaN there), both (inlines, crosslines,
    samples) on disk under `scratch`, which the caller deletes. Which lines are asked about a trace: `chosen_passes`.

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
    needed = SCRATCH_BYTES * int(np.prod(geometry.shape, dtype=np.int64)) + int(np.prod(store, dtype=np.int64))
    require_space(scratch, needed, "Predicting the volume")
    classes = np.lib.format.open_memmap(scratch / "classes.npy", "w+", np.uint8, geometry.shape)
    confidence = np.lib.format.open_memmap(scratch / "confidence.npy", "w+", np.float16, geometry.shape)
    with tempfile.TemporaryFile(dir=scratch) as file:
        crossed = np.memmap(file, np.uint8, "w+", shape=store) if len(cross) else np.zeros(store, np.uint8)
        for done, index in enumerate(cross):
            yield Progress(done, total, "predicting crosslines")
            line = geometry.section(Direction.CROSSLINE, index)
            probabilities = predictor.probabilities(line, volume.section(line))
            crossed[:, done] = quantised(probabilities).transpose(1, 0, 2)
        classes[:] = NO_CLASS
        confidence[:] = np.nan
        done = len(cross)
        for index in np.flatnonzero(geometry.live.any(axis=1)):
            sums = np.zeros((len(predictor.classes), *geometry.section_shape(Direction.INLINE)), np.uint16)
            sums[:, cross] = crossed[index].transpose(1, 0, 2)
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
            classes[index][present] = answer
            confidence[index][present] = mean_probability(highest, passes[present, None])
    yield Progress(total, total, "predicted")
    return classes, confidence
