"""Predicting every line of a survey, with the probabilities of both directions averaged."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from pathlib import Path

import numpy as np

from seisviewer.predictions.predictor import Predictor, most_probable
from seisviewer.predictions.section import NO_CLASS
from seisviewer.progress import Progress
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.volume import Volume

LEVELS = 255


def predict_lines(
    predictor: Predictor, volume: Volume, scratch: Path
) -> Generator[Progress, None, tuple[np.ndarray, np.ndarray]]:
    """Classes (uint8, NO_CLASS where there is no trace) and confidence (float16, NaN there), both (inlines, crosslines,
    samples) on disk under `scratch`, which the caller deletes.

    The crossline pass is kept as 8-bit probabilities (a 255th is finer than any of them is known) in a temporary file of
    classes × voxels bytes; the inline pass reads it line by line, so that memory holds two sections whatever the survey.
    """
    geometry = volume.geometry
    both = not geometry.is_2d
    lines = [index for index in range(geometry.shape[0]) if geometry.live[index].any()]
    cross = [index for index in range(geometry.shape[1]) if geometry.live[:, index].any()] if both else []
    total = len(lines) + len(cross)
    classes = np.lib.format.open_memmap(scratch / "classes.npy", "w+", np.uint8, geometry.shape)
    confidence = np.lib.format.open_memmap(scratch / "confidence.npy", "w+", np.float16, geometry.shape)
    with tempfile.TemporaryFile(dir=scratch) as file:
        crossed = _crossline_store(file, predictor, geometry.shape) if both else None
        for done, index in enumerate(cross):
            yield Progress(done, total, "predicting crosslines")
            section = geometry.section(Direction.CROSSLINE, index)
            probabilities = predictor.probabilities(volume.section(section))
            crossed[:, index] = np.rint(probabilities * LEVELS).astype(np.uint8).transpose(1, 0, 2)
        classes[:] = NO_CLASS
        confidence[:] = np.nan
        for done, index in enumerate(lines, len(cross)):
            yield Progress(done, total, "predicting inlines")
            amplitudes = volume.section(geometry.section(Direction.INLINE, index))
            probabilities = predictor.probabilities(amplitudes)
            if both:
                probabilities = (probabilities + crossed[index].transpose(1, 0, 2) / np.float32(LEVELS)) / 2
            present = ~np.isnan(amplitudes[:, 0])
            answer, believed = most_probable(probabilities, predictor.classes)
            classes[index][present] = answer[present]
            confidence[index][present] = believed[present]
    yield Progress(total, total, "predicted")
    return classes, confidence


def _crossline_store(file, predictor: Predictor, shape: tuple[int, int, int]) -> np.memmap:
    inlines, crosslines, samples = shape
    return np.memmap(file, np.uint8, "w+", shape=(inlines, crosslines, len(predictor.classes), samples))
