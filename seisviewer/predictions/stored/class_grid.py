"""The stored classes of a whole survey, thinned out to what can be held in memory and drawn."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import numpy as np

from seisviewer.labels.rejection import Rejection, rejected_on
from seisviewer.predictions.passes.section_pass import decide
from seisviewer.predictions.rejected_classes import without_rejected
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, Direction

MOST = 128  # places along an axis


@dataclass(frozen=True)
class ClassGrid:
    """classes: uint8 (inlines, crosslines, samples), NO_CLASS where nothing is known. steps: lines, lines and samples from
    one place to the next; the first place is index 0 along each axis. known_share: of the lines looked for, 0–1."""

    classes: np.ndarray = field(repr=False)
    steps: tuple[int, int, int]
    known_share: float


def class_grid(
    store: PredictionStore, rejections: Sequence[Rejection] = (), most: int = MOST
) -> Generator[Progress, None, ClassGrid]:
    """Read lines of the direction that is better known, each as the pass along it says. A line that is not stored is taken
    from the nearest stored one, where that lies within half of what is skipped from one place to the next. most: places
    along an axis."""
    yield from store.load()
    geometry = store.geometry
    steps = tuple(math.ceil(count / most) for count in geometry.shape)
    chosen = {direction: _chosen_lines(store, direction, steps[axis]) for axis, direction in enumerate(LINES)}
    direction = max(LINES, key=lambda each: float((chosen[each] >= 0).mean()))
    axis, lines = LINES.index(direction), chosen[direction]
    classes = np.full(
        [len(range(0, count, step)) for count, step in zip(geometry.shape, steps, strict=True)], NO_CLASS, np.uint8
    )
    planes = np.moveaxis(classes, axis, 0)
    every = slice(None, None, steps[1 - axis]), slice(None, None, steps[2])
    for place, line in enumerate(lines.tolist()):
        yield Progress(place, len(lines), tr("reading stored predictions"))
        kept = store.get(geometry.section(direction, line)) if line >= 0 else None
        if kept is not None:
            rejected = {
                number: where[every] for number, where in rejected_on(rejections, geometry, direction, line).items()
            }
            planes[place] = decide(
                without_rejected(kept.probabilities[:, *every], kept.channels, rejected), kept.channels
            )[0]
    return ClassGrid(classes, steps, float((lines >= 0).mean()))


def _chosen_lines(store: PredictionStore, direction: Direction, step: int) -> np.ndarray:
    """For each place along a direction the index of the line that is read, -1 where none is stored near enough."""
    stored = np.flatnonzero(store.coverage(direction).stored)
    wanted = np.arange(0, store.geometry.count(direction), step)
    if not len(stored):
        return np.full(len(wanted), -1)
    nearest = stored[np.abs(stored[None] - wanted[:, None]).argmin(axis=1)]
    return np.where(np.abs(nearest - wanted) <= step // 2, nearest, -1)
