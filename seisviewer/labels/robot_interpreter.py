"""A robot that paints strokes on a section of known classes, as an interpreter would, the same ones for the same seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

NOT_PAINTED = 255  # and, in known classes, not known
LEAST_SAMPLES = 2  # of a class on a trace that is painted


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
