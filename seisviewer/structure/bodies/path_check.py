"""What strokes that were held out say of a path through bodies: how often it is right, and how sure it was of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.ndimage import maximum_filter1d, minimum_filter1d
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.structure.bodies.body_path import BodyPath, softened
from seisviewer.structure.bodies.stroke_forest import Look
from seisviewer.structure.bodies.texture_grid import BLOCK
from seisviewer.structure.held_out_answers import FOLDS, NEAR, HeldOutAnswers
from seisviewer.structure.stroke_observations import REACH, PaintedStroke

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


def check_path(path: BodyPath, strokes: Sequence[PaintedStroke], looks: Mapping[str, Look]) -> PathCheck:
    """Answer a quarter of the strokes at a time by the others. strokes: those that the samples of `path` come from; of
    those that were accepted none is asked about, and those that may have grown from a stroke are left out with it."""
    right: list[float] = []
    numbers: list[int] = []
    answered: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    painted = [number for number, stroke in enumerate(strokes) if not stroke.accepted]
    for fold in range(FOLDS):
        out = painted[fold::FOLDS]
        left_out = [*out, *_grown_from(strokes, out, looks)]
        samples = path.samples.chosen(~np.isin(path.samples.stroke, left_out))
        if samples.classes != path.classes:
            continue
        learned = replace(path, samples=samples)
        for stroke in (strokes[number] for number in out):
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


def _grown_from(strokes: Sequence[PaintedStroke], out: Sequence[int], looks: Mapping[str, Look]) -> list[int]:
    """Numbers of the accepted pieces near strokes that are held out, but for those of a class that nobody painted."""
    accepted = [at for at, stroke in enumerate(strokes) if stroke.accepted]
    if not accepted or not out:
        return []
    asked = scipy.spatial.cKDTree(np.concatenate([_places(strokes[at], looks) for at in out]))
    near = [at for at in accepted if asked.query(_places(strokes[at], looks))[0].min() <= REACH]
    painted = {stroke.number for stroke in strokes if not stroke.accepted}
    return [at for at in near if strokes[at].number in painted]


def _places(stroke: PaintedStroke, looks: Mapping[str, Look]) -> np.ndarray:
    """Where a stroke lies, in traces, (points, 2)."""
    places = looks[stroke.name].places
    return places[np.unique(np.minimum(stroke.traces // BLOCK[0], len(places) - 1))]


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
