"""Which class the texture and the place of a voxel speak for: extremely randomised trees on what was painted.

Geurts et al. 2006, doi:10.1007/s10994-006-6226-1. The trees are grown again from the samples, so that no model is stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from seisviewer.library_loading import first_import
from seisviewer.structure.bodies.main_horizon import MainHorizon
from seisviewer.structure.bodies.reflector_depth import reflector_depth
from seisviewer.structure.bodies.texture_grid import Grid, texture_of
from seisviewer.structure.faults import Faults
from seisviewer.structure.followed_line import FollowedLine
from seisviewer.structure.stroke_observations import PaintedStroke

if TYPE_CHECKING:
    from sklearn.ensemble import ExtraTreesClassifier

TREES = 150
SMALLEST_LEAF = 5  # samples
MOST_SAMPLES = 2000  # of a class
# Of a class, so many accepted samples to one that was painted. Many more are accepted than anybody paints, of the largest
# classes above all: trees would find these wherever nobody painted.
ACCEPTED_SHARE = 0.3
UNLIKELY = 1e-3  # probability below which no class falls
SEED = 0
AT_ONCE = 4096  # points
# Attributes of a look. Trees do not see where on the survey a point lies: strokes lie on few lines, of which they would
# learn the numbers.
EARLIER, PLACE, ALL = 25, (17, 18), 43  # how many versions up to 14 of projects saw, the place among them
SEEN = ALL - len(PLACE)
STRANGE = 0.01  # share of the samples at either end of an attribute; values beyond are unlike what was painted


@dataclass(frozen=True)
class Look:
    """What there is to see of a line. values: float32 (rows, columns, attributes) at the points of `grid`. horizon: (rows,),
    samples, of the main horizon. places: (rows, 2), in traces."""

    grid: Grid
    values: np.ndarray = field(repr=False, compare=False)
    horizon: np.ndarray = field(repr=False, compare=False)
    places: np.ndarray = field(repr=False, compare=False)


def look_at(followed: FollowedLine, horizon: MainHorizon, faults: Faults = Faults()) -> Look:
    """Texture, depth, depth along the reflectors, place, where a point lies to the main horizon, and the strongest
    energy above and below it. faults: those across which nothing is averaged or followed."""
    line, texture = followed.line, texture_of(followed, faults) if faults else followed.once(texture_of)
    grid = texture.grid
    rows = np.minimum(np.round(grid.traces).astype(int), grid.shape[0] - 1)
    at_horizon = ndimage.uniform_filter1d(horizon.on_line(line, faults).astype(np.float32), 3)[rows]
    depth = np.broadcast_to(grid.samples, grid.size)
    along = followed.once(_along_reflectors)
    above, below = at_horizon[:, None], grid.shape[1] - at_horizon[:, None]
    away = depth - above
    share = np.where(away < 0, away / np.maximum(above, 1.0), away / np.maximum(below, 1.0))
    along_horizon = np.stack([np.interp(at, grid.samples, row) for at, row in zip(at_horizon, along)])
    places = line.places[rows].astype(np.float32)
    columns = [along, texture.dip, np.abs(texture.dip), places[:, :1], places[:, 1:], away, share]
    columns += [along - along_horizon[:, None], above]
    columns += [
        np.maximum.accumulate(texture.strength, axis=1),
        np.maximum.accumulate(texture.strength[:, ::-1], axis=1)[:, ::-1],
    ]
    attributes = [np.broadcast_to(column, grid.size).astype(np.float32) for column in columns]
    values = np.concatenate([texture.looks, np.stack(attributes, axis=2), texture.close], axis=2)
    return Look(grid, values, at_horizon, places)


def seen_of(values: np.ndarray, count: int) -> np.ndarray:
    """Of the attributes of a look (…, ALL), or of what was painted, those that trees of so many see."""
    if values.shape[-1] == count:
        return values
    return values[..., :EARLIER] if count == EARLIER else np.delete(values, PLACE, axis=-1)


def _along_reflectors(followed: FollowedLine) -> np.ndarray:
    traces, samples = followed.line.amplitudes.shape
    return reflector_depth(followed, Grid((traces, samples)))


@dataclass(frozen=True)
class StrokeSamples:
    """What was painted, as the trees see it; one entry a voxel. values: float32 (voxels, attributes). number: class.
    stroke: of which stroke. off: samples below the main horizon. axis, along: where it lies on its line: along which
    axis of the grid of the survey (0 or 1) that line runs, and at which trace."""

    values: np.ndarray = field(repr=False, compare=False)
    number: np.ndarray = field(repr=False, compare=False)
    stroke: np.ndarray = field(repr=False, compare=False)
    off: np.ndarray = field(repr=False, compare=False)
    axis: np.ndarray = field(repr=False, compare=False)
    along: np.ndarray = field(repr=False, compare=False)

    @property
    def classes(self) -> tuple[int, ...]:
        """Ascending."""
        return tuple(int(number) for number in np.unique(self.number))

    def chosen(self, which: np.ndarray) -> StrokeSamples:
        """Some of them (bool, or numbers)."""
        return StrokeSamples(**{part.name: getattr(self, part.name)[which] for part in fields(self)})

    @cached_property
    def forest(self) -> ExtraTreesClassifier:
        with first_import("sklearn.ensemble"):  # takes half a second, which only who needs it should wait
            from sklearn.ensemble import ExtraTreesClassifier

        return ExtraTreesClassifier(
            TREES,
            min_samples_leaf=SMALLEST_LEAF,
            max_features="sqrt",
            class_weight="balanced",
            random_state=SEED,
            n_jobs=1,
        ).fit(self.values, self.number)

    @cached_property
    def _leaves(self) -> list[np.ndarray]:
        """Of each tree what its nodes say of the classes: float32 (nodes, classes)."""
        counts = (tree.tree_.value[:, 0] for tree in self.forest.estimators_)
        return [(each / each.sum(axis=1, keepdims=True)).astype(np.float32) for each in counts]

    def _votes(self, points: np.ndarray) -> np.ndarray:
        """Float32 (points, classes): `forest.predict_proba` in half the time, some points at once for all trees so that
        they stay in the processor's cache. points: (points, attributes)."""
        found = np.zeros((len(points), len(self.forest.classes_)), np.float32)
        for first in range(0, len(points), AT_ONCE):
            some = np.ascontiguousarray(points[first : first + AT_ONCE], np.float32)
            said = found[first : first + AT_ONCE]
            for tree, leaves in zip(self.forest.estimators_, self._leaves, strict=True):
                said += leaves.take(tree.tree_.apply(some), axis=0)
        return found / len(self._leaves)

    @cached_property
    def _usual(self) -> np.ndarray:
        """Between which values most of what was painted lies, (2, attributes)."""
        return np.quantile(self.values, (STRANGE, 1 - STRANGE), axis=0).astype(np.float32)

    def log_likelihoods(self, values: np.ndarray, classes: Sequence[int]) -> np.ndarray:
        """Float32 (rows, columns, classes) at points (rows, columns, attributes), less decided where these look like
        nothing painted."""
        flat = seen_of(values.reshape(-1, values.shape[-1]), self.values.shape[1])
        found = np.full((len(flat), len(classes)), UNLIKELY, np.float32)
        columns = [list(classes).index(number) for number in self.forest.classes_]
        found[:, columns] = np.maximum(self._votes(flat), UNLIKELY)
        low, high = self._usual
        strange = ((flat < low) | (flat > high)).mean(axis=1, keepdims=True)
        return (np.log(found) * (1 - strange)).astype(np.float32).reshape(*values.shape[:-1], -1)

    def on_line(self, values: np.ndarray, classes: Sequence[int]) -> np.ndarray:
        """`log_likelihoods` at the points of a line; the trees are asked about every other column and the last, and what
        lies between is the mean of its neighbours, whose textures are all but the same."""
        columns = values.shape[1]
        asked = np.unique([*range(0, columns, 2), columns - 1])
        found = np.empty((*values.shape[:2], len(classes)), np.float32)
        found[:, asked] = self.log_likelihoods(values[:, asked], classes)
        between = np.arange(1, columns - 1, 2)
        found[:, between] = (found[:, between - 1] + found[:, between + 1]) / 2
        return found


def stroke_samples(strokes: Sequence[PaintedStroke], looks: Mapping[str, Look]) -> StrokeSamples:
    """The voxels of strokes as the trees see them, at most so many of a class, and few of them accepted."""
    parts = []
    for at, stroke in enumerate(strokes):
        look, count = looks[stroke.name], len(stroke.traces)
        rows = np.clip(np.round(np.interp(stroke.traces, look.grid.traces, np.arange(len(look.places)))), 0, None)
        rows = rows.astype(int)
        axis = int(np.ptp(look.places, axis=0).argmax())
        parts.append(
            StrokeSamples(
                seen_of(look.grid.at(look.values, stroke.traces, stroke.samples), SEEN),
                np.full(count, stroke.number),
                np.full(count, at),
                stroke.samples - look.horizon[rows],
                np.full(count, axis),
                look.places[rows, axis],
            )
        )
    names = [each.name for each in fields(StrokeSamples)]
    whole = StrokeSamples(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})
    draw = np.random.default_rng(SEED)
    is_accepted = np.array([stroke.accepted for stroke in strokes], bool)[whole.stroke]
    kept = []
    for number in whole.classes:
        painted = draw.permutation(np.flatnonzero((whole.number == number) & ~is_accepted))[:MOST_SAMPLES]
        accepted = draw.permutation(np.flatnonzero((whole.number == number) & is_accepted))
        kept += [painted, accepted[: round(ACCEPTED_SHARE * len(painted)) or MOST_SAMPLES]]
    return whole.chosen(np.sort(np.concatenate(kept)))
