"""What strokes say about layers: one row for each trace that a stroke covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.labels.label_edits import pieces
from seisviewer.structure.line_network import LineNetwork, PreparedLine

UNPAINTED = -1
HEART = 0.5  # of an accepted piece, down each trace: its middle
REACH = 60.0  # traces within which an accepted region may have grown from a stroke
StrokeStart = tuple[str, int, int, int]


@dataclass(frozen=True)
class PaintedStroke:
    """A connected piece of a class on a line. traces, samples: of its voxels, trace by trace. accepted: a person accepted
    a model's word and painted nothing: models learn it and are never tested on it. Who says yes says that most of it is
    right; where it ends was the model's guess. So of such a piece only the middle of each trace is here."""

    name: str
    number: int
    traces: np.ndarray = field(repr=False, compare=False)
    samples: np.ndarray = field(repr=False, compare=False)
    accepted: bool = False

    @property
    def start(self) -> StrokeStart:
        """Which stroke it is: its line and class, and the trace and sample at which it begins."""
        return self.name, self.number, int(self.traces[0]), int(self.samples[0])


def painted_strokes(
    painted: Mapping[str, np.ndarray], made: Mapping[str, np.ndarray] | None = None
) -> list[PaintedStroke]:
    """painted: by name of a line, class numbers (traces, samples), UNPAINTED elsewhere. made: when each sample was painted,
    in the same shape, where that is known; below 0 it was accepted, and no stroke is both."""
    found = []
    for name, labels in painted.items():
        for number in np.unique(labels[labels != UNPAINTED]).tolist():
            for is_accepted, part in _by_origin(labels == number, (made or {}).get(name)):
                for rows, columns, piece in pieces(part):
                    traces, samples = np.nonzero(_heart(piece) if is_accepted else piece)
                    stroke = PaintedStroke(name, number, rows.start + traces, columns.start + samples, is_accepted)
                    found.append(stroke)
    return found


def _heart(piece: np.ndarray) -> np.ndarray:
    """The middle of what lies together on each trace of a mask (traces, samples)."""
    inside = np.zeros((len(piece), piece.shape[1] + 2), np.int8)
    inside[:, 1:-1] = piece
    steps = np.diff(inside, axis=1)
    kept = np.zeros_like(piece)
    for trace, first, past in zip(*np.nonzero(steps == 1), np.nonzero(steps == -1)[1], strict=True):
        edge = int((1 - HEART) / 2 * (past - first))
        kept[trace, first + edge : past - edge] = True
    return kept


def _by_origin(mask: np.ndarray, made: np.ndarray | None) -> list[tuple[bool, np.ndarray]]:
    """What was painted, and what was accepted, each where there is any."""
    accepted = mask & (made < 0) if made is not None else np.zeros_like(mask)
    return [(origin, part) for origin, part in ((False, mask & ~accepted), (True, accepted)) if part.any()]


@dataclass(frozen=True)
class Observations:
    """All arrays have one entry a row. node, share: the row lies `share` of the way from a node to the next one of its
    line. layer: class number, or its rank once `ranked`. centre, top, base: samples. places: (rows, 2). stroke: 0 …
    strokes − 1. made: when the stroke was painted, a number that grows, 0 where it is not known, below 0 where it was
    accepted. correction: whether
    the stroke was painted where the others say something else, or was accepted: it says which layer is there, and nothing
    about where the middle of that layer is.
    """

    node: np.ndarray = field(repr=False, compare=False)
    share: np.ndarray = field(repr=False, compare=False)
    layer: np.ndarray = field(repr=False, compare=False)
    centre: np.ndarray = field(repr=False, compare=False)
    top: np.ndarray = field(repr=False, compare=False)
    base: np.ndarray = field(repr=False, compare=False)
    places: np.ndarray = field(repr=False, compare=False)
    stroke: np.ndarray = field(repr=False, compare=False)
    made: np.ndarray = field(repr=False, compare=False)
    correction: np.ndarray = field(repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.node)

    @property
    def strokes(self) -> int:
        return int(self.stroke.max()) + 1 if len(self) else 0

    @property
    def layer_of_stroke(self) -> np.ndarray:
        """(strokes,)"""
        return self.of_strokes(self.layer)

    @property
    def fold(self) -> np.ndarray:
        """(rows,): the number of its stroke among those that were painted, which may be held out; -1 where it was accepted."""
        painted = self.of_strokes(self.made) >= 0
        return np.where(painted, np.cumsum(painted) - 1, -1)[self.stroke]

    def of_strokes(self, values: np.ndarray) -> np.ndarray:
        """(strokes,): a value that all rows of a stroke share."""
        found = np.zeros(self.strokes, values.dtype)
        found[self.stroke] = values
        return found

    def mean_of_strokes(self, values: np.ndarray) -> np.ndarray:
        """(strokes,): the mean of a value of the rows."""
        return np.bincount(self.stroke, values, self.strokes) / np.bincount(self.stroke, minlength=self.strokes)

    def chosen(self, rows: np.ndarray) -> Observations:
        """Some of the rows (bool), their strokes numbered anew."""
        stroke = np.unique(self.stroke[rows], return_inverse=True)[1]
        parts = {each.name: getattr(self, each.name)[rows] for each in fields(self)}
        return Observations(**parts | {"stroke": stroke})

    def without_strokes(self, strokes: Sequence[int]) -> Observations:
        return self.chosen(~np.isin(self.stroke, strokes))

    def with_corrections(self, strokes: Sequence[int]) -> Observations:
        """With these strokes taken for corrections, and what was accepted, but no others."""
        return replace(self, correction=np.isin(self.stroke, strokes) | (self.made < 0))

    def grown_from(self, tested: np.ndarray) -> np.ndarray:
        """Bool (rows,): what was accepted near the rows `tested` (bool), and may have grown from them, or from the boundaries
        that they gave. Of a class that nobody painted, nothing is among them."""
        near = np.zeros(len(self), bool)
        accepted = np.flatnonzero(self.made < 0)
        if accepted.size and tested.any():
            away, _ = scipy.spatial.cKDTree(self.places[tested]).query(self.places[accepted])
            near = np.isin(self.stroke, self.stroke[accepted[away <= REACH]])
        return near & np.isin(self.layer, self.layer[self.made >= 0])

    def ranked(self, order: Sequence[int]) -> Observations:
        """With ranks from top to base in place of class numbers; rows of other classes are left out."""
        kept = self.chosen(np.isin(self.layer, order))
        return replace(kept, layer=np.array([order.index(int(number)) for number in kept.layer], int))

    def at(self, values: np.ndarray) -> np.ndarray:
        """Values at the nodes, (nodes, …), at each row."""
        share = self.share.reshape(-1, *[1] * (values.ndim - 1))
        return values[self.node] * (1 - share) + values[self.node + 1] * share


def observe(
    network: LineNetwork, painted: Mapping[str, np.ndarray], made: Mapping[str, np.ndarray] | None = None
) -> Observations:
    """painted: by name of a line, class numbers (traces, samples), UNPAINTED elsewhere. made: when each sample was
    painted, as in `painted_strokes`. A stroke is a connected piece of a class on a line, as new as its
    newest sample. Raises KeyError for a line that the network lacks."""
    rows: list[tuple[float, ...]] = []
    for number, stroke in enumerate(painted_strokes(painted, made)):
        known = made is not None and stroke.name in made
        when = int(made[stroke.name][stroke.traces, stroke.samples].max()) if known else 0
        rows += _rows(network.of(stroke.name), stroke, number, when)
    table = np.array(rows, float).reshape(-1, 10)
    return Observations(
        node=table[:, 0].astype(int),
        share=table[:, 1],
        layer=table[:, 2].astype(int),
        centre=table[:, 3],
        top=table[:, 4],
        base=table[:, 5],
        places=table[:, 6:8],
        stroke=table[:, 8].astype(int),
        made=table[:, 9].astype(int),
        correction=table[:, 9] < 0,
    )


def _rows(part: PreparedLine, stroke: PaintedStroke, number: int, made: int) -> list[tuple[float, ...]]:
    """One row for each trace of a stroke. number: of the stroke."""
    rows, nodes = [], part.nodes
    traces, starts = np.unique(stroke.traces, return_index=True)
    for trace, samples in zip(traces.tolist(), np.split(stroke.samples, starts[1:]), strict=True):
        left = min(max(int(np.searchsorted(nodes, trace, "right")) - 1, 0), len(nodes) - 2)
        share = (trace - nodes[left]) / (nodes[left + 1] - nodes[left])
        rows.append(
            (
                part.first + left,
                share,
                stroke.number,
                samples.mean() + 0.5,
                samples[0],
                samples[-1] + 1,
                *part.line.places[trace],
                number,
                made,
            )
        )
    return rows
