"""Which two classes a line lies between, as far as labels or a model tell."""

from __future__ import annotations

from collections import Counter

import numpy as np

from seisviewer.labels.stroke import UNLABELLED

MOST_ROWS = 64  # traces of a line that are looked at


def classes_beside(known: np.ndarray, rows: np.ndarray, depths: np.ndarray) -> tuple[int, int]:
    """The classes above and below a line: at most of its traces, the two whose change lies nearest to it.

    known: int8 (traces, samples), class numbers, UNLABELLED where nothing is known. rows, depths: (points,), traces and
    samples of the line. On traces where fewer than two classes are known, the classes of the section count by their
    median depth. A side that nothing tells of is UNLABELLED.
    """
    chosen = np.unique(np.linspace(0, len(rows) - 1, min(len(rows), MOST_ROWS)).round().astype(int))
    elsewhere = _by_depth(known)
    votes = Counter(
        _nearest_change(_changes(known[row]) or elsewhere, depth) or _one_side(known, depth)
        for row, depth in zip(rows[chosen].tolist(), depths[chosen].tolist())
    )
    return votes.most_common(1)[0][0]


Change = tuple[float, float, int, int]  # the last sample of one class, the first of the next, and the two


def _changes(column: np.ndarray) -> list[Change]:
    """Where one class gives way to another along a trace, with unknown samples between or not."""
    at = np.flatnonzero(column != UNLABELLED)
    if not at.size:
        return []
    there = column[at]
    last = np.flatnonzero(there[1:] != there[:-1])
    return [(float(at[k]), float(at[k + 1]), int(there[k]), int(there[k + 1])) for k in last]


def _by_depth(known: np.ndarray) -> list[Change]:
    """The changes between the classes of a section as if each lay at the median of its samples."""
    medians = sorted(
        (float(np.median(np.nonzero(known == number)[1])), int(number))
        for number in np.unique(known[known != UNLABELLED])
    )
    return [(at, after, above, below) for (at, above), (after, below) in zip(medians[:-1], medians[1:])]


def _nearest_change(changes: list[Change], depth: float) -> tuple[int, int] | None:
    if not changes:
        return None
    # Inside a gap between two classes, the distance is 0.
    return min(changes, key=lambda change: max(change[0] - depth, depth - change[1], 0.0))[2:]


def _one_side(known: np.ndarray, depth: float) -> tuple[int, int]:
    """What the only class of a section says: it lies above the line or below it."""
    columns = np.nonzero(known != UNLABELLED)
    if not columns[0].size:
        return UNLABELLED, UNLABELLED
    number = int(known[columns[0][0], columns[1][0]])
    return (number, UNLABELLED) if np.median(columns[1]) < depth else (UNLABELLED, number)
