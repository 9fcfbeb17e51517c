"""Predicting every trace of a survey, with the probabilities of both directions averaged where both are good."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from pathlib import Path

import numpy as np

from seisviewer.predictions.predictor import Predictor, most_probable
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.progress import Progress
from seisviewer.volumes.disk_space import require_space
from seisviewer.volumes.geometry import Direction, Geometry
from seisviewer.volumes.volume import Volume

LEVELS = 255
SCRATCH_BYTES = 3  # of a voxel: its class and its confidence


def predict_lines(
    predictor: Predictor, volume: Volume, scratch: Path
) -> Generator[Progress, None, tuple[np.ndarray, np.ndarray]]:
    """Classes (uint8, NO_CLASS where there is no trace) and confidence (float16, NaN there), both (inlines, crosslines,
    samples) on disk under `scratch`, which the caller deletes. Which lines are asked about a trace: `chosen_passes`.

    The crossline pass is kept as 8-bit probabilities (a 255th is finer than any of them is known) in a temporary file of
    classes × voxels bytes; the inline pass reads it line by line, so that memory holds two sections whatever the survey.
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
            probabilities = predictor.probabilities(volume.section(geometry.section(Direction.CROSSLINE, index)))
            crossed[:, done] = np.rint(probabilities * LEVELS).astype(np.uint8).transpose(1, 0, 2)
        classes[:] = NO_CLASS
        confidence[:] = np.nan
        done = len(cross)
        for index in np.flatnonzero(geometry.live.any(axis=1)):
            sums = np.zeros((len(predictor.classes), *geometry.section_shape(Direction.INLINE)), np.float32)
            sums[:, cross] = crossed[index].transpose(1, 0, 2) / np.float32(LEVELS)
            sums[:, ~by_crossline[index]] = 0
            if by_inline[index].any():
                yield Progress(done, total, "predicting inlines")
                done += 1
                probabilities = predictor.probabilities(volume.section(geometry.section(Direction.INLINE, index)))
                sums[:, by_inline[index]] += probabilities[:, by_inline[index]]
            passes = by_inline[index].astype(np.float32) + by_crossline[index]
            present = passes > 0
            answer, believed = most_probable(sums[:, present] / passes[present, None], predictor.classes)
            classes[index][present] = answer
            confidence[index][present] = believed
    yield Progress(total, total, "predicted")
    return classes, confidence


def chosen_passes(geometry: Geometry) -> tuple[np.ndarray, np.ndarray]:
    """Bool (inlines, crosslines) twice: the traces whose inline, and whose crossline, has a say in their class.

    A network makes little of a nearly empty section, so a line counts only where at least half of it is live; of a trace
    with no such line, the one with more live traces counts. Every live trace has a line that counts.
    """
    live = geometry.live
    if geometry.is_2d:
        return live.copy(), np.zeros_like(live)
    along, across = live.sum(axis=1, keepdims=True), live.sum(axis=0, keepdims=True)
    inline_good, crossline_good = 2 * along >= live.shape[1], 2 * across >= live.shape[0]
    neither = ~inline_good & ~crossline_good
    by_inline = inline_good | (neither & (along >= across))
    by_crossline = crossline_good | (neither & (along < across))
    return live & by_inline, live & by_crossline
