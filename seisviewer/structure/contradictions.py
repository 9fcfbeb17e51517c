"""Which strokes and drawn lines contradict one another, and which of them are set aside for it: the older."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.labels.stroke_verdict import ALWAYS
from seisviewer.structure.drawn_boundaries import UNKNOWN, DrawnLine
from seisviewer.structure.faults import Faults
from seisviewer.structure.stroke_observations import Observations

SLACK = 0.2  # samples a trace between two strokes by which layers may dip
LINE_SLACK = 3.0  # samples of a drawn line on either side of which a stroke may lie at its place
REACH = 300.0  # traces within which two strokes are compared
CONTRADICTED = 2  # others that a stroke must contradict to be doubted, where neither is known to be newer
EVERY = 4  # rows of a stroke that are compared


@dataclass(frozen=True)
class SetAside:
    """strokes: numbers of the strokes, lines: of the drawn lines, that newer ones contradict."""

    strokes: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()

    def lines_kept(self, lines: Sequence[DrawnLine]) -> list[DrawnLine]:
        """Those of all lines that are not set aside."""
        return [line for number, line in enumerate(lines) if number not in self.lines]


def set_aside(
    ranked: Observations, lines: Sequence[DrawnLine], order: Sequence[int], faults: Faults = Faults()
) -> SetAside:
    """What is set aside so that what was drawn last holds. ranked: with ranks of the layers in order.

    Of a stroke and a line the stroke is, unless it is the newer one: a line is more exact. Of strokes see
    `contradicting_strokes`. What lies on two sides of a fault contradicts nothing. The last stroke of a layer is never
    set aside, nor is what was made ALWAYS.
    """
    against_lines = np.array([_against(ranked, line, order, faults) for line in lines], bool).reshape(
        len(lines), ranked.strokes
    )
    made, layers = ranked.of_strokes(ranked.made), ranked.layer_of_stroke
    newer = made[None] > np.array([line.made for line in lines], int).reshape(-1, 1)
    wrong_lines = np.flatnonzero((against_lines & newer).any(axis=1))
    against_lines[wrong_lines] = False
    doubted = list(np.flatnonzero(against_lines.any(axis=0) & (made < ALWAYS)))
    kept = np.setdiff1d(np.arange(ranked.strokes), doubted)
    doubted += [int(kept[place]) for place in contradicting_strokes(ranked.without_strokes(doubted), faults)]
    for layer in np.unique(layers):
        mine = np.flatnonzero(layers == layer)
        if set(mine) <= set(doubted):
            doubted.remove(mine[made[mine].argmax()])
    return SetAside(tuple(map(int, doubted)), tuple(map(int, wrong_lines)))


def contradicting_strokes(ranked: Observations, faults: Faults = Faults()) -> list[int]:
    """Strokes that lie on the wrong side of others near by: first of those that contradict two or more, of which some
    are at least as new, the one with most conflicts; then of two the older."""
    made = ranked.of_strokes(ranked.made)
    conflict = _conflicts(ranked, faults)
    # Many a region is accepted beside few strokes: what a person painted is not outvoted by what a model said.
    conflict &= ~((made[None] < 0) & (made[:, None] >= 0))
    found: list[int] = []

    def drop(stroke: int) -> None:
        found.append(stroke)
        conflict[stroke] = conflict[:, stroke] = False

    while True:
        as_new = made[None] >= made[:, None]
        counts = np.where((conflict & as_new).any(axis=1) & (made < ALWAYS), conflict.sum(axis=1), 0)
        if counts.max(initial=0) < CONTRADICTED:
            break
        drop(int(np.lexsort((made, -counts))[0]))
    for stroke in np.argsort(made, kind="stable"):
        if (conflict[stroke] & (made > made[stroke])).any():
            drop(int(stroke))
    return found


def _conflicts(ranked: Observations, faults: Faults) -> np.ndarray:
    """Bool (strokes, strokes): whether two lie on the wrong side of one another."""
    count, layers = ranked.strokes, ranked.layer_of_stroke
    compared = [np.flatnonzero(ranked.stroke == stroke)[::EVERY] for stroke in range(count)]
    starts = np.cumsum([0, *map(len, compared)])
    rows = np.concatenate([np.zeros(0, int), *compared])
    places, centres, owners = ranked.places[rows], ranked.centre[rows], ranked.stroke[rows]
    conflict = np.zeros((count, count), bool)
    for one in range(1, count):  # against all before it at once: there may be hundreds
        mine, before = slice(starts[one], starts[one + 1]), slice(0, starts[one])
        apart = ((places[mine, None] - places[None, before]) ** 2).sum(axis=2)
        own, squared = apart.argmin(axis=0), apart.min(axis=0)
        least = np.minimum.reduceat(squared, starts[:one])
        nearest = np.flatnonzero(squared == least[owners[before]])
        nearest = nearest[np.unique(owners[nearest], return_index=True)[1]]  # one point of each other stroke
        here, centre = places[mine][own[nearest]], centres[mine][own[nearest]]
        away, below = np.sqrt(least), centres[nearest] - centre
        wrong = below * np.sign(layers[:one] - layers[one]) < -SLACK * away
        wrong &= ~faults.separate(here, centre, places[nearest], centres[nearest])
        conflict[one, :one] = conflict[:one, one] = (layers[:one] != layers[one]) & (away < REACH) & wrong
    return conflict


def _against(ranked: Observations, line: DrawnLine, order: Sequence[int], faults: Faults) -> np.ndarray:
    """Bool (strokes,): which lie on the wrong side of a line."""
    above = order.index(line.above) if line.above in order else UNKNOWN
    below = order.index(line.below) if line.below in order else UNKNOWN
    wrong = np.zeros(ranked.strokes, bool)
    for stroke, layer in enumerate(ranked.layer_of_stroke):
        belongs_above = layer <= above if above != UNKNOWN else layer < below
        belongs_below = layer >= below if below != UNKNOWN else above != UNKNOWN and layer > above
        if belongs_above == belongs_below:
            continue
        mine = np.flatnonzero(ranked.stroke == stroke)
        apart = np.linalg.norm(line.places[::EVERY, None] - ranked.places[mine][None], axis=2)
        point, row = np.unravel_index(apart.argmin(), apart.shape)
        away, at, row = float(apart[point, row]), point * EVERY, mine[row]
        under = float(ranked.centre[row] - line.depths[at])
        past = under if belongs_above else -under
        ends = line.places[[at]], line.depths[[at]], ranked.places[[row]], ranked.centre[[row]]
        wrong[stroke] = away < REACH and past > LINE_SLACK + SLACK * away and not faults.separate(*ends)[0]
    return wrong
