"""What strokes say about layers: one row for each trace that a stroke covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import ndimage

from seisviewer.structure.line_network import LineNetwork

UNPAINTED = -1
EIGHT = np.ones((3, 3))  # pieces of paint that touch at a corner are one stroke


@dataclass(frozen=True)
class Observations:
    """All arrays have one entry a row. node, share: the row lies `share` of the way from a node to the next one of its line.
    layer: class number, or its rank once `ranked`. centre, top, base: samples. places: (rows, 2). stroke: 0 … strokes − 1.
    """

    node: np.ndarray = field(repr=False, compare=False)
    share: np.ndarray = field(repr=False, compare=False)
    layer: np.ndarray = field(repr=False, compare=False)
    centre: np.ndarray = field(repr=False, compare=False)
    top: np.ndarray = field(repr=False, compare=False)
    base: np.ndarray = field(repr=False, compare=False)
    places: np.ndarray = field(repr=False, compare=False)
    stroke: np.ndarray = field(repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.node)

    @property
    def strokes(self) -> int:
        return int(self.stroke.max()) + 1 if len(self) else 0

    @property
    def layer_of_stroke(self) -> np.ndarray:
        """(strokes,)"""
        layers = np.zeros(self.strokes, int)
        layers[self.stroke] = self.layer
        return layers

    def mean_of_strokes(self, values: np.ndarray) -> np.ndarray:
        """(strokes,): the mean of a value of the rows."""
        return np.bincount(self.stroke, values, self.strokes) / np.bincount(self.stroke, minlength=self.strokes)

    def chosen(self, rows: np.ndarray) -> Observations:
        """Some of the rows (bool), their strokes numbered anew."""
        stroke = np.unique(self.stroke[rows], return_inverse=True)[1]
        parts = {
            name: getattr(self, name)[rows] for name in ("node", "share", "layer", "centre", "top", "base", "places")
        }
        return Observations(**parts, stroke=stroke)

    def without_strokes(self, strokes: Sequence[int]) -> Observations:
        return self.chosen(~np.isin(self.stroke, strokes))

    def ranked(self, order: Sequence[int]) -> Observations:
        """With ranks from top to base in place of class numbers; rows of other classes are left out."""
        kept = self.chosen(np.isin(self.layer, order))
        return replace(kept, layer=np.array([order.index(int(number)) for number in kept.layer], int))

    def at(self, values: np.ndarray) -> np.ndarray:
        """Values at the nodes, (nodes, …), at each row."""
        share = self.share.reshape(-1, *[1] * (values.ndim - 1))
        return values[self.node] * (1 - share) + values[self.node + 1] * share


def observe(network: LineNetwork, painted: Mapping[str, np.ndarray]) -> Observations:
    """painted: by name of a line, class numbers (traces, samples), UNPAINTED elsewhere. A stroke is a connected piece of a
    class on a line. Raises KeyError for a line that the network lacks."""
    rows: list[tuple[float, ...]] = []
    strokes = 0
    for name, labels in painted.items():
        part = network.of(name)
        for number in np.unique(labels[labels != UNPAINTED]):
            pieces, count = ndimage.label(labels == number, EIGHT)
            for piece in range(1, count + 1):
                rows += _rows(part.nodes, part.first, part.line.places, pieces == piece, int(number), strokes)
                strokes += 1
    table = np.array(rows, float).reshape(-1, 9)
    return Observations(
        node=table[:, 0].astype(int),
        share=table[:, 1],
        layer=table[:, 2].astype(int),
        centre=table[:, 3],
        top=table[:, 4],
        base=table[:, 5],
        places=table[:, 6:8],
        stroke=table[:, 8].astype(int),
    )


def _rows(
    nodes: np.ndarray, first: int, places: np.ndarray, piece: np.ndarray, number: int, stroke: int
) -> list[tuple[float, ...]]:
    rows = []
    for trace in np.flatnonzero(piece.any(axis=1)):
        samples = np.flatnonzero(piece[trace])
        left = min(max(int(np.searchsorted(nodes, trace, "right")) - 1, 0), len(nodes) - 2)
        share = (trace - nodes[left]) / (nodes[left + 1] - nodes[left])
        rows.append(
            (
                first + left,
                share,
                number,
                samples.mean() + 0.5,
                samples[0],
                samples[-1] + 1,
                *places[trace],
                stroke,
            )
        )
    return rows
