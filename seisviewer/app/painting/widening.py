"""Thin labels made wide enough to see: a line painted on one section is a single trace on those that cross it."""

from __future__ import annotations

import numpy as np

from seisviewer.labels.stroke import UNLABELLED


def at_least_wide(labels: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Labels (int8, any section) in which every run is at least `rows` long along axis 0 and `columns` along axis 1.

    Short runs grow at both ends into what is unlabelled, never over another label and not past the edge of the
    section; longer runs stay as they are.
    """
    return _grow_short_runs(_grow_short_runs(labels, rows).T, columns).T


def _grow_short_runs(labels: np.ndarray, width: int) -> np.ndarray:
    """`at_least_wide` along axis 0."""
    if width <= 1:
        return labels
    row, lane, length = _runs(labels != UNLABELLED, width)
    short = length < width
    row, lane, length = row[short], lane[short], length[short]
    missing = width - length
    grown = labels.copy()
    _spread(grown, row, lane, missing // 2, -1)
    _spread(grown, row + length - 1, lane, missing - missing // 2, +1)
    return grown


def _runs(painted: np.ndarray, longest: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First row, column and length of every run of True along axis 0; a length is counted up to `longest`."""
    begins = painted.copy()
    begins[1:] &= ~painted[:-1]
    row, lane = np.nonzero(begins)
    length = np.ones(len(row), int)
    goes_on = np.ones(len(row), bool)
    for step in range(1, longest):
        goes_on &= row + step < len(painted)
        goes_on[goes_on] = painted[row[goes_on] + step, lane[goes_on]]
        length += goes_on
    return row, lane, length


def _spread(grown: np.ndarray, row: np.ndarray, lane: np.ndarray, room: np.ndarray, direction: int) -> None:
    """Copy the label at each (row, lane) up to `room` rows further, as long as it meets nothing."""
    label = grown[row, lane]
    for step in range(1, int(room.max(initial=0)) + 1):
        target = row + direction * step
        free = (step <= room) & (target >= 0) & (target < len(grown))
        free[free] = grown[target[free], lane[free]] == UNLABELLED
        row, lane, room, label = row[free], lane[free], room[free], label[free]
        grown[target[free], lane] = label
