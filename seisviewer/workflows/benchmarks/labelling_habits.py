"""Where three simulated interpreters label next: one who follows the suggestions, one at random, one on even lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

import numpy as np

from seisviewer.labels.robot_interpreter import NOT_PAINTED
from seisviewer.predictions.section_prediction import SectionPrediction
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.workflows.suggestions.label_places import LabelPlaces
from seisviewer.workflows.suggestions.line_cells import cell_size, compared, summarised
from seisviewer.workflows.suggestions.place_ranking import Place, rank_places

Habit = Literal["suggestions", "random", "even"]
HABITS: tuple[Habit, ...] = get_args(Habit)
EVEN_LINES = 4  # of the interpreter who labels evenly spaced lines: two in each direction where there are two
Labels = Mapping[SectionId, np.ndarray]


def suggested(geometry: Geometry, answers: Sequence[SectionPrediction], painted: Labels, count: int) -> list[Place]:
    """The places that the window would suggest. painted: class numbers by section, UNLABELLED elsewhere."""
    lines = [answer.section for answer in answers]
    crossing = {
        section: [geometry.index(other) for other in lines if other.direction is not section.direction]
        for section in lines
    }
    summaries = compared(geometry, [summarised(geometry, each, crossing[each.section]) for each in answers])
    return list(rank_places(geometry, summaries, LabelPlaces.painted(geometry, painted), count=count))


def at_random(geometry: Geometry, known: Labels, random: np.random.Generator, count: int) -> list[Place]:
    """Any place on any line, each of the known traces and samples as likely."""
    lines = sorted(known)
    places: list[Place] = []
    while len(places) < count:
        section = lines[int(random.integers(len(lines)))]
        rows, columns = np.nonzero(known[section] != NOT_PAINTED)
        at = int(random.integers(len(rows)))
        places.append(_around(geometry, section, int(rows[at]), int(columns[at])))
    return places


def on_even_lines(geometry: Geometry, known: Labels, done: int, count: int, start: int) -> list[Place]:
    """Line by line in turn and class by class, the strokes of a class evenly along each line. done: strokes so far."""
    lines = even_lines(geometry, tuple(known))
    places = []
    for number in range(done, done + count):
        section = lines[number % len(lines)]
        classes = known[section]
        numbers = np.unique(classes[classes != NOT_PAINTED])
        turn = number // len(lines)
        facies = numbers[(turn + start) % len(numbers)]
        present = np.flatnonzero((classes == facies).sum(axis=1) > 1)
        # The middle, then the quarters, then the eighths, as one who halves what is left.
        share = _halving(turn // len(numbers))
        row = int(present[min(int(share * present.size), present.size - 1)])
        column = int(np.median(np.flatnonzero(classes[row] == facies)))
        places.append(_around(geometry, section, row, column))
    return places


def even_lines(geometry: Geometry, sections: Sequence[SectionId]) -> list[SectionId]:
    """Lines at about even distances among those that are known."""
    chosen: list[SectionId] = []
    directions = [
        each for each in (Direction.INLINE, Direction.CROSSLINE) if any(s.direction is each for s in sections)
    ]
    each = EVEN_LINES // len(directions)
    for direction in directions:
        lines = sorted(section for section in sections if section.direction is direction)
        at = np.array([geometry.index(section) for section in lines])
        wanted = (np.arange(each) + 0.5) / each * (at[-1] - at[0]) + at[0]
        chosen += [lines[int(np.abs(at - place).argmin())] for place in wanted]
    return list(dict.fromkeys(chosen))


def _halving(number: int) -> float:
    """0.5, 0.25, 0.75, 0.125, … (van der Corput)."""
    share, step, number = 0.0, 0.5, number + 1
    while number:
        share += step * (number % 2)
        number, step = number // 2, step / 2
    return share


def _around(geometry: Geometry, section: SectionId, row: int, column: int) -> Place:
    """A rectangle as large as those that are suggested, moved inside the section."""
    found = []
    shape, size = geometry.section_shape(section.direction), cell_size(geometry, section.direction)
    for at, count, cell in zip((row, column), shape, size, strict=True):
        first = min(max(at - cell, 0), max(count - 2 * cell, 0))
        found.append((first, min(first + 2 * cell, count) - 1))
    return Place(section, found[0], found[1])
