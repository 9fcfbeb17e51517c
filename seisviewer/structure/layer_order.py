"""In which order the classes lie from top to base, and which strokes contradict it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seisviewer.structure.drawn_boundaries import UNKNOWN, DrawnLine, ordered_by_lines
from seisviewer.structure.stroke_observations import Observations

SLACK = 0.2  # samples a trace between two strokes by which layers may dip
REACH = 300.0  # traces within which two strokes are compared
CONTRADICTED = 2  # others that a stroke must contradict to be doubted
ROUNDS = 4
EVERY = 4  # rows of a stroke that are compared


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


def contradicting_strokes(ranked: Observations) -> list[int]:
    """Strokes that lie on the wrong side of two or more others near by, the one with most conflicts first."""
    count = ranked.strokes
    layers = ranked.layer_of_stroke
    places = [ranked.places[ranked.stroke == stroke][::EVERY] for stroke in range(count)]
    centres = [ranked.centre[ranked.stroke == stroke][::EVERY] for stroke in range(count)]
    conflict = np.zeros((count, count), bool)
    for one in range(count):
        for other in range(one):
            if layers[one] == layers[other]:
                continue
            apart = np.linalg.norm(places[one][:, None] - places[other][None], axis=2)
            near = np.unravel_index(apart.argmin(), apart.shape)
            below = (centres[other][near[1]] - centres[one][near[0]]) * np.sign(layers[other] - layers[one])
            wrong = apart[near] < REACH and below < -SLACK * apart[near]
            conflict[one, other] = conflict[other, one] = wrong
    found = []
    while conflict.sum(axis=1).max(initial=0) >= CONTRADICTED:
        worst = int(conflict.sum(axis=1).argmax())
        found.append(worst)
        conflict[worst] = conflict[:, worst] = False
    return found
