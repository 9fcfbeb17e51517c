"""Where 2D lines cross on the map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

PIECE = 32  # steps of a line that are compared at once
SAME = 1.5  # traces within which two crossings of the same lines are one
SLACK = 1e-9


@dataclass(frozen=True)
class Crossing:
    """lines: indices of the two, ascending. traces: fractional position along each. x, y: where, in the survey's
    coordinates."""

    lines: tuple[int, int]
    traces: tuple[float, float]
    x: float
    y: float

    def on(self, line: int) -> tuple[float, int, float] | None:
        """Position along a line, the other line and the position along that; None where the line is neither."""
        if line not in self.lines:
            return None
        own = self.lines.index(line)
        return self.traces[own], self.lines[1 - own], self.traces[1 - own]


def crossings(paths: Sequence[np.ndarray]) -> tuple[Crossing, ...]:
    """paths: X, Y of the traces of each line, float64 (traces, 2), all finite. A line that ends within a trace of another
    one crosses it. Lines that run along one another do not cross there."""
    drawn = [_lengthened(path) for path in paths]
    boxes = [_boxes(path) for path in drawn]
    found: list[Crossing] = []
    for one, other in combinations(range(len(paths)), 2):
        pairs = sorted(_meetings(drawn[one], boxes[one], drawn[other], boxes[other]))
        kept: list[tuple[float, float]] = []
        for at, there in pairs:
            if not any(abs(at - a) < SAME and abs(there - b) < SAME for a, b in kept):
                kept.append((at, there))
        for at, there in kept:
            # The first step of a lengthened path leads to the first trace.
            traces = tuple(
                float(np.clip(place - 1, 0, len(path) - 1)) for place, path in ((at, paths[one]), (there, paths[other]))
            )
            x, y = _at(drawn[one], at)
            found.append(Crossing((one, other), traces, x, y))
    return tuple(found)


def _lengthened(path: np.ndarray) -> np.ndarray:
    """With a trace more at either end, as far away as the others are from one another."""
    if len(path) < 2:
        return np.concatenate([path, path, path])
    step = float(np.median(np.linalg.norm(np.diff(path, axis=0), axis=1)))
    ends = []
    for first, second in ((path[0], path[min(5, len(path) - 1)]), (path[-1], path[max(-6, -len(path))])):
        away = first - second
        length = float(np.linalg.norm(away))
        ends.append(first + away * (step / length) if length > 0 else first)
    return np.concatenate([ends[:1], path, ends[1:]])


def _boxes(path: np.ndarray) -> np.ndarray:
    """Low and high corners of the pieces of a path, (pieces, 4)."""
    pieces = [path[start : start + PIECE + 1] for start in range(0, len(path) - 1, PIECE)]
    return np.array([[*piece.min(axis=0), *piece.max(axis=0)] for piece in pieces])


def _meetings(
    one: np.ndarray, one_boxes: np.ndarray, other: np.ndarray, other_boxes: np.ndarray
) -> Iterator[tuple[float, float]]:
    """Positions along two paths where they cross."""
    apart = (one_boxes[:, None, :2] > other_boxes[None, :, 2:]) | (other_boxes[None, :, :2] > one_boxes[:, None, 2:])
    for piece, beside in np.argwhere(~apart.any(axis=2)).tolist():
        first, second = piece * PIECE, beside * PIECE
        yield from _of_pieces(one[first : first + PIECE + 1], first, other[second : second + PIECE + 1], second)


def _of_pieces(one: np.ndarray, first: int, other: np.ndarray, second: int) -> Iterator[tuple[float, float]]:
    along, across = np.diff(one, axis=0)[:, None], np.diff(other, axis=0)[None]
    between = other[None, :-1] - one[:-1, None]
    turn = _cross(along, across)
    with np.errstate(divide="ignore", invalid="ignore"):
        share, there = _cross(between, across) / turn, _cross(between, along) / turn
    low, high = -SLACK, 1 + SLACK
    # Steps that run along one another have no one place where they meet.
    sizes = np.linalg.norm(along, axis=2) * np.linalg.norm(across, axis=2)
    met = (np.abs(turn) > 1e-6 * sizes) & (share >= low) & (share <= high) & (there >= low) & (there <= high)
    for i, j in np.argwhere(met).tolist():
        yield first + i + float(share[i, j]), second + j + float(there[i, j])


def _cross(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]


def _at(path: np.ndarray, place: float) -> tuple[float, float]:
    positions = np.arange(len(path))
    return float(np.interp(place, positions, path[:, 0])), float(np.interp(place, positions, path[:, 1]))
