"""How a crop is cut out of a sample: resized, cut and flipped, image and labels together, drawn for every crop."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import torch
from torch.nn import functional

from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.section_samples import Sample
from seisviewer.learning.sections.strong_augmentation import Draw, Strength

FULL = 255  # trust of a pseudo-label that counts as much as any


@dataclass(frozen=True)
class Crop:
    """image: float32 (channels, side, side). paint, pseudo: uint8 (side, side), IGNORE where nothing is known. trust: uint8
    (side, side) in 255ths, what each pseudo-label counts. strength: what is still to be done to its amplitudes."""

    image: np.ndarray = field(repr=False)
    paint: np.ndarray = field(repr=False)
    pseudo: np.ndarray = field(repr=False)
    trust: np.ndarray = field(repr=False)
    strength: Strength | None = None


def draw_crop(sample: Sample, side: int, draw: Draw, at: tuple[int, int] | None = None) -> Crop:
    """A square of a sample: resized by 0.5–2 (log-uniform), cut and flipped left to right half of the time.

    at: (row, column) that the crop must contain, drawn where labels are; None cuts anywhere.
    """
    window = max(8, round(side / 2.0 ** draw.uniform(-1.0, 1.0)))
    rows, columns = sample.paint.shape
    row = _place(rows, window, None if at is None else at[0], draw)
    column = _place(columns, window, None if at is None else at[1], draw)
    pseudo = sample.pseudo if sample.pseudo is not None else np.full_like(sample.paint, IGNORE)
    trust = sample.trust if sample.trust is not None else np.broadcast_to(np.uint8(FULL), sample.paint.shape)
    image = _resized(_cut(sample.image, row, column, window, 0.0), side)
    nearest = np.minimum(((np.arange(side) + 0.5) * window / side).astype(int), window - 1)
    known = [
        _cut(plane, row, column, window, fill).take(nearest, axis=0).take(nearest, axis=1)
        for plane, fill in ((sample.paint, IGNORE), (pseudo, IGNORE), (trust, FULL))
    ]
    planes = [image, *known]
    if draw.random() < 0.5:
        planes = [plane[..., ::-1] for plane in planes]
    return Crop(*map(np.ascontiguousarray, planes))


def _place(length: int, window: int, at: int | None, draw: Draw) -> int:
    """Where the window begins; it stays inside where it fits, and is centred over a shorter section."""
    if window >= length:
        return -((window - length) // 2)
    if at is None:
        return int(draw.integers(0, length - window + 1))
    begin = at - int(draw.integers(0, window))
    return int(np.clip(begin, 0, length - window))


def _cut(array: np.ndarray, row: int, column: int, window: int, fill: float) -> np.ndarray:
    rows, columns = array.shape[-2:]
    out = np.full((*array.shape[:-2], window, window), fill, array.dtype)
    top, left = max(row, 0), max(column, 0)
    bottom, right = min(row + window, rows), min(column + window, columns)
    out[..., top - row : bottom - row, left - column : right - column] = array[..., top:bottom, left:right]
    return out


def _resized(image: np.ndarray, side: int) -> np.ndarray:
    if image.shape[-1] == side:
        return image
    tensor = torch.from_numpy(image)[None]
    return functional.interpolate(tensor, size=(side, side), mode="bilinear", align_corners=False)[0].numpy()
