"""Places to label, ranked by how much doubt a label there would take away.

A cell is doubtful where the model is unsure, where its answer changes, where the inline and the crossline say different
things, or where it is said to be of a class that is labelled in few places, which a model knows little of however sure it
is; and the less so the nearer a label lies. A label tells of its surroundings; the worth of a place is the
doubt of all that it would tell of, each cell counting for as much of the survey as its line stands for. The places are
taken one after the other, each of them as if those before were labelled already, so that they do not lie in a heap
(greedy choice for a facility location, Wei, Iyer & Bilmes 2015).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.volumes.geometry import Geometry, SectionId
from seisviewer.workflows.suggestions.label_places import LabelPlaces, grid_points
from seisviewer.workflows.suggestions.line_cells import LineSummary

REACH = 0.15  # of the survey's longer side: how far along the reflectors a label tells
DEEP = 0.06  # of the depth: how far up and down
LABELLED = 0.8  # how much of the doubt a label takes away at its own place
FEW = 3  # places in which a class is labelled from which on they are enough
UNTRIED = 0.4  # doubt of a class that is labelled nowhere, on top of what the model doubts
CANDIDATES = 400
COUNT = 20  # places in a list
EDGE = 0.5  # of a place must have traces


@dataclass(frozen=True)
class Place:
    """A rectangle on a section to label, rows first to last, columns top to base (all within it).

    worth: of labels there, 1 for the best of the list. sure: 0–1, how sure the model is. changing, apart: as in
    LineSummary, None where unknown. apart_from: numbers of the lines that disagree there. apart_columns: from and to
    which sample. rare: the number of a class there that is labelled in few places, and in how many. classes: those that are found there, the commonest first. lines_away: the nearest label, None without
    any. share: of the doubtful survey that it stands for, 0–1.
    """

    section: SectionId
    rows: tuple[int, int]
    columns: tuple[int, int]
    worth: float = 0.0
    sure: float | None = None
    changing: float | None = None
    apart: float | None = None
    apart_from: tuple[int, ...] = ()
    apart_columns: tuple[int, int] | None = None
    rare: tuple[int, int] | None = None
    classes: tuple[int, ...] = ()
    lines_away: float | None = None
    share: float = 0.0
    first: str = field(default="", compare=False)  # why it is a good one to begin with, where nothing is labelled

    @property
    def middle(self) -> tuple[int, int]:
        """Row and column of its middle."""
        return sum(self.rows) // 2, sum(self.columns) // 2

    def meets(self, other: Place) -> bool:
        """Whether the two lie over one another on one section."""
        return self.section == other.section and all(
            mine[0] <= its[1] and its[0] <= mine[1]
            for mine, its in ((self.rows, other.rows), (self.columns, other.columns))
        )


def rank_places(
    geometry: Geometry,
    lines: Sequence[LineSummary],
    labels: LabelPlaces,
    dismissed: Sequence[Place] = (),
    count: int = COUNT,
) -> tuple[Place, ...]:
    """The places where labels tell most, the best first.

    lines: as `compared` gives them. dismissed: places that nobody wants to hear of; what meets them is left out.
    """
    scale = _reach(geometry)
    places = _places_of_classes(lines, labels, scale)
    cells = _Cells.of(geometry, lines, places)
    if not len(cells.points):
        return ()
    doubt = cells.doubt * (1 - LABELLED * _nearness(labels.nearest(cells.points, scale)))
    candidates = [each for each in _candidates(lines, cells, doubt) if not any(each.meets(gone) for gone in dismissed)]
    if not candidates:
        return ()
    middles = np.concatenate([_middle(geometry, each) for each in candidates])
    told = _told(middles / scale, cells.points / scale)
    mass, whole = (doubt * cells.weight).astype(np.float32), float((cells.doubt * cells.weight).sum())
    chosen: list[Place] = []
    best = 0.0
    for _ in range(min(count, len(candidates))):
        worth = told @ mass
        at = int(worth.argmax())
        if worth[at] <= 0 or (best and worth[at] < best / 100):
            break
        best = best or float(worth[at])
        place = candidates[at]
        if not any(place.meets(other) for other in chosen):
            worths = worth[at] / best, worth[at] / whole
            chosen.append(_described(geometry, lines, labels, places, place, *worths))
        mass = mass * (1 - told[at])
        told[at] = 0
    return tuple(chosen)


@dataclass(frozen=True)
class _Cells:
    """All cells of all lines that are known. points: (cells, 3). doubt, weight: (cells,). of: line, row, column."""

    points: np.ndarray
    doubt: np.ndarray
    weight: np.ndarray
    of: np.ndarray

    @classmethod
    def of(cls, geometry: Geometry, lines: Sequence[LineSummary], places: Mapping[int, int]) -> _Cells:
        weights = _lines_stood_for(geometry, [line.section for line in lines])
        found = []
        for number, (line, weight) in enumerate(zip(lines, weights, strict=True)):
            doubt = all_doubt(line, places)
            rows, columns = np.nonzero(np.isfinite(doubt))
            points = grid_points(
                geometry, line.section, (rows + 0.5) * line.traces - 0.5, (columns + 0.5) * line.samples - 0.5
            )
            area = np.full(len(rows), weight * line.traces * line.samples)
            place = np.stack([np.full(len(rows), number), rows, columns], axis=1)
            found.append((points, doubt[rows, columns], area, place))
        if not found:
            return cls(np.zeros((0, 3)), np.zeros(0), np.zeros(0), np.zeros((0, 3), int))
        return cls(*(np.concatenate(each) for each in zip(*found, strict=True)))


def _places_of_classes(lines: Sequence[LineSummary], labels: LabelPlaces, scale: np.ndarray) -> dict[int, int]:
    """In how many places each of the classes is labelled that some line has, by number; {} while nothing is."""
    if not len(labels.points):
        return {}
    found = {int(number) for line in lines for number in np.unique([line.classes, line.second])}
    return {number: labels.places_of(number, scale, FEW) for number in found - {NO_CLASS}}


def all_doubt(line: LineSummary, places: Mapping[int, int]) -> np.ndarray:
    """How likely it is that something is wrong in each cell, by all that is known; NaN where nothing is."""
    untried = np.zeros(NO_CLASS + 1)
    for number, count in places.items():
        untried[number] = UNTRIED * max(1 - count / FEW, 0.0)
    right = (1 - line.doubt) * (1 - np.maximum(untried[line.classes], untried[line.second]))
    for more in (line.changing, line.apart):
        right = right * (1 - np.nan_to_num(more, nan=0.0))
    return 1 - right


def _lines_stood_for(geometry: Geometry, sections: Sequence[SectionId]) -> list[float]:
    """How many lines each stands for: those nearer to it than to the next one of its direction."""
    weights = {}
    for direction in {section.direction for section in sections}:
        at = sorted({geometry.index(section) for section in sections if section.direction is direction})
        last = geometry.count(direction) - 1
        edges = [-0.5, *((one + two) / 2 for one, two in zip(at[:-1], at[1:])), last + 0.5]
        for index, low, high in zip(at, edges[:-1], edges[1:], strict=True):
            # On lone lines nothing lies between them that they could stand for.
            weights[geometry.section(direction, index)] = 1.0 if geometry.is_sparse else high - low
    return [weights[section] for section in sections]


def _reach(geometry: Geometry) -> np.ndarray:
    """How far a label tells: inlines, crosslines, samples."""
    inlines, crosslines, samples = geometry.shape
    far = max(2.0, REACH * max(inlines, crosslines))
    return np.array([far, far, max(2.0, DEEP * samples)])


def _told(places: np.ndarray, points: np.ndarray) -> np.ndarray:
    """How much each place tells of each point, float32 (places, points); one place at a time, since there may be a hundred
    thousand points."""
    told = np.empty((len(places), len(points)), np.float32)
    for number, place in enumerate(places):
        told[number] = _nearness(np.linalg.norm(points - place, axis=1))
    return told


def _nearness(distance: np.ndarray) -> np.ndarray:
    """1 at a distance of 0, less farther away; distances in reaches."""
    return np.exp(-0.5 * distance**2)


def _candidates(lines: Sequence[LineSummary], cells: _Cells, doubt: np.ndarray) -> list[Place]:
    """Places of two cells each way, those of most doubt."""
    found: list[np.ndarray] = []
    for number, line in enumerate(lines):
        own = cells.of[:, 0] == number
        values = np.full([max(count, 2) for count in line.doubt.shape], np.nan)
        values[tuple(cells.of[own, 1:].T)] = doubt[own]
        known = _block_sums(np.isfinite(values))
        rows, columns = np.nonzero(known > EDGE * 4)
        means = _block_sums(np.nan_to_num(values))[rows, columns] / known[rows, columns]
        found.append(np.stack([means, np.full(len(rows), number), rows, columns], axis=1))
    blocks = np.concatenate(found)
    best = blocks[np.argsort(-blocks[:, 0], kind="stable")[:CANDIDATES], 1:].astype(int)
    return [_place(lines[number], row, column) for number, row, column in best.tolist()]


def _block_sums(values: np.ndarray) -> np.ndarray:
    """Sums over two cells each way, by the first of them."""
    pairs = values[:-1].astype(float) + values[1:]
    return pairs[:, :-1] + pairs[:, 1:]


def _place(line: LineSummary, row: int, column: int) -> Place:
    rows = row * line.traces, (row + 2) * line.traces - 1
    columns = column * line.samples, (column + 2) * line.samples - 1
    return Place(line.section, rows, columns)


def _middle(geometry: Geometry, place: Place) -> np.ndarray:
    rows, columns = (np.array([sum(ends) / 2]) for ends in (place.rows, place.columns))
    return grid_points(geometry, place.section, rows, columns)


def _described(
    geometry: Geometry,
    lines: Sequence[LineSummary],
    labels: LabelPlaces,
    places: Mapping[int, int],
    place: Place,
    worth: float,
    share: float,
) -> Place:
    """A place with all that there is to say about it."""
    line = next(each for each in lines if each.section == place.section)
    shape = geometry.section_shape(place.section.direction)
    row, column = place.rows[0] // line.traces, place.columns[0] // line.samples
    block = np.s_[row : row + 2, column : column + 2]
    inline, crossline, _ = _middle(geometry, place)[0]
    away = labels.lines_away(inline, crossline)
    apart = line.apart[block]
    differs = np.nan_to_num(apart, nan=0.0) > 0
    found = [line.classes[block], line.second[block]]
    numbers, counts = np.unique(np.concatenate([each.ravel() for each in found]), return_counts=True)
    named = numbers[np.argsort(-counts, kind="stable")]
    columns = np.flatnonzero(differs.any(axis=0))
    there = [(places.get(int(number), FEW), int(number)) for number in named if number != NO_CLASS]
    fewest, rarest = min(there, default=(FEW, NO_CLASS))
    return Place(
        place.section,
        (place.rows[0], min(place.rows[1], shape[0] - 1)),
        (place.columns[0], min(place.columns[1], shape[1] - 1)),
        float(worth),
        1 - _mean(line.doubt[block]),
        _known(line.changing[block]),
        _known(apart),
        tuple(sorted({int(number) for number in line.apart_from[block][differs]})),
        (
            ((column + int(columns[0])) * line.samples, (column + int(columns[-1]) + 1) * line.samples - 1)
            if columns.size
            else None
        ),
        (rarest, fewest) if fewest < FEW else None,
        tuple(int(number) for number in named if number != NO_CLASS),
        away if np.isfinite(away) else None,
        float(share),
    )


def _mean(values: np.ndarray) -> float:
    return float(np.nanmean(values))


def _known(values: np.ndarray) -> float | None:
    return _mean(values) if np.isfinite(values).any() else None
