"""The predictions at hand: one per section, the least recently used ones dropped when memory is short."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

import numpy as np

from seisviewer.predictions.section_prediction import NO_CLASS, SectionPrediction
from seisviewer.volumes.geometry import Direction, Geometry, SectionId


class PredictionCache:
    """Predictions by section, within `budget` bytes. Not thread-safe: it belongs to the thread that draws."""

    def __init__(self, geometry: Geometry, budget: int = 2 << 30) -> None:
        self._geometry = geometry
        self._budget = budget
        self._held: OrderedDict[SectionId, SectionPrediction] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[SectionPrediction]:
        """The predictions held, the least recently used first."""
        return iter(self._held.values())

    def put(self, prediction: SectionPrediction) -> None:
        """Keep a prediction in place of an older one of the same section."""
        self._drop(prediction.section)
        self._held[prediction.section] = prediction
        self._bytes += _size(prediction)
        while self._bytes > self._budget and len(self._held) > 1:
            self._drop(next(iter(self._held)))

    def get(self, section: SectionId) -> SectionPrediction | None:
        prediction = self._held.get(section)
        if prediction is not None:
            self._held.move_to_end(section)
        return prediction

    def clear(self) -> None:
        self._held.clear()
        self._bytes = 0

    def time_slice(self, index: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Classes (uint8), confidence (float32) and known (bool), each (inlines, crosslines), at one sample index.

        Assembled from the lines held: an inline and a crossline that cross keep the more confident of the two answers.
        """
        shape = self._geometry.section_shape(Direction.TIME)
        classes = np.full(shape, NO_CLASS, np.uint8)
        confidence = np.full(shape, -1.0, np.float32)
        known = np.zeros(shape, bool)
        for section, prediction in self._held.items():
            if section.direction is Direction.TIME:
                continue
            line = self._geometry.index(section)
            where = (line, slice(None)) if section.direction is Direction.INLINE else (slice(None), line)
            believed = np.nan_to_num(prediction.confidence[:, index], nan=0.0)
            better = believed > confidence[where]
            classes[where] = np.where(better, prediction.classes[:, index], classes[where])
            confidence[where] = np.where(better, believed, confidence[where])
            known[where] = True
        known &= self._geometry.live
        confidence[~known] = np.nan
        classes[~known] = NO_CLASS
        return classes, confidence, known

    def _drop(self, section: SectionId) -> None:
        prediction = self._held.pop(section, None)
        if prediction is not None:
            self._bytes -= _size(prediction)


def _size(prediction: SectionPrediction) -> int:
    stability = 0 if prediction.stability is None else prediction.stability.nbytes
    return prediction.classes.nbytes + prediction.confidence.nbytes + stability
