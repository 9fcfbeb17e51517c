"""Boundaries that few strokes confirm where some strokes are wrong: they may lie where another boundary is.

Of many strokes of a class the wrong ones are seen, since they contradict the others. Of two, nobody can tell which is
right, and a class whose strokes are all wrong moves those beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from seisviewer.structure.boundary_solution import with_ends
from seisviewer.structure.doubted_strokes import DoubtedStroke
from seisviewer.structure.layer_confidence import Boundary

UNSEEN = 0.25  # strokes that are taken for wrong though nothing doubts them
HIGHEST = 0.5  # share of wrong strokes: of more nothing would be learned
UNTOLD = 0.5  # the same where some are doubted and none could be held out
MOST, LEAST = 0.4, 0.01  # probability of lying elsewhere: the highest, and the one from which on it counts
ELSEWHERE = {-1: 1 / 3, 1: 1 / 3, -2: 1 / 6, 2: 1 / 6}  # how likely it is then to be so many boundaries further down


def lying_elsewhere(
    strokes: np.ndarray, doubted: Sequence[DoubtedStroke], order: Sequence[int], held_out: float | None
) -> float:
    """The probability that a boundary lies where another does. strokes: (layers,), how many there are of each from top to
    base; doubted: which of these, and lines. held_out: the share of held-out strokes that lay inside their layer, None
    where that is not known.

    A layer is misplaced where half of its strokes or more are wrong, a boundary where one of its two layers is.
    """
    wrong = [stroke for stroke in doubted if len(stroke.classes) == 1]
    believed = strokes - np.bincount([order.index(stroke.classes[0]) for stroke in wrong], minlength=len(order))
    share = (len(wrong) + UNSEEN) / (strokes.sum() + 2 * UNSEEN)
    if wrong:
        share = UNTOLD if held_out is None else (share + 1 - held_out) / 2
    misplaced = min(share, HIGHEST) ** (np.maximum(believed, 0) / 2)
    either = 1 - (1 - misplaced[:-1]) * (1 - misplaced[1:])
    return float(np.minimum(either, MOST).mean())


def less_sure(boundaries: Sequence[Boundary], samples: int, elsewhere: float, exact: Collection[int]) -> list[Boundary]:
    """The boundaries with that probability of lying where those above and below them do. exact: numbers of those that
    were drawn, which stay."""
    if elsewhere < LEAST:
        return list(boundaries)
    depths = with_ends(np.stack([boundary.depth for boundary in boundaries], axis=1), 0.0, float(samples))
    changed = []
    for number, boundary in enumerate(boundaries):
        if number not in exact:
            places = [min(max(number + 1 + step, 0), len(boundaries) + 1) for step in ELSEWHERE]
            boundary = Boundary(
                np.concatenate([boundary.alternatives, depths[:, places]], axis=1),
                np.concatenate([(1 - elsewhere) * boundary.probabilities, elsewhere * np.array([*ELSEWHERE.values()])]),
                boundary.deviation,
            )
        changed.append(boundary)
    return changed
