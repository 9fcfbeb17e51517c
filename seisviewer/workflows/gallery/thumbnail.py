"""A small picture of a section: its amplitudes in grey, and over them the classes that are stored of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seisviewer.pictures.amplitude_indices import colour_table, indices
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


def thumbnail(volume: Volume, store: PredictionStore, section: SectionId, looks: ThumbnailLooks) -> np.ndarray | None:
    """Uint8 RGBA of SHAPE, transparent where there is no trace; None where the section is not stored any more."""
    said = store.line(section)
    if said is None:
        return None
    traces, samples = said.classes.shape
    at = np.ix_(_spread(traces, SHAPE[1]), _spread(samples, SHAPE[0]))
    amplitudes, classes = volume.section(section)[at], said.classes[at]
    image = colour_table("grey", flipped=looks.flipped)[indices(amplitudes, looks.limit)]
    colours = np.frombuffer(looks.colours, np.uint8).reshape(256, 3)[classes]
    drawn = (classes < 255) & (image[..., 3] > 0)
    mixed = image[..., :3] * (1 - OPACITY) + colours * OPACITY
    image[drawn, :3] = mixed[drawn].astype(np.uint8)
    return np.ascontiguousarray(image.swapaxes(0, 1))


def _spread(count: int, places: int) -> np.ndarray:
    """So many positions, evenly over `count` of them."""
    return ((np.arange(places) + 0.5) * count / places).astype(int)
