"""Predictions as pictures: uint8 RGBA in the index space of a section. Nothing here knows Qt."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from seisviewer.predictions.section_prediction import NO_CLASS

UNSURE = 0.4  # confidence drawn as the lower end of its colour map; below it a model has in fact no opinion
HATCH_PERIOD = 11.0  # screen pixels from one hatching line to the next
HATCH_WIDTH = 1.6
KEPT_HATCHINGS = 6
# A dark line beside a light one: one is seen over any amplitude.
HATCH_COLOURS = (50, 54, 60, 170), (225, 228, 232, 170)


def fill(classes: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """Class colours; colours: uint8 (256, 4), transparent for NO_CLASS."""
    return _look_up(colours, classes)


def fade(image: np.ndarray, confidence: np.ndarray) -> None:
    """Let `image` fade to nothing where the model is unsure; in place."""
    strength = np.nan_to_num((confidence.astype(np.float32) - UNSURE) * (1.0 / (1.0 - UNSURE)), copy=False)
    image[..., 3] = image[..., 3] * np.clip(strength, 0.0, 1.0, out=strength)


def value_map(values: np.ndarray, lowest: float, table: np.ndarray) -> np.ndarray:
    """Values from `lowest` to 1 through a colour table, uint8 (256, 4); transparent where a value is NaN."""
    scaled = (values.astype(np.float32) - lowest) * (255.0 / (1.0 - lowest))
    missing = np.isnan(scaled)
    image = _look_up(table, np.clip(np.nan_to_num(scaled, copy=False), 0.0, 255.0).astype(np.uint8))
    image[missing] = 0
    return image


def _look_up(table: np.ndarray, indices: np.ndarray) -> np.ndarray:
    """Rows of a uint8 (256, 4) table, taken as whole 32-bit colours: several times faster than byte by byte."""
    colours = np.ascontiguousarray(table).view(np.uint32)[:, 0]
    return colours[indices][..., None].view(np.uint8)


def draw_over(image: np.ndarray, where: np.ndarray, classes: np.ndarray, colours: np.ndarray) -> None:
    """Class colours where `where` says, in place; colours: uint8 (256, 4)."""
    over = _look_up(colours, classes)
    np.copyto(image.view(np.uint32), over.view(np.uint32), where=where[..., None])


def boundaries(classes: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Where classes meet, bool: a band `rows` wide along axis 0 and `columns` along axis 1, half of it on either side.

    The end of the data is no boundary.
    """
    band = np.zeros_like(classes, bool)  # laid out likewise
    _mark_changes(classes, band, rows)
    _mark_changes(classes.T, band.T, columns)
    return band


def _mark_changes(classes: np.ndarray, band: np.ndarray, width: int) -> None:
    """Mark `width` cells around every change of class along axis 0; at least the two cells that meet."""
    before, behind = classes[:-1], classes[1:]
    change = (before != behind) & (before != NO_CLASS) & (behind != NO_CLASS)
    for step in range((max(width, 2) + 1) // 2):
        np.logical_or(band[: len(change) - step], change[step:], out=band[: len(change) - step])
        np.logical_or(band[1 + step :], change[: len(change) - step], out=band[1 + step :])


def hatch(image: np.ndarray, where: np.ndarray, pixel: tuple[float, float]) -> None:
    """Draw diagonal lines over `where`, in place; pixel: rows and columns to one screen pixel, so that they look even."""
    for line, colour in zip(_hatching(where.shape, pixel), HATCH_COLOURS, strict=True):
        image[line & where] = colour


@lru_cache(KEPT_HATCHINGS)
def _hatching(shape: tuple[int, int], pixel: tuple[float, float]) -> tuple[np.ndarray, ...]:
    """Bool of that shape for each colour: where its lines lie. It changes with the zoom alone, and costs most of a
    picture."""
    rows = np.arange(shape[0], dtype=np.float32)[:, None] / pixel[0]
    columns = np.arange(shape[1], dtype=np.float32)[None, :] / pixel[1]
    # A line thinner than one cell would come and go; it is drawn at least one cell wide.
    width = max(HATCH_WIDTH, 1.0 / pixel[0], 1.0 / pixel[1])
    period = max(HATCH_PERIOD, 4.0 * width)
    across = (rows + columns) % period
    return tuple((across >= number * width) & (across < (number + 1) * width) for number in range(len(HATCH_COLOURS)))
