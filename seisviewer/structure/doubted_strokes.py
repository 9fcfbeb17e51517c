"""The strokes and drawn lines that a solution does not honour, so that the user can be asked about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.structure.boundary_solution import with_ends
from seisviewer.structure.contradictions import SetAside
from seisviewer.structure.drawn_boundaries import DrawnLine, draw_on
from seisviewer.structure.line_network import LineNetwork
from seisviewer.structure.stroke_observations import Observations

HONOURED = 0.5  # share of a stroke inside its layer from which on it is honoured
OFF_LINE = 6.0  # samples between a drawn line and its boundary from which on the line is not


@dataclass(frozen=True)
class DoubtedStroke:
    """A stroke, or a drawn line, that the boundaries do not honour. line: name of the section. classes: number of the
    class, or of those above and below a line. first, last: traces of the section. depth: samples from the top, the
    mean. set_aside: newer strokes contradict it, and it did not count; else it did, and the boundaries lie elsewhere
    all the same."""

    line: str
    classes: tuple[int, ...]
    first: int
    last: int
    depth: float
    set_aside: bool


def doubted_strokes(
    network: LineNetwork,
    ranked: Observations,
    lines: Sequence[DrawnLine],
    aside: SetAside,
    depths: np.ndarray,
    order: Sequence[int],
) -> tuple[DoubtedStroke, ...]:
    """ranked: all strokes, those that were set aside too. depths: (nodes, boundaries), the solution."""
    return (*_strokes(network, ranked, aside, depths, order), *_lines(network, lines, aside, depths, order))


def _strokes(
    network: LineNetwork, ranked: Observations, aside: SetAside, depths: np.ndarray, order: Sequence[int]
) -> Iterator[DoubtedStroke]:
    ends, each = ranked.at(with_ends(depths, 0.0, float(network.samples))), np.arange(len(ranked))
    top, base = ends[each, ranked.layer], ends[each, ranked.layer + 1]
    inside = ranked.mean_of_strokes(((ranked.centre > top) & (ranked.centre < base)).astype(float))
    starts = np.array([part.first for part in network.lines])
    for stroke, share in enumerate(inside):
        if share >= HONOURED and stroke not in aside.strokes:
            continue
        rows = np.flatnonzero(ranked.stroke == stroke)
        part = network.lines[int(np.searchsorted(starts, ranked.node[rows[0]], "right")) - 1]
        traces = np.rint(
            np.interp(ranked.node[rows] + ranked.share[rows] - part.first, np.arange(len(part.nodes)), part.nodes)
        )
        yield DoubtedStroke(
            part.line.name,
            (int(order[ranked.layer[rows[0]]]),),
            int(traces.min()),
            int(traces.max()),
            float(ranked.centre[rows].mean()),
            stroke in aside.strokes,
        )


def _lines(
    network: LineNetwork, lines: Sequence[DrawnLine], aside: SetAside, depths: np.ndarray, order: Sequence[int]
) -> Iterator[DoubtedStroke]:
    drawn = draw_on(network, lines, order)
    off = np.zeros(len(drawn))
    for boundary in range(drawn.boundaries):
        rows = drawn.of_boundary(boundary, depths)
        off[rows] = np.maximum(off[rows], np.abs(depths[drawn.node[rows], boundary] - drawn.depth[rows]))
    for number, line in enumerate(lines):
        mine = drawn.line == number
        if number in aside.lines or (mine.any() and np.median(off[mine]) > OFF_LINE):
            classes, last = (line.above, line.below), line.first + len(line.depths) - 1
            yield DoubtedStroke(line.name, classes, line.first, last, float(line.depths.mean()), number in aside.lines)
