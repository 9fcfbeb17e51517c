"""A robot that paints strokes on a section of known classes, as an interpreter would, the same ones for the same seed."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

NOT_PAINTED = 255  # and, in known classes, not known
LEAST_SAMPLES = 2  # of a class on a trace that is painted
GOOD_PART = 0.15  # of a rectangle that is labelled
LEAST_TRACES = 10  # of a boundary that is drawn
LINE_TRACES, LINE_ERROR = 40, 2.0  # of a drawn boundary: its traces, and by how many samples it is off at most


@dataclass(frozen=True)
class Robot:
    """At what height of its class a stroke runs: between `lowest` and `highest`, 0 the top of the class, 1 its base.
    wrong: so many strokes of a section get the number of another class."""

    lowest: float
    highest: float
    wrong: int = 0


# People paint like “loose”.
ROBOTS = {"centred": Robot(0.5, 0.5), "loose": Robot(0.35, 0.65), "wild": Robot(0.2, 0.8, wrong=2)}


@dataclass(frozen=True)
class Painting:
    """How much the robot paints: `per_class` strokes a class, `length` traces long and `width` samples thick."""

    per_class: int = 3
    length: int = 60
    width: int = 4


def robot_strokes(known: np.ndarray, seed: int, robot: Robot, painting: Painting = Painting()) -> np.ndarray:
    """Strokes on one section: uint8 (traces, samples), NOT_PAINTED elsewhere.

    known: uint8 class numbers (traces, samples), NOT_PAINTED where not known. A stroke begins on any trace that meets its
    class, and ends at the edge of the section. Where it begins is drawn apart from its height and from which strokes are
    wrong, so that all robots paint at the same places.
    """
    places, choices = np.random.default_rng(seed), np.random.default_rng(1000 + seed)
    numbers = np.unique(known[known != NOT_PAINTED])
    wrong: set[int] = set()
    if robot.wrong:
        wrong = set(choices.choice(numbers.size * painting.per_class, robot.wrong, replace=False).tolist())
    painted = np.full(known.shape, NOT_PAINTED, np.uint8)
    for place, number in enumerate(numbers):
        present = np.flatnonzero((known == number).sum(axis=1) >= LEAST_SAMPLES)
        for stroke in range(painting.per_class):
            start = int(places.choice(present))
            height = float(choices.uniform(robot.lowest, robot.highest))
            said = number
            if place * painting.per_class + stroke in wrong:
                said = choices.choice(numbers[numbers != number])
            _paint(painted, known, number, said, start, height, painting)
    return painted


def correcting_strokes(
    known: np.ndarray, answer: np.ndarray, count: int, seed: int, painting: Painting = Painting()
) -> np.ndarray:
    """Strokes of the true class in the largest areas of a section where an answer is wrong, one in each, as
    `robot_strokes` gives them. answer: class numbers (traces, samples). An area that is nowhere as thick as a stroke is
    left alone; there may be fewer areas than `count`."""
    choices = np.random.default_rng(2000 + seed)
    wrong = (answer != known) & (known != NOT_PAINTED)
    areas: list[tuple[int, int, np.ndarray]] = []
    for number in np.unique(known[wrong]):
        pieces, _ = ndimage.label(wrong & (known == number))
        areas += [
            (int(size), int(number), pieces == piece) for piece, size in enumerate(np.bincount(pieces.flat)) if piece
        ]
    thick = [each for each in areas if (each[2].sum(axis=1) >= painting.width).any()]
    painted = np.full(known.shape, NOT_PAINTED, np.uint8)
    for _, number, area in sorted(thick, key=lambda each: -each[0])[:count]:
        start = int(choices.choice(np.flatnonzero(area.sum(axis=1) >= painting.width)))
        inside = np.where(area, known, NOT_PAINTED)
        _paint(painted, inside, number, number, start, float(choices.uniform(0.2, 0.8)), painting)
    return painted


def strokes_in(
    known: np.ndarray, rows: tuple[int, int], columns: tuple[int, int], seed: int, painting: Painting = Painting()
) -> list[np.ndarray]:
    """Strokes in a rectangle of a section, as somebody paints who is asked what is there: one along each class that fills
    a good part of it, along the middle of what the rectangle has of that class; the largest first, each as
    `robot_strokes` gives it.

    rows, columns: the first and the last. Nothing is painted where no class is known.
    """
    choices = np.random.default_rng(3000 + seed)
    inside = np.full(known.shape, NOT_PAINTED, known.dtype)
    window = np.s_[rows[0] : rows[1] + 1, columns[0] : columns[1] + 1]
    inside[window] = known[window]
    numbers, counts = np.unique(inside[inside != NOT_PAINTED], return_counts=True)
    found = []
    for number, count in sorted(zip(numbers.tolist(), counts.tolist(), strict=True), key=lambda each: -each[1]):
        of_class = np.where(inside == number, inside, NOT_PAINTED)
        thick = np.flatnonzero((of_class == number).sum(axis=1) >= painting.width)
        if count < GOOD_PART * counts.sum() or not thick.size:
            continue
        painted = np.full(known.shape, NOT_PAINTED, np.uint8)
        start = int(thick[max(0, (thick.size - painting.length) // 2)])
        _paint(painted, of_class, number, number, start, float(choices.uniform(0.35, 0.65)), painting)
        found.append(painted)
    return found


@dataclass(frozen=True)
class DrawnBoundary:
    """Where class `above` ends and `below` begins. traces, depths: of its points; the middle of sample 7 lies at 7.0."""

    above: int
    below: int
    traces: np.ndarray = field(repr=False, compare=False)
    depths: np.ndarray = field(repr=False, compare=False)


def robot_boundaries(known: np.ndarray, seed: int) -> list[DrawnBoundary]:
    """One line along each boundary between two classes of a section, too high or too low as a whole by up to LINE_ERROR."""
    choices = np.random.default_rng(5000 + seed)
    both = (known[:, 1:] != NOT_PAINTED) & (known[:, :-1] != NOT_PAINTED)
    traces, samples = np.nonzero((known[:, 1:] != known[:, :-1]) & both)
    pairs = np.stack([known[traces, samples], known[traces, samples + 1]], axis=1)
    drawn = []
    for above, below in np.unique(pairs, axis=0).tolist():
        met = (pairs == (above, below)).all(axis=1)
        at, first = np.unique(traces[met], return_index=True)
        if at.size < LEAST_TRACES:
            continue
        start = int(choices.choice(at[: max(1, at.size - LINE_TRACES)]))
        near = (at >= start) & (at < start + LINE_TRACES)
        depths = samples[met][first][near] + 0.5 + choices.uniform(-LINE_ERROR, LINE_ERROR)
        drawn.append(DrawnBoundary(above, below, at[near], depths))
    return drawn


def _paint(
    painted: np.ndarray, known: np.ndarray, number: int, said: int, start: int, height: float, painting: Painting
) -> None:
    """One stroke along the class `number`, painted as the class `said`; it never leaves its class."""
    for trace in range(start, min(start + painting.length, len(known))):
        samples = np.flatnonzero(known[trace] == number)
        if samples.size < LEAST_SAMPLES:
            continue
        middle = int(samples[min(int(samples.size * height), samples.size - 1)])
        width = min(painting.width, samples.size // 2)
        first = middle - width // 2
        span = slice(max(0, first), first + width)
        painted[trace, span][known[trace, span] == number] = said
