"""What a model says of a whole survey, kept on the disk line by line until it is written where the user wants it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from seisviewer.atomic_files import telling
from seisviewer.errors import BadRequest
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.reserved_array import ReservedArray
from seisviewer.translation import tr
from seisviewer.volumes.disk_space import require_space

VOXEL_BYTES = 3  # its class and its confidence


class PredictedVolume:
    """Classes (uint8, NO_CLASS where there is no trace) and confidence (float16, NaN there), both (crosslines, samples) of
    each inline, in files under `scratch`, which the caller deletes.

    shape: (inlines, crosslines, samples). more: bytes that are needed beside. Every method raises BadRequest where the
    disk has no room.
    """

    def __init__(self, scratch: Path, shape: tuple[int, int, int], more: int = 0) -> None:
        self.shape, self._scratch = shape, scratch
        needed = VOXEL_BYTES * int(np.prod(shape, dtype=np.int64)) + more
        require_space(scratch, needed, tr("Predicting the volume"))
        with telling(scratch, BadRequest):
            self._classes = ReservedArray(scratch / "classes.npy", np.uint8, shape)
            self._confidence = ReservedArray(scratch / "confidence.npy", np.float16, shape)

    def put(self, inline: int, classes: np.ndarray, confidence: np.ndarray) -> None:
        """Keep what is said of an inline, given by its index."""
        with telling(self._scratch, BadRequest):
            self._classes.put(inline, 0, classes[None])
            self._confidence.put(inline, 0, confidence[None])

    def put_nothing(self, inline: int) -> None:
        """Keep that an inline has no trace."""
        self.put(inline, np.full(self.shape[1:], NO_CLASS, np.uint8), np.full(self.shape[1:], np.nan, np.float16))

    def classes(self, inline: int) -> np.ndarray:
        """Of an inline that was put."""
        with telling(self._scratch, BadRequest):
            return self._classes.row(inline)

    def confidence(self, inline: int) -> np.ndarray:
        """Of an inline that was put."""
        with telling(self._scratch, BadRequest):
            return self._confidence.row(inline)

    def close(self) -> None:
        """Give the files back; a second call does nothing."""
        self._classes.close()
        self._confidence.close()
