"""What strokes that were held out say of a path through bodies: how often it is right, and how sure it was of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.ndimage import maximum_filter1d, minimum_filter1d

from seisviewer.structure.bodies.body_bars import Fold
from seisviewer.structure.bodies.body_path import BodyPath, softened
from seisviewer.structure.bodies.stroke_forest import Look
from seisviewer.structure.bodies.texture_grid import BLOCK
from seisviewer.structure.held_out_answers import NEAR, HeldOutAnswers
from seisviewer.structure.stroke_observations import PaintedStroke

EVERY = 2  # rows of a stroke that are looked at


@dataclass(frozen=True)
class PathCheck:
    """right: by class number, the share of held-out strokes that the path got right; {} where no stroke could be held out.
    answers: at their voxels."""

    right: Mapping[int, float] = field(default_factory=dict)
    answers: HeldOutAnswers | None = field(default=None, repr=False, compare=False)

    @property
    def score(self) -> float | None:
        """The mean of these shares over the classes; None where no stroke could be held out."""
        return sum(self.right.values()) / len(self.right) if self.right else None


@dataclass(frozen=True)
class BodyEvidence:
    """Why classes are bodies. presence: by class number, the share of the traces on which texture finds it; {} where
    the user said all. check: what strokes that were held out say of the path."""

    presence: Mapping[int, float]
    check: PathCheck


def check_path(
    path: BodyPath, strokes: Sequence[PaintedStroke], looks: Mapping[str, Look], folds: Sequence[Fold]
) -> PathCheck:
    """Answer the strokes that each fold holds out by the others. strokes: those that the samples of `path` come from.

    Without bars: they say how far a body reaches beyond its strokes, and were found with all of these; what is known of it
    without one would need lower ones.
    """
    right: list[float] = []
    numbers: list[int] = []
    answered: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for fold in folds:
        learned = replace(path, samples=fold.samples, bars={})
        for stroke in (strokes[number] for number in fold.out):
            found, near = _answered(learned, stroke, looks[stroke.name])
            answered.append((found, found.argmax(axis=1) == path.classes.index(stroke.number), near))
            right.append(float(np.mean(found.argmax(axis=1) == path.classes.index(stroke.number))))
            numbers.append(stroke.number)
    if not right:
        return PathCheck()
    shares = {
        number: float(np.mean([share for share, of in zip(right, numbers) if of == number]))
        for number in sorted(set(numbers))
    }
    parts = [HeldOutAnswers(softened(found, path.softening).max(axis=1), hit, near, 1) for found, hit, near in answered]
    return PathCheck(shares, HeldOutAnswers.joined(parts))


def _answered(path: BodyPath, stroke: PaintedStroke, look: Look) -> tuple[np.ndarray, np.ndarray]:
    """Of the voxels of a stroke: probabilities (voxels, classes) before they are softened, and whether a boundary lies
    near."""
    row_of = np.minimum(stroke.traces // BLOCK[0], len(look.places) - 1)
    column_of = np.minimum(stroke.samples // BLOCK[1], look.values.shape[1] - 1)
    rows = np.unique(row_of)[::EVERY]
    kept = np.isin(row_of, rows)
    part = replace(look, values=look.values[rows], horizon=look.horizon[rows], places=look.places[rows])
    found = path.solved(path.scores(part), part)
    classes, reach = found.argmax(axis=2), 2 * (NEAR // BLOCK[1]) + 1
    near = maximum_filter1d(classes, reach, axis=1) != minimum_filter1d(classes, reach, axis=1)
    voxels = np.searchsorted(rows, row_of[kept]), column_of[kept]
    return found[voxels], near[voxels]
