"""A small picture of a section: its amplitudes in grey, and over them the classes that are stored of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.labels.rejection import Rejection, rejected_on
from seisviewer.pictures.amplitude_indices import colour_table, indices
from seisviewer.predictions.passes.section_pass import decide
from seisviewer.predictions.rejected_classes import without_rejected
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.volume import Volume

OPACITY = 0.5  # of the classes
SHAPE = 88, 150  # rows (down) and columns (along the section) of the picture


@dataclass(frozen=True)
class ThumbnailLooks:
    """limit: the amplitude of the strongest colour. flipped: with the opposite sign. colours: RGB of each class number,
    three bytes each, 256 of them."""

    limit: float
    flipped: bool
    colours: bytes


def thumbnail(
    volume: Volume,
    store: PredictionStore,
    section: SectionId,
    looks: ThumbnailLooks,
    rejections: Sequence[Rejection] = (),
) -> np.ndarray | None:
    """Uint8 RGBA of SHAPE, transparent where there is no trace; None where the section is not stored any more.
    rejections: where the next best class is drawn."""
    kept = store.get(section)
    if kept is None:
        return None
    geometry = store.geometry
    at = np.ix_(*(map(_spread, geometry.section_shape(section.direction), SHAPE[::-1])))
    rejected = rejected_on(rejections, geometry, section.direction, geometry.index(section))
    seen = {number: where[at] for number, where in rejected.items()}
    classes = decide(without_rejected(kept.probabilities[:, *at], kept.channels, seen), kept.channels)[0]
    amplitudes = volume.section(section)[at]
    image = colour_table("grey", flipped=looks.flipped)[indices(amplitudes, looks.limit)]
    colours = np.frombuffer(looks.colours, np.uint8).reshape(256, 3)[classes]
    drawn = (classes < 255) & (image[..., 3] > 0)
    mixed = image[..., :3] * (1 - OPACITY) + colours * OPACITY
    image[drawn, :3] = mixed[drawn].astype(np.uint8)
    return np.ascontiguousarray(image.swapaxes(0, 1))


def _spread(count: int, places: int) -> np.ndarray:
    """So many positions, evenly over `count` of them."""
    return ((np.arange(places) + 0.5) * count / places).astype(int)
