"""How much a point must look like a body to be one: a body ends where it looks less like it than its own strokes do.

Strokes lie inside bodies, and nobody paints right beside them. Trees that learned from strokes alone take all that lies
between two strokes for that of the two which it looks like a little more, so that a body that they know well reaches far
beyond its edge, and one that they hardly know is not found. Strokes that were held out say how well they know it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.structure.bodies.stroke_forest import Look, StrokeSamples
from seisviewer.structure.bodies.texture_grid import BLOCK
from seisviewer.structure.held_out_answers import FOLDS
from seisviewer.structure.stroke_observations import REACH, PaintedStroke

STRICT = 0.9  # share of what held-out strokes say that counts
EASY = 1.0  # nats below certainty at which a body neither grows nor shrinks
LEAST_LIKELY = -3.0  # nats below which no held-out stroke counts as more foreign: it may be a wrong one


@dataclass(frozen=True)
class Fold:
    """Strokes that are held out, by their numbers, and what was painted besides."""

    out: tuple[int, ...]
    samples: StrokeSamples = field(repr=False, compare=False)


def folds_of(samples: StrokeSamples, strokes: Sequence[PaintedStroke], looks: Mapping[str, Look]) -> list[Fold]:
    """A quarter of the strokes at a time is held out, where others of each class are left. strokes: those that the samples
    come from; of those that were accepted none is held out by itself, and those that may have grown from a stroke are left
    out with it."""
    painted = [number for number, stroke in enumerate(strokes) if not stroke.accepted]
    folds = []
    for fold in range(FOLDS):
        out = painted[fold::FOLDS]
        left_out = [*out, *_grown_from(strokes, out, looks)]
        besides = samples.chosen(~np.isin(samples.stroke, left_out))
        if besides.classes == samples.classes:
            folds.append(Fold(tuple(out), besides))
    return folds


def body_bars(samples: StrokeSamples, folds: Sequence[Fold], bodies: Collection[int]) -> dict[int, float]:
    """By class number, the nats by which a point must look more like a body than like other classes; negative where even
    its own strokes do not when they are held out. Of bodies no stroke of which could be held out there is none."""
    likely: dict[int, list[np.ndarray]] = {}
    for fold in folds:
        held = samples.chosen(np.isin(samples.stroke, fold.out) & np.isin(samples.number, list(bodies)))
        if not held.number.size:
            continue
        found = fold.samples.log_likelihoods(held.values[None], samples.classes)[0]
        for number in held.classes:
            own = found[held.number == number, samples.classes.index(number)]
            likely.setdefault(number, []).append(np.maximum(own, LEAST_LIKELY))
    return {number: STRICT * (EASY + float(np.concatenate(parts).mean())) for number, parts in sorted(likely.items())}


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
