"""What is done to a crop before a network sees it.

Geometry (resize, crop, flip) moves image and labels together and is drawn for every crop. The strong augmentations change
amplitudes only and go on pseudo-labelled crops alone, as ST++ (Yang et al. 2022) has it; polarity is always kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from scipy import ndimage
from torch.nn import functional

from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.section_samples import Sample

FULL = 255  # trust of a pseudo-label that counts as much as any
Draw = np.random.Generator
Strong = Callable[[np.ndarray, Draw], np.ndarray]


@dataclass(frozen=True)
class Crop:
    """image: float32 (channels, side, side). paint, pseudo: uint8 (side, side), IGNORE where nothing is known. trust: uint8
    (side, side) in 255ths, what each pseudo-label counts."""

    image: np.ndarray = field(repr=False)
    paint: np.ndarray = field(repr=False)
    pseudo: np.ndarray = field(repr=False)
    trust: np.ndarray = field(repr=False)


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
        _cut(plane, row, column, window, fill)[np.ix_(nearest, nearest)]
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


def contrast(amplitudes: np.ndarray, draw: Draw) -> np.ndarray:
    """Amplitudes times 0.5–2; about zero, so that polarity and mean stay."""
    return amplitudes * np.float32(2.0 ** draw.uniform(-1.0, 1.0))


def blur(amplitudes: np.ndarray, draw: Draw) -> np.ndarray:
    """Gaussian blur, standard deviation 0.1–1.5 samples and traces."""
    return ndimage.gaussian_filter(amplitudes, draw.uniform(0.1, 1.5))


def noise(amplitudes: np.ndarray, draw: Draw) -> np.ndarray:
    """White noise of 0–30 % of the crop's standard deviation."""
    level = draw.uniform(0.0, 0.3) * float(amplitudes.std())
    return amplitudes + draw.standard_normal(amplitudes.shape, dtype=np.float32) * np.float32(level)


def gain_along_time(amplitudes: np.ndarray, draw: Draw) -> np.ndarray:
    """A smooth gain curve down the trace, between 0.5 and 2, as an uneven recovery of spherical divergence leaves."""
    knots = draw.uniform(-1.0, 1.0, 4)
    curve = 2.0 ** np.interp(np.linspace(0, 3, amplitudes.shape[-2]), np.arange(4), knots)
    return amplitudes * curve[:, None].astype(np.float32)


def brightness(amplitudes: np.ndarray, draw: Draw) -> np.ndarray:
    """A shift by up to half a standard deviation: ST++'s colour jitter taken literally; amplitudes have no brightness."""
    return amplitudes + np.float32(draw.uniform(-0.5, 0.5) * float(amplitudes.std()))


REGISTRY: dict[str, tuple[Strong, ...]] = {
    "amplitude": (contrast, gain_along_time, blur, noise),
    "published": (contrast, brightness, blur),
}


def strengthen(crop: Crop, name: str, draw: Draw) -> Crop:
    """The strong augmentations of a set, each with probability one half, on the amplitude channel; then cutout."""
    image = crop.image.copy()
    for strong in REGISTRY[name]:
        if draw.random() < 0.5:
            image[0] = strong(image[0], draw)
    return cutout(replace(crop, image=image), draw)


def cutout(crop: Crop, draw: Draw) -> Crop:
    """Half of the time, a rectangle of 2–40 % of the area and aspect 0.3–3.3 is blanked and its labels ignored.

    DeVries and Taylor 2017, in the form that ST++ uses. Blanked amplitudes are zero; the depth channel stays.
    """
    if draw.random() < 0.5:
        return crop
    side = crop.paint.shape[0]
    area = draw.uniform(0.02, 0.4) * side * side
    aspect = np.exp(draw.uniform(np.log(0.3), np.log(1 / 0.3)))
    height = int(np.clip(round(np.sqrt(area * aspect)), 1, side))
    width = int(np.clip(round(np.sqrt(area / aspect)), 1, side))
    row, column = int(draw.integers(0, side - height + 1)), int(draw.integers(0, side - width + 1))
    where = (slice(row, row + height), slice(column, column + width))
    image, paint, pseudo = crop.image.copy(), crop.paint.copy(), crop.pseudo.copy()
    image[(0, *where)] = 0.0
    paint[where] = IGNORE
    pseudo[where] = IGNORE
    return replace(crop, image=image, paint=paint, pseudo=pseudo)
