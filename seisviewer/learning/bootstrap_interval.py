"""How far a score can be believed: its interval when whole strokes or sections are drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.translation import tr

DRAWS = 1000
COVERED = 0.95
ENOUGH_STROKES = 6  # held out, below which no score tells anything
ENOUGH_CLASSES = 2  # they must be able to be mistaken for one another
ENOUGH_SECTIONS = 5  # from which whole sections are drawn, and not strokes

HOW_TO_GET_MORE = tr(
    "At least {enough_strokes} strokes of two classes must be held back: mark a painted "
    "section as “For checking only” and paint a few strokes of every class there, or paint "
    "more (about one stroke in seven of a class is held back)."
).format(enough_strokes=ENOUGH_STROKES)


@dataclass(frozen=True)
class Interval:
    """value: the score of all together. low, high: between them it lies with 95 % (percentile bootstrap)."""

    value: float
    low: float
    high: float


def is_enough(strokes: int, classes: int) -> bool:
    """Whether a score on so many strokes of so many classes tells anything."""
    return strokes >= ENOUGH_STROKES and classes >= ENOUGH_CLASSES


def bootstrap(
    matrices: Sequence[np.ndarray], groups: Sequence[int], score: Callable[[np.ndarray], float], seed: int = 0
) -> Interval:
    """The score of summed confusion matrices, drawn anew by whole groups.

    matrices: int (classes, classes), one a stroke, at least one. groups: of each, what is drawn together (its number, or
    that of its section). score: NaN values of a draw are left out. The same seed gives the same interval.
    """
    names = sorted(set(groups))
    summed = np.stack([sum(m for m, group in zip(matrices, groups, strict=True) if group == name) for name in names])
    weights = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), DRAWS)
    drawn = np.array([score(each) for each in np.tensordot(weights, summed, axes=1)])
    drawn = drawn[np.isfinite(drawn)]
    value = score(summed.sum(axis=0))
    if not drawn.size:
        return Interval(value, value, value)
    low, high = np.quantile(drawn, ((1 - COVERED) / 2, (1 + COVERED) / 2))
    return Interval(value, float(low), float(high))
