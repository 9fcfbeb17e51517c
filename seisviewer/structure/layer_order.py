"""In which order the classes lie from top to base."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seisviewer.structure.contradictions import contradicting_strokes
from seisviewer.structure.drawn_boundaries import UNKNOWN, DrawnLine, ordered_by_lines
from seisviewer.structure.stroke_observations import Observations

ROUNDS = 4


def layer_order(observations: Observations, lines: Sequence[DrawnLine] = ()) -> list[int]:
    """Class numbers from top to base by the median depth of their strokes, found again without the strokes that this order
    puts on the wrong side of others; then as the lines drawn between two classes say, the newest last."""
    order = _by_strokes(observations)
    for line in lines:
        for number, other, behind in ((line.below, line.above, 1), (line.above, line.below, 0)):
            if number not in (UNKNOWN, *order):
                order.insert(
                    order.index(other) + behind if other in order else _place(observations, line, order), number
                )
    return ordered_by_lines(order, lines)


def _place(observations: Observations, line: DrawnLine, order: Sequence[int]) -> int:
    """Before which of the classes in order a line lies, by the median depth of their strokes."""
    depth = np.median(line.depths)
    medians = [np.median(observations.centre[observations.layer == number]) for number in order]
    return sum(bool(median < depth) for median in medians)


def _by_strokes(observations: Observations) -> list[int]:
    numbers = np.unique(observations.layer)
    used, order = observations, [int(number) for number in numbers]
    for _ in range(ROUNDS):
        depths = used.mean_of_strokes(used.centre)
        layers = used.layer_of_stroke
        order = sorted(order, key=lambda number: float(np.median(depths[layers == number])))
        trusted = observations.without_strokes(contradicting_strokes(observations.ranked(order)))
        used = trusted if len(np.unique(trusted.layer)) == len(numbers) else used
    return order
